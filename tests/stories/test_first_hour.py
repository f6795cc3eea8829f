"""A receptionist's first hour, by hands on the real program: how many touches it takes, and what stands afterwards."""

import socket
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from bizet_core.booking.day_view.day_rows import Card, DayView
from bizet_core.booking.day_view.queries import OfDay, day
from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.describe.formats.numbers import plain
from bizet_core.selling.till.queries import OfDevice, closings, till_state
from bizet_core.store import SYSTEM
from bizet_desk.devices.printer_simulator import PrinterSimulator
from resources.sample.shape import in_shop
from tests.ui.shell.walk import tab_stops, unnamed
from ui.kit import theme
from ui.tools.demo import Demo, play

LOOPBACK = "127.0.0.1"


def rows(morning: Demo) -> DayView:
    """The day as it is in the file."""
    return asked(morning, day, OfDay(location=morning.front.place.location, day=morning.start.date()))


def asked(morning: Demo, query: Any, request: Any) -> Any:
    desk = morning.program.desk
    assert desk is not None
    return desk.ask_now(query, request, actor=SYSTEM)


def card(morning: Demo, who: str, at: datetime, what: str = "") -> Card:
    found = (c for c in rows(morning).cards if c.who == who and c.starts_at == at and c.own)
    return next(c for c in found if what in c.what)


@pytest.mark.feature("8.1.1", "36.1.1")
def test_signing_in_opens_the_day(open_morning: Callable[[], Demo]) -> None:
    morning = open_morning()
    morning.sign_in()
    assert morning.hands.counted() == 2
    view = morning.hands.day.scene.view
    assert view is not None
    assert [column.name for column in view.columns][:4] == ["Inês Duarte", "Anna Nowak", "Marcus Bell", "Chloé Petit"]
    assert view.bookings == rows(morning).bookings > 15


@pytest.mark.feature("8.3.6", "8.3.7")
def test_the_day_says_what_time_it_is_and_what_kind_each_booking_is(morning: Demo) -> None:
    scene = morning.hands.day.scene
    assert scene.shows_now
    assert abs(scene.now / 1000 - morning.start.timestamp()) < 60
    hues = {p.card.what: p.card.colour for p in scene.arrangement.placed if p.card.own}
    assert (hues["Cut"], hues["Silk press"], hues["Gel manicure"]) == ("teal", "amber", "rose")


@pytest.mark.feature("1.3.1", "36.1.1")
def test_a_phone_booking_takes_at_most_six_touches(morning: Demo) -> None:
    morning.book_by_phone()
    assert morning.hands.counted() <= 6
    made = card(morning, "Dan Whitaker", morning.at(12, 15))
    assert (made.what, made.status) == ("Fade", "confirmed")
    morning.hands.wait(
        lambda: len([p for p in morning.hands.day.scene.arrangement.placed if p.card.who == made.who]) == 2
    )


@pytest.mark.feature("8.3.3", "6.3.11")
def test_a_walk_in_is_booked_paid_and_has_a_receipt_in_at_most_six_touches(morning: Demo) -> None:
    morning.serve_walk_in()
    assert morning.hands.counted() <= 6
    sold = morning.sales()[-1]
    assert [(t.method, t.amount.amount) for t in sold.tenders] == [("card", 1000)]
    assert card(morning, "", morning.at(11, 15), "Patch test").paid
    assert sold.row.number in morning.printer.paper.text


@pytest.mark.feature("8.3.1", "36.1.2")
def test_a_move_by_dragging_is_one_touch_and_so_is_its_undo(morning: Demo) -> None:
    morning.move_by_dragging()
    assert morning.hands.counted() == 1
    assert card(morning, "Tomasz Lis", morning.at(16)).status == "confirmed"
    morning.undo_the_move()
    assert morning.hands.counted() == 1
    assert card(morning, "Tomasz Lis", morning.at(13, 30)).status == "confirmed"


@pytest.mark.feature("8.3.2", "36.1.2")
def test_dragging_the_lower_edge_of_a_card_makes_it_longer(morning: Demo) -> None:
    morning.hands.drag_end("Grace Okafor", morning.at(16, 30))
    morning.hands.wait(lambda: card(morning, "Grace Okafor", morning.at(14, 30)).ends_at == morning.at(16, 30))
    assert morning.hands.counted() == 1


