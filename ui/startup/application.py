"""The program from start to end: the window first, then the store, the lock screen, the day, and a quiet close."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from bizet_core.base.refusals import Refused
from bizet_core.business.locations.queries import Locations, all_locations
from bizet_core.business.settings.queries import Business, TheBusiness, TheSettings, business, device
from bizet_core.business.settings.rules import DeviceSettings
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import learn, word
from bizet_core.store import Actor, Store
from bizet_desk.background.logs import logging_to
from bizet_desk.backups.backup_schedule import BackingUp, Safe
from bizet_desk.command_line.command_socket import Door
from bizet_desk.desk import Desk
from bizet_desk.messages import SENTENCES
from bizet_desk.printing.print_adapter import PrintAdapter
from bizet_desk.printing.print_queue import PrintQueue
from bizet_desk.sample.sample_pin import hint
from bizet_desk.storage.opening import Opened, create, open_desk
from bizet_desk.storage.paths import Places
from bizet_desk.storage.recovery_key import RecoveryKey
from bizet_desk.syncing.joining.arrival import is_arriving, settle_in
from bizet_desk.syncing.sync_thread import KeepingUp
from bizet_desk.syncing.transport.https_network import Web
from bizet_desk.syncing.transport.network import Network
from ui.kit import theme
from ui.kit.forms.approval import ask_approval
from ui.main.main_window import MainWindow, Place
from ui.main.preparing import Preparing, read_pages
from ui.startup.appearance import dress
from ui.startup.early_lock_screen import EarlyLockScreen
from ui.startup.splash import fill

if TYPE_CHECKING:
    from bizet_core.sync.wire.enrolment import Joined
    from bizet_desk.syncing.joining.joining import Joining
    from ui.setup.first_run.arrival import Arriving
    from ui.setup.first_run.join_business import JoinBusiness
    from ui.setup.first_run.steps import Steps

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC)


class Application:
    """One run of the desk. `lobby` is the window with the lock screen that people see already."""

    def __init__(
        self,
        places: Places,
        *,
        is_sample: bool = False,
        clock: Clock = _now,
        network: Network | None = None,
        lobby: EarlyLockScreen | None = None,
    ) -> None:
        self.places, self.is_sample, self.clock, self.lobby = places, is_sample, clock, lobby
        self.network = network or Web()
        self.app = QApplication.instance() or QApplication(sys.argv[:1])
        self.opened: Opened | None = None
        self.desk: Desk | None = None
        self.front: MainWindow | None = None
        self.first_run: Steps | None = None
        self.joining: JoinBusiness | None = None
        self.arriving: Arriving | None = None
        self.sync: KeepingUp | None = None
        self.printing: PrintQueue | None = None
        self.backing_up: BackingUp | None = None
        self.door: Door | None = None
        self.safe: Safe | None = None
        learn(SENTENCES)

    def run(self) -> int:
        """Until the window is closed."""
        self.places.make()
        with logging_to(self.places.log):
            return self._run()

    def _run(self) -> int:
        if self.lobby is None:
            theme.apply()
        try:
            self.open()
        except Refused as refusal:
            QMessageBox.warning(None, "Bizet", word(refusal))
            return 1
        if self.lobby is None:
            (self.front or self.first_run or self.arriving).showMaximized()  # type: ignore[union-attr]  # one is there
        try:
            return self.app.exec()
        finally:
            self.close()

    def open(self) -> MainWindow | None:
        """Open the file and show who may sign in; where nobody has begun yet, lead the new owner there."""
        opened, recovery = self._file()
        desk = self._start(opened)
        known = opened.store.ask(business, TheBusiness())
        if known is None and is_arriving(opened.store):
            self._await_the_business()
        elif known is None:
            self._lead_a_new_owner(desk, recovery or opened.new_recovery_key())
        elif self.places.key_unconfirmed.exists():
            self._lead_an_owner_back(desk, opened, known)
        else:
            self._begin(opened.store, known)
        self._tell_of_a_new_life(opened)
        return self.front

    def _start(self, opened: Opened) -> Desk:
        """The threads on a file that is open."""
        self.opened, self.desk = opened, Desk(opened.store)
        self._serve(self.desk, opened)
        self.desk.changed.connect(self._redress)
        return self.desk

    def _begin(self, store: Store, known: Business) -> MainWindow:
        settings = store.ask(device, TheSettings())
        self.dress(known, settings)
        self.front = self._front(store, known, settings)
        Preparing(read_pages(), self.front)
        if self.lobby is not None:
            fill(self.lobby.window, self.front)
            self.front.lock_screen.take_focus()
        return self.front

    def _lead_a_new_owner(self, desk: Desk, recovery: RecoveryKey) -> None:
        from ui.setup.first_run.wizard import FirstRun  # once in a business's life

        self.places.key_unconfirmed.touch(mode=0o600)
        self.first_run = first = FirstRun(desk, recovery.words)
        first.done.connect(self._move_in)
        first.join_asked.connect(self._ask_for_an_invitation)

    def _lead_an_owner_back(self, desk: Desk, opened: Opened, known: Business) -> None:
        """The first run was cut off after the business was written: its key, on no paper, makes way for a new one."""
        from ui.setup.first_run.resume import ResumedRun  # hardly ever

        self.dress(known, opened.store.ask(device, TheSettings()))
        self.first_run = ResumedRun(desk, known.name, lambda: opened.new_recovery_key().words)
        self.first_run.done.connect(self._move_in)

    def _move_in(self, owner: Actor) -> None:
        """The first run is over: the same desk, with its owner at it."""
        self.places.key_unconfirmed.unlink(missing_ok=True)
        assert self.opened is not None
        assert self.first_run is not None
        known = self.opened.store.ask(business, TheBusiness())
        assert known is not None
        front = self._begin(self.opened.store, known)
        front.enter(owner)
        front.showMaximized()
        self.first_run.close()

    # ------------------------------------------------------------------------------------ joining an existing business

    def _ask_for_an_invitation(self) -> None:
        from ui.setup.first_run.join_business import JoinBusiness  # once in a computer's life

        assert self.first_run is not None
        self.joining = JoinBusiness(self.network, self.clock)
        self.joining.admitted.connect(self._settle)
        self.joining.left.connect(self._begin_anew)
        _follow(self.first_run, self.joining)
        self.joining.take_focus()

    def _begin_anew(self) -> None:
        assert self.joining is not None
        assert self.first_run is not None
        _follow(self.joining, self.first_run)

    def _settle(self, joining: "Joining", joined: "Joined") -> None:
        """The empty file of the first run makes way for one of the business that this computer was let into."""
        from bizet_desk.backups.restore import put_desk_aside

        self.close()
        self.places.key_unconfirmed.unlink(missing_ok=True)
        put_desk_aside(self.places, self.clock())
        self._start(joining.settle(self.places, joined))
        self._await_the_business()
        assert self.joining is not None
        assert self.arriving is not None
        _follow(self.joining, self.arriving)

    def _await_the_business(self) -> None:
        from ui.setup.first_run.arrival import Arriving

        assert self.sync is not None
        self.arriving = Arriving(self.sync)
        self.arriving.arrived.connect(self._arrive)

    def _arrive(self) -> None:
        """Everything is here: whoever works in the business may sign in."""
        assert self.opened is not None
        assert self.desk is not None
        assert self.arriving is not None
        self.desk.write(partial(settle_in, self.opened.store))
        known = self.opened.store.ask(business, TheBusiness())
        assert known is not None
        _follow(self.arriving, self._begin(self.opened.store, known))

    def _serve(self, desk: Desk, opened: Opened) -> None:
        """What works beside the window: paper, backups, and the door for the command line."""
        self.printing = PrintQueue(desk, desk.refused.emit)
        self.backing_up = BackingUp(opened, self.clock, parent=desk)
        self.safe = Safe(self.backing_up, self.places)
        self.sync = KeepingUp(desk, opened, self.network)
        self.door = Door(desk, opened, self.sync.agreeing)
        self.printing.start()
        self.sync.start()
        self.door.open()

    def close(self) -> None:
        """Finish what was begun, then let go of the file: paper, sync, door, backups, desk, file."""
        if self.front is not None and self.desk is not None:
            self.front.leave()
        if self.printing is not None:
            self.printing.stop()
        for part in (self.sync, self.door, self.backing_up, self.desk):
            if part is not None:
                part.close()
        if self.opened is not None:
            self.opened.close()
        self.printing = self.sync = self.door = self.backing_up = self.desk = self.opened = None

    def _tell_of_a_new_life(self, opened: Opened) -> None:
        """A file that went back in time begins anew; what is missing must be entered again from paper."""
        if not opened.is_new_life or opened.life.lost is None:
            return
        first, last = opened.life.lost
        told = _("This desk's file is older than it should be: changes {first} to {last} are missing. Enter what the "
                 "receipts since then say once more.")  # fmt: skip
        QMessageBox.information(None, "Bizet", told.format(first=first, last=last))

    def dress(self, known: Business, settings: DeviceSettings) -> None:
        """Words, direction, colours and size, as this desk wants them."""
        dress(settings.language or known.language, known.country, known.zone, settings.theme, settings.zoom)

    def _redress(self, tables: frozenset[str]) -> None:
        """Colours and size follow the settings at once; words already on the screen follow at the next start."""
        if self.desk is not None and tables & {"device_setting", "business"}:
            self.desk.ask(business, TheBusiness(), owner=self, then=self._know_business)

    def _know_business(self, known: Business | None) -> None:
        if self.desk is not None and known is not None:
            self.desk.ask(device, TheSettings(), owner=self, then=partial(self.dress, known))

    def _file(self) -> tuple[Opened, RecoveryKey | None]:
        """The desk's file, and the recovery key of a new one."""
        if self.places.desk.exists():
            keys = self.lobby.keys if self.lobby is not None else None
            return open_desk(self.places, keys=keys, clock=self.clock), None
        opened, recovery = create(self.places, clock=self.clock)
        if self.is_sample:
            from bizet_desk.sample.sample_business import fill_with_sample  # only the first time: start-up counts

            fill_with_sample(opened.store)
        return opened, recovery

    def _front(self, store: Store, known: Business, settings: DeviceSettings) -> MainWindow:
        desk = self.desk
        assert desk is not None
        places = store.ask(all_locations, Locations())
        location = next((p for p in places if p.id == settings.location), places[0])
        place = Place(
            business=known.name,
            location=location.id,
            zone=location.zone or known.zone,
            currency=known.currency,
            now=self.clock,
            hint=hint() if self.is_sample else "",
        )
        paper, approve = PrintAdapter(desk), partial(ask_approval, desk)
        screen = self.lobby.screen if self.lobby is not None else None
        return MainWindow(desk, place, paper=paper, approve=approve, safe=self.safe, sync=self.sync, lock_screen=screen)


def _follow(before: QWidget, after: QWidget) -> None:
    """One window takes the place of another; there is always one, or the program would end."""
    after.showMaximized()
    before.hide()
