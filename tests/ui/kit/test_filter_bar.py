"""The bar of filters by clicks and keys: words, dates, choices, chips, Clear, in both directions."""

from collections.abc import Callable
from datetime import date
from typing import Annotated
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.business.staff.operations import AddStaff, add_staff
from bizet_core.describe.fields import Field
from bizet_core.describe.formats.numbers import plain
from bizet_core.store import Request
from bizet_desk.desk import Desk
from tests.support.makers import Salon
from tests.support.widget_driver import UiDriver
from ui.kit.filter_bar import FilterBar

PEOPLE = "bizet_core.business.staff.queries:people"


class ByDay(Request):
    first: Annotated[date, Field("From")]


class ByPerson(Request):
    staff: Annotated[UUID | None, Field("Person", choices=PEOPLE, example="Everybody")] = None


class ByPeople(Request):
    several: Annotated[tuple[UUID, ...], Field("Any of", choices=PEOPLE)] = ()


class Question(Request):
    first: date = date(2020, 1, 1)
    staff: UUID | None = None
    several: tuple[UUID, ...] = ()
    limit: int = 5


@pytest.fixture
def bar(desk: Desk, salon: Salon, problems: Callable[[], list[str]]) -> FilterBar:
    begins = {"first": date(2026, 3, 1)}
    return FilterBar(desk, [ByDay, ByPerson, ByPeople], words="Find something", initial=begins)


@pytest.fixture
def hands(bar: FilterBar, qtbot: QtBot) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    bar.setParent(window)
    bar.resize(900, 300)
    return UiDriver(qtbot, window)


def test_words_dates_choices_and_chips_narrow_the_question(
    hands: UiDriver, bar: FilterBar, salon: Salon, qtbot: QtBot
) -> None:
    assert bar.narrowed(Question()) == Question(first=date(2026, 3, 1))
    told: list[Question] = []
    bar.changed.connect(lambda: told.append(bar.narrowed(Question())))
    hands.choose("Person", "Inês")
    assert told == [Question(first=date(2026, 3, 1), staff=salon.ines)]
    hands.press("Bea Costa")
    hands.press("Inês Duarte")
    assert set(told[-1].several) == {salon.bea, salon.ines}
    hands.write("From", "12/03/2026")
    hands.wait(lambda: told[-1].first == date(2026, 3, 12))
    hands.write("Find something", " olive oil ")
    hands.wait(lambda: bar.typed == "olive oil" and len(told) >= 5)


def test_what_cannot_be_read_is_said_and_narrows_nothing(hands: UiDriver, bar: FilterBar) -> None:
    hands.write("From", "31/02/2026")
    QTest.keyClick(hands.seen(QLineEdit, "From"), Qt.Key.Key_Tab)
    hands.wait(lambda: hands.seen(QLineEdit, "From").property("wrong") == "true")
    assert bar.narrowed(Question()).first == date(2026, 3, 1)


def test_clear_puts_everything_back_and_is_there_only_when_needed(hands: UiDriver, bar: FilterBar) -> None:
    assert "Clear filters" not in hands.words()
    hands.choose("Person", "Inês")
    hands.press("Bea Costa")
    hands.press("Clear filters")
    assert bar.narrowed(Question()) == Question(first=date(2026, 3, 1))
    assert not bar.is_narrowed
    assert "Clear filters" not in hands.words()
    assert hands.seen(QComboBox, "Person").currentText() == "Everybody"
    assert not hands.seen(QPushButton, "Bea Costa").isChecked()
    hands.write("Find something", "x")
    hands.wait(lambda: "Clear filters" in hands.words())
    QTest.keyClick(hands.seen(QLineEdit, "Find something"), Qt.Key.Key_Escape)
    hands.wait(lambda: bar.typed == "" and "Clear filters" not in hands.words())


def test_the_keyboard_alone_is_enough(hands: UiDriver, bar: FilterBar, salon: Salon) -> None:
    chip = hands.seen(QPushButton, "Bea Costa")
    chip.setFocus()
    QTest.keyClick(chip, Qt.Key.Key_Space)
    assert bar.values()["several"] == (salon.bea,)
    QTest.keyClick(chip, Qt.Key.Key_Return)
    assert bar.values()["several"] == ()


def test_somebody_who_is_added_can_be_chosen_and_what_is_chosen_stays(
    hands: UiDriver, bar: FilterBar, desk: Desk, salon: Salon
) -> None:
    hands.choose("Person", "Inês")
    hands.press("Bea Costa")
    desk.do_now(add_staff, AddStaff(name="Chloé Petit"))
    hands.seen(QPushButton, "Chloé Petit")
    assert (bar.values()["staff"], bar.values()["several"]) == (salon.ines, (salon.bea,))
    assert hands.seen(QPushButton, "Bea Costa").isChecked()


def test_it_is_mirrored_and_folds_where_room_is_short(hands: UiDriver, bar: FilterBar) -> None:
    hands.seen(QPushButton, "Bea Costa")
    words, first = hands.seen(QLineEdit, "Find something"), hands.seen(QLineEdit, "From")
    assert _left(words, bar) > _left(first, bar)
    bar.resize(300, 300)
    hands.wait(lambda: _top(words, bar) > _top(first, bar))
    bar.resize(900, 300)
    QApplication.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    hands.wait(lambda: _left(words, bar) < _left(first, bar))


def test_everything_that_takes_the_keyboard_has_a_name(hands: UiDriver, bar: FilterBar) -> None:
    hands.seen(QPushButton, "Bea Costa")
    takers = [part for part in bar.findChildren(QWidget) if part.isVisible() and part.focusPolicy().value]
    named = [part for part in takers if plain(part.accessibleName())]
    assert len(takers) >= 6
    assert [type(part).__name__ for part in takers if part not in named] == []


def _left(part: QWidget, bar: FilterBar) -> int:
    return part.mapTo(bar, part.rect().topLeft()).x()


def _top(part: QWidget, bar: FilterBar) -> int:
    return part.mapTo(bar, part.rect().topLeft()).y()
