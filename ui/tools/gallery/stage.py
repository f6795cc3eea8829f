"""Stage of the gallery: the real program on a file made for it, with a clock that stands and hands to press things.

A file is prepared once for each world and copied back after a scene that has changed something; so a scene never
meets what another has left.
"""

import shutil
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPlainTextEdit, QScrollArea, QWidget

from bizet_core.business.access.operations import SignedIn, SignIn, sign_in
from bizet_core.business.access.queries import Signers, signers
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.settings.queries import TheSettings, device
from bizet_core.catalogue.timetable.operations import Hours
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.languages.language import _, regional, speak
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_core.store import SYSTEM, Actor, Store
from bizet_core.store.operations.operation import Query
from bizet_desk.desk import Desk
from bizet_desk.sample.sample_business import COUNTRY, ZONE, fill_with_sample
from bizet_desk.sample.sample_pin import PIN
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.transport.network import Network
from ui.kit import theme
from ui.main.main_window import MainWindow
from ui.startup.appearance import dress
from ui.startup.application import Application
from ui.tools.gallery.looks import Look
from ui.tools.gallery.scene import LOCKED, Scene
from ui.tools.ui_driver import PATIENCE, NotThereError, UiDriver

START = datetime(2026, 3, 12, 11, 24, tzinfo=ZoneInfo(ZONE)).astimezone(UTC)
"""A Thursday, so that the pictures of two days can be compared."""
STRANGER = "000000"  # a PIN that nobody has
Found = TypeVar("Found")
Part = TypeVar("Part", bound=QWidget)


