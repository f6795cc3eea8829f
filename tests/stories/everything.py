"""One business in which every operation of the house happens at least once; others replay and inspect it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from bizet_core.booking.bookings.model import Status
from bizet_core.booking.bookings.operations import (
    EndHolds,
    SetBookingCustomer,
    SetBookingNote,
    SetStatus,
    book,
    end_holds,
    move_booking,
    resize_booking,
    set_booking_customer,
    set_booking_note,
    set_status,
)
from bizet_core.booking.bookings.requests import Book, MoveBooking, PartAsked, ResizeBooking
from bizet_core.booking.calendar_import.operations import (
    EntryGiven,
    ImportBookings,
    ImportCalendar,
    calendar_of,
    import_bookings,
    import_calendar,
)
from bizet_core.booking.day_view.booking_details import OfBooking, booking
from bizet_core.business.access.operations import NoteSession, note_session
from bizet_core.business.access.rules import Happened
from bizet_core.business.devices.model import DeviceRole, DeviceState
from bizet_core.business.devices.operations import (
    BeginLife,
    InviteDevice,
    JoinDevice,
    LockDevice,
    OfDevice,
    admit_device,
    begin_life,
    invite_device,
    join_device,
    lock_device,
    revoke_device,
)
from bizet_core.business.leases.model import LeaseKind
from bizet_core.business.leases.operations import (
    GrantLease,
    MakePool,
    OfLease,
    RegainLease,
    TakeBack,
    force_lease,
    grant_lease,
    make_pool,
    regain_lease,
    return_lease,
)
from bizet_core.business.locations.operations import AddLocation, EditLocation, add_location, edit_location
from bizet_core.business.resources.operations import EditResource, edit_resource
from bizet_core.business.settings.operations import EditBusiness, EditHouseSettings, edit_business, edit_house_settings
from bizet_core.business.staff.operations import (
    BringBackStaff,
    EditStaff,
    RemoveStaff,
    SetPin,
    bring_back_staff,
    edit_staff,
    remove_staff,
    set_pin,
)
from bizet_core.catalogue.products.operations import (
    CountStock,
    EditProduct,
    RemoveProduct,
    count_stock,
    edit_product,
    remove_product,
)
from bizet_core.catalogue.services.operations import (
    AddCategory,
    EditCategory,
    RemoveCategory,
    RemoveService,
    add_category,
    edit_category,
    edit_service,
    remove_category,
    remove_service,
)
from bizet_core.catalogue.services.queries import Categories, OneService, categories, service_form
from bizet_core.catalogue.services.requests import EditService, PersonGiven
from bizet_core.catalogue.taxes.operations import AddRate, EditRate, RemoveRate, add_rate, edit_rate, remove_rate
from bizet_core.catalogue.timetable.operations import (
    AddClosure,
    AddOverride,
    AddTimeOff,
    BlockTime,
    RemoveException,
    add_closure,
    add_override,
    add_time_off,
    block_time,
    remove_exception,
)
from bizet_core.oversight.inbox.after_restore.lost_rows import card_of
from bizet_core.oversight.inbox.operations import (
    CameAfterAll,
    Choice,
    LostCard,
    OfCard,
    SettleCard,
    TellLost,
    call_about_card,
    came_after_all,
    reopen_card,
    settle_card,
    tell_lost,
)
from bizet_core.oversight.inbox.queries import OpenCards, open_cards
from bizet_core.people.customers.operations import (
    AddCustomer,
    AddNote,
    EditCustomer,
    add_customer,
    add_note,
    edit_customer,
)
from bizet_core.selling.carts.operations import CartContent, CartLine, ParkCart, TakeParked, park_cart, take_parked
from bizet_core.selling.payment_methods.model import PaymentKind
from bizet_core.selling.payment_methods.operations import (
    AddMethod,
    EditMethod,
    OrderMethods,
    RemoveMethod,
    add_method,
    edit_method,
    order_methods,
    remove_method,
)
from bizet_core.selling.printing.operations import PrintAgain, print_again
from bizet_core.selling.sales.operations import Refund, Sell, TenderAsked, VoidSale, refund, sell, void_sale
from bizet_core.selling.till.operations import CloseTill, MoveCash, OpenTill, close_till, move_cash, open_till
from bizet_core.setup.customer_import.operations import CustomerGiven, ImportCustomers, import_customers
from bizet_core.setup.first_run.operations import add_trade, remove_sample
from bizet_core.setup.first_run.sample import RemoveSample
from bizet_core.store import Store, Undo, undo
from bizet_core.store.tables.ids import new_id
from resources.sample import TRADES
from resources.sample.requests import trade_request
from tests.support.makers import Salon, a_salon, cart_line


def everything(store: Store, *, as_server: bool = True) -> Salon:
    """Live through it; `as_server` with what a server alone does."""
    salon = a_salon(store)
    change_the_house(salon)
    change_the_catalogue(salon)
    change_the_people(salon)
    change_the_hours(salon)
    live_a_day(salon)
    bring_along(salon)
    if as_server:
        let_devices_in(salon)
        set_aside(salon)
    return salon


def set_aside(salon: Salon) -> None:
    """A pool of seats and one of places: leased, handed back, taken back."""
    store, me = salon.store, salon.store.identity
    seats, places, kept, forced = (new_id() for _ in range(4))
    row = {new_id(): name for name in ("A1", "A2", "A3")}
    store.do(make_pool, MakePool(id=seats, size=3, units=row))
    store.do(make_pool, MakePool(id=places, size=10))
    holder = {"device": me.device, "inc": me.inc}
    some = tuple(sorted(row))[:2]
    store.do(grant_lease, GrantLease(id=kept, kind=LeaseKind.UNITS, pool=seats, units=some, **holder))
    store.do(grant_lease, GrantLease(id=forced, kind=LeaseKind.AMOUNT, pool=places, many=4, **holder))
    store.do(return_lease, OfLease(lease=kept))
    lost = {"id": new_id(), "device": me.device, "inc": me.inc}
    store.do(regain_lease, RegainLease(kind=LeaseKind.AMOUNT, pool=places, size=2, **lost))
    store.do(force_lease, TakeBack(lease=forced, reason="It was lost"))
    lose_a_booking(salon)


def lose_a_booking(salon: Salon) -> None:
    """As after a restore: a desk still shows what the server lacks, and then sends it after all."""
    store, op, visit = salon.store, new_id(), new_id()
    about = {"facts": {"what": "booking", "n": 1, "ours": {}}, "subject": "booking", "subject_id": visit}
    by = {"device": store.identity.device, "actor": None, "actor_name": "Bizet", "at": store.clock()}
    rows = (("booking", visit, op),)
    card = LostCard(
        op=op, code="lost_row", name="bookings.book", amount=None, currency="", rows=rows, **about, **by
    )  # fmt: skip
    store.do(tell_lost, TellLost(cards=(card,)))
    store.do(came_after_all, CameAfterAll(cards=(card_of(op),)))


def let_devices_in(salon: Salon) -> None:
    """A second desk joins, is locked, let in again, counts anew, and is sent away."""
    store, id = salon.store, new_id()
    invited = store.do(invite_device, InviteDevice(code="AB12-CD34", name="Desk 2", location=salon.location)).result
    asks = JoinDevice(id=id, key=bytes(32), name="Desk 2", role=DeviceRole.DESK, state=DeviceState.ASKING,
                      invitation=invited)  # fmt: skip
    store.do(join_device, asks)
    store.do(admit_device, OfDevice(device=id))
    store.do(lock_device, LockDevice(device=id))
    settle_a_card(store)
    store.do(begin_life, BeginLife(device=id, inc=2))
    store.do(revoke_device, OfDevice(device=id))


def settle_a_card(store: Store) -> None:
    """The locked device is a concern: somebody is called, thinks again, and leaves it as it is."""
    card = store.ask(open_cards, OpenCards())[0].id
    store.do(call_about_card, OfCard(card=card))
    store.do(reopen_card, OfCard(card=card))
    store.do(settle_card, SettleCard(card=card, choice=Choice.THEIRS))


def change_the_house(salon: Salon) -> None:
    store = salon.store
    store.do(edit_business, EditBusiness(receipt_footer="Obrigada! شكرا 谢谢"))
    store.do(edit_house_settings, EditHouseSettings(slot_interval=10))
    annex = store.do(add_location, AddLocation(name="Annex", address="Rua 1", zone="Atlantic/Azores")).result
    store.do(edit_location, EditLocation(location=annex, phone="+351213456789"))
    rate = store.do(add_rate, AddRate(tax_class="reduced", name="VAT 6 %", rate=60_000)).result
    store.do(edit_rate, EditRate(tax=rate, rate=130_000))
    store.do(remove_rate, RemoveRate(tax=rate))


def change_the_catalogue(salon: Salon) -> None:
    store = salon.store
    hair = store.ask(categories, Categories())[0].id
    store.do(edit_category, EditCategory(category=hair, name="Hair & beard"))
    form = store.ask(service_form, OneService(service=salon.cut))
    store.do(edit_service, form)
    alone = EditService(service=salon.cut, staff=(PersonGiven(staff=salon.ines),))
    store.do(undo, Undo(op=store.do(edit_service, alone).op_id))
    spare = store.do(edit_resource, EditResource(resource=salon.chair, capacity=3))
    store.do(undo, Undo(op=spare.op_id))
    store.do(edit_product, EditProduct(product=salon.shampoo, price=1500))
    store.do(count_stock, CountStock(product=salon.shampoo, stock=20))
    store.do(undo, Undo(op=store.do(remove_product, RemoveProduct(product=salon.shampoo)).op_id))
    store.do(undo, Undo(op=store.do(remove_service, RemoveService(service=salon.massage)).op_id))
    empty = store.do(add_category, AddCategory(name="Nails")).result
    store.do(remove_category, RemoveCategory(category=empty))
    store.do(add_trade, trade_request(TRADES["shop"], salon.location, "EUR"))


def change_the_people(salon: Salon) -> None:
    store = salon.store
    store.do(edit_customer, EditCustomer(customer=salon.olivia, alert="PPD allergy", favourite=True))
    store.do(add_note, AddNote(customer=salon.olivia, words="Prefers mornings. 喜欢茶"))
    store.do(edit_staff, EditStaff(staff=salon.bea, bio="Ten years of colour", daily_limit=20))
    store.do(set_pin, SetPin(staff=salon.bea, pin="135791"))
    come_and_go(salon)
    store.do(remove_staff, RemoveStaff(staff=salon.bea))
    store.do(bring_back_staff, BringBackStaff(staff=salon.bea))


def come_and_go(salon: Salon) -> None:
    """Bea comes, has something approved by Carmen, and leaves."""
    bea, owner = salon.actor(salon.bea), salon.actor(salon.owner)
    salon.store.do(note_session, NoteSession(what=Happened.SIGNED_IN), actor=bea)
    yes = NoteSession(what=Happened.APPROVED, permission="sales.refund", whom=bea.name, reason="a regular")
    salon.store.do(note_session, yes, actor=owner)
    salon.store.do(note_session, NoteSession(what=Happened.LOCKED), actor=bea)


def change_the_hours(salon: Salon) -> None:
    store, day = salon.store, date(2026, 4, 7)
    store.do(
        add_closure, AddClosure(resource=salon.location, first_day=date(2026, 12, 25), last_day=date(2026, 12, 25))
    )
    off = store.do(add_time_off, AddTimeOff(resource=salon.ines, first_day=day, last_day=day + timedelta(3))).result
    store.do(remove_exception, RemoveException(exception=off))
    store.do(add_override, AddOverride(resource=salon.bea, first_day=day, last_day=day, hours=((12 * 60, 26 * 60),)))
    begins = datetime(2026, 4, 8, 10, tzinfo=UTC)
    store.do(block_time, BlockTime(resource=salon.room, starts_at=begins, ends_at=begins + timedelta(hours=1)))


def bring_along(salon: Salon) -> None:
    """Customers from a list, and a colleague's calendar as busy time and as bookings."""
    store, calendar = salon.store, calendar_of(salon.bea, "Work")
    store.do(add_customer, AddCustomer(name="Sam Ple", sample=True))
    store.do(remove_sample, RemoveSample())
    rows = (CustomerGiven(row=2, name="Zoë Blanc", phones=("+351912345678",), note="Tea"),)
    store.do(import_customers, ImportCustomers(customers=rows))
    begins = datetime(2026, 4, 9, 10, tzinfo=UTC)
    entry = EntryGiven(key=new_id(), starts_at=begins, ends_at=begins + timedelta(hours=1), words="Dentist")
    steps: tuple[dict[str, Any], ...] = ({"entries": (entry,)}, {"gone": (entry.key,)})
    for more in steps:
        store.do(import_calendar, ImportCalendar(resource=salon.bea, calendar=calendar, **more))
        store.do(
            import_bookings,
            ImportBookings(location=salon.location, resource=salon.bea, calendar=calendar, **more),
        )


