"""Badges of a calendar card: the icons of what is to be known, as features declare them, and their words."""

from collections.abc import Callable, Iterator
from functools import cache

from bizet_core.booking.day_view.day_rows import Card
from bizet_core.describe.languages.language import _
from ui.kit.entries import Entry, entries_of

Shows = Callable[[Card], bool]


def icons_of(card: Card) -> tuple[str, ...]:
    """The icons of the card's badges, in their order."""
    return tuple(entry.icon for entry in _shown_on(card))


def words_of(card: Card) -> tuple[str, ...]:
    """What is read out of them."""
    return tuple(_(entry.label) for entry in _shown_on(card))


def _shown_on(card: Card) -> Iterator[Entry]:
    return (entry for entry, shows in _badges() if shows(card))


@cache
def _badges() -> tuple[tuple[Entry, Shows], ...]:
    return tuple((entry, entry.resolve()) for entry in entries_of("badges"))


def is_provisional(card: Card) -> bool:
    """Whether it was booked without the server and outside of what this desk may promise."""
    return card.provisional


def is_overbooked(card: Card) -> bool:
    """Whether it stands beside another booking of the same time."""
    return card.overbooked
