"""One line of the history in the reader's words. It never fails: what has no words is told by its description."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from babel.numbers import format_percent, list_currencies

from bizet_core.base.instants import from_ms
from bizet_core.catalogue.timetable.telling import week_words
from bizet_core.describe.facts import (
    Amount,
    Change,
    Changes,
    Day,
    Facts,
    Fields,
    Foreign,
    Instant,
    Number,
    Quantity,
    Rate,
    Text,
    Texts,
    Value,
    Week,
    YesNo,
    text_of,
)  # fmt: skip
from bizet_core.describe.formats import numbers
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import N_, Word, _, reader
from bizet_core.describe.languages.sentences import fill, in_words
from bizet_core.oversight.activity.messages import BY_CODE, CHANGED, EMPTY, FURTHER, NEWER, OF_ONE, TOLD_AS, WORDS
from bizet_core.oversight.inbox.wording import label, value
from bizet_core.store import OPERATIONS
from bizet_core.store.operations.edits import label_of


def what(name: str, code: str = "") -> str:
    """What was done, in few words: `Booking moved`."""
    name = TOLD_AS.get(code, name)
    words = OF_ONE.get((name, code)) or BY_CODE.get(code) or WORDS.get(name)
    if words:
        return _(words)
    known = OPERATIONS.get(name)
    return known.doc.partition("\n")[0] if known is not None and known.doc else fill(_(NEWER), {"name": name})


def told(name: str, code: str, facts: Facts | None, currency: str = "") -> str:
    """All that a line says: `Booking moved · from 12 Mar 2026, 10:00 to 12 Mar 2026, 11:30`."""
    return " · ".join(
        part for part in (what(name, code), *_further(TOLD_AS.get(code, name), facts or {}, currency)) if part
    )


def findable(name: str, code: str, facts: Facts | None, currency: str = "") -> str:
    """What a line is found by: all that it says but instants, whose wording takes most of the time."""
    return told(
        name, code, {fact: value for fact, value in (facts or {}).items() if not isinstance(value, Instant)}, currency
    )


def _further(name: str, facts: Facts, currency: str) -> Iterator[str]:
    if name == "store.undo" and "name" in facts:
        yield what(text_of(facts, "name"))
        return
    if name in FURTHER:
        yield _filled(FURTHER[name], _said(facts, currency))
    elif "status" in facts:  # a visit that was settled, say
        yield _filled(FURTHER["bookings.set_status"], _said(facts, currency))
    for change in _changes(facts):
        if called := label(name, change.field):  # a place in a list, say, is nothing that people read
            was, now = (_value(name, change.field, each, currency) for each in (change.was, change.now))
            yield _filled(CHANGED, {"field": called, "was": was, "now": now})
    if reason := text_of(facts, "reason"):
        yield fill("{reason}", {"reason": reason})


def _changes(facts: Facts) -> tuple[Change, ...]:
    found = facts.get("changes")
    return found.each if isinstance(found, Changes) else ()


def _value(name: str, field: str, given: Value, currency: str) -> Any:
    """What a field was or is: as its form shows it, where that has words of its own for it."""
    if isinstance(given, Text | Number | YesNo):
        return value(name, field, given.value)
    return _spoken(given, currency)


def _filled(sentence: str, facts: Mapping[str, Any]) -> str:
    """The sentence, or nothing where a fact is missing or of another kind: other versions may write others."""
    try:
        return fill(_(sentence), facts)
    except (LookupError, ValueError, TypeError, ArithmeticError):
        return ""


def _said(facts: Facts, currency: str) -> dict[str, Any]:
    """Facts as sentences show them, with people's words for names of ours; what nobody can read is left out."""
    readable = {fact: each for fact, each in facts.items() if not isinstance(each, Foreign | Changes)}
    return in_words({fact: _spoken(each, currency) for fact, each in readable.items()})


def _spoken(given: Value, currency: str) -> Any:
    match given:
        case Text() | Number() | Day():
            return given.value
        case Instant():
            return from_ms(given.ms)
        case Amount():
            return _money(given.minor, given.currency or currency)
        case YesNo() | Quantity() | Rate():
            return _shown(given)
        case Texts():
            return list(given.values) or EMPTY
        case Fields():
            return [Word(label_of(field)) for field in given.names]
        case Week():
            return week_words((each.opens, each.weekdays, each.start, each.end) for each in given.rules) or EMPTY
        case _:  # rows that nobody has looked up, or nothing
            return EMPTY


def _shown(given: YesNo | Quantity | Rate) -> Any:
    if isinstance(given, YesNo):
        return Word(N_("Yes") if given.value else N_("No"))
    if isinstance(given, Quantity):
        return numbers.show(Decimal(given.thousandths).scaleb(-3), reader())
    return format_percent(Decimal(given.millionths).scaleb(-6), locale=reader().cldr, decimal_quantization=False)


def _money(minor: int, currency: str) -> Any:
    """An amount; a mere number where its currency is none that this version knows."""
    return Money(minor, currency) if currency in list_currencies() else minor
