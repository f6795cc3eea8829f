"""A section that is a list: what is chosen in it is changed at its side, and another is added by one button."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from bizet_core.describe.languages.language import N_, _
from bizet_core.oversight.activity.queries import SEE
from bizet_core.store import Done
from bizet_core.store.operations.operation import Operation, Query
from ui.kit import theme
from ui.kit.fields import Rows
from ui.kit.fields.flow_layout import Flow
from ui.kit.forms.form_context import Editing, FormContext
from ui.kit.forms.master_detail import MasterDetail
from ui.kit.thumbnails import thumbnails_of
from ui.kit.widgets import Button, Label

PICTURE_ROOM = 48


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the pages of a thing: a label marked by `N_`, and what makes it for a row."""

    label: str
    make: Callable[[FormContext, Any], QWidget]


@dataclass(frozen=True, slots=True)
class Act:
    """Something done to a whole row by one button, such as taking it out of use."""

    label: str
    operation: Operation[Any, Any]
    request: Callable[[Any], msgspec.Struct]
    words: str
    kind: str = "danger"
    when: Callable[[Any], bool] = lambda _row: True


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A list of things of one kind. `line` makes the described row that the list shows of a query's row."""

    rows: type[Any]
    line: Callable[[Any], Any]
    query: Query[Any, Any]
    asked: msgspec.Struct
    add: Operation[Any, Any]
    new: type[Any]
    add_label: str
    tabs: tuple[Tab, ...]
    acts: tuple[Act, ...] = ()
    empty: str = N_("Nothing here yet.")
    fixed: Callable[[FormContext], dict[str, object]] = field(default=lambda _office: {})
    photo: Callable[[Any], str | None] = lambda _row: None  # the hash of a row's picture, shown beside its name


class CatalogueSection(QWidget):
    """The list of a catalogue and, beside it, what is chosen there. `history_asked(id, name)` of one thing."""

    history_asked = Signal(object, str)

    def __init__(self, office: FormContext, about: Catalogue, label: str) -> None:
        super().__init__()
        self._office, self._about, self._found = office, about, dict[UUID, Any]()
        self._open: UUID | None = None
        self._coming: UUID | None = None
        self._adding: Editing | None = None
        self.list = Rows(about.rows, label, about.empty)
        self._photos = thumbnails_of(office.desk)
        self._photos.came.connect(self._show_photos)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._enter)
        self.add_button = Button(_(about.add_label), "primary", "plus")
        self.add_button.clicked.connect(self.add)
        self.sides = MasterDetail(self._leading(label))
        self.sides.back.connect(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.sides)
        office.desk.watch(self, about.query, lambda: about.asked, self._show)

    def add(self) -> None:
        """A new one, in an empty form; one that is being filled in stays."""
        if self._adding is not None and isValid(self._adding) and self._adding.isVisible():
            self._adding.form.focus_first()
            return
        self._open = None
        about = self._about
        editing = Editing(
            self._office, about.new, about.add, initial=about.fixed(self._office), words=N_("Added."),
            save=about.add_label, then=self._added,
        )  # fmt: skip
        editing.form.cancelled.connect(self.sides.show_list)
        self._adding = editing
        self.sides.show_page(_titled(_(about.add_label), editing))
        editing.form.focus_first()

    def take_focus(self) -> None:
        """The keyboard on the list, or on the button that fills it."""
        (self.list if self._found else self.add_button).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, rows: tuple[Any, ...]) -> None:
        self._found = {row.id: row for row in rows}
        lines = [self._about.line(row) for row in rows]
        self._show_photos()
        keep = self._coming or self._open
        self.list.blockSignals(True)
        self.list.show_rows(lines)
        self._select(keep)
        self.list.blockSignals(False)
        if (coming := self._coming) is not None and coming in self._found:
            self._coming = None
            self._open_page(coming)

    def _show_photos(self) -> None:
        """Pictures beside the names, where any row has one."""
        hashes = {id: hash for id, row in self._found.items() if (hash := self._about.photo(row))}
        self.sides.widen_list(PICTURE_ROOM if hashes else 0)
        self.list.show_pictures((lambda line: self._photos.small(hashes.get(line.id))) if hashes else None)

    def _select(self, id: UUID | None) -> None:
        for place, line in enumerate(self.list.model.rows):
            if line.id == id:
                self.list.choose(place)

    def _added(self, done: Done) -> None:
        """Whatever was added is opened as soon as the list has it."""
        id = done.result if isinstance(done.result, UUID) else done.result.id
        self._coming = id
        if id in self._found:
            self._open_page(id)

    def _choose(self, line: Any) -> None:
        if line is not None and line.id != self._open and not self.sides.is_narrow:
            self._open_page(line.id)

    def _enter(self, line: Any) -> None:
        if line.id != self._open:
            self._open_page(line.id)
        page = self.sides.page
        if page is not None and (first := page.nextInFocusChain()) is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def _open_page(self, id: UUID) -> None:
        self._open = id
        page = ThingPage(self._office, self._about, self._found[id])
        page.history_asked.connect(self.history_asked)
        self.sides.show_page(page)

    def _close(self) -> None:
        self._open = None
        self.list.table.clearSelection()

    def _leading(self, label: str) -> QWidget:
        leading = QWidget()
        column = QVBoxLayout(leading)
        column.setContentsMargins(*(theme.px(n) for n in (20, 16, 12, 16)))
        head, title = Flow(), Label(_(label), "heading")
        title.setMinimumHeight(theme.px(40))
        for part in (title, self.add_button):
            head.add(part)
        column.addWidget(head)
        column.addWidget(self.list, 1)
        leading.setFocusProxy(self.list)
        return leading


