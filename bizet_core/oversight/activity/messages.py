"""What each operation is called once it has been done, and what else its line says where the facts are there.

The words leave out who it was: that stands beside them, and most languages would need to know more about them.
"""

from collections.abc import Mapping

from bizet_core.business.access.rules import Happened
from bizet_core.describe.languages.language import N_

SENTENCES: dict[str, str] = {}

WORDS: Mapping[str, str] = {
    "access.note_session": N_("Came to a desk, or left it"),
    "calendar_import.import_bookings": N_("Booking imported"),
    "calendar_import.import_calendar": N_("Calendar imported"),
    "customers.add_customer": N_("Customer added"),
    "customers.add_note": N_("Note written"),
    "customers.edit_customer": N_("Details of a customer changed"),
    "devices.admit_device": N_("Device let in"),
    "devices.begin_life": N_("Device began anew after its data went back in time"),
    "devices.invite_device": N_("Device invited"),
    "devices.join_device": N_("Device joined"),
    "devices.lock_device": N_("Device locked"),
    "devices.revoke_device": N_("Device sent away"),
    "first_run.add_trade": N_("Added with a trade"),
    "first_run.remove_sample": N_("Sample data removed"),
    "first_run.set_up": N_("Business set up"),
    "customer_import.import_customers": N_("Customer imported"),
    "inbox.call_about_card": N_("Customer being asked about a card in the Inbox"),
    "inbox.came_after_all": N_("Card in the Inbox closed: what was lost has been sent again"),
    "inbox.reopen_card": N_("Card in the Inbox opened again"),
    "inbox.settle_card": N_("Settled from the Inbox"),
    "leases.force_lease": N_("Taken back what a device kept for itself"),
    "locations.add_location": N_("Location added"),
    "locations.edit_location": N_("Location changed"),
    "payment_methods.add_method": N_("Way of paying added"),
    "payment_methods.edit_method": N_("Way of paying changed"),
    "payment_methods.order_methods": N_("Ways of paying put in another order"),
    "payment_methods.remove_method": N_("Way of paying removed"),
    "printing.print_again": N_("Receipt printed again"),
    "products.add_product": N_("Product added"),
    "products.count_stock": N_("Stock counted"),
    "products.edit_product": N_("Product changed"),
    "products.remove_product": N_("Product removed"),
    "resources.add_resource": N_("Room or thing added"),
    "resources.edit_resource": N_("Room or thing changed"),
    "sales.refund": N_("Refund made"),
    "sales.sell": N_("Sale made"),
    "sales.void_sale": N_("Sale voided"),
    "bookings.book": N_("Booking made"),
    "bookings.move_booking": N_("Booking moved"),
    "bookings.resize_booking": N_("Booking made longer or shorter"),
    "bookings.set_booking_customer": N_("Customer of a booking changed"),
    "bookings.set_booking_note": N_("Note of a booking changed"),
    "bookings.set_status": N_("Status of a booking changed"),
    "services.add_category": N_("Category added"),
    "services.add_service": N_("Service added"),
    "services.edit_category": N_("Category changed"),
    "services.edit_service": N_("Service changed"),
    "services.remove_category": N_("Category removed"),
    "services.remove_service": N_("Service removed"),
    "settings.begin_business": N_("Business set up"),
    "settings.edit_business": N_("Business details changed"),
    "settings.edit_house_settings": N_("Settings changed"),
    "staff.add_staff": N_("Person added"),
    "staff.bring_back_staff": N_("Person brought back"),
    "staff.edit_staff": N_("Page or role of a person changed"),
    "staff.remove_staff": N_("Person removed"),
    "staff.set_pin": N_("PIN set"),
    "store.undo": N_("Taken back"),
    "taxes.add_rate": N_("Tax rate added"),
    "taxes.edit_rate": N_("Tax rate changed"),
    "taxes.remove_rate": N_("Tax rate removed"),
    "till.close_till": N_("Till closed and counted"),
    "till.move_cash": N_("Drawer opened, cash put in or taken out"),
    "till.open_till": N_("Till opened"),
    "timetable.add_closure": N_("Closed on some days"),
    "timetable.add_override": N_("Other hours set for some days"),
    "timetable.add_time_off": N_("Time off added"),
    "timetable.block_time": N_("Time blocked"),
    "timetable.remove_exception": N_("Time off, block or other hours taken back"),
    "timetable.set_hours": N_("Weekly hours set"),
}
"""By the operation's name."""

