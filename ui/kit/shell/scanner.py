"""A scanner types like a keyboard, only faster. Its bursts are told apart before any shortcut sees them.

Letters are held back until the next one comes or 30 ms have passed. A burst that ends with Enter or Tab is a scan;
anything else was typed by a person and is handed to the focused widget, in order, as if nothing had happened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

_ENDINGS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab)
_CHORDS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
_SHIFTS = (Qt.Key.Key_Shift, Qt.Key.Key_AltGr, Qt.Key.Key_CapsLock)


@dataclass(frozen=True, slots=True)
class WedgeSettings:
    """How this scanner types: what it puts before a code, how it ends, and the longest pause between two keys."""

    prefix: str = ""
    endings: Sequence[Qt.Key] = _ENDINGS
    gap_ms: int = 30
    shortest: int = 4


@dataclass(slots=True)
class _Burst:
    """Keys held back, with the text they spell."""

    events: list[QKeyEvent] = field(default_factory=list)
    text: str = ""
    last: int = 0


class Wedge(QObject):
    """Listens to the keys of whichever window is active and emits `scanned(code)`."""

    scanned = Signal(str)

    def __init__(self, settings: WedgeSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.settings = settings or WedgeSettings()
        self._burst = _Burst()
        self._replaying = False
        self._swallow: set[int] = set()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.timeout.connect(self._hand_on)
        self._window: QWindow | None = None
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen_to)
        self._listen_to(QGuiApplication.focusWindow())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if self._replaying:
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._pressed(event)
        if kind == QEvent.Type.KeyRelease and isinstance(event, QKeyEvent):
            return self._released(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._may_be_scan(event) and self._accept(event)
        if kind == QEvent.Type.MouseButtonPress:
            self._hand_on()  # what was typed before a click belongs to what had the focus before it
        return False

    def _listen_to(self, window: QWindow | None) -> None:
        self._hand_on()
        if self._window is not None and isValid(self._window):
            self._window.removeEventFilter(self)
        self._window = window
        if window is not None:
            window.installEventFilter(self)

    def _pressed(self, event: QKeyEvent) -> bool:
        if event.key() in _SHIFTS:
            return False
        if self._burst.events and event.timestamp() - self._burst.last >= self.settings.gap_ms:
            self._hand_on()
        if event.key() in self.settings.endings and self._is_scan():
            self._finish(event)
            return True
        if not self._may_be_scan(event):
            self._hand_on()
            return False
        self._hold(event)
        self._burst.text += event.text()
        self._burst.last = event.timestamp()
        self._pause.start(self.settings.gap_ms)
        return True

    def _released(self, event: QKeyEvent) -> bool:
        if event.key() in self._swallow:
            self._swallow.discard(event.key())
            return True
        if self._burst.events and event.key() not in _SHIFTS:
            self._hold(event)
            return True
        return False

    def _may_be_scan(self, event: QKeyEvent) -> bool:
        """Whether a key could belong to a code: a printable one, pressed once, with no list or menu open."""
        printable = event.text().isprintable() and event.text() != ""
        chord = event.modifiers() & _CHORDS
        return printable and not chord and not event.isAutoRepeat() and QApplication.activePopupWidget() is None

    def _accept(self, event: QKeyEvent) -> bool:
        event.accept()  # so that no single-letter shortcut fires; the key itself comes next
        return True

    def _is_scan(self) -> bool:
        text = self._burst.text
        return len(text) >= self.settings.shortest and text.startswith(self.settings.prefix)

    def _finish(self, event: QKeyEvent) -> None:
        code = self._burst.text.removeprefix(self.settings.prefix)
        pressed = {held.key() for held in self._burst.events if held.type() == QEvent.Type.KeyPress}
        released = {held.key() for held in self._burst.events if held.type() == QEvent.Type.KeyRelease}
        self._swallow = (pressed - released) | {event.key()}
        self._burst = _Burst()
        self._pause.stop()
        self.scanned.emit(code)

    def _hold(self, event: QKeyEvent) -> None:
        self._burst.events.append(event.clone())

    def _hand_on(self) -> None:
        """Give what was held back to the focused widget: a person typed it."""
        self._pause.stop()
        burst, self._burst = self._burst, _Burst()
        self._replaying = True
        try:
            for event in burst.events:
                target = QApplication.focusWidget() or QGuiApplication.focusWindow()
                if target is not None:
                    QCoreApplication.sendEvent(target, event)
        finally:
            self._replaying = False
