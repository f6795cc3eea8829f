"""What devices keep for themselves: whose time or which stock until when, and how a manager takes it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import TakeBack, force_lease
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import word
from bizet_core.store import Done
from bizet_core.sync.wire.lease_messages import AllKept, Kept
from bizet_desk.syncing.status import State, Status
from bizet_desk.syncing.sync_thread import KeepingUp
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.forms.form_context import Editing, FormContext
from ui.kit.widgets import Button, Label, Note

JUST_NOW = timedelta(minutes=5)  # since a device has spoken: longer, and it is away


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One thing that a device keeps."""

    lease: UUID
    what: Annotated[str, Field(N_("What"))]
    holder: Annotated[str, Field(N_("Kept by"))]
    until: Annotated[str, Field(N_("How much"))]
    since: Annotated[datetime | None, Field(N_("Since"))]
    heard: Annotated[str, Field(N_("Last heard of"))]


class KeptPage(QWidget):
    """The list as the server says it, or as it last said it. `ended` when nobody wants to look any more."""

    ended = Signal()

    def __init__(self, office: FormContext, sync: KeepingUp) -> None:
        super().__init__()
        self._office, self._sync = office, sync
        self._me = office.desk.store.identity.device
        self._said: AllKept | None = None
        self._going: set[UUID] = set()  # taken back here, which the server does not know yet
        self._state = sync.status.state
        self.rows = Rows(KeptLine, N_("What devices keep for themselves"), N_("The server is being asked."))
        self.rows.chosen.connect(self._offer)
        self.news, self.problem = Label("", "muted", wrap=True), Note("", "cloud-off", "warn")
        self.again, self.take = Button(_("Look again"), "quiet"), Button(_("Take this back"), "danger")
        self.asking = TakingBack(office)
        self._lay_out()
        self._connect()
        self._offer(None)
        sync.ask_kept()

    def _connect(self) -> None:
        self.again.clicked.connect(self._sync.ask_kept)
        self.take.clicked.connect(self._ask)
        self.asking.taken.connect(self._went)
        self.asking.seen.connect(self.take.setHidden)
        self._sync.kept_told.connect(self._hear)
        self._sync.changed.connect(self._follow)

    # ---------------------------------------------------------------------------------------------------- what is shown

    def _hear(self, said: AllKept | Refused) -> None:
        if isinstance(said, Refused):
            self._tell(said)
            return
        self._said = said
        self._going &= {each.lease for each in said.kept}
        self.problem.hide()
        self.news.setText(_("As the server said at {time}.").format(time=_time(said.at)))
        self._show()

    def _tell(self, refusal: Refused) -> None:
        """Why the server has not said it; what it said before stays."""
        is_away = refusal.code == "server_silent"
        words = word(refusal)
        if self._said is not None:
            at = _("This is what it said at {time}.").format(time=_time(self._said.at))
            words = f"{words} {at}"
        self.news.setText("")
        self.problem.say(words)
        self.problem.show()
        if self._said is None:
            unknown = _("What devices keep is not known here while the server does not answer.")
            self.rows.nothing.setText(unknown if is_away else _("What devices keep is not known here."))

    def _show(self) -> None:
        assert self._said is not None
        self.rows.nothing.setText(_("No device keeps anything for itself. Everybody may book and sell everything."))
        chosen = self.rows.selected()
        self.rows.show_rows([self._line(each, self._said.at) for each in self._said.kept])
        for place, line in enumerate(self.rows.model.rows):
            if chosen is not None and line.lease == chosen.lease:
                self.rows.choose(place)
        self._offer(self.rows.selected())

    def _line(self, each: Kept, now: datetime) -> KeptLine:
        holder = _("This computer") if each.device == self._me else each.holder
        much = _("Is being taken back") if each.lease in self._going else how_much(each, now)
        return KeptLine(each.lease, what(each), holder, much, each.since, heard(each, now))

    def _offer(self, line: KeptLine | None) -> None:
        """What can be done about this one. Whoever is typing a reason goes on when the list comes anew."""
        each = self._kept(line)
        if each is None or each.lease != self.asking.lease:
            self.asking.hide()
        self.take.setEnabled(each is not None and each.device != self._me and each.lease not in self._going)
        self.take.setToolTip(
            _("This computer hands back what it keeps by itself, once its settings say so.")
            if each is not None and each.device == self._me
            else ""
        )

    def _kept(self, line: KeptLine | None) -> Kept | None:
        if line is None or self._said is None:
            return None
        return next((each for each in self._said.kept if each.lease == line.lease), None)

    # ----------------------------------------------------------------------------------------------------- what is done

    def _ask(self) -> None:
        each = self._kept(self.rows.selected())
        if each is not None and self._said is not None:
            self.asking.ask(each, is_there=is_there(each, self._said.at))

    def _went(self, lease: UUID) -> None:
        self._going.add(lease)
        self._show()

    def _follow(self, status: Status) -> None:
        """Once both have agreed anew, the server knows what was taken back here."""
        before, self._state = self._state, status.state
        if status.state is State.AGREED and before is not State.AGREED:
            self._sync.ask_kept()

    def _lay_out(self) -> None:
        self.problem.hide()
        back = Button(_("Back to the list"), "ghost", "chevron-left")
        back.clicked.connect(self.ended)
        why = _(
            "A device that may lose its connection keeps the next hours of people and rooms, or a share of what is "
            "sold, for itself: nobody else can book or sell that until it is handed back."
        )
        buttons = QHBoxLayout()
        buttons.addWidget(self.take)
        buttons.addWidget(self.again)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(Label(_("What devices keep for themselves"), "title"))
        column.addWidget(Label(why, "muted", wrap=True))
        column.addWidget(self.problem)
        column.addWidget(self.rows, 1)
        column.addWidget(self.news)
        column.addWidget(self.asking)
        column.addLayout(buttons)


