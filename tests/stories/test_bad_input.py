"""Bad input, at the desk and below it: each is told in a full sentence, and nothing is lost."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from bizet_core.base.refusals import Refused
from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.catalogue.services.operations import AddService, add_service
from bizet_core.catalogue.services.requests import LengthGiven
from bizet_core.catalogue.timetable.operations import BlockTime, block_time
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.languages.sentences import word
from bizet_core.oversight.customer_timeline.queries import card
from bizet_core.people.customers.operations import AddCustomer, AddNote, add_customer, add_note
from bizet_core.people.customers.queries import FindCustomers, OneCustomer, find_customers
from bizet_core.store import Store
from bizet_core.store.database.engines import desk_engine
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.storage.keys import load
from bizet_desk.storage.opening import open_desk
from bizet_desk.storage.paths import Places
from tests.conftest import Clock
from tests.stories.conftest import START
from tests.support.makers import Salon
from ui.tools.demo import Demo

NAMES = ("محمد عبد الله", "สมชาย ใจดี", "👩🏽‍🦱 Zoë", "ﷺ", "O'Brien; DROP TABLE customers", "<b>Bold</b> & Sons")
TEN_MEGABYTES = 10 * 1024 * 1024


def told(refusal: Refused | Invalid) -> list[str]:
    """The sentences of a refusal."""
    sentences = list(refusal.errors.values()) if isinstance(refusal, Invalid) else [word(refusal)]
    assert all(is_sentence(words) for words in sentences), sentences
    return sentences


def is_sentence(words: str) -> bool:
    return (
        len(words.split()) >= 3
        and words.rstrip("\u2069").endswith(".")
        and "no words" not in words
        and "{" not in words
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.feature("2.2.1")
def test_any_name_is_kept_found_and_booked(morning: Demo, name: str) -> None:
    hands = morning.hands
    hands.click_time("Anna Nowak", morning.start)
    hands.write_into(name, "Walk-in, or find a customer")
    hands.key("Return")
    hands.press("Patch test")
    hands.press("Book")
    hands.wait(lambda: hands.said.startswith("Booked"), "the booking")
    hands.wait(lambda: hands.card(name), f"a card of {name}")
    desk = morning.program.desk
    assert desk is not None
    assert [row.name for row in desk.ask_now(find_customers, FindCustomers(typed=name))] == [name]


@pytest.mark.feature("2.2.3")
def test_a_phone_number_of_letters_is_told(salon: Salon) -> None:
    with pytest.raises((Refused, Invalid)) as refused:
        salon.store.do(add_customer, AddCustomer(name="Ana", phone="call me maybe"))
    assert told(refused.value)
    assert salon.store.ask(find_customers, FindCustomers(typed="Ana")) == ()


@pytest.mark.feature("2.2.8")
def test_a_note_of_ten_megabytes_is_kept(salon: Salon) -> None:
    words = "Likes tea. " * (TEN_MEGABYTES // 11)
    salon.store.do(add_note, AddNote(customer=salon.olivia, words=words))
    (note,) = salon.store.ask(card, OneCustomer(customer=salon.olivia)).notes
    assert note.words
    assert words.startswith(note.words.rstrip("…").rstrip())


def test_an_end_before_a_start_is_told(salon: Salon) -> None:
    start = datetime(2026, 3, 12, 10, tzinfo=UTC)
    with pytest.raises((Refused, Invalid)) as refused:
        salon.store.do(block_time, BlockTime(resource=salon.ines, starts_at=start, ends_at=start - timedelta(hours=1)))
    assert told(refused.value)


def test_a_service_of_zero_minutes_is_told(salon: Salon) -> None:
    with pytest.raises((Refused, Invalid)) as refused:
        salon.store.do(add_service, AddService(name="Blink", lengths=(LengthGiven(minutes=0, price=100),)))
    assert told(refused.value)


def test_a_price_below_zero_is_told(salon: Salon) -> None:
    with pytest.raises((Refused, Invalid)) as refused:
        salon.store.do(add_service, AddService(name="Gift", lengths=(LengthGiven(minutes=30, price=-1),)))
    assert told(refused.value)
    with pytest.raises((Refused, Invalid)) as refused:
        salon.store.do(add_product, AddProduct(name="Gift", price=-1))
    assert told(refused.value)


def test_a_clock_hours_behind_breaks_no_series(salon: Salon, clock: Clock) -> None:
    """The clock of the computer jumps back: what is done still comes after what was done."""
    first = salon.store.do(add_customer, AddCustomer(name="Before"))
    clock.pass_by(hours=-7)
    second = salon.store.do(add_customer, AddCustomer(name="After"))
    clock.pass_by(hours=13)
    third = salon.store.do(add_customer, AddCustomer(name="Later"))
    assert len({first.op_id, second.op_id, third.op_id}) == 3
    found = {
        row.name
        for name in ("Before", "After", "Later")
        for row in salon.store.ask(find_customers, FindCustomers(typed=name))
    }
    assert {"Before", "After", "Later"} <= found


def fill_up(store: Store) -> None:
    for _time in range(60):
        store.do(add_customer, AddCustomer(name="Somebody " * 20))


def test_a_full_disk_is_told_and_the_day_goes_on_when_there_is_room(morning: Demo) -> None:
    hands, store = morning.hands, morning.program.desk.store  # type: ignore[union-attr]
    with store.engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(Refused, match="disk_full") as refused:
        fill_up(store)
    assert told(refused.value)
    hands.click_time("Anna Nowak", morning.start)
    hands.press("Patch test")
    hands.press("Book")
    problem = hands.wait(lambda: hands.front.shell.panel.content().problem, "the panel")  # type: ignore[union-attr]
    hands.wait(lambda: problem.isVisible(), "the sentence")
    assert problem.accessibleName() == "The disk is full. Nothing was lost; make room and try again."
    with store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    hands.press("Book")
    hands.wait(lambda: hands.said.startswith("Booked"), "the booking")


def test_a_database_of_a_newer_version_is_left_as_it_is(sample_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    places = Places(home, home / "state")
    engine = desk_engine(places.desk, load(places, "").file)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_from_the_future'"))
    engine.dispose()
    before = places.desk.read_bytes()
    with pytest.raises(Refused, match="file_newer") as refused:
        open_desk(places, clock=lambda: START)
    assert told(refused.value)
    assert places.desk.read_bytes() == before


def test_a_printer_that_vanishes_in_the_middle_loses_no_receipt(
    open_morning: Callable[[], Demo], printer: PrinterSimulator
) -> None:
    """The cable is pulled inside the receipt: it is told, the sale stands, and the receipt comes again as a copy."""
    morning = open_morning()
    morning.sign_in()
    printer.faults.drop_after = 200
    hands = morning.hands
    said: list[str] = []
    desk = morning.program.desk
    assert desk is not None
    desk.refused.connect(lambda refusal: said.append(word(refusal)))
    hands.click_time("Anna Nowak", morning.start)
    hands.press("Patch test")
    hands.press("Book and take payment")
    hands.press("Charge €")
    hands.wait(lambda: said, "the trouble in words")
    assert is_sentence(said[0])
    sold = morning.sales()[-1].row
    assert sold.total.amount == 1000
    hands.wait(lambda: sold.number in printer.paper.text and printer.paper.cuts, "the copy")
