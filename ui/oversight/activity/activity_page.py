"""The settings' section of what was done: who, when, what and to what; older lines come while scrolling."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field as About
from bizet_core.describe.formats.dates import show_instant
from bizet_core.describe.languages.language import N_, _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.oversight.activity.queries import MOST, SEE, Activity, Deed, Page, Place, activity
from bizet_core.store import ANY
from bizet_core.store.operations.actor import Actor
from bizet_desk.export.activity_export import write_activity
from bizet_desk.syncing.status import State, Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.business.settings.context import SettingsContext
from ui.kit import theme
from ui.kit.background import BackgroundTask
from ui.kit.fields import Rows
from ui.kit.forms.form_context import FormContext
from ui.kit.widgets import Button, Label, Note
from ui.oversight.activity.activity_filter import ActivityFilter

PAGE = 100
EXPORT = "exports.use"
NOTHING = N_("Nothing like this was done in these days.")
WIDTHS = {"who": 150, "where": 120, "about": 170}
WHERE = 2  # its column, of no use where there is one device  # pixels before zoom; what was done has the rest


@dataclass(frozen=True, slots=True)
class DeedLine:
    """A line of the log."""

    id: UUID
    at: Annotated[datetime, About(N_("When"))]
    who: Annotated[str, About(N_("Person"))]
    where: Annotated[str, About(N_("Device"))]
    what: Annotated[str, About(N_("What"))]
    about: Annotated[str, About(N_("Concerning"))]


class ActivitySection(QWidget):
    """`opened(subject, id)` when what a line is about should be shown."""

    opened = Signal(str, object)

    def __init__(self, office: FormContext, sync: KeepingUp | None = None) -> None:
        super().__init__()
        self._office, self._desk = office, office.desk
        self._deeds: dict[UUID, Deed] = {}
        self._rest: Place | None = None  # where older lines begin
        self._coming: Place | None = None  # from where they have been asked for
        self._make_parts()
        self._lay_out()
        self._connect()
        self._know(self._desk.actor)
        self._watch = self._desk.watch(self, activity, self._asked, self._show, self._refuse)
        if sync is not None:
            sync.changed.connect(self.show_status)
            self.show_status(sync.status)

    def take_focus(self) -> None:
        """In the field that searches."""
        self.filter.words.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def narrow(self, about: UUID, name: str) -> None:
        """Show what was done to one record."""
        self.filter.narrow(about, name)

    def show_status(self, status: Status) -> None:
        """Say what is missing while this desk and its server do not agree."""
        self.behind.say(_("What other desks did is not here yet. {agreed}").format(agreed=status.last_agreed()))
        self.behind.setVisible(status.state in (State.OFFLINE, State.REFUSED))

    def save(self, path: Path) -> None:
        """Write what is asked for to a file, on a thread of its own."""
        ask: Callable[..., object] = partial(self._desk.ask_now, actor=self._desk.actor)
        self.export.setEnabled(False)
        self._aside.run(partial(write_activity, ask, self._question(PAGE), path))

    # ------------------------------------------------------------------------------------------------ what is asked

    def _question(self, limit: int) -> Activity:
        return self.filter.chosen.question(limit)

    def _asked(self) -> Activity:
        """All that is shown, so that what comes from other desks is put where it belongs."""
        return self._question(min(MOST, max(PAGE, len(self._deeds))))

    def _begin(self) -> None:
        """Something else is asked for."""
        self._forget()
        self._watch.ask()

    def _know(self, actor: Actor) -> None:
        """Whoever is at the desk sees no more than they may; what somebody else could see goes at once."""
        may_see_all = actor.scope(SEE.name) is ANY
        self.filter.only(None if may_see_all else actor.staff)
        self.export.setVisible(actor.scope(EXPORT) is ANY)
        self._forget()

    def _forget(self) -> None:
        self._deeds, self._rest, self._coming = {}, None, None
        self.problem.hide()
        self.rows.nothing.setText(_("Reading…"))
        self.rows.show_rows([])
        self.count.setText("")
        self._tell_line(None)

    def _go_on(self) -> None:
        """At the end of what is shown, older lines are asked for."""
        bar = self.rows.table.verticalScrollBar()
        if self._rest is None or self._rest == self._coming or bar.value() < bar.maximum():
            return
        self._coming = self._rest
        asked = msgspec.structs.replace(self._question(PAGE), before=self._rest)
        self._desk.ask(activity, asked, owner=self, then=self._append, refused=self._refuse)

    # ------------------------------------------------------------------------------------------------ what is shown

    def _show(self, page: Page) -> None:
        self.problem.hide()
        is_more = len(self._deeds) > len(page.deeds) and self._rest is not None
        newest = {deed.id: deed for deed in page.deeds}
        older = {id: deed for id, deed in self._deeds.items() if id not in newest} if is_more else {}
        self._deeds = newest | older
        self._rest = self._rest if is_more else page.rest
        self._coming = None
        self._put()

    def _append(self, page: Page) -> None:
        if self._coming is None:
            return  # something else has been asked for meanwhile
        self._deeds |= {deed.id: deed for deed in page.deeds}
        self._rest, self._coming = page.rest, None
        self._put()

    def _put(self) -> None:
        bar = self.rows.table.verticalScrollBar()
        place = bar.value()
        self.rows.nothing.setText(_("Reading…") if self._rest is not None else _(NOTHING))
        self.rows.table.setColumnHidden(WHERE, not any(deed.device for deed in self._deeds.values()))
        self.rows.show_rows([_line(deed) for deed in self._deeds.values()])
        bar.setValue(place)
        self.count.setText(self._counted())
        self._go_on()

    def _counted(self) -> str:
        n = len(self._deeds)
        shown = ngettext("{n} line", "{n} lines", n).format(n=isolate(str(n)))
        return _("{lines}, more while scrolling").format(lines=shown) if self._rest is not None else shown

    def _refuse(self, refusal: Refused) -> None:
        self._forget()
        self.rows.nothing.setText("")
        self.problem.say(word(refusal))
        self.problem.show()

    def _tell_line(self, line: DeedLine | None) -> None:
        """The whole of what is cut in the table."""
        deed = self._deeds.get(line.id) if line is not None else None
        self.whole.setText("" if deed is None else _whole(deed))
        self.open.setVisible(deed is not None and deed.can_open)

    def _open(self, line: DeedLine | None) -> None:
        deed = self._deeds.get(line.id) if line is not None else None
        if deed is not None and deed.can_open:
            self.opened.emit(deed.subject, deed.subject_id)

    # ------------------------------------------------------------------------------------------------------ to a file

    def _ask_where(self) -> None:
        days = self.filter.days
        name = f"bizet-activity-{days.first.isoformat()}-{days.last.isoformat()}.csv"
        path, _kind = QFileDialog.getSaveFileName(self, _("Export the activity"), name, "CSV (*.csv)")
        if path:
            self.save(Path(path))

    def _saved(self, count: int) -> None:
        self.export.setEnabled(True)
        words = ngettext("{n} line exported.", "{n} lines exported.", count)
        self._office.toast.say(words.format(n=isolate(str(count))))

    def _not_saved(self, refusal: Refused) -> None:
        self.export.setEnabled(True)
        self._office.tell(refusal)

    # ------------------------------------------------------------------------------------------------------ made once

    def _make_parts(self) -> None:
        self.filter = ActivityFilter(self._desk, self._desk.store.clock().astimezone(ZoneInfo(reader().zone)).date())
        self.export = Button(_("Export…"), "quiet", "package")
        self.rows = Rows(DeedLine, N_("What was done"), NOTHING)
        self.count = Label("", "caption")
        self.whole = Label("", "muted", wrap=True)
        self.open = Button(_("Open"), "quiet")
        self.problem, self.behind = Note("", "triangle-alert", "danger"), Note("", "cloud-off", "warn")
        for part in (self.problem, self.behind, self.open):
            part.hide()
        self._aside = BackgroundTask(self)

    def _connect(self) -> None:
        self._desk.actor_changed.connect(self._know)
        self.filter.changed.connect(self._begin)
        self.rows.chosen.connect(self._tell_line)
        self.rows.opened.connect(self._open)
        self.rows.table.verticalScrollBar().valueChanged.connect(lambda _value: self._go_on())
        self.open.clicked.connect(lambda: self._open(self.rows.selected()))
        self.export.clicked.connect(self._ask_where)
        self._aside.done.connect(self._saved)
        self._aside.refused.connect(self._not_saved)
        within = Qt.ShortcutContext.WidgetWithChildrenShortcut
        QShortcut(QKeySequence("/"), self, self.take_focus, context=within)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(Label(_("Activity"), "heading"), 1)
        head.addWidget(self.export)
        foot.addWidget(self.whole, 1)
        foot.addWidget(self.open, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        for part in (self.behind, self.problem, self.filter, self.count):
            self._column.addWidget(part)
        self._column.addWidget(self.rows, 1)
        self._column.addLayout(foot)
        theme.on_change(self._dress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        self._column.setContentsMargins(*(theme.px(n) for n in (20, 16, 20, 16)))
        self._column.setSpacing(theme.px(10))
        header = self.rows.table.horizontalHeader()
        for place, column in enumerate(self.rows.model.columns):
            if column.name in WIDTHS:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(place, min(theme.px(WIDTHS[column.name]), self.width() // 6))


def activity_section(context: SettingsContext) -> ActivitySection:
    """The activity log as a page of the settings."""
    section = ActivitySection(context.office, context.sync)
    section.opened.connect(context.opened)
    return section


def _line(deed: Deed) -> DeedLine:
    about = deed.about or deed.kind()
    return DeedLine(deed.id, deed.at, deed.actor, deed.device, deed.words(), about)


def _whole(deed: Deed) -> str:
    """What it was done to comes first: a word of ours, by which Qt tells the direction of the line."""
    about = f"{deed.kind()} {isolate(deed.about)}".strip()
    who = f"{isolate(deed.actor)}, {isolate(deed.device)}" if deed.device else deed.actor
    parts = (about, deed.words(), who, show_instant(deed.at, reader()))
    return " · ".join([parts[0], *(isolate(part) for part in parts[1:])])
