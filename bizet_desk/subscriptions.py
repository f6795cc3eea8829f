"""A question that is asked again when its answer may have changed, as long as its screen can be seen."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from PySide6.QtCore import QEvent, QObject

from bizet_core.base.refusals import Refused
from bizet_core.store.operations.operation import Query
from bizet_core.store.store import Answer

if TYPE_CHECKING:
    from bizet_desk.desk import Desk


class Watch(QObject):
    """Asks for its screen; ends with it. Call `ask` when the screen's question changes, such as its date."""

    def __init__(
        self,
        desk: "Desk",
        screen: QObject,
        query: Query[Any, Any],
        asked: Callable[[], msgspec.Struct],
        then: Callable[[Any], None],
        refused: Callable[[Refused], None] | None,
    ) -> None:
        super().__init__(screen)
        self._desk, self._screen = desk, screen
        self._query, self._asked = query, asked
        self._then, self._refused = then, refused
        self._tables: frozenset[str] = frozenset()
        self._under_way = False
        self._changed_meanwhile: set[str] = set()
        self._is_stale = False
        desk.changed.connect(self._consider)
        desk.actor_changed.connect(self._refresh)
        screen.installEventFilter(self)
        self.ask()

    def ask(self) -> None:
        """Ask anew; an answer still on its way is dropped."""
        self._is_stale, self._under_way = False, True
        self._changed_meanwhile.clear()
        self._desk.answer(self._query, self._asked(), owner=self, then=self._show, refused=self._refuse)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Catch up when the screen is shown again."""
        if event.type() == QEvent.Type.Show and self._is_stale:
            self.ask()
        return False

    def _show(self, answer: Answer) -> None:
        self._under_way, self._tables = False, answer.tables
        self._then(answer.result)
        if self._changed_meanwhile & self._tables:  # committed after our snapshot, or just before: ask once more
            self._refresh()

    def _refuse(self, refusal: Refused) -> None:
        self._under_way = False
        (self._refused or self._desk.refused.emit)(refusal)

    def _consider(self, tables: frozenset[str]) -> None:
        if self._under_way:
            self._changed_meanwhile |= tables
        elif tables & self._tables:
            self._refresh()

    def _refresh(self) -> None:
        # By its property, since a widget's class is not known down here.
        if self._screen.property("visible") is False:
            self._is_stale = True
        else:
            self.ask()
