"""One line of the history in the reader's words. It never fails: what has no words is told by its description."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from bizet_core.catalogue.timetable.telling import week_words
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import Word, _
from bizet_core.describe.languages.sentences import fill, gathered, in_words
from bizet_core.oversight.activity.messages import CHANGED, EMPTY, NEWER, STATUS_CHANGED
from bizet_core.oversight.inbox.wording import label, value
from bizet_core.store import OPERATIONS
from bizet_core.store.operations.edits import label_of

AMOUNTS = frozenset({"amount", "difference", "float", "total"})
DAYS = frozenset({"first", "last"})
WEEKS = frozenset({"week", "was_week"})
INSTANTS = frozenset({"was", "starts_at", "ends_at"})
"""`was` is an instant where a booking was moved, and a status where that was changed."""


def what(name: str, code: str = "") -> str:
    """What was done, in few words: `Booking moved`."""
    name = _told_as(name, code)
    known = OPERATIONS.known(name)
    words = (known.codes.get(code, "") if known is not None else "") or gathered("NOTES").get(code)
    if words or known is None:
        return _(words) if words else fill(_(NEWER), {"name": name})
    return _(known.said) or known.doc.partition("\n")[0]


def _told_as(name: str, code: str) -> str:
    return gathered("NOTES_OF").get(code, name)


def told(name: str, code: str, facts: Mapping[str, Any] | None, currency: str = "") -> str:
    """All that a line says: `Booking moved · from 12 Mar 2026, 10:00 to 12 Mar 2026, 11:30`."""
    return " · ".join(
        part for part in (what(name, code), *_further(_told_as(name, code), facts or {}, currency)) if part
    )


def findable(name: str, code: str, facts: Mapping[str, Any] | None, currency: str = "") -> str:
    """What a line is found by: all that it says but instants, whose wording takes most of the time."""
    return told(
        name, code, {fact: value for fact, value in (facts or {}).items() if not _is_instant(fact, value)}, currency
    )


def _is_instant(fact: str, value: Any) -> bool:
    return fact in INSTANTS and isinstance(value, str) and value[:1].isdigit()


def _further(name: str, facts: Mapping[str, Any], currency: str) -> Iterator[str]:
    if name == "store.undo" and "name" in facts:
        yield what(str(facts["name"]))
        return
    known = OPERATIONS.known(name)
    if known is not None and known.detail:
        yield _filled(known.detail, _said(facts, currency))
    elif "status" in facts:  # a visit that was settled, say
        yield _filled(STATUS_CHANGED, _said(facts, currency))
    for field, (was, now) in dict(facts.get("changes") or {}).items():
        if called := label(name, field):  # a place in a list, say, is nothing that people read
            yield _filled(CHANGED, {"field": called, "was": _value(name, field, was), "now": _value(name, field, now)})
    if facts.get("reason"):
        yield fill("{reason}", {"reason": facts["reason"]})


def _value(name: str, field: str, given: Any) -> Any:
    """Several names are told one after the other."""
    return (given or EMPTY) if isinstance(given, list) else value(name, field, given)


def _filled(sentence: str, facts: Mapping[str, Any]) -> str:
    """The sentence, or nothing where a fact is missing: an older version may have written fewer."""
    try:
        return fill(_(sentence), facts)
    except LookupError:
        return ""


def _said(facts: Mapping[str, Any], currency: str) -> dict[str, Any]:
    """Facts as they were before they became JSON, with people's words for names of ours."""
    currency = str(facts.get("currency") or currency)
    return in_words({fact: _spoken(fact, value, currency) for fact, value in facts.items()})


def _spoken(fact: str, value: Any, currency: str) -> Any:
    if value is None:
        return EMPTY
    if fact in AMOUNTS and isinstance(value, int) and currency:
        return Money(value, currency)
    if _is_instant(fact, value):
        return datetime.fromisoformat(str(value))
    if fact in DAYS and isinstance(value, str):
        return date.fromisoformat(value)
    if fact in WEEKS and isinstance(value, list):
        return week_words(value) or EMPTY
    if fact == "settings" and isinstance(value, list):
        return [Word(label_of(field)) for field in value]
    return value
