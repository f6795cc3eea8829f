"""One line of a customer's history in words."""

from dataclasses import dataclass

from bizet_core.booking.bookings.model import Status
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.oversight.activity.telling import told as told_change
from bizet_core.oversight.customer_timeline.queries import Event

STATUSES = {
    Status.HOLD: N_("Held"),
    Status.PENDING: N_("Booked"),
    Status.CONFIRMED: N_("Confirmed"),
    Status.ARRIVED: N_("Arrived"),
    Status.IN_SERVICE: N_("In service"),
    Status.COMPLETED: N_("Completed"),
    Status.CANCELLED: N_("Cancelled"),
    Status.NO_SHOW: N_("Did not come"),
}
SALES = {"sale": N_("Receipt {number}"), "refund": N_("Refund {number}"), "void": N_("Void {number}")}
ICONS = {"booking": "calendar-days", "sale": "shopping-bag", "note": "sticky-note", "change": "history"}


@dataclass(frozen=True, slots=True)
class Line:
    """What stands on one line, and smaller below it."""

    icon: str
    words: str
    below: str


def told(event: Event) -> Line:
    """An event as a line."""
    when = isolate(show_part(event.at, "", reader()))
    parts = [when, _status(event), event.by]
    return Line(ICONS[event.kind], _words(event), " · ".join(part for part in parts if part))


def _words(event: Event) -> str:
    if event.kind == "sale":
        return _(SALES.get(event.status, SALES["sale"])).format(number=isolate(event.words))
    if event.kind == "change":
        return told_change(event.words, event.code, event.facts)
    return event.words


def _status(event: Event) -> str:
    return _(STATUSES[Status(event.status)]) if event.kind == "booking" else ""
