"""Ctrl K: one field for everything that features can find; results under the top bar while typing."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from bizet_core.describe.languages.language import _
from ui.kit import theme
from ui.kit.entries import entries_of, permitted
from ui.kit.search import Hit, Source

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow

SHOWN = 8


class Search(QObject):
    """Listens to the top bar's field and asks every source; a line that is taken does what its source says."""

    nobody = Signal(str)  # Enter, and nothing fits what was typed

    def __init__(self, front: "MainWindow") -> None:
        window = front.shell
        super().__init__(window)
        self._front, self._window = front, window
        self._field = window.top_bar.search
        self._sources: dict[str, Source] = {}
        self._asked = ""  # what the results belong to
        self._round = 0
        self._hits: dict[str, Sequence[Hit] | None] = {}  # by source, in their order; None: not answered yet
        self._is_entered = False  # Enter was quicker than the answers
        self.list = QListWidget(window)
        self.list.setAccessibleName(_("Search results"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setProperty("walkedFrom", "the field above")
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        window.top_bar.searched.connect(self._search)
        window.top_bar.search_entered.connect(self._enter)
        self._field.walked.connect(self._walk)
        self._field.left.connect(self.close)

    def close(self) -> None:
        """Put the results away; what is still to come is not waited for."""
        self._round += 1
        self._asked, self._hits, self._is_entered = "", {}, False
        self.list.hide()
        self.list.clear()

    # ---------------------------------------------------------------------------------------------------- asking

    def _search(self, typed: str) -> None:
        if not typed.strip():
            self.close()
            return
        self._round += 1
        self._asked, self._is_entered = typed, False
        sources = self._permitted()
        self._hits = dict.fromkeys(sources)
        for id, source in sources.items():
            source.find(typed, SHOWN, partial(self._receive, self._round, id))
        if not sources:
            self._show()

    def _permitted(self) -> dict[str, Source]:
        """The sources that whoever is at the desk may look into, each made once."""
        for entry in (found := permitted(entries_of("search"), self._front.desk.actor)):
            if entry.id not in self._sources:
                self._sources[entry.id] = entry.resolve()(self._front)
        return {entry.id: self._sources[entry.id] for entry in found}

    def _receive(self, round: int, id: str, hits: Sequence[Hit]) -> None:
        if round != self._round:
            return
        self._hits[id] = hits
        self._show()
        if self._is_complete and self._is_entered:
            self._take(self.list.currentItem())

    @property
    def _is_complete(self) -> bool:
        return all(hits is not None for hits in self._hits.values())

    # --------------------------------------------------------------------------------------------------- showing

    def _show(self) -> None:
        found = [hit for hits in self._hits.values() for hit in hits or ()]
        if not found and not self._is_complete:
            return
        self.list.clear()
        for hit in found[:SHOWN]:
            self._add(hit.words, hit.act)
        if not found:
            self._add(_("Nobody is called so. Press Enter to book for somebody new."), self._tell_nobody)
        self._place()

    def _add(self, words: str, act: Callable[[], object]) -> None:
        item = QListWidgetItem(words)
        item.setData(Qt.ItemDataRole.UserRole, act)
        self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _place(self) -> None:
        corner = self._field.mapTo(self._window, QPoint(0, self._field.height() + 4))
        height = sum(self.list.sizeHintForRow(i) for i in range(self.list.count())) + theme.px(8)
        wanted = self.list.sizeHintForColumn(0) + theme.px(24)
        room = self._window.width() - theme.px(16)
        width = min(max(self._field.width(), theme.px(320), wanted), room)
        self.list.setGeometry(min(corner.x(), room - width), corner.y(), width, height)
        self.list.show()
        self.list.raise_()

    # ---------------------------------------------------------------------------------------------------- taking

    def _walk(self, step: int) -> None:
        last = self.list.count() - 1
        self.list.setCurrentRow(max(0, min(last, self.list.currentRow() + step)))

    def _enter(self, typed: str) -> None:
        """Enter takes the marked line, once everything has answered: a receipt's number is found before names."""
        if not typed.strip():
            return
        if typed != self._asked:
            self._search(typed)
        if self._is_complete and self.list.count():
            self._take(self.list.currentItem())
        else:
            self._is_entered = True

    def _take(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            act: Callable[[], object] = item.data(Qt.ItemDataRole.UserRole)
            self._leave()
            act()

    def _tell_nobody(self) -> None:
        self.nobody.emit(self._typed)

    def _leave(self) -> None:
        self._typed = self._field.text().strip()
        self._field.clear()
        self.close()
