"""Side bar of the settings: their pages in groups, and a field that finds a page by its words."""

from collections.abc import Collection, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from bizet_core.describe.languages.language import _
from bizet_core.people.customers.rules import search_key
from ui.kit import theme
from ui.kit.entries import Entry, groups
from ui.kit.widgets import Button, Field, Label


class SideBar(QWidget):
    """`chosen(id)` of a page. Typing narrows to what fits; Enter opens the first, Down goes to it, Escape shows all."""

    chosen = Signal(str)

    def __init__(self, entries: Collection[Entry]) -> None:
        super().__init__()
        self.entries = {entry.id: entry for entry in entries}
        self.buttons: dict[str, Button] = {}
        self.headings: dict[str, Label] = {}
        self._permitted = frozenset(self.entries)
        self.finder = Field(_("Find a setting"), "search")
        self.finder.textChanged.connect(self._narrow)
        self.finder.returnPressed.connect(self._enter)
        self.nothing = Label(_("No setting is called so."), "muted", wrap=True)
        self.nothing.hide()
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Find, self.finder, self._go_to_finder)
        theme.on_change(self._dress)

    def show_current(self, id: str) -> None:
        """Mark a page as the one shown."""
        for name, button in self.buttons.items():
            button.setChecked(name == id)

    def show_only(self, ids: Collection[str]) -> None:
        """Offer these pages alone: what somebody may not see is not led to."""
        self._permitted = frozenset(ids)
        self._narrow()

    @property
    def current(self) -> str:
        """The page that is marked."""
        return next((name for name, button in self.buttons.items() if button.isChecked()), "")

    @property
    def shown(self) -> tuple[str, ...]:
        """The pages that can be chosen now, from top to bottom."""
        return tuple(name for name, button in self.buttons.items() if not button.isHidden())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down walk from the field into the pages and among them."""
        walk: list[QWidget] = [self.finder, *(self.buttons[name] for name in self.shown)]
        at = next((place for place, part in enumerate(walk) if part.hasFocus()), None)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Escape and self.finder.text():
            self.finder.clear()
        elif step is not None and at is not None and 0 <= at + step < len(walk):
            walk[at + step].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    # -------------------------------------------------------------------------------------------------- narrowing

    def _narrow(self) -> None:
        words = search_key(self.finder.text()).split()
        fitting = {id for id, entry in self.entries.items() if id in self._permitted and _fits(entry, words)}
        for id, button in self.buttons.items():
            button.setVisible(id in fitting)
        for group, heading in self.headings.items():
            heading.setVisible(any(self.entries[id].group == group for id in fitting))
        self.nothing.setVisible(not fitting)

    def _enter(self) -> None:
        if self.finder.text().strip() and self.shown:
            self.chosen.emit(self.shown[0])

    def _go_to_finder(self) -> None:
        self.finder.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.finder.selectAll()

    # -------------------------------------------------------------------------------------------------- made once

    def _lay_out(self) -> None:
        inside = QWidget()
        self._pages = QVBoxLayout(inside)
        for id, entry in self.entries.items():
            if entry.group not in self.headings:
                self._add_heading(entry.group)
            self.buttons[id] = button = Button(_(entry.label), "side", entry.icon)
            button.setCheckable(True)
            button.clicked.connect(partial(self._choose, id))
            self._pages.addWidget(button)
        self._pages.addWidget(self.nothing)
        self._pages.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.finder)
        self._column.addWidget(_scrolled(inside), 1)

    def _add_heading(self, group: str) -> None:
        self.headings[group] = heading = Label(_labels().get(group, ""), "caption")
        self._pages.addWidget(heading)

    def _choose(self, id: str) -> None:
        self.show_current(id)  # a click has turned it over
        self.chosen.emit(id)

    def _dress(self) -> None:
        edge = theme.px(12)
        self._column.setContentsMargins(edge, theme.px(16), edge, 0)
        self._column.setSpacing(theme.px(8))
        self._pages.setSpacing(theme.px(4))
        self._pages.setContentsMargins(0, 0, 0, theme.px(16))
        for heading in self.headings.values():
            heading.setContentsMargins(edge, theme.px(8), edge, 0)


def _fits(entry: Entry, words: list[str]) -> bool:
    """Whether every word typed begins a word of the page: of its name, its group or what else it is known by."""
    texts = (_(entry.label), _labels().get(entry.group, ""), _(entry.words) if entry.words else "")
    known = " " + search_key(" ".join(texts).replace(",", " "))
    return all(f" {word}" in known for word in words)


def _labels() -> Mapping[str, str]:
    return {group.id: _(group.label) for group in groups()}


def _scrolled(inside: QWidget) -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidget(inside)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    return scroll
