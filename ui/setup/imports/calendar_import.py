"""Import a colleague's calendar: for whom, as busy time or as bookings, and what could not be read."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QHBoxLayout

from bizet_core.booking.calendar_import.messages import tell
from bizet_core.booking.calendar_import.operations import (
    BATCH,
    batches,
    booking_batches,
    calendar_of,
    import_bookings,
    import_calendar,
)
from bizet_core.booking.calendar_import.queries import OfCalendar, imported
from bizet_core.booking.calendar_import.rules import CalendarEntry, CalendarRead, read_calendar, window_around
from bizet_core.business.staff.queries import People, Person, people
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_, _, ngettext, reader
from bizet_desk.background.batches import BulkDone
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Label
from ui.setup.imports.import_wizard import LEAST, ImportWizard

WAYS = (N_("As busy time"), N_("As bookings"))


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as it would come in."""

    starts_at: Annotated[datetime, Field(N_("Start"))]
    ends_at: Annotated[datetime, Field(N_("End"))]
    words: Annotated[str, Field(N_("What"))]


class CalendarImport(ImportWizard):
    """From an iCalendar file."""

    def __init__(self, office: FormContext) -> None:
        super().__init__(office, _("Choose a calendar (.ics)…"), "iCalendar (*.ics)")
        self._read: CalendarRead | None = None
        self.who, self.way = QComboBox(), QComboBox()
        self.who.setAccessibleName(_("Whose calendar"))
        self.way.setAccessibleName(_("Import it"))
        self.way.addItems([_(way) for way in WAYS])
        for box in (self.who, self.way):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        line = QHBoxLayout()
        for part in (Label(_("Whose calendar"), "label"), self.who, Label(_("Import it"), "label"), self.way):
            line.addWidget(part)
        line.addStretch(1)
        self.rows = Rows(EntryLine, N_("Entries"), N_("Choose a file, or drop it here."))
        self.middle.addLayout(line)
        self.rows.setMinimumHeight(theme.px(LEAST))
        self.middle.addWidget(self.rows, 1)
        self.aside.done.connect(self._show)
        office.desk.watch(self, people, People, self._offer)

    def read(self, path: Path) -> None:
        """Read thirty days back and two years ahead."""
        window = window_around(self.office.desk.store.clock())
        self.aside.run(lambda: read_calendar(path.read_bytes(), reader().zone, window))

    def begin(self) -> None:
        """Look what is here of this calendar, and bring the rest."""
        if self._read is None or self.who.currentData() is None:
            return
        resource: UUID = self.who.currentData()
        name = self._read.name or (self.path.stem if self.path else "")
        calendar = calendar_of(resource, name)
        since = window_around(self.office.desk.store.clock()).starts_at
        asked = OfCalendar(calendar=calendar, since=since, as_bookings=self.way.currentIndex() == 1)
        then = partial(self._bring, resource, calendar)
        self.office.desk.ask(imported, asked, owner=self, then=then, refused=self.refuse)

    def _bring(self, resource: UUID, calendar: UUID, here: frozenset[UUID]) -> None:
        assert self._read is not None
        entries, work = self._read.entries, list[tuple[Any, Any]]()
        if self.way.currentIndex() == 1:
            chosen = booking_batches(self.office.location, resource, calendar, entries, here)
            work = [(import_bookings, batch) for batch in chosen]
        else:
            work = [(import_calendar, batch) for batch in batches(resource, calendar, entries, here)]
        self.run(work, _("entries"), len(entries), BATCH, self._done)

    def _show(self, found: CalendarRead) -> None:
        self._read = found
        self.rows.show_rows([_line(entry) for entry in found.entries if entry.busy])
        count = len(self.rows.model.rows)
        words = ngettext("{n} entry takes time.", "{n} entries take time.", count).format(n=count)
        self.summary.setText(words)
        self.show_problems(tell(problem) for problem in found.problems)
        self.go.setEnabled(count > 0)
        self.go.say(ngettext("Import {n} entry", "Import {n} entries", count).format(n=count))

    def _offer(self, found: tuple[Person, ...]) -> None:
        chosen = self.who.currentData()
        self.who.clear()
        for person in found:
            self.who.addItem(person.name, person.id)
            if person.id == chosen:  # `findData` compares by identity
                self.who.setCurrentIndex(self.who.count() - 1)

    def _done(self, result: BulkDone) -> None:
        words = _("Stopped. What was imported until then is here.") if result.cancelled else _("The calendar is here.")
        self.tell(words, result)
        self.go.setEnabled(True)


def _line(entry: CalendarEntry) -> EntryLine:
    return EntryLine(entry.starts_at, entry.ends_at, _("Private") if entry.private else entry.summary)