class TakingBack(QFrame):
    """What it means to take something back, and why it is done. `taken(lease)`; `seen(bool)` as it comes and goes."""

    taken = Signal(object)
    seen = Signal(bool)

    def __init__(self, office: FormContext) -> None:
        super().__init__()
        self.setProperty("card", "true")
        self._office = office
        self._form: Editing | None = None
        self.lease: UUID | None = None
        self.words = Label("", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(*(theme.px(16),) * 4)
        self._column.setSpacing(theme.px(12))
        self._column.addWidget(self.words)
        self.hide()

    def ask(self, each: Kept, *, is_there: bool) -> None:
        """Ask for a reason; nothing is done before it is given."""
        self.words.setText(meaning(each, is_there=is_there))
        if self._form is not None:
            self._column.removeWidget(self._form)
            self._form.deleteLater()
        self._form = Editing(
            self._office, TakeBack, force_lease, initial={"lease": each.lease}, leave_out=("lease",),
            words=N_("It is taken back once the server knows."), save=N_("Yes, take it back"), then=self._taken,
        )  # fmt: skip
        self._form.form.cancel.say(_("Keep it as it is"))
        self._form.form.cancelled.connect(self.hide)
        self.lease = each.lease
        self._column.addWidget(self._form)
        self.show()
        self._form.form.focus_first()

    def setVisible(self, visible: bool) -> None:
        super().setVisible(visible)
        self.seen.emit(visible)

    def _taken(self, _done: Done) -> None:
        self.hide()
        self.taken.emit(self.lease)


# ------------------------------------------------------------------------------------------------------------- in words


def what(each: Kept) -> str:
    """Of whom or what: `Time of Inês Duarte`."""
    if each.kind is LeaseKind.TIME:
        return _("Time of {name}").format(name=_apart(each.name))
    return each.name or _("Stock to share out")


def how_much(each: Kept, now: datetime) -> str:
    """Until when, or how many are left of how many."""
    if each.kind is LeaseKind.TIME and each.ends_at is not None:
        is_today = show_part(each.ends_at, "date", reader()) == show_part(now, "date", reader())
        return _("until {time}").format(time=_time(each.ends_at, "time" if is_today else ""))
    return _("{left} of {size} left").format(left=_apart(str(each.left)), size=_apart(str(each.size)))


def is_there(each: Kept, now: datetime) -> bool:
    """Whether the device has spoken to the server a moment ago."""
    return each.heard_at is not None and now - each.heard_at <= JUST_NOW


def heard(each: Kept, now: datetime) -> str:
    """When the device has last spoken: `connected`, or how long it has been away."""
    if is_there(each, now):
        return _("connected")
    if each.heard_at is None:
        return _("not since this is kept track of")
    hours = int((now - each.heard_at).total_seconds()) // 3600
    away = ngettext("{count} hour ago", "{count} hours ago", hours).format(count=_apart(str(hours)))
    return away if 0 < hours < 48 else _time(each.heard_at)


def meaning(each: Kept, *, is_there: bool) -> str:
    """What follows from taking it back."""
    facts: Mapping[str, Any] = {"what": isolate(what(each)), "holder": isolate(each.holder)}
    free = _("{what} is then free for everybody again.")
    then = (
        _("{holder} is connected: it asks for it again by itself, unless its own settings no longer keep any hours.")
        if is_there and each.kind is LeaseKind.TIME
        else _("{holder} does not learn of it before it is connected. What was sold from it meanwhile shows up in the "
               "Inbox.")
    )  # fmt: skip
    return " ".join(words.format(**facts) for words in (free, then))


def _time(at: datetime, part: str = "") -> str:
    return _apart(show_part(at, part, reader()))


def _apart(words: str) -> str:
    """Isolated where lines run the other way; elsewhere the marks would only move a cell's text by a pixel."""
    return isolate(words) if reader().is_rtl else words
