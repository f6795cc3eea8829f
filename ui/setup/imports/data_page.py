"""The data section: backups, how the key is kept, and what is brought along from other programs."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.setup.first_run.operations import remove_sample
from bizet_core.setup.first_run.sample import RemoveSample
from bizet_desk.backups.backup import made, name_at
from bizet_desk.backups.backup_schedule import Safe
from bizet_desk.storage.keys import protection
from bizet_desk.storage.paths import Places
from ui.business.settings.business_pages import headed
from ui.business.settings.context import SettingsContext
from ui.kit import theme
from ui.kit.forms.form_context import FormContext
from ui.kit.forms.list_page import Tabs
from ui.kit.shell.progress import Progress
from ui.kit.widgets import Button, Label, Note
from ui.kit.widgets.scrolling import Scrolled
from ui.setup.imports.calendar_import import CalendarImport
from ui.setup.imports.customer_import import CustomerImport


class DataSection(QWidget):
    """Backups, and imports of customers and calendars."""

    def __init__(self, office: FormContext, safe: Safe | None) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        pages: list[tuple[str, Callable[[], QWidget]]] = [
            (N_("Import customers"), lambda: Scrolled(CustomerImport(office))),
            (N_("Import a calendar"), lambda: Scrolled(CalendarImport(office))),
            (N_("Sample data"), lambda: SamplePage(office)),
        ]
        if safe is not None:
            pages.insert(0, (N_("Backups"), lambda: BackupPage(office, safe)))
        column.addWidget(headed(N_("Data"), Tabs(pages)))


def data_section(context: SettingsContext) -> DataSection:
    """Data as a page of the settings."""
    return DataSection(context.office, context.safe)


class SamplePage(QWidget):
    """The sample's customers and bookings go in one step, which can be taken back."""

    def __init__(self, office: FormContext) -> None:
        super().__init__()
        words = _("Takes sample customers and bookings away. What somebody has sold, noted or booked for real stays.")
        button = Button(_("Remove sample data"), "danger", "trash-2")
        button.clicked.connect(
            lambda: office.act(self, remove_sample, RemoveSample(), _("The sample data is removed."))
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Label(words, "muted", wrap=True))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addStretch(1)


class BackupPage(QWidget):
    """When the last backup was made, one more now, and who can open the data."""

    def __init__(self, office: FormContext, safe: Safe) -> None:
        super().__init__()
        self._office, self._safe = office, safe
        self.last = Label("", "strong", wrap=True)
        self.where = Label(isolate(str(safe.places.backups)), "caption", wrap=True)
        self.make = Button(_("Back up now"), "primary", "cloud")
        self.make.clicked.connect(self._make)
        self.problem = Note("", "triangle-alert", "danger")
        self.problem.hide()
        self.progress = Progress()
        self.progress.cancelled.connect(safe.backing_up.cancel)
        self._lay_out(_kept(safe.places))
        safe.backing_up.progressed.connect(self.progress.advance)
        safe.backing_up.made.connect(self._made)
        safe.backing_up.refused.connect(self._refuse)
        self._show_last()

    def _make(self) -> None:
        self.problem.hide()
        self.make.setEnabled(False)
        self.progress.begin(_("Backing up"), can_cancel=True)
        now = self._office.desk.store.clock()
        self._safe.backing_up.make(self._safe.places.backups / name_at(now))

    def _made(self, path: Path) -> None:
        self._end()
        self._office.toast.say(_("Backed up as {file}.").format(file=isolate(path.name)))
        self._show_last()

    def _refuse(self, refusal: Refused) -> None:
        self._end()
        self.problem.say(word(refusal))
        self.problem.show()

    def _end(self) -> None:
        self.progress.finish()
        self.make.setEnabled(True)

    def _show_last(self) -> None:
        backups = made(self._safe.places.backups)
        if not backups:
            self.last.setText(_("There is no backup yet."))
            return
        at = isolate(show_part(backups[0][0], "", reader()))
        self.last.setText(_("Last backup: {time}").format(time=at))

    def _lay_out(self, kept: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        card = QFrame()
        card.setProperty("card", "true")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(*(theme.px(16),) * 4)
        once = _("Once a day Bizet makes a backup by itself. Only the recovery key on paper opens it.")
        for part in (self.last, Label(once, "muted", wrap=True), self.where, self.make, self.progress, self.problem):
            inside.addWidget(part)
        column.addWidget(card)
        column.addWidget(Note(kept, "lock", "info"))
        column.addStretch(1)


def _kept(places: Places) -> str:
    try:
        return protection(places).words()
    except Refused as refusal:
        return word(refusal)
