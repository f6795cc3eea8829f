"""Which lines of the history only repeat another one, and whether one holds what was typed."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

from bizet_core.customers.rules import search_key

_SAME_ROW = ("staff.", "locations.")  # a person and a place are resources with the same id
_SET_UP = "first_run.set_up"


def is_echo(name: str, subject: str, facts: Mapping[str, Any]) -> bool:
    """Whether the operation tells of the same act at another record too, where it belongs first.

    A booking and a sale stand in their customer's history as well, and a paid visit in the booking's.
    """
    if subject == "customer":
        return bool({"booking", "sale"} & set(facts)) or _is_undone_visit(facts)
    if name == _SET_UP:
        return subject != "business" or "settings" in facts
    if subject == "resource":
        return name.startswith(_SAME_ROW)
    return subject == "booking" and name.startswith("sales.")


def holds(parts: Iterable[str], typed: str) -> bool:
    """Whether every word typed is in one of the parts, whatever its accents and capitals."""
    keys = [_key(part) for part in parts]
    return all(any(word in key for key in keys) for word in _key(typed).split())


@lru_cache(maxsize=4096)
def _key(text: str) -> str:
    """Names and sentences come again and again."""
    return search_key(text)


def _is_undone_visit(facts: Mapping[str, Any]) -> bool:
    """Undoing leaves a line wherever the undone operation had left one."""
    return str(facts.get("name", "")).startswith("scheduling.")