@pytest.mark.feature("6.1.2", "6.3.5")
def test_a_check_out_with_tip_and_change_takes_seven_touches(morning: Demo) -> None:
    morning.check_out()
    assert morning.hands.counted() <= 7
    sold = morning.sales()[-1]
    assert [(t.method, t.amount.amount) for t in sold.tenders] == [("cash", 11220)]
    assert sold.row.customer == "Olivia Hart"
    assert "Change €7.80" in morning.hands.said
    assert card(morning, "Olivia Hart", morning.at(11, 30)).paid
    assert morning.printer.paper.drawer, "the drawer stayed shut"
    head = morning.front.register.panel.head
    morning.hands.wait(lambda: head.name.text() == "Olivia Hart", "the visit that was paid, with its customer")


def test_one_line_comes_back_to_the_drawer_it_was_paid_into(morning: Demo) -> None:
    morning.check_out()
    morning.hands.counted()
    morning.refund_a_line()
    assert morning.hands.counted() <= 6
    sold, back = morning.sales()[-2:]
    assert (back.row.kind, back.row.total.amount) == ("refund", -1900)
    assert [(line.name, line.left) for line in sold.lines if line.name.startswith("Repair")] == [
        ("Repair shampoo 250 ml", 0)
    ]


def test_the_drawer_is_counted_and_closed(morning: Demo) -> None:
    morning.check_out()
    expected = sum(piece * many for piece, many in cents(morning.drawer()).items())
    morning.close_the_drawer()
    device = morning.front.counter.device
    assert asked(morning, till_state, OfDevice(device=device)) is None
    (closed,) = asked(morning, closings, OfDevice(device=device))
    assert (closed.counted.amount, closed.difference.amount) == (expected, 0)


def cents(drawer: dict[str, int]) -> dict[int, int]:
    return {round(float(piece.removeprefix("€")) * 100): many for piece, many in drawer.items()}


@pytest.mark.feature("16.3.2")
def test_a_whole_visit_by_keyboard_alone(morning: Demo) -> None:
    """Find, book, go to the booking, move it by M and arrows, pay by function keys: no mouse."""
    hands = morning.hands
    hands.key("Ctrl+K")
    hands.write("whit")
    hands.key("Return")  # find Dan; what he had last has the keyboard
    hands.wait(lambda: hands.focused is hands.button("Book again"), "the keyboard on “Book again”")
    hands.key("Return")  # the same; the first free time has the keyboard
    hands.wait(lambda: plain(hands.focused.accessibleName()) == "12 Mar 2026, 12:00", "the keyboard on a time")
    hands.key("Down", "Return")
    hands.wait(lambda: hands.said.startswith("Booked"), "the booking")
    assert hands.counted() <= 7
    booked = hands.wait(lambda: next((c for c in rows(morning).cards if c.who == "Dan Whitaker" and not c.paid), None))
    go_to(morning, booked)
    hands.key("M", "Down", "Down", "Return")
    later = booked.starts_at + timedelta(minutes=30)
    hands.wait(lambda: any(c.starts_at == later and c.who == "Dan Whitaker" for c in rows(morning).cards), "the move")
    hands.key("P")
    hands.wait(lambda: hands.button("Charge €24.00"), "the cart")
    hands.key("F6", "F9")
    hands.wait(lambda: hands.said.startswith("Sold for €24.00"), "the sale")
    assert card(morning, "Dan Whitaker", later).paid


def go_to(morning: Demo, wanted: Card) -> None:
    """Tab through the day to a card."""
    for _step in range(60):
        chosen = morning.hands.day.scene.selected
        if chosen is not None and chosen.card.part == wanted.part:
            return
        morning.hands.key("Tab")
        morning.hands.pause(0.02)
    raise AssertionError("Tab does not reach the card")


@pytest.mark.feature("16.3.3")
def test_everything_that_takes_the_keyboard_says_its_name(morning: Demo) -> None:
    hands, front = morning.hands, morning.front
    assert unnamed(front.shell) == []
    assert len(tab_stops(front.shell)) >= 8
    hands.click_card("Olivia Hart")
    hands.wait(lambda: hands.button("Charge €83.00"))
    assert unnamed(front.shell) == []
    front.new_booking()
    hands.pause()
    assert unnamed(front.shell) == []
    for page in ("sell", "till"):
        front.go(page)
        hands.pause()
        assert unnamed(front.shell) == []


