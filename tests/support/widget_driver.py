"""What a person does at a screen, for tests: press what is called so, type into the field that is called so."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QTableView,
    QWidget,
)
from pytestqt.exceptions import TimeoutError as AppearedTooLate
from pytestqt.qtbot import QtBot

from bizet_core.describe.formats.numbers import plain

W = TypeVar("W", bound=QWidget)


class UiDriver:
    """Finds what can be seen by its accessible name, and waits for what is on its way."""

    def __init__(self, qtbot: QtBot, screen: QWidget) -> None:
        self.qtbot, self.screen = qtbot, screen
        if screen.parent() is None:  # a dialog goes with its window
            qtbot.addWidget(screen)
        screen.resize(1180, 800)
        screen.show()

    def press(self, name: str) -> None:
        """A click on the button, box or tile whose name begins so."""
        button = self.seen(QAbstractButton, name)
        self.scroll_to(button)
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)

    def scroll_to(self, widget: QWidget) -> None:
        """Turn the wheel until it is in sight."""
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, QScrollArea):
                above.ensureWidgetVisible(widget)
            above = above.parentWidget()

    def write(self, name: str, text: str) -> None:
        """Type into a field, in place of what stands there."""
        field = self.seen(QWidget, name, lambda found: isinstance(found, QLineEdit | QPlainTextEdit))
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(field, Qt.Key.Key_Delete)
        for letter in text:  # QTest itself types ASCII only
            QApplication.sendEvent(field, QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter))

    def choose(self, name: str, label: str) -> None:
        """Choose from a list by the beginning of a line."""
        box = self.seen(QComboBox, name)
        self.wait(lambda: any(plain(box.itemText(i)).startswith(label) for i in range(box.count())))
        at = next(i for i in range(box.count()) if plain(box.itemText(i)).startswith(label))
        box.setCurrentIndex(at)
        box.activated.emit(at)

    def open_row(self, holding: str) -> None:
        """A click and Enter on the row of the table in which this stands."""
        self.wait(lambda: self._cell(holding) is not None)
        found = self._cell(holding)
        assert found is not None
        table, row = found
        place = table.visualRect(table.model().index(row, 0)).center()
        self.qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
        QTest.keyClick(table, Qt.Key.Key_Return)

    def cells(self) -> list[str]:
        """What stands in the tables that can be seen."""
        tables = [table for table in self.screen.findChildren(QTableView) if table.isVisible()]
        return [plain(str(table.model().index(row, column).data()))
                for table in tables
                for row in range(table.model().rowCount())
                for column in range(table.model().columnCount())
                if not table.isColumnHidden(column)]  # fmt: skip

    def words(self) -> str:
        """Everything that can be read now."""
        labels = [label.text() for label in self.screen.findChildren(QLabel) if label.isVisible()]
        buttons = [button.text() for button in self.screen.findChildren(QAbstractButton) if button.isVisible()]
        return plain("\n".join([*labels, *buttons]).replace("&&", "&"))

    def reads(self, words: str) -> None:
        """Wait until this can be read."""
        try:
            self.wait(lambda: words in self.words() or words in "\n".join(self.cells()))
        except AppearedTooLate as error:
            raise AssertionError(f"“{words}” is not among:\n{self.words()}\n{self.cells()}") from error

    def seen(self, kind: type[W], name: str, also: Callable[[QWidget], bool] = lambda _found: True) -> W:
        """The first widget of a kind whose accessible name begins so; waits for it to be there and enabled."""

        def find() -> W | None:
            all_of_it = [w for w in self.screen.findChildren(kind) if w.isVisible() and w.isEnabled() and also(w)]
            exact = [w for w in all_of_it if plain(w.accessibleName()) == name]
            return next(iter(exact or [w for w in all_of_it if plain(w.accessibleName()).startswith(name)]), None)

        self.wait(lambda: find() is not None, f"{kind.__name__} “{name}”")
        found = find()
        assert found is not None
        return found

    def wait(self, until: Callable[[], bool], what: str = "") -> None:
        """Wait until it is so."""

        def check() -> None:
            assert until(), f"not seen: {what}"

        self.qtbot.waitUntil(check)

    def _cell(self, holding: str) -> tuple[QTableView, int] | None:
        for table in self.screen.findChildren(QTableView):
            model = table.model()
            for row in range(model.rowCount() if table.isVisible() else 0):
                texts = [plain(str(model.index(row, column).data())) for column in range(model.columnCount())]
                if any(holding in text for text in texts):
                    return table, row
        return None
