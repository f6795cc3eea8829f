"""The words of a booking's statuses, and how a card's status looks."""

from bizet_core.booking.bookings.messages import STATUS_WORDS
from bizet_core.booking.day_view.day_rows import Card
from bizet_core.describe.languages.language import N_, _
from resources.theme import StatusLook, status_look

WORDS = STATUS_WORDS | {"paid": N_("Paid")}
TURNS = {
    "pending": N_("Back to pending"),
    "confirmed": N_("Confirm"),
    "arrived": N_("Mark as arrived"),
    "in_service": N_("Start service"),
    "completed": N_("Finish"),
    "cancelled": N_("Cancel booking"),
    "no_show": N_("Mark as no-show"),
}
"""What a person does to bring a booking into a status."""
FADED = frozenset({"completed", "cancelled", "no_show", "hold"})


def shown_status(card: Card) -> str:
    """The status, or `paid` for a completed booking that is paid."""
    return "paid" if card.status == "completed" and card.paid else card.status


def look_of(card: Card) -> StatusLook:
    """How a card's status is drawn."""
    return status_look(shown_status(card))


def word_of(card: Card) -> str:
    """The status in words."""
    return _(WORDS[shown_status(card)])
