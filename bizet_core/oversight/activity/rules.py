"""Which lines of the history only repeat another one, what sort one is of, and whether one holds what was typed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any

from bizet_core.people.customers.rules import search_key

_SET_UP = "first_run.set_up"
_SAME_ROW = ("staff.", "locations.", _SET_UP)  # a person and a place are resources with the same id
_OF_SERVICES = ("services.", "first_run.")  # who gives a service is told of it, and of each of them


class Topic(StrEnum):
    """What a line is about, as people narrow the log: the `topic` of its subject's table.

    The hours of a person are about the person, other resources about the house; sessions are told of persons, by an
    operation of their own.
    """

    SESSIONS = "sessions"
    PEOPLE = "people"
    BOOKINGS = "bookings"
    SALES = "sales"
    CUSTOMERS = "customers"
    OFFER = "offer"
    HOUSE = "house"
    DEVICES = "devices"


def is_echo(name: str, subject: str, facts: Mapping[str, Any], *, narrowed: bool = False) -> bool:
    """Whether the operation tells of the same act at another record too, where it belongs first.

    A booking and a sale stand in their customer's history as well, and a paid visit in the booking's. What is
    `narrowed` to one record tells all of it. Undoing leaves a line wherever the undone operation had left one.
    """
    done = str(facts.get("name", "")) if name == "store.undo" else name
    if subject == "resource" and done.startswith(_SAME_ROW):  # and a first run adds nothing but these
        return True
    if narrowed:
        return False
    if subject == "customer":
        return bool({"booking", "sale"} & set(facts)) or done.startswith("scheduling.")
    if done == _SET_UP:
        return subject != "business" or "settings" in facts
    if subject == "staff":
        return done.startswith(_OF_SERVICES)
    return subject == "booking" and done.startswith("sales.")


def holds(parts: Iterable[str], typed: str) -> bool:
    """Whether every word typed is in one of the parts, whatever its accents and capitals."""
    keys = [_key(part) for part in parts]
    return all(any(word in key for key in keys) for word in _key(typed).split())


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """Names and sentences come again and again."""
    return search_key(text)