BY_CODE: Mapping[str, str] = {
    "kept_both": N_("Booking kept beside the one it overlaps"),
    "brought_back": N_("Brought back after the server had been restored"),
    "removed_again": N_("Removed again after the server had been restored"),
    "came_after_all": N_("Card in the Inbox closed: what was lost has been sent again"),
    "gives": N_("Gives a service from now on"),
    "gives_no_more": N_("Gives a service no more"),
    "not_settled": N_("Card in the Inbox could still not be settled"),
    "revived": N_("Brought back, because it was still needed"),
    "settled": N_("Card in the Inbox settled"),
    "settled_before": N_("Card in the Inbox was settled already"),
}
"""By the note's code, whichever operation left it; other codes add nothing to their operation's words."""

OF_ONE: Mapping[tuple[str, str], str] = {
    ("access.note_session", Happened.SIGNED_IN): N_("Signed in"),
    ("access.note_session", Happened.LOCKED): N_("Desk locked"),
    ("access.note_session", Happened.LOCKED_ITSELF): N_("Desk locked itself: nobody had touched it for a while"),
    ("access.note_session", Happened.CLOSED): N_("Bizet closed while signed in"),
    ("access.note_session", Happened.COMMAND_LINE): N_("Signed in on the command line"),
    ("access.note_session", Happened.WRONG_PIN): N_("Wrong PIN entered"),
    ("access.note_session", Happened.SHUT_OUT): N_("Wrong PIN entered again: the next try has to wait"),
    ("access.note_session", Happened.APPROVED): N_("Approved with a PIN"),
    ("staff.bring_back_staff", "brought_back"): N_("Person brought back"),
}
"""By operation and code, where a code means something else elsewhere."""

TOLD_AS: Mapping[str, str] = {
    "gives": "services.edit_service",
    "gives_no_more": "services.edit_service",
    "person_added": "staff.add_staff",
}
"""Codes of notes that other operations leave through this one: a first run adds people, a new service has some."""

FURTHER: Mapping[str, str] = {
    "access.note_session": N_("{permission}, for {whom}"),
    "calendar_import.import_bookings": N_("for {starts_at}"),
    "calendar_import.import_calendar": N_("{entries} new or moved, {gone} gone"),
    "devices.invite_device": "{name}",
    "devices.join_device": "{name}",
    "products.count_stock": N_("from {was} to {stock}"),
    "sales.refund": N_("{number}, {total}"),
    "sales.sell": N_("{number}, {total}"),
    "sales.void_sale": N_("{number}, {total}"),
    "bookings.book": N_("for {starts_at}"),
    "bookings.move_booking": N_("from {was} to {starts_at}"),
    "bookings.set_status": N_("from {was} to {status}"),
    "services.edit_service": "{service}",
    "settings.edit_house_settings": "{settings}",
    "till.close_till": N_("report {number}, difference {difference}"),
    "till.move_cash": "{amount}",
    "till.open_till": N_("float {float}"),
    "timetable.add_closure": N_("{first} to {last}"),
    "timetable.add_override": N_("{first} to {last}"),
    "timetable.add_time_off": N_("{first} to {last}"),
    "timetable.block_time": N_("{starts_at} to {ends_at}"),
    "timetable.remove_exception": "{label}",
    "timetable.set_hours": N_("from {was_week} to {week}"),
}
"""What the facts of a note add, where all that the sentence asks for is there."""

CHANGED = N_("{field} from {was} to {now}")
NEWER = N_("Something that this version of Bizet has no words for ({name})")
EMPTY = "–"

SILENT: Mapping[str, str] = {
    "carts.park_cart": "a parked cart is nobody's record",
    "carts.take_parked": "a parked cart is nobody's record",
    "inbox.tell_lost": "a server that was restored asks; its cards say what was lost",
    "leases.grant_lease": "devices share out stock between themselves",
    "leases.make_pool": "devices share out stock between themselves",
    "leases.regain_lease": "devices share out stock between themselves",
    "leases.return_lease": "devices share out stock between themselves",
    "bookings.end_holds": "nobody does it: the time of a hold is over",
}
"""Operations that leave no line in the history, and why."""