def live_a_day(salon: Salon) -> None:
    store = salon.store
    visit = store.do(book, a_visit(salon, 9)).result
    part = store.ask(booking, OfBooking(booking=visit)).parts[0]
    store.do(move_booking, MoveBooking(booking=visit, starts_at=at(10), staff=salon.bea))
    store.do(resize_booking, ResizeBooking(booking=visit, part=part.id, ends_at=at(11)))
    store.do(set_booking_customer, SetBookingCustomer(booking=visit, customer=salon.olivia))
    store.do(set_booking_note, SetBookingNote(booking=visit, note="tea"))
    store.do(set_status, SetStatus(booking=visit, status=Status.ARRIVED))
    store.do(book, a_visit(salon, 15, status=Status.HOLD, hold_until=store.clock()))
    store.do(end_holds, EndHolds())
    sell_and_take_back(salon, visit)


def name_ways_of_paying(store: Store) -> None:
    cheque = store.do(add_method, AddMethod(name="Cheque", kind=PaymentKind.CHEQUE)).result
    store.do(edit_method, EditMethod(method=cheque, needs_reference=True))
    store.do(order_methods, OrderMethods(first=(cheque,)))
    store.do(remove_method, RemoveMethod(method=cheque))


def sell_and_take_back(salon: Salon, visit: Any) -> None:
    store = salon.store
    name_ways_of_paying(store)
    store.do(open_till, OpenTill(float=10_000))
    part = store.ask(booking, OfBooking(booking=visit)).parts[0]
    service = cart_line(
        id=new_id(), kind="service", item=part.service, name=part.name, unit_price=part.price, tax_class=part.tax_class,
        part=part.id, staff=part.staff,
    )  # fmt: skip
    bottle = cart_line(
        id=new_id(), kind="product", item=salon.shampoo, name="Shampoo", unit_price=1500, tax_class="standard",
        quantity=2000,
    )  # fmt: skip
    parked = store.do(park_cart, ParkCart(content=CartContent(lines=(service, bottle)), label="Olivia")).result
    content = store.do(take_parked, TakeParked(parked=parked)).result
    due = part.price + 3000
    paid = (TenderAsked(method="card", given=2000, reference="0815"), TenderAsked(method="cash", given=due))
    asked = Sell(content=content, tenders=paid, location=salon.location, customer=salon.olivia)
    sale = store.do(sell, asked).result
    store.do(print_again, PrintAgain(sale=sale))
    store.do(refund, Refund(sale=sale, quantities={bottle.id: 1000}, reason="leaks"))
    wrong = Sell(content=CartContent(lines=(bottle_again(bottle),)), tenders=paid[1:], location=salon.location)
    store.do(void_sale, VoidSale(sale=store.do(sell, wrong).result, reason="wrong customer"))
    store.do(move_cash, MoveCash(amount=-500, reason="milk"))
    store.do(close_till, CloseTill(total=1, reason="counted in a hurry"))


def bottle_again(bottle: CartLine) -> CartLine:
    import msgspec

    return msgspec.structs.replace(bottle, id=new_id())


def a_visit(salon: Salon, hour: int, **more: Any) -> Book:
    part = PartAsked(service=salon.cut, staff=salon.ines, addons=(salon.gloss,))
    return Book(location=salon.location, starts_at=at(hour), parts=(part,), **more)


def at(hour: int) -> datetime:
    return datetime(2026, 3, 12, hour, tzinfo=UTC)
