"""A service's photograph wherever people meet the service, by clicks on a real store through the real threads."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from bizet_core.business.attachments.rules import thumbnail_of
from bizet_core.business.settings.queries import TheBusiness, business
from bizet_core.catalogue.services.queries import Services, all_services
from bizet_core.describe.languages.language import Locale, speak
from bizet_desk.desk import Desk
from tests.support.makers import Salon
from tests.support.widget_driver import UiDriver
from tests.ui.thumbnails.makers import RED, a_photo, photographed, shows
from ui.booking.new_booking_panel import NewBooking
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.fields.file_inputs import PictureInput
from ui.kit.shell.toast import Toast
from ui.kit.thumbnails import SIDE, thumbnails_of
from ui.selling.register import Register
from ui.selling.sell.sell_screen import SellScreen
from ui.selling.till_context import Counter


@pytest.fixture
def salon(salon: Salon) -> Salon:
    speak(Locale("en", "PT", "EUR", "Europe/Lisbon"))
    return salon


@pytest.fixture
def settings(desk: Desk, salon: Salon, qtbot: QtBot) -> UiDriver:
    window = QWidget()
    window.setObjectName("root")
    screen = SettingsScreen(desk, Toast(window), salon.location)
    screen.setParent(window)
    screen.resize(1180, 800)
    return UiDriver(qtbot, window)


def pictured(hands: UiDriver, name: str) -> bool:
    """Whether this row of the list shows a picture before its name."""
    model = hands.seen(QTableView, "Services").model()
    at = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)
    found = model.index(at, 0).data(Qt.ItemDataRole.DecorationRole)
    return isinstance(found, QPixmap) and shows(found.toImage())


def photo_of(desk: Desk, service: object) -> str | None:
    return next(row.photo for row in desk.ask_now(all_services, Services()) if row.id == service)


@pytest.mark.feature("1.1.5")
def test_a_services_picture_is_chosen_seen_and_taken_away_in_the_settings(
    settings: UiDriver, desk: Desk, salon: Salon, tmp_path: Path
) -> None:
    path = tmp_path / "cut.jpg"
    path.write_bytes(a_photo())
    settings.press("Services")
    settings.open_row("Cut & finish")
    settings.wait(lambda: settings.seen(QLineEdit, "Name").text() == "Cut & finish")
    entry = settings.seen(PictureInput, "")
    assert not entry.preview.isVisible()
    entry.take(path)
    assert shows(entry.preview.pixmap().toImage())
    settings.wait(lambda: len(str(entry.typed())) == 64)
    settings.press("Save")
    settings.wait(lambda: photo_of(desk, salon.cut) is not None)
    settings.wait(lambda: pictured(settings, "Cut & finish"), "the picture in the list")
    assert not pictured(settings, "Massage")
    settings.press("Take the picture away")
    settings.press("Save")
    settings.wait(lambda: photo_of(desk, salon.cut) is None)
    settings.wait(lambda: not pictured(settings, "Cut & finish"))


@pytest.mark.feature("1.1.5")
def test_a_kept_picture_is_seen_when_its_service_is_opened(settings: UiDriver, desk: Desk, salon: Salon) -> None:
    photographed(desk.store, salon.cut)
    settings.press("Services")
    settings.open_row("Cut & finish")
    entry = settings.seen(PictureInput, "")
    settings.wait(lambda: entry.preview.isVisible() and shows(entry.preview.pixmap().toImage()))


def test_a_list_without_pictures_looks_as_it_always_did(settings: UiDriver, salon: Salon) -> None:
    settings.press("Services")
    settings.reads("Cut & finish")
    model = settings.seen(QTableView, "Services").model()
    assert model.index(0, 0).data(Qt.ItemDataRole.DecorationRole) is None


@pytest.mark.feature("1.1.5")
def test_whoever_books_sees_what_the_service_looks_like(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    photographed(desk.store, salon.cut)
    panel = NewBooking(desk, salon.location, "EUR")
    hands = UiDriver(qtbot, panel)
    tile = hands.seen(QPushButton, "Cut & finish")
    hands.wait(lambda: shows(tile.grab().toImage()), "the picture on the tile")
    assert hands.seen(QPushButton, "Massage").icon().isNull()


@pytest.mark.feature("1.1.5")
def test_the_selling_tile_of_a_service_shows_its_picture(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    photographed(desk.store, salon.cut)
    window = QWidget()
    counter = Counter(desk, Toast(window), salon.location, "EUR", "Europe/Lisbon")
    register = Register(counter, lambda _content: None, lambda: None)
    register.setParent(window)
    screen = SellScreen(register)
    screen.setParent(window)
    screen.resize(900, 700)
    hands = UiDriver(qtbot, window)
    hands.wait(lambda: screen.board.tile("Massage") is not None)

    def is_pictured(name: str) -> bool:
        tile = screen.board.tile(name)  # made anew when products come
        return tile is not None and shows(tile.grab().toImage())

    hands.wait(lambda: is_pictured("Cut & finish"), "the picture on the tile")
    assert not is_pictured("Massage")


def test_a_question_never_waits_behind_more_than_one_picture(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    red, blue = photographed(desk.store, salon.cut), photographed(desk.store, salon.colour, "#1e28c8")
    photos, came = thumbnails_of(desk), list[str]()
    photos.came.connect(came.append)
    assert photos.small(red) is None
    assert photos.small(blue) is None
    desk.ask(business, TheBusiness(), then=lambda _found: came.append("the answer"))
    qtbot.waitUntil(lambda: len(came) == 3)
    assert came == [red, "the answer", blue]
    assert photos.small(red) is not None


def test_a_picture_this_device_does_not_hold_is_shown_when_it_has_come(desk: Desk, salon: Salon, qtbot: QtBot) -> None:
    hash = photographed(desk.store, salon.cut)
    with desk.store.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM attachment")
    photos = thumbnails_of(desk)
    photos.small(hash)
    qtbot.waitUntil(lambda: hash in photos._known)
    assert photos.small(hash) is None
    photographed(desk.store, salon.cut)
    qtbot.waitUntil(lambda: photos.small(hash) is not None)


def test_a_photograph_is_decoded_at_the_size_it_is_shown_in() -> None:
    made = thumbnail_of(a_photo(RED, (1600, 900)), SIDE)
    assert made is not None
    assert (made.side, len(made.pixels)) == (SIDE, SIDE * SIDE * 4)
    assert thumbnail_of(b"no picture", SIDE) is None
