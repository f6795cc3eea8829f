"""Each check of the gallery finds its fault in a small window made wrong on purpose, and nothing in one made right."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QListWidget, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.support.screens import plain_look  # noqa: F401
from ui.kit.widgets import Button, Chip, Field, Label
from ui.kit.widgets.scrolling import Scrolled
from ui.main.lock_screen import LockScreen
from ui.tools.gallery.checks import Fault, faults

WORDS = "Three words here"


@pytest.fixture
def look(qtbot: QtBot) -> Callable[..., list[Fault]]:
    """Shows a window with these children, each at its place, and checks it."""

    def shown(*parts: tuple[QWidget, QRect]) -> list[Fault]:
        window = QWidget()
        window.setObjectName("root")
        qtbot.addWidget(window)
        window.resize(400, 300)
        for part, place in parts:
            part.setParent(window)
            part.setGeometry(place)
        window.show()
        return faults(window)

    return shown


def kinds(found: list[Fault]) -> list[str]:
    return [fault.kind for fault in found]


def button(words: str = WORDS) -> QPushButton:
    made = QPushButton(words)
    made.setAccessibleName(words)
    return made


def test_a_window_made_right_has_no_faults(look: Callable[..., list[Fault]]) -> None:
    parts = [Label(WORDS), button(), Field("Find somebody"), QCheckBox(WORDS)]
    assert look(*((part, QRect(10, 10 + 60 * i, 300, 44)) for i, part in enumerate(parts))) == []


@pytest.mark.parametrize("make", [lambda: Label(WORDS), button, lambda: Label("ملاحظات العميل")])
def test_words_in_too_narrow_a_box_are_cut(look: Callable[..., list[Fault]], make: Callable[[], QWidget]) -> None:
    assert kinds(look((make(), QRect(10, 10, 60, 40)))) == ["cut"]


def test_lines_in_too_low_a_box_are_cut(look: Callable[..., list[Fault]]) -> None:
    assert "cut" in kinds(look((Label(f"{WORDS} {WORDS}", wrap=True), QRect(10, 10, 90, 24))))


def test_a_combo_box_and_a_painted_chip_are_seen_too(look: Callable[..., list[Fault]]) -> None:
    box = QComboBox()
    box.setAccessibleName("Which")
    box.addItem("Something long to choose")
    assert kinds(look((box, QRect(10, 10, 90, 44)))) == ["cut"]


def test_a_placeholder_without_room_is_told_where_no_tip_gives_the_whole(look: Callable[..., list[Fault]]) -> None:
    field = QLineEdit()
    field.setAccessibleName("Find")
    field.setPlaceholderText("Find a customer, booking or action")
    assert kinds(look((field, QRect(10, 10, 120, 44)))) == ["shortened"]
    assert look((Field("Find a customer, booking or action"), QRect(10, 10, 120, 44))) == []


def test_a_line_of_a_list_that_ends_in_dots_is_told(look: Callable[..., list[Fault]]) -> None:
    def rows(tip: str) -> QListWidget:
        made = QListWidget()
        made.setAccessibleName("Rows")
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.addItem("A line that is much longer than its list")
        made.item(0).setToolTip(tip)
        return made

    assert kinds(look((rows(""), QRect(10, 10, 120, 80)))) == ["shortened"]
    assert look((rows("A line that is much longer than its list"), QRect(10, 10, 120, 80))) == []


def test_words_over_words_overlap(look: Callable[..., list[Fault]]) -> None:
    found = look((Label(WORDS), QRect(10, 10, 200, 30)), (Label(WORDS[::-1]), QRect(20, 14, 200, 30)))
    assert kinds(found) == ["overlapping"]


def test_what_lies_under_a_filled_box_is_not_overlapped(look: Callable[..., list[Fault]]) -> None:
    above = QLabel(WORDS[::-1])
    above.setStyleSheet("background: #ffffff")
    assert look((Label(WORDS), QRect(10, 10, 200, 30)), (above, QRect(10, 10, 220, 34))) == []


def test_a_control_that_sticks_out_is_told(look: Callable[..., list[Fault]]) -> None:
    assert "outside" in kinds(look((button(), QRect(330, 10, 160, 44))))


def test_what_scrolls_may_be_longer_than_its_room(look: Callable[..., list[Fault]]) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    for n in range(20):
        column.addWidget(button(f"Row {n}"))
    assert look((Scrolled(inside), QRect(10, 10, 300, 200))) == []


def test_what_cannot_be_scrolled_to_is_cut(look: Callable[..., list[Fault]]) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.addWidget(Label(WORDS * 4))
    assert kinds(look((Scrolled(inside), QRect(10, 10, 200, 200)))) == ["cut"]


def test_a_control_without_a_name_is_told(look: Callable[..., list[Fault]]) -> None:
    assert kinds(look((QLineEdit(), QRect(10, 10, 200, 44)))) == ["nameless"]


def test_a_control_that_no_key_reaches_is_told(look: Callable[..., list[Fault]]) -> None:
    unreachable = button()
    unreachable.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert kinds(look((unreachable, QRect(10, 10, 200, 44)))) == ["unreachable"]


class Painted(Button):
    """Words painted by hand, as near to the edge as is told."""

    def __init__(self, inset: int) -> None:
        super().__init__(WORDS)
        self.inset = inset

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawText(self.rect().adjusted(self.inset, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, WORDS)
        painter.end()


def test_words_under_the_ring_are_told(look: Callable[..., list[Fault]]) -> None:
    assert kinds(look((Painted(0), QRect(10, 10, 200, 44)))) == ["under the ring"]
    assert look((Painted(8), QRect(10, 10, 200, 44))) == []


def test_words_painted_by_hand_are_cut_like_others(look: Callable[..., list[Fault]]) -> None:
    assert "cut" in kinds(look((Painted(8), QRect(10, 10, 70, 44))))


def test_exceptions_are_narrow(look: Callable[..., list[Fault]], qtbot: QtBot) -> None:
    lock = LockScreen("Salon Carmen")
    qtbot.addWidget(lock)
    lock.resize(900, 700)
    lock.show()
    assert faults(lock) == []  # the pad's digits
    lock.enter.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert kinds(faults(lock)) == ["unreachable"]
    assert look((Chip("ok", "check", "Paid"), QRect(10, 10, 120, 40))) == []
    pressable = Chip("ok", "check", "Paid", pressable=True)
    pressable.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    assert kinds(look((pressable, QRect(10, 10, 120, 40)))) == ["unreachable"]