class Server(Protocol):
    """A server that scenes about several computers talk to; who has none leaves these scenes out."""

    network: Network

    def cut(self) -> None:
        """From now on nothing comes through."""
        ...

    def set_up_code(self) -> str:
        """A code to link a new business with."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """A world that is ready: where its file lies and where the untouched copy of it."""

    places: Places
    copy: Path


class Stage:
    """One scene at a time. `server` makes a server for the scenes that need one."""

    def __init__(self, home: Path, language: str, server: Callable[[Callable[[], datetime]], Server] | None = None):
        self._home, self._language, self._make_server = home, language, server
        self._worlds: dict[str, Kept] = {}
        self._actors: dict[tuple[str, str], Actor] = {}
        self.now = START
        self.server: Server | None = None
        self.look: Look | None = None
        self.program: Application | None = None
        self._hands: UiDriver | None = None
        self._slow = threading.Event()  # set unless the disk is slow
        self._slow.set()
        speak(regional(language, COUNTRY, ZONE))

    # -------------------------------------------------------------------------------------------- opening and closing

    def begin(self, scene: Scene, look: Look) -> None:
        """Open the program on a scene's world, in this look, with whoever it wants signed in."""
        self.now = START
        speak(regional(self._language, COUNTRY, ZONE))
        self.server = self._make_server(self.clock) if scene.needs_server and self._make_server else None
        self.program = Application(
            self._ready(scene.world),
            is_sample=scene.world == "sample",
            clock=self.clock,
            network=self.server.network if self.server else None,
        )
        self.program.places.make()
        self.program.open()
        self._dress(look)
        self._show(look)
        if scene.who != LOCKED and self.program.front is not None:
            self.program.front.enter(self._actor(scene.world, scene.who))
            self.settle()

    def play(self, scene: Scene) -> None:
        """Bring the program into this state."""
        if self.program is not None and self.program.front is not None and self.program.front.window_ is not None:
            self.program.front.toast.dismiss()  # what the scene before has said
        scene.play(self)
        self.settle()
        assert self.look is not None
        if theme.look() != theme.Look(self.look.theme, self.look.zoom / 100):  # the first run dresses the new business
            self._dress(self.look)
            self.settle()
        if self.windows[0].size().toTuple() != self.look.size:  # another window has taken the place of the first
            self._show(self.look)

    def apply(self, look: Look) -> None:
        """Show the scene in this look."""
        if look is not self.look:
            self._dress(look)
            self._show(look)

    def _dress(self, look: Look) -> None:
        dress(self._language, COUNTRY, ZONE, look.theme, look.zoom)

    def _show(self, look: Look) -> None:
        self.look = look
        for window in self.windows:
            if window.isWindow() and window.parent() is None:
                window.resize(*look.size)
                window.show()
        self.window.activateWindow()
        self.settle()

    def close(self) -> None:
        """Go home."""
        if self.program is None:
            return
        self._slow.set()
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible():
                widget.close()
        parts = (self.program.front, self.program.first_run, self.program.joining, self.program.arriving)
        self.program.close()
        for part in parts:
            if part is not None:
                part.deleteLater()
        self.program = self._hands = self.server = None
        _delete()

    @property
    def windows(self) -> list[QWidget]:
        """What is on the screen, what lies on top last."""
        program = self._program
        mine = (program.front, program.first_run, program.joining, program.arriving)
        there = [part for part in mine if part is not None]
        shown = [part for part in there if part.isVisible()] or there[-1:]
        above = [each for each in QApplication.topLevelWidgets() if each.isVisible() and each not in there]
        return shown + [each for each in above if each.windowType() != Qt.WindowType.ToolTip]

    @property
    def window(self) -> QWidget:
        """What lies on top."""
        return self.windows[-1]

    def clock(self) -> datetime:
        """The time of the scene."""
        return self.now

    def later(self, **by: float) -> None:
        """Let time pass."""
        self.now += timedelta(**by)

    # ----------------------------------------------------------------------------------------------------- the program

    @property
    def _program(self) -> Application:
        assert self.program is not None
        return self.program

    @property
    def front(self) -> MainWindow:
        """The front of house."""
        assert self._program.front is not None
        return self._program.front

    @property
    def desk(self) -> Desk:
        """The desk behind it."""
        assert self._program.desk is not None
        return self._program.desk

    @property
    def hands(self) -> UiDriver:
        """Hands for the calendar, the keyboard and the scanner."""
        if self._hands is None or self._hands.front is not self.front:
            self._hands = UiDriver(self.front)
        return self._hands

    @property
    def places(self) -> Places:
        """Where the desk keeps its things."""
        return self._program.places

    def file(self, name: str, text: str) -> Path:
        """A file that somebody has brought along."""
        path = self._home / name
        path.write_text(text)
        return path

    def settle(self) -> None:
        """Until the desk has answered everything and the window has shown it."""
        for _turn in range(3):
            QCoreApplication.processEvents()
            if self._program.desk is not None and self._slow.is_set():
                self._program.desk.write(lambda: None)
                self._program.desk.ask_now(device, TheSettings(), actor=SYSTEM)
            QCoreApplication.processEvents()
            _delete()

    def hold_answers(self) -> None:
        """From now on the disk is so slow that no question is answered."""
        self._slow.clear()
        slow = Query("gallery.slow", lambda _read, _asked: self._slow.wait(), TheSettings, None, "")
        self.desk.ask(slow, TheSettings(), owner=self.front, then=lambda _answer: None)

    # -------------------------------------------------------------------------------------------------------- the hands

    def press(self, words: str) -> None:
        """Press the button with these words, in whichever language is spoken; what it asks is answered after it."""
        self.click(self.find(QAbstractButton, words))

    def click(self, widget: QWidget) -> None:
        """Click this, once it has been scrolled into sight."""
        _scroll_to(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, widget.rect().center())
        self.settle()

    def write(self, words: str, text: str) -> None:
        """Write into the field with this name."""
        field = self.find(QWidget, words, QLineEdit, QPlainTextEdit)
        _scroll_to(field)
        field.setFocus(Qt.FocusReason.MouseFocusReason)
        if isinstance(field, QLineEdit):
            field.selectAll()
            field.insert(text)
        elif isinstance(field, QPlainTextEdit):
            field.setPlainText(text)
        self.settle()

    def key(self, *keys: str) -> None:
        """Press keys where the keyboard is."""
        self.hands.key(*keys)
        self.settle()

    def find_button(self, words: str) -> QAbstractButton:
        """The button with these words, as soon as it is there."""
        return self.find(QAbstractButton, words)

    def find(self, kind: type[Part], words: str, *kinds: type[QWidget]) -> Part:
        """The first part in sight whose name begins with these words."""
        name = plain(_(words)).partition("{")[0]

        def look() -> Part | None:
            parts = [part for home in reversed(self.windows) for part in home.findChildren(kind) if _is_ready(part)]
            parts = [part for part in parts if not kinds or isinstance(part, kinds)]
            exact = [part for part in parts if _name(part) == name]
            return next(iter(exact or [part for part in parts if _name(part).startswith(name)]), None)

        return self.wait(look, f"{kind.__name__} “{name}”")

    def wait(self, look: Callable[[], Found | None], what: str = "something") -> Found:
        """Look until it is there."""
        for _turn in range(round(PATIENCE * 100)):
            if found := look():
                return found
            self.settle()
            QTest.qWait(10)
        raise NotThereError(f"Waited for {what}.")

    # ------------------------------------------------------------------------------------------------------ the worlds

    def _actor(self, world: str, role: str) -> Actor:
        """Whoever has this role, signed in once by the PIN and known from then on."""
        if (world, role) not in self._actors:
            people = self.desk.ask_now(signers, Signers())
            place, person = next((i, each) for i, each in enumerate(people) if each.role == role)
            pin = str(place) * 6 if place else PIN  # as the sample business gives them
            entered = self.desk.do_now(sign_in, SignIn(staff=person.id, pin=pin)).result
            assert isinstance(entered, SignedIn), person.name
            self._actors[world, role] = entered.actor
        return self._actors[world, role]

    def _ready(self, world: str) -> Places:
        """The places of a world, as they were before any scene."""
        if world not in self._worlds:
            self._worlds[world] = self._make(world)
        kept = self._worlds[world]
        shutil.rmtree(kept.places.data, ignore_errors=True)
        if kept.copy.exists():
            shutil.copytree(kept.copy, kept.places.data)
        return kept.places

    def _make(self, world: str) -> Kept:
        data = self._home / world
        kept = Kept(Places(data, data / "state"), self._home / f"{world}-untouched")
        if world == "nothing":
            return kept
        opened, _recovery = create(kept.places, clock=self.clock)
        fill = {"sample": fill_with_sample, "new": _begin}[world]
        fill(opened.store)
        opened.store.do(edit_device_settings, EditDeviceSettings(language=self._language))
        opened.close()
        shutil.copytree(data, kept.copy)
        return kept


def _begin(store: Store) -> None:
    """A business on its first day: an owner and hours, and nothing else."""
    week = Hours(weekdays=(0, 1, 2, 3, 4, 5), time=(9 * 60, 18 * 60))
    store.do(
        set_up,
        SetUp(
            name="Salon Carmen", country=COUNTRY, zone=ZONE, language="en", trade="salon", owner_name="Marta Reis",
            owner_pin=PIN, hours=(week,),
        ),
    )  # fmt: skip


def _name(part: QWidget) -> str:
    text = part.text() if isinstance(part, QAbstractButton) else ""
    return plain(part.accessibleName() or text)


def _is_ready(part: QWidget) -> bool:
    return part.isVisible() and part.isEnabled()


def _scroll_to(widget: QWidget) -> None:
    """Scroll until a widget can be touched, as a person would."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(widget, 8, 8)
        above = above.parentWidget()


def _delete() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
