"""The till's day: opened, moved, counted, closed, by clicks."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest

from bizet_core.business.settings.operations import EditHouseSettings, edit_house_settings
from bizet_core.describe.formats.numbers import plain
from bizet_core.selling.till.queries import Closed, OfDevice, closings, till_state
from bizet_core.selling.till.report_rows import groups_of, totals_of
from bizet_core.store import SYSTEM
from bizet_core.store.journal.cards import CardKind, put_card
from bizet_core.store.tables.ids import new_id
from tests.ui.register.conftest import Shop
from ui.selling.till.cash_movements import MoveForm
from ui.selling.till.till_screen import TillScreen


@pytest.fixture
def till(shop: Shop) -> TillScreen:
    screen = TillScreen(shop.register.counter)
    shop.page.addWidget(screen)
    shop.page.setCurrentWidget(screen)
    shop.wait(lambda: screen.state is not None or screen.opening is not None)
    return screen


def expected(shop: Shop) -> int | None:
    state = shop.desk.ask_now(till_state, OfDevice(device=shop.register.counter.device))
    return state.expected.amount if state and state.expected else None


def past(shop: Shop) -> tuple[Closed, ...]:
    found: tuple[Closed, ...] = shop.desk.ask_now(closings, OfDevice(device=shop.register.counter.device))
    return found


def opened(shop: Shop, till: TillScreen, float: str = "100") -> None:
    assert till.opening is not None
    shop.touch.write(till.opening.field, float)
    shop.touch.tap(till.opening.open_button)
    shop.wait(lambda: till.state is not None)


def counting(shop: Shop, till: TillScreen) -> None:
    shop.touch.tap(till.close_button)
    shop.wait(lambda: till.counting is not None and till.counting.isVisible())


def test_the_till_is_opened_in_three_touches(shop: Shop, till: TillScreen) -> None:
    shop.touch.count = 1  # the rail
    opened(shop, till)
    assert shop.touch.count <= 3
    assert expected(shop) == 10_000
    assert "Float €100.00" in plain(till.facts.text())


def hold_a_sale(shop: Shop) -> None:
    """The server has kept a sale of 12.00 that it could not do."""
    store, me = shop.desk.store, shop.desk.store.identity
    with store.transaction() as connection:
        work = store.work_for(connection, new_id(), SYSTEM, store.clock(), me.device, me.inc)
        with store.capturing(work):
            about = {"subject": "sale", "subject_id": new_id(), "amount": 1200, "currency": "EUR"}
            put_card(work, CardKind.HELD, "operation_unknown", "sales.sell", {}, **about)
    shop.desk.changed.emit(frozenset({"inbox_card"}))  # as a round of agreeing with the server does


def test_what_the_server_has_not_accepted_is_said_beside_the_totals(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    assert till.unposted.isHidden()
    hold_a_sale(shop)
    shop.wait(lambda: not till.unposted.isHidden())
    assert plain(till.unposted.accessibleName()) == "Unposted: €12.00 in 1 sale not accepted yet"


def test_a_blind_count_shows_nothing_to_count_towards(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    assert "in the drawer" not in till.facts.text()
    counting(shop, till)
    assert till.counting is not None
    assert till.counting.difference.isHidden()


def test_cash_goes_in_and_out_with_reasons(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    shop.touch.tap(till.pay_out)
    form = till.form
    assert isinstance(form, MoveForm)
    shop.touch.write(form.field, "15")
    shop.touch.tap(form.give)
    shop.wait(lambda: form._why.text() != "")  # a reason is asked for, the amount stays
    assert form.field.text() == "15"
    shop.touch.tap(form.quick[1])
    shop.touch.tap(form.give)
    shop.wait(lambda: expected(shop) == 8500)
    shop.wait(lambda: shop.jobs() == ["drawer"])


def test_more_than_the_drawer_holds_is_refused_in_words(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    till.move_cash("pay_out")
    form = till.form
    assert isinstance(form, MoveForm)
    form.field.setText("500")
    form.reason.setText("bank")
    shop.touch.tap(form.give)
    shop.wait(lambda: "less" in form._why.text())


def test_the_drawer_opens_by_f10_only_with_a_reason(shop: Shop) -> None:
    shop.open_till()
    QTest.keyClick(shop.window, Qt.Key.Key_F10)
    form = shop.panel.form
    assert isinstance(form, MoveForm)
    assert shop.jobs() == []
    shop.touch.tap(form.quick[0])
    shop.wait(lambda: shop.jobs() == ["drawer"])


def test_a_count_that_fits_closes_the_day_and_prints_its_z(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    counting(shop, till)
    page = till.counting
    assert page is not None
    shop.touch.write(page.fields[5000], "1")
    for _ in range(5):
        QTest.keyClick(page.fields[1000], Qt.Key.Key_Up)
    assert plain(page.amount.text()) == "€100.00"
    shop.touch.tap(page.close_button)
    shop.wait(lambda: len(past(shop)) == 1)
    assert past(shop)[0].difference.amount == 0
    shop.wait(lambda: shop.jobs() == ["z_report"])
    shop.wait(lambda: till.opening is not None)


def test_closing_warns_of_money_in_the_inbox_and_its_z_says_how_much(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    counting(shop, till)
    page = till.counting
    assert page is not None
    assert page.waiting.isHidden()
    hold_a_sale(shop)
    shop.wait(lambda: not page.waiting.isHidden())
    assert plain(page.waiting.accessibleName()).startswith("1 card about money waits in the Inbox.")
    shop.touch.write(page.fields[10000], "1")
    shop.touch.tap(page.close_button)  # it is no reason not to go home
    shop.wait(lambda: len(past(shop)) == 1)
    (closed,) = past(shop)
    assert closed.totals["unposted"] == {"count": 1, "amount": 1200}
    assert ("1 document not accepted yet", 1200) in groups_of(totals_of(closed))[-1]  # of the paper as of the screen


def test_whoever_may_not_see_the_drawer_is_asked_why_without_being_told_what_was_expected(
    shop: Shop, till: TillScreen
) -> None:
    opened(shop, till)
    shop.desk.sign_in(shop.salon.actor(shop.salon.ines))
    screen = TillScreen(shop.register.counter)
    shop.page.addWidget(screen)
    shop.page.setCurrentWidget(screen)
    shop.wait(lambda: screen.state is not None)
    counting(shop, screen)
    page = screen.counting
    assert page is not None
    page.sum.setText("98.50")
    shop.touch.tap(page.close_button)
    shop.wait(lambda: not page.reason.isHidden())
    assert page.difference.isHidden()
    shop.type_in(page.reason, "miscounted")
    shop.touch.tap(page.close_button)
    shop.desk.sign_in(SYSTEM)
    shop.wait(lambda: len(past(shop)) == 1)
    assert past(shop)[0].difference.amount == -150


def test_a_difference_is_shown_after_the_count_and_needs_a_reason(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    counting(shop, till)
    page = till.counting
    assert page is not None
    page.sum.setText("98.50")
    shop.touch.tap(page.close_button)
    shop.wait(lambda: not page.difference.isHidden())
    assert "1.50" in plain(page.difference.text())
    shop.type_in(page.reason, "miscounted")
    shop.touch.tap(page.close_button)
    shop.wait(lambda: len(past(shop)) == 1)
    assert (past(shop)[0].difference.amount, past(shop)[0].reason) == (-150, "miscounted")


def test_a_house_that_counts_openly_sees_what_it_should_hold(shop: Shop) -> None:
    shop.desk.do_now(edit_house_settings, EditHouseSettings(blind_count=False))
    shop.open_till()
    screen = TillScreen(shop.register.counter)
    shop.page.addWidget(screen)
    shop.page.setCurrentWidget(screen)
    shop.wait(lambda: screen.state is not None and not screen._blind)
    screen.count()
    page = screen.counting
    assert page is not None
    assert not page.difference.isHidden()
    assert "Expected €100.00" in plain(page.difference.text())


def test_the_x_report_adds_up_and_changes_nothing(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    shop.add("massage")
    shop.panel.pay.choose("cash")
    shop.panel.pay.take_payment()
    shop.wait(lambda: till.so_far is not None and any("€55.00" in plain(row) for row in till.so_far.words()))
    assert till.so_far is not None
    rows = [plain(row) for row in till.so_far.words()]
    assert "Sold €55.00" in rows
    assert "Cash €55.00" in rows
    assert any(row.startswith("Tax: IVA") and row.endswith("€10.28") for row in rows)
    assert past(shop) == ()


def test_the_next_morning_begins_with_what_the_last_count_left(shop: Shop, till: TillScreen) -> None:
    opened(shop, till, "80")
    counting(shop, till)
    assert till.counting is not None
    till.counting.sum.setText("80")
    shop.touch.tap(till.counting.close_button)
    shop.wait(lambda: till.opening is not None)
    opening = till.opening
    assert opening is not None
    shop.wait(lambda: plain(opening.field.text()) == "€80.00")
    shop.touch.tap(opening.open_button)
    shop.wait(lambda: expected(shop) == 8000)


def test_whoever_closes_is_told_even_where_the_till_is_seen_closed_before(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    counting(shop, till)
    assert till.counting is not None
    till.counting.sum.setText("100")
    shop.touch.tap(till.counting.close_button)
    till._show_state(None)  # a busy computer may answer the screen's question first
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    shop.wait(lambda: shop.said() == "The till is closed.")
    shop.wait(lambda: till.opening is not None)


def test_past_closings_are_listed_with_their_details(shop: Shop, till: TillScreen) -> None:
    opened(shop, till)
    counting(shop, till)
    assert till.counting is not None
    till.counting.sum.setText("100")
    shop.touch.tap(till.counting.close_button)
    shop.wait(lambda: till.list.count() == 1 and till.z_report is not None)
    assert till.z_report is not None
    assert "Cash counted €100.00" in [plain(row) for row in till.z_report.words()]
