"""Roles and what each may do, as data; how long somebody waits who keeps typing wrong PINs; what is told of sessions.

A permission is a capability and a verb. OWN reaches a person's own bookings, hours and page; ANY reaches everybody's.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from bizet_core.describe.languages.language import N_
from bizet_core.store.operations.actor import ANY, OWN, Scope

PERMISSIONS: dict[str, str] = {
    "bookings.see": N_("See bookings"),
    "bookings.make": N_("Make bookings"),
    "bookings.change": N_("Move, check in and cancel bookings"),
    "bookings.overbook": N_("Book over what is full"),
    "sales.make": N_("Sell and take payment"),
    "sales.discount": N_("Give discounts by hand"),
    "sales.price": N_("Sell at another price than the catalogue's"),
    "sales.see": N_("See past sales"),
    "sales.refund": N_("Refund"),
    "sales.void": N_("Void a sale"),
    "till.open": N_("Open the till"),
    "till.close": N_("Count and close the till"),
    "till.move": N_("Put cash in or take it out"),
    "till.see": N_("See what the drawer should hold"),
    "customers.see": N_("See customers"),
    "customers.add": N_("Add customers"),
    "customers.change": N_("Change customers"),
    "customers.note": N_("Write notes about customers"),
    "staff.see": N_("See staff"),
    "staff.add": N_("Add staff"),
    "staff.change": N_("Change staff"),
    "staff.remove": N_("Remove staff"),
    "staff.pin": N_("Set PINs"),
    "timetable.see": N_("See working hours"),
    "timetable.change": N_("Change working hours and time off"),
    "resources.see": N_("See rooms and equipment"),
    "resources.change": N_("Change rooms and equipment"),
    "locations.see": N_("See locations"),
    "locations.change": N_("Change locations"),
    "services.see": N_("See services"),
    "services.change": N_("Change services"),
    "products.see": N_("See products"),
    "products.change": N_("Change products"),
    "products.stock": N_("Count stock"),
    "taxes.see": N_("See tax rates"),
    "taxes.change": N_("Change tax rates"),
    "attachments.see": N_("See pictures and files"),
    "attachments.add": N_("Add pictures and files"),
    "settings.see": N_("See settings"),
    "settings.change": N_("Change the business and its settings"),
    "settings.device": N_("Change the settings of this device"),
    "printing.use": N_("Print"),
    "history.see": N_("See the history of changes"),
    "imports.use": N_("Import"),
    "exports.use": N_("Export"),
    "backups.use": N_("Make backups"),
    "approvals.give": N_("Approve for others"),
    "devices.see": N_("See devices"),
    "devices.change": N_("Invite and send away devices"),
    "devices.take_back": N_("Take back what a device keeps for itself"),
    "inbox.see": N_("See the Inbox"),
    "inbox.settle": N_("Settle what waits in the Inbox"),
    "pages.see": N_("See the public page"),
    "hooks.receive": N_("Take in what other services send"),
    "hooks.see": N_("See what other services have sent"),
}
"""Every permission with the words that a role's page and a refusal use for it."""

_EVERYBODY = (
    "bookings.see", "customers.see", "staff.see", "timetable.see", "resources.see", "locations.see",
    "services.see", "products.see", "taxes.see", "attachments.see", "settings.see", "printing.use", "inbox.see",
    "pages.see",
)  # fmt: skip
_STAFF = (
    "bookings.make", "bookings.change", "sales.make", "sales.see", "till.open", "till.close", "customers.add",
    "customers.change", "customers.note", "attachments.add", "settings.device",
)  # fmt: skip
_THEIR_OWN = {"staff.change": OWN, "staff.pin": OWN}
_NOT_MANAGERS = frozenset({"settings.change", "taxes.change", "locations.change", "backups.use", "devices.change"})

GRANTS: Mapping[str, Mapping[str, Scope]] = {
    "owner": dict.fromkeys(PERMISSIONS, ANY),
    "admin": dict.fromkeys(PERMISSIONS, ANY),
    "manager": dict.fromkeys([name for name in PERMISSIONS if name not in _NOT_MANAGERS], ANY),
    "staff": {**dict.fromkeys(_EVERYBODY + _STAFF, ANY), **_THEIR_OWN, "timetable.change": OWN, "history.see": OWN},
    "contractor": {
        **dict.fromkeys((*_EVERYBODY, "bookings.make", "customers.note"), ANY),
        **_THEIR_OWN,
        "bookings.change": OWN,
    },
}
"""What each role may do. Owners and admins may do everything, what no permission is named for included."""

EVERYTHING = frozenset({"owner", "admin"})

FREE_TRIES = 5
_WAITS = (30, 60, 120, 300, 900, 3600)  # seconds after the fifth wrong PIN, the sixth, …


def wait_after(failed: int) -> timedelta:
    """How long a person waits after so many wrong PINs in a row; nothing before the fifth, an hour at most."""
    if failed < FREE_TRIES:
        return timedelta(0)
    return timedelta(seconds=_WAITS[min(failed - FREE_TRIES, len(_WAITS) - 1)])


class Happened(StrEnum):
    """What the activity log tells of who is at a desk; each is the code of its lines."""

    SIGNED_IN = "signed_in"
    LOCKED = "locked"  # by hand: the person who was at the desk has left it
    LOCKED_ITSELF = "locked_itself"  # nobody had touched it for a while
    CLOSED = "closed"  # the program ended, with somebody at the desk
    COMMAND_LINE = "command_line"
    WRONG_PIN = "wrong_pin"
    SHUT_OUT = "shut_out"  # one wrong PIN too many: from here on each further one costs a wait
    APPROVED = "approved"


BY_ANYBODY = frozenset({Happened.WRONG_PIN, Happened.SHUT_OUT})
"""What is told of the person whose PIN was tried, though nobody knows who tried it."""

_MOST = {Happened.COMMAND_LINE: 1}


def most_in_an_hour(what: Happened) -> int:
    """How many such lines there are of one person at one desk: somebody who hammers, or a script, fills no journal."""
    return _MOST.get(what, 60)
