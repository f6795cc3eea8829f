"""The day by mouse, finger, keyboard and ear."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.ui.calendar.conftest import UiDriver, salon_day
from tests.ui.calendar.makers import ANA, BEN, DAY, ROOM, a_day, at, card, named, shade
from ui.booking.calendar.accessibility import card_name
from ui.booking.calendar.screen import CalendarScreen, totals
from ui.kit import theme

MAX, OLIVIA = named("Max"), named("Olivia")


# ------------------------------------------------------------------------------------------------------- by mouse


@pytest.mark.feature("36.1.2")
def test_dragging_a_card_asks_to_move_it(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15")
    assert hands.heard[-1] == ("move_requested", MAX, named(BEN), at("16:15"))


def test_dragging_snaps_to_quarter_hours(hands: UiDriver):
    hands.drag_card("Max", ANA, "16:20")
    assert hands.heard[-1] == ("move_requested", MAX, named(ANA), at("16:15"))


def test_shift_snaps_to_five_minutes(hands: UiDriver):
    hands.drag_card("Max", ANA, "16:20", modifier=Qt.KeyboardModifier.ShiftModifier)
    assert hands.heard[-1] == ("move_requested", MAX, named(ANA), at("16:20"))


def test_the_ghost_says_its_new_time_and_person(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15", drop=False)
    assert hands.surface.tag.isVisible()
    assert "16:15–17:00" in hands.surface.tag.text
    assert BEN in hands.surface.tag.text


def test_a_refused_drag_says_why_and_moves_nothing(hands: UiDriver):
    hands.desk.no[named(BEN), at("16:15")] = "Ben is on holiday."
    hands.drag_card("Max", BEN, "16:15", drop=False)
    assert "Ben is on holiday." in hands.surface.tag.text
    QTest.mouseRelease(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.cell(BEN, "16:15"))
    assert not any(name == "move_requested" for name, *_ in hands.heard)
    assert hands.surface.hand.trial is None
    assert "Ben is on holiday." in hands.surface.tag.text


def test_the_referee_is_asked_once_per_cell(hands: UiDriver):
    goal = hands.cell(BEN, "16:15")
    hands.drag(hands.on("Max"), *[goal + QPoint(i % 3, i % 4) for i in range(12)], goal)
    asked = hands.desk.asked
    assert len(asked) == len(set(asked))
    assert len(asked) <= 2


def test_escape_puts_a_dragged_card_back(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15", drop=False)
    hands.press("Esc")
    QTest.mouseRelease(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.cell(BEN, "16:15"))
    assert not any(name == "move_requested" for name, *_ in hands.heard)
    assert hands.surface.hand.trial is None


def test_a_dropped_card_stays_there_until_the_day_comes_back(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15")
    assert hands.surface.hand.is_waiting
    hands.show(salon_day())
    assert hands.surface.hand.trial is None


def test_a_day_that_changes_meanwhile_keeps_the_card_in_hand(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15", drop=False)
    other = card("Somebody", ROOM, "9:00")
    hands.show(replace(salon_day(), cards=(*salon_day().cards, other)))
    QTest.mouseRelease(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.cell(BEN, "16:15"))
    assert hands.heard[-1] == ("move_requested", MAX, named(BEN), at("16:15"))


def test_a_card_that_somebody_else_moved_falls_out_of_the_hand(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15", drop=False)
    hands.show(a_day(card("Max", ANA, "9:00", 45)))
    QTest.mouseRelease(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.cell(BEN, "16:15"))
    assert not any(name == "move_requested" for name, *_ in hands.heard)


def test_a_referee_that_learns_more_is_asked_again(hands: UiDriver):
    hands.drag_card("Max", BEN, "16:15", drop=False)
    assert hands.trial.reason is None
    hands.desk.no[named(BEN), at("16:15")] = "Ben is on holiday."
    hands.surface.ask_again()
    assert hands.trial.reason == "Ben is on holiday."


def test_a_drop_that_fails_after_all_glides_back(hands: UiDriver, monkeypatch: pytest.MonkeyPatch, qtbot):
    monkeypatch.delenv("BIZET_NO_MOTION")
    hands.drag_card("Max", BEN, "16:15")
    there = hands.surface.scene.ghost_box(hands.trial)
    hands.surface.put_back()
    assert not hands.surface.hand.is_holding
    qtbot.waitUntil(lambda: 0 < hands.surface.hand.way_back < 1)
    assert hands.surface.scene.ghost_box(hands.trial) != there
    qtbot.waitUntil(lambda: hands.surface.hand.trial is None)


def test_what_is_over_cannot_be_dragged(hands: UiDriver):
    hands.drag_card("Noor", ANA, "17:00")
    assert not any(name == "move_requested" for name, *_ in hands.heard)


def test_a_room_is_not_swapped_for_a_person(hands: UiDriver):
    room_card = next(p for p in hands.surface.scene.arrangement.placed if p.column == 2)
    grip = hands.surface.box_of(room_card).center().toPoint()
    hands.drag(grip, hands.cell(ANA, "17:00"), drop=False)
    assert hands.trial.reason is not None


def test_dragging_the_lower_edge_asks_for_another_end(hands: UiDriver):
    placed = next(p for p in hands.surface.scene.arrangement.placed if p.card.who == "Max")
    edge = hands.surface.box_of(placed).bottomLeft().toPoint() + QPoint(40, -2)
    hands.drag(edge, hands.cell(ANA, "15:30"))
    assert hands.heard[-1] == ("resize_requested", MAX, at("14:00"), at("15:30"))


def test_dragging_the_upper_edge_asks_for_another_start(hands: UiDriver):
    placed = next(p for p in hands.surface.scene.arrangement.placed if p.card.who == "Max")
    edge = hands.surface.box_of(placed).topLeft().toPoint() + QPoint(40, 1)
    hands.drag(edge, hands.cell(ANA, "13:30"))
    assert hands.heard[-1] == ("resize_requested", MAX, at("13:30"), at("14:45"))


def test_an_edge_dragged_past_the_other_leaves_five_minutes(hands: UiDriver):
    placed = next(p for p in hands.surface.scene.arrangement.placed if p.card.who == "Max")
    edge = hands.surface.box_of(placed).bottomLeft().toPoint() + QPoint(40, -2)
    hands.drag(edge, hands.cell(ANA, "12:00"))
    assert hands.heard[-1] == ("resize_requested", MAX, at("14:00"), at("14:05"))


def test_a_refused_stretch_says_why(hands: UiDriver):
    hands.desk.too_long = at("15:00")
    placed = next(p for p in hands.surface.scene.arrangement.placed if p.card.who == "Max")
    hands.drag(hands.surface.box_of(placed).bottomLeft().toPoint() + QPoint(40, -2), hands.cell(ANA, "15:30"))
    assert "The next booking begins then." in hands.surface.tag.text
    assert not any(name == "resize_requested" for name, *_ in hands.heard)


def test_clicking_free_time_asks_for_a_new_booking(hands: UiDriver):
    hands.click(hands.cell(BEN, "9:20"))
    assert hands.heard[-1] == ("create_requested", named(BEN), at("9:15"), None)


def test_drawing_free_time_asks_for_a_booking_of_that_length(hands: UiDriver):
    hands.drag(hands.cell(BEN, "9:00"), hands.cell(BEN, "9:40"))
    assert hands.heard[-1] == ("create_requested", named(BEN), at("9:00"), at("9:45"))


def test_drawing_upwards_is_the_same(hands: UiDriver):
    hands.drag(hands.cell(BEN, "9:40"), hands.cell(BEN, "9:00"))
    assert hands.heard[-1] == ("create_requested", named(BEN), at("9:00"), at("9:45"))


def test_free_time_under_the_pointer_shows_its_start(hands: UiDriver):
    QTest.mouseMove(hands.surface.viewport(), hands.cell(BEN, "9:20"))
    QApplication.sendEvent(hands.surface.viewport(), _hover(hands, hands.cell(BEN, "9:20")))
    assert hands.surface.scene.hover == (1, round(at("9:15").timestamp() * 1000))
    QApplication.sendEvent(hands.surface.viewport(), QEvent(QEvent.Type.Leave))
    assert hands.surface.scene.hover is None


def _hover(hands: UiDriver, point: QPoint):
    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QMouseEvent

    where = QPointF(point)
    none = Qt.MouseButton.NoButton
    globally = QPointF(hands.surface.viewport().mapToGlobal(point))
    return QMouseEvent(QEvent.Type.MouseMove, where, globally, none, none, Qt.KeyboardModifier.NoModifier)


def test_a_click_selects_and_a_double_click_opens(hands: UiDriver):
    hands.click(hands.on("Max"))
    assert hands.heard == [("selected", MAX)]
    QTest.mouseDClick(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.on("Max"))
    assert hands.heard[-1] == ("opened", MAX)


def test_a_second_click_tells_again_so_that_a_closed_panel_opens(hands: UiDriver):
    hands.click(hands.on("Max"))
    hands.surface.select((MAX, named(ANA)))
    QTest.mousePress(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.on("Max"))
    QTest.mouseRelease(hands.surface.viewport(), Qt.MouseButton.LeftButton, pos=hands.on("Max"))
    assert hands.heard == [("selected", MAX), ("selected", MAX)]


def test_the_selection_survives_a_refresh_and_goes_with_its_card(hands: UiDriver):
    hands.click(hands.on("Max"))
    hands.show(salon_day())
    assert hands.chosen.who == "Max"
    hands.show(a_day())
    assert hands.surface.scene.selected is None


def test_the_menu_offers_what_may_follow(hands: UiDriver):
    hands.surface.hand.referee = _strict(hands)
    placed = next(p for p in hands.surface.scene.arrangement.placed if p.card.who == "Olivia")
    menu = hands.surface.keyboard.menu_of(placed)
    titles = [a.text().split("\t")[0] for a in menu.actions() if a.text()]
    assert titles == ["Open", "Move", "Change length", "Take payment", "Start service"]
    next(a for a in menu.actions() if a.text().startswith("Take payment")).trigger()
    hands.click(hands.on("Olivia"))
    next(a for a in menu.actions() if a.text().startswith("Start service")).trigger()
    assert hands.heard[-1] == ("status_requested", OLIVIA, "in_service")


def _strict(hands: UiDriver):
    return replace(hands.surface.hand.referee, steps=lambda _status: ("in_service",))


def test_dragging_near_the_edge_scrolls_on(hands: UiDriver, qtbot):
    hands.surface.resize(1000, 500)
    hands.surface.verticalScrollBar().setValue(0)
    below = QPoint(hands.on("Olivia").x(), hands.surface.viewport().height() - 5)
    hands.drag(hands.on("Olivia"), below, drop=False)
    qtbot.waitUntil(lambda: hands.surface.verticalScrollBar().value() > 60)
    assert hands.trial.start > round(at("14:00").timestamp() * 1000)
    hands.press("Esc")


# ------------------------------------------------------------------------------------------------------- by finger


@pytest.fixture(scope="session")
def finger():
    return QTest.createTouchDevice()


def _touch(hands: UiDriver, finger):
    return QTest.touchEvent(hands.surface.window().windowHandle(), finger, False)


def _in_window(hands: UiDriver, point: QPoint) -> QPoint:
    return hands.surface.viewport().mapTo(hands.surface.window(), point)


def test_a_held_finger_picks_up_and_moves(hands: UiDriver, finger, qtbot):
    start, goal = hands.on("Max"), hands.on("Max") + QPoint(0, 150)
    _touch(hands, finger).press(0, _in_window(hands, start)).commit()
    qtbot.waitUntil(lambda: hands.surface.hand.is_holding)
    _touch(hands, finger).move(0, _in_window(hands, goal)).commit()
    _touch(hands, finger).release(0, _in_window(hands, goal)).commit()
    qtbot.waitUntil(lambda: any(name == "move_requested" for name, *_ in hands.heard))


def test_a_finger_that_moves_at_once_scrolls(hands: UiDriver, finger):
    hands.surface.resize(1000, 500)
    QApplication.processEvents()
    before = hands.surface.verticalScrollBar().value()
    start = hands.cell(BEN, "10:30")
    _touch(hands, finger).press(0, _in_window(hands, start)).commit()
    for step in range(1, 6):
        _touch(hands, finger).move(0, _in_window(hands, start - QPoint(0, 15 * step))).commit()
    _touch(hands, finger).release(0, _in_window(hands, start - QPoint(0, 75))).commit()
    QApplication.processEvents()
    assert hands.surface.verticalScrollBar().value() > before
    assert hands.heard == []


def test_a_tap_of_a_finger_on_free_time_asks_for_a_booking(hands: UiDriver, finger):
    point = _in_window(hands, hands.cell(BEN, "9:05"))
    _touch(hands, finger).press(0, point).commit()
    _touch(hands, finger).release(0, point).commit()
    QApplication.processEvents()
    assert ("create_requested", named(BEN), at("9:00"), None) in hands.heard


# ----------------------------------------------------------------------------------------------------- by keyboard


def test_arrows_walk_all_cards_and_enter_opens(hands: UiDriver):
    hands.press("Down", "Down", "Down", "Down", "Down")
    seen = [part for name, part in hands.heard if name == "selected"]
    assert seen == [OLIVIA, MAX, named("Zara"), named("Noor"), named("Zara")]
    hands.press("Up", "Return")
    assert hands.heard[-1] == ("opened", named("Noor"))


def test_arriving_by_keyboard_opens_nothing_yet(hands: UiDriver, qtbot):
    hands.surface.clearFocus()
    hands.surface.setFocus(Qt.FocusReason.TabFocusReason)
    assert hands.chosen.part == OLIVIA
    assert hands.heard == []
    hands.press("Return")
    assert hands.heard == [("selected", OLIVIA), ("opened", OLIVIA)]


def test_tab_walks_the_cards_and_leaves_after_the_last(hands: UiDriver, qtbot):
    beside = QPushButton("beside")
    qtbot.addWidget(beside)
    hands.surface.select((named("Zara"), named(ROOM)))
    assert not hands.surface.keyboard.tab(True)
    hands.surface.select((MAX, named(ANA)))
    assert hands.surface.keyboard.tab(True)
    assert hands.chosen.who == "Zara"


def test_shift_arrows_go_to_the_card_beside(hands: UiDriver):
    hands.surface.select((OLIVIA, named(ANA)))
    hands.press("Shift+Right")
    assert hands.chosen.part == named("Zara")
    hands.press("Shift+Left")
    assert hands.chosen.part == OLIVIA


@pytest.mark.feature("16.3.2")
def test_move_mode_carries_by_arrows_and_enter_places(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("M", "Right", "Down", "Down", "Return")
    assert hands.heard[-1] == ("move_requested", MAX, named(BEN), at("14:30"))


def test_shift_moves_by_five_minutes(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("M", "Shift+Up", "Return")
    assert hands.heard[-1] == ("move_requested", MAX, named(ANA), at("13:55"))


def test_escape_leaves_move_mode(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("M", "Down", "Esc", "Return")
    assert hands.heard[-1] == ("opened", MAX)


def test_enter_on_a_refused_place_says_why_and_keeps_the_card_in_hand(hands: UiDriver):
    hands.desk.no[named(ANA), at("14:15")] = "Ana is at lunch."
    said = []
    hands.surface.said.connect(said.append)
    hands.surface.select((MAX, named(ANA)))
    hands.press("M", "Down", "Return")
    assert said[-1] == "Ana is at lunch."
    assert hands.surface.hand.is_holding
    hands.press("Down", "Return")
    assert hands.heard[-1] == ("move_requested", MAX, named(ANA), at("14:30"))


def test_resize_mode_changes_the_end(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("R", "Down", "Shift+Down", "Return")
    assert hands.heard[-1] == ("resize_requested", MAX, at("14:00"), at("15:05"))


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("A", "arrived"),
        ("S", "in_service"),
        ("X", "no_show"),
        ("C", "confirmed"),
        ("F", "completed"),
        ("Del", "cancelled"),
    ],
)
def test_a_letter_asks_for_a_status(hands: UiDriver, key: str, status: str):
    hands.show(a_day(card("Max", ANA, "14:00", status="pending")))
    hands.surface.select((MAX, named(ANA)))
    hands.press(key)
    assert hands.heard[-1] == ("status_requested", MAX, status)


def test_a_status_that_may_not_follow_is_explained(hands: UiDriver):
    hands.surface.hand.referee = _strict(hands)
    hands.surface.select((OLIVIA, named(ANA)))
    hands.press("X")
    assert not any(name == "status_requested" for name, *_ in hands.heard)
    assert hands.surface.tag.isVisible()


def test_p_asks_to_pay(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("P")
    assert hands.heard[-1] == ("pay_requested", MAX)


def test_days_by_arrows_and_today(hands: UiDriver):
    hands.press("Left", "Right", "T")
    assert [args for name, *args in hands.heard if name == "day_requested"] == [[-1], [1], [0]]


def test_n_asks_for_the_first_free_time_after_the_selected_card(hands: UiDriver):
    hands.show(a_day(card("Max", ANA, "14:00"), shades=(shade(ANA, "15:00", "15:30"),)))
    hands.surface.select((MAX, named(ANA)))
    hands.press("N")
    assert hands.heard[-1] == ("create_requested", named(ANA), at("15:30"), None)


def test_n_without_a_selection_asks_for_now(hands: UiDriver):
    hands.press("N")
    assert hands.heard[-1] == ("create_requested", named(ANA), at("11:15"), None)


def test_the_free_time_cursor_goes_anywhere(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("Ctrl+Down", "Ctrl+Down", "Ctrl+Right", "Return")
    assert hands.heard[-1] == ("create_requested", named(BEN), at("14:30"), None)


def test_keys_can_be_remapped_and_letters_turned_off(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.surface.keyboard.remap({"arrived": "V"})
    hands.press("A", "V")
    assert [name for name, *_ in hands.heard].count("status_requested") == 1
    hands.surface.keyboard.remap({}, letters=False)
    hands.press("P", "Return")
    assert hands.heard[-1] == ("opened", MAX)
    assert not any(name == "pay_requested" for name, *_ in hands.heard)


def test_taller_hours_keep_the_middle_in_view(hands: UiDriver):
    before = hands.surface.cell_at(hands.surface.viewport().rect().center())[1]
    hands.press("+")
    after = hands.surface.cell_at(hands.surface.viewport().rect().center())[1]
    assert hands.surface.verticalScrollBar().maximum() > 0
    assert abs(before - after) < 10 * 60_000


# --------------------------------------------------------------------------------------------------------- by ear


@pytest.mark.feature("16.3.3")
def test_screen_readers_find_every_card_as_a_child(hands: UiDriver):
    spoken = QAccessible.queryAccessibleInterface(hands.surface)
    names = [spoken.child(i).text(QAccessible.Text.Name) for i in range(spoken.childCount())]
    assert names == [
        "Olivia, Cut & finish, 10:00 to 11:00, Ana, Arrived",
        "Max, Cut & finish, 14:00 to 14:45, Ana, Confirmed",
        "Zara, Cut & finish, 12:00 to 13:00, Ben, Confirmed",
        "Noor, Cut & finish, 15:00 to 15:30, Ben, Paid",
        "Zara, with Ben, 12:00 to 13:00, Room 1, Confirmed",
    ]


def test_a_spoken_card_lies_where_it_is_drawn(hands: UiDriver):
    spoken = QAccessible.queryAccessibleInterface(hands.surface)
    where = hands.surface.viewport().mapToGlobal(hands.on("Max"))
    found = spoken.childAt(where.x(), where.y())
    assert found.text(QAccessible.Text.Name).startswith("Max")
    assert found.rect().contains(where)
    assert spoken.indexOfChild(found) == 1


def test_the_selected_card_is_the_focused_child(hands: UiDriver):
    hands.press("Down", "Down")
    spoken = QAccessible.queryAccessibleInterface(hands.surface)
    assert [spoken.child(i).state().selected for i in range(5)] == [False, True, False, False, False]


def test_the_calendar_says_its_day(hands: UiDriver):
    assert hands.surface.accessibleName() == "Day calendar, Thursday, 12 March 2026, 3 columns, 5 bookings"


def test_marks_are_spoken_too(hands: UiDriver):
    hands.show(a_day(card("Max", ANA, "14:00", provisional=True, overbooked=True, icons=("heart-pulse",))))
    name = card_name(hands.surface.scene, hands.surface.scene.arrangement.placed[0])
    assert name.endswith("Confirmed, not certain yet, overbooked, has an alert")


def test_carrying_by_keyboard_is_spoken(hands: UiDriver):
    said = []
    hands.surface.said.connect(said.append)
    hands.surface.select((MAX, named(ANA)))
    hands.press("M", "Down")
    assert "14:15–15:00" in said[-1]


# ------------------------------------------------------------------------------------------------- looks and places


@pytest.mark.feature("20.1.3")
def test_right_to_left_mirrors_the_columns_and_the_keys(hands: UiDriver, qapp: QApplication):
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    hands.show(salon_day())
    assert hands.cell(ANA, "10:00").x() > hands.cell(BEN, "10:00").x()
    hands.drag_card("Max", BEN, "16:15")
    assert hands.heard[-1] == ("move_requested", MAX, named(BEN), at("16:15"))
    hands.press("Left")
    assert hands.heard[-1] == ("day_requested", 1)


def test_at_double_zoom_everything_can_be_reached(hands: UiDriver):
    theme.apply("light", 2.0)
    hands.surface.resize(1198, 500)
    hands.show(salon_day())
    assert hands.surface.verticalScrollBar().maximum() > 0
    for placed in hands.surface.scene.arrangement.placed:
        hands.surface.select(placed.key)
        view = hands.surface.viewport().rect()
        assert view.intersects(hands.surface.box_of(placed).toAlignedRect())


def test_cards_shed_time_then_service_and_keep_the_name(hands: UiDriver):
    tall, middle, low = (_words(hands, minutes) for minutes in (120, 45, 15))
    assert tall > middle > low > 0


def _words(hands: UiDriver, minutes: int) -> int:
    """How many pixels of ink a card of this length has."""
    hands.show(a_day(card("Max Mustermann", ANA, "14:00", minutes)))
    box = hands.surface.box_of(hands.surface.scene.arrangement.placed[0]).toAlignedRect().adjusted(8, 1, -24, -1)
    image = hands.surface.viewport().grab(box).toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = [image.pixelColor(x, y).value() for x in range(image.width()) for y in range(image.height())]
    return sum(value < 140 for value in pixels)


@pytest.mark.feature("16.3.5")
@pytest.mark.parametrize("look", ["light", "dark", "contrast"])
def test_every_status_is_drawn_differently(hands: UiDriver, look: str):
    theme.apply(look)
    seen = set()
    for status in ("hold", "pending", "confirmed", "arrived", "in_service", "completed", "cancelled", "no_show"):
        hands.show(a_day(card("Max", ANA, "14:00", status=status)))
        box = hands.surface.box_of(hands.surface.scene.arrangement.placed[0]).toAlignedRect()
        seen.add(bytes(hands.surface.viewport().grab(box).toImage().constBits()))
    assert len(seen) == 8


def test_a_hold_counts_down_each_second(hands: UiDriver):
    hands.show(a_day(card("", BEN, "16:00", status="hold", icons=("globe",), hold_until=at("11:30"))))
    before = card_name(hands.surface.scene, hands.surface.scene.arrangement.placed[0])
    hands.desk.now += timedelta(seconds=61)
    hands.surface.tick()
    after = card_name(hands.surface.scene, hands.surface.scene.arrangement.placed[0])
    assert "Web hold · 6:00 left" in before
    assert "Web hold · 4:59 left" in after


def test_the_line_of_now_moves_with_the_clock(hands: UiDriver):
    before = hands.surface.grab().toImage()
    hands.desk.now += timedelta(minutes=30)
    hands.surface.tick()
    QApplication.processEvents()
    assert hands.surface.grab().toImage() != before


def test_an_autumn_night_can_be_booked_in_both_of_its_twos(hands: UiDriver):
    midnight = datetime(2026, 10, 24, 22, tzinfo=UTC)
    night = a_day(
        day=date(2026, 10, 25), zone="Europe/Berlin", starts_at=midnight, ends_at=midnight + timedelta(hours=8)
    )
    hands.show(night)
    for hours in (2, 3):
        ms = round((midnight + timedelta(hours=hours)).timestamp() * 1000)
        y = round(hands.surface.scene.grid.y(ms)) + 2
        hands.click(QPoint(hands.cell(ANA, "10:00").x(), y) - QPoint(0, hands.surface.offset().y()))
    starts = [args[1] for name, *args in hands.heard if name == "create_requested"]
    assert [s.astimezone(UTC).hour for s in starts] == [0, 1]


def test_an_empty_day_says_how_to_begin(hands: UiDriver):
    empty_with_words = _picture(hands, a_day())
    assert empty_with_words != _picture(hands, a_day(card("Max", ANA, "19:30", 15)))


def _picture(hands: UiDriver, view) -> QImage:
    hands.show(view)
    middle = hands.surface.viewport().rect()
    middle.setHeight(middle.height() - 100)
    return hands.surface.viewport().grab(middle).toImage()


def test_a_late_day_shows_grey_blocks_after_a_while(hands: UiDriver, qtbot):
    before = hands.surface.viewport().grab().toImage()
    hands.surface.loading()
    assert hands.surface.viewport().grab().toImage() == before
    qtbot.waitUntil(lambda: hands.surface.viewport().grab().toImage() != before)
    hands.show(salon_day())
    assert hands.surface.viewport().grab().toImage() == before


def test_a_quick_day_shows_no_grey_blocks(hands: UiDriver, qtbot):
    hands.surface.loading()
    hands.show(salon_day())
    before = hands.surface.viewport().grab().toImage()
    qtbot.wait(250)
    assert hands.surface.viewport().grab().toImage() == before


def test_a_mouse_button_pressed_while_something_is_in_hand_changes_nothing(hands: UiDriver):
    hands.surface.select((MAX, named(ANA)))
    hands.press("M")
    hands.click(hands.cell(BEN, "9:05"))
    assert hands.surface.hand.is_holding
    assert not any(name == "create_requested" for name, *_ in hands.heard)


# ------------------------------------------------------------------------------------------------- the whole screen


@pytest.fixture
def screen(qtbot) -> CalendarScreen:
    made = CalendarScreen("Europe/London", now=lambda: at("11:24"))
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    qtbot.waitExposed(made)
    return made


def _buttons(screen: CalendarScreen) -> dict[str, QPushButton]:
    return {b.accessibleName(): b for b in screen.head.findChildren(QPushButton)}


def test_the_head_steps_through_days(screen: CalendarScreen, qtbot):
    wanted = []
    screen.day_wanted.connect(wanted.append)
    for name in ("Next day", "Next day", "Previous day", "Today"):
        qtbot.mouseClick(_buttons(screen)[name], Qt.MouseButton.LeftButton)
    assert wanted == [date(2026, 3, 13), date(2026, 3, 14), date(2026, 3, 13), DAY]


def test_the_title_says_the_date_and_its_totals(screen: CalendarScreen):
    screen.show_day(a_day(card("Max", ANA, "14:00")))
    name = screen.head.title.accessibleName()
    assert "Thursday 12 March" in name
    assert "1 booking · 50% full" in name
    assert totals(a_day()).startswith("\u2068")


def test_an_answer_for_a_day_left_meanwhile_is_dropped(screen: CalendarScreen):
    screen.go(date(2026, 3, 13))
    screen.show_day(a_day())
    assert screen.surface.scene.view is None


def test_g_opens_the_month_and_arrows_pick_a_day(screen: CalendarScreen, qtbot):
    wanted = []
    screen.day_wanted.connect(wanted.append)
    screen.take_focus()
    QTest.keyClick(screen.surface, Qt.Key.Key_G)
    assert screen.picker.isVisible()
    focused = screen.picker.focusWidget()
    assert focused.accessibleName() == "Thursday, 12 March 2026"
    QTest.keyClick(focused, Qt.Key.Key_Down)
    QTest.keyClick(screen.picker.focusWidget(), Qt.Key.Key_PageDown)
    QTest.keyClick(screen.picker.focusWidget(), Qt.Key.Key_Return)
    assert wanted == [date(2026, 4, 19)]
    assert not screen.picker.isVisible()


def test_a_click_in_the_month_picks_its_day(screen: CalendarScreen, qtbot):
    wanted = []
    screen.day_wanted.connect(wanted.append)
    qtbot.mouseClick(screen.head.title, Qt.MouseButton.LeftButton)
    button = next(b for b in screen.picker.findChildren(QPushButton) if b.accessibleName() == "Sunday, 1 March 2026")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted == [date(2026, 3, 1)]


def test_the_month_of_the_thirty_first_turns_to_a_shorter_one(screen: CalendarScreen):
    screen.go(date(2026, 1, 31))
    screen.pick_date()
    QTest.keyClick(screen.picker.focusWidget(), Qt.Key.Key_PageDown)
    assert screen.picker.focusWidget().accessibleName() == "Saturday, 28 February 2026"
    screen.picker.close()