@pytest.mark.feature("16.3.5")
def test_the_first_hour_works_in_high_contrast(morning: Demo) -> None:
    desk = morning.program.desk
    assert desk is not None
    desk.do_now(edit_device_settings, EditDeviceSettings(theme="contrast"), actor=SYSTEM)
    morning.hands.wait(lambda: theme.look().theme == "contrast", "high contrast")
    morning.serve_walk_in()
    picture = morning.front.grab().toImage()
    seen = Counter(picture.pixelColor(x, y).name() for x in range(0, 1400, 20) for y in range(0, 880, 20))
    assert seen.most_common(1)[0][0] == "#000000"


@pytest.mark.feature("20.1.3")
def test_the_day_works_from_right_to_left_in_arabic(morning: Demo) -> None:
    desk, shell = morning.program.desk, morning.front.shell
    assert desk is not None
    desk.do_now(edit_device_settings, EditDeviceSettings(language="ar"), actor=SYSTEM)
    morning.hands.wait(lambda: shell.rail.x() > shell.body.x(), "the rail on the right")
    morning.move_by_dragging()
    morning.undo_the_move()
    assert card(morning, "Tomasz Lis", morning.at(13, 30)).status == "confirmed"


class Windows(QObject):
    """Listens for windows that open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.opened.append(f"{type(watched).__name__} {watched.accessibleName()}")
        return False


def test_nothing_flashes_up_beside_the_window(morning: Demo) -> None:
    """A part that is shown before it has a parent is a window for a moment, and takes the keyboard away."""
    windows = Windows()
    morning.program.app.installEventFilter(windows)
    morning.book_by_phone()
    morning.serve_walk_in()
    morning.check_out()
    morning.refund_a_line()
    morning.close_the_drawer()
    morning.program.app.removeEventFilter(windows)
    assert windows.opened == []


def test_with_the_cable_out_nothing_changes(open_morning: Callable[[], Demo], monkeypatch: pytest.MonkeyPatch) -> None:
    """No network is used: the printer on this computer is all that is ever called."""
    called: list[object] = []
    connect = socket.socket.connect

    def note(self: socket.socket, address: object) -> None:
        called.append(address)
        if self.family != socket.AF_UNIX:
            assert isinstance(address, tuple)
            if address[0] != LOOPBACK:
                raise OSError("the cable is out")
        connect(self, address)  # type: ignore[arg-type]

    def ask(host: object, *_how: object, **_more: object) -> Any:
        called.append(host)
        raise socket.gaierror("the cable is out")

    monkeypatch.setattr(socket.socket, "connect", note)
    monkeypatch.setattr(socket, "getaddrinfo", resolve_only(LOOPBACK, ask, socket.getaddrinfo))
    morning = open_morning()
    morning.sign_in()
    morning.book_by_phone()
    morning.serve_walk_in()
    morning.check_out()
    printer = (LOOPBACK, morning.printer.port)
    assert set(called) == {printer}
    chip = plain(morning.front.shell.top_bar.connection.accessibleName())
    assert "Saved on this PC" in chip


def resolve_only(host: str, other: Callable[..., Any], resolve: Callable[..., Any]) -> Callable[..., Any]:
    return lambda name, *how, **more: (resolve if name == host else other)(name, *how, **more)


def test_a_scanned_product_goes_into_the_cart_wherever_the_keyboard_is(morning: Demo) -> None:
    morning.hands.scan(in_shop(1))
    morning.hands.wait(lambda: morning.hands.button("Charge €19.00"), "the shampoo")


def test_make_run_plays_the_morning_again_and_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], qtbot: Any
) -> None:
    for _time in range(2):
        assert play(tmp_path / "out") == 0
    told = capsys.readouterr().out
    assert "11:24 Phone booking for Dan Whitaker: 6 touches" in told
    left = tmp_path / "out"
    assert len(list((left / "pictures").glob("*.png"))) == 9
    assert len(list((left / "receipts").glob("*.pdf"))) == 3
    assert len(list((left / "receipts").glob("paper-*.png"))) >= 3
    assert (left / "sample-business" / "desk.bizet").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "file").write_text("in the way")
    assert play(tmp_path / "file") == 1
    assert "Nothing can be written to" in capsys.readouterr().err


def test_the_printer_gets_one_receipt_for_each_document(morning: Demo, printer: PrinterSimulator) -> None:
    morning.serve_walk_in()
    morning.check_out()
    numbers = [view.row.number for view in morning.sales()[-2:]]
    assert [printer.paper.text.count(f"Receipt {number}") for number in numbers] == [1, 1]
