"""A desk nobody touches locks itself."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, Signal

_TOUCHES = frozenset(
    {QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.TouchBegin}
)


class IdleLock(QObject):
    """`left_alone` after so many minutes without a key, a click or a touch anywhere in the program."""

    left_alone = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self.left_alone)
        application = QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def wait(self, minutes: int) -> None:
        """Begin anew with so many minutes."""
        self.timer.start(minutes * 60_000)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES and self.timer.isActive():
            self.timer.start()
        return False