class ThingPage(QWidget):
    """One thing: its name, its pages, its history, and what can be done to it as a whole."""

    history_asked = Signal(object, str)

    def __init__(self, office: FormContext, about: Catalogue, row: Any) -> None:
        super().__init__()
        self._desk = office.desk
        self.history = Button(_("History"), "quiet", "history")
        self.history.clicked.connect(lambda: self.history_asked.emit(row.id, row.name))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(Label(row.name, "title"), 1)
        head.addWidget(self.history)
        for act in about.acts:
            if act.when(row):
                head.addWidget(self._button(office, act, row))
        column.addLayout(head)
        column.addWidget(Tabs([(tab.label, partial(tab.make, office, row)) for tab in about.tabs]), 1)
        self._know()
        office.desk.actor_changed.connect(self._know)

    def _know(self, _actor: object = None) -> None:
        """Whoever sees no history is not led to it."""
        self.history.setVisible(self._desk.actor.scope(SEE.name) is not None)

    def _button(self, office: FormContext, act: Act, row: Any) -> Button:
        button = Button(_(act.label), act.kind)
        words = _(act.words).format(name=row.name)
        button.clicked.connect(lambda: office.act(self, act.operation, act.request(row), words))
        return button


class Tabs(QWidget):
    """Pages under a row of buttons; each is made when it is first asked for."""

    def __init__(self, pages: list[tuple[str, Callable[[], QWidget]]]) -> None:
        super().__init__()
        self._pages, self._made = pages, dict[int, QWidget]()
        self._stack = QStackedWidget()
        self.buttons = [Button(_(label), "seg") for label, _make in pages]
        row = Flow()
        for place, button in enumerate(self.buttons):
            button.setCheckable(True)
            button.clicked.connect(partial(self.turn, place))
            row.add(button)
        row.setVisible(len(pages) > 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(12))
        column.addWidget(row)
        column.addWidget(self._stack, 1)
        if pages:
            self.turn(0)

    def turn(self, place: int) -> None:
        """Show a page."""
        if place not in self._made:
            self._made[place] = self._pages[place][1]()
            self._stack.addWidget(self._made[place])
        self._stack.setCurrentWidget(self._made[place])
        for at, button in enumerate(self.buttons):
            button.setChecked(at == place)


def _titled(title: str, page: QWidget) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Label(title, "title"))
    column.addWidget(page, 1)
    return whole
