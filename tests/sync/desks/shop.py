"""A computer of a business: its folder, its running desk, and the thread that keeps it agreed."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from pytestqt.qtbot import QtBot

from bizet_core.base.refusals import Refused
from bizet_core.store import SYSTEM, Actor
from bizet_core.store.operations.operation import Operation
from bizet_desk.desk import Desk
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.joining import linking
from bizet_desk.syncing.joining.linking import Introduction
from bizet_desk.syncing.status import State, Status
from bizet_desk.syncing.sync_thread import KeepingUp
from tests.simulator.network import ADDRESS, STILL
from tests.support.makers import Salon, a_salon


@dataclass
class Shop:
    """Started by `begin` on a new business, or by `open` on the file that is there."""

    places: Places
    wires: Any  # how it reaches its server
    clock: Callable[[], datetime]
    qtbot: QtBot
    opened: Opened | None = None
    desk: Desk | None = None
    sync: KeepingUp | None = None
    actor: Actor = SYSTEM  # the owner, once there is a business

    def begin(self) -> Salon:
        """A new business, not linked."""
        self.opened, _key = create(self.places, clock=self.clock)
        salon = a_salon(self.opened.store)
        self.actor = salon.actor(salon.owner)
        self._start()
        return salon

    def open(self, opened: Opened | None = None) -> None:
        """Start the program on the file that is there."""
        self.opened = opened or open_desk(self.places, clock=self.clock)
        self._start()

    def close(self) -> None:
        """Switch the program off."""
        if self.sync is not None and self.desk is not None and self.opened is not None:
            assert self.sync.close(20)
            assert self.desk.close()
            self.opened.close()
        self.opened = self.desk = self.sync = None

    def do(self, operation: Operation[Any, Any], request: msgspec.Struct) -> Any:
        """What somebody does here."""
        assert self.desk is not None
        return self.desk.do_now(operation, request, actor=self.actor).result

    def link(self, code: str, address: str = ADDRESS) -> Refused | None:
        """Bring the business to the server; why not."""
        assert self.sync is not None
        with self.qtbot.waitSignal(self.sync.told) as told:
            self.sync.link(Introduction(address, code, "Front desk"))
        assert told.args is not None
        return told.args[0]  # type: ignore[no-any-return]

    def leave(self) -> Refused | None:
        """Stand alone again; why not."""
        assert self.sync is not None
        with self.qtbot.waitSignal(self.sync.told) as told:
            self.sync.leave()
        assert told.args is not None
        return told.args[0]  # type: ignore[no-any-return]

    def becomes(self, state: State, unsent: int = 0) -> Status:
        """Wait until it is so, and the window has been told."""
        assert self.opened is not None
        store = self.opened.store
        return self.until(
            lambda status: status.state is state and status.unsent == unsent and linking.unsent(store) == unsent
        )

    def until(self, so: Callable[[Status], bool]) -> Status:
        """Wait until the status is so."""
        assert self.sync is not None
        sync = self.sync

        def check() -> None:
            assert so(sync.status), sync.status

        self.qtbot.waitUntil(check)
        return sync.status

    def _start(self) -> None:
        assert self.opened is not None
        opened = self.opened
        self.desk = Desk(opened.store)
        self.sync = KeepingUp(self.desk, opened, self.wires, STILL)
        self.sync.start()
