"""Facts of a history line, each with its type: what a line of the activity log says beyond what was done.

A line is kept for ever and read by every later version, so that a fact says itself what it is:
`["instant", 1773309600000]`, `["rows", "resource", ["…"]]`. What is malformed or of a newer version is `Foreign`,
kept as it is and never told.
"""

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any
from uuid import UUID

import msgspec

from bizet_core.base.instants import to_ms
from bizet_core.describe.formats.money import LARGEST, Money

Minor = Annotated[int, msgspec.Meta(ge=-LARGEST, le=LARGEST)]
Minute = Annotated[int, msgspec.Meta(ge=0, le=7 * 1440)]
Milliseconds = Annotated[int, msgspec.Meta(ge=-2_208_988_800_000, le=7_258_118_400_000)]  # of the years 1900 to 2199


class Text(msgspec.Struct, frozen=True, array_like=True, tag="text"):
    """Words, or a name of ours such as a status."""

    value: str


class Texts(msgspec.Struct, frozen=True, array_like=True, tag="texts"):
    """Several words, told one after the other."""

    values: tuple[str, ...]


class Number(msgspec.Struct, frozen=True, array_like=True, tag="number"):
    """A whole number: how many."""

    value: int


class YesNo(msgspec.Struct, frozen=True, array_like=True, tag="yes"):
    """Whether it is so."""

    value: bool


class Nothing(msgspec.Struct, frozen=True, array_like=True, tag="nothing"):
    """There was, or is, none."""


class Instant(msgspec.Struct, frozen=True, array_like=True, tag="instant"):
    """A moment, in milliseconds since 1970."""

    ms: Milliseconds


class Day(msgspec.Struct, frozen=True, array_like=True, tag="day"):
    """A date."""

    value: date


class Amount(msgspec.Struct, frozen=True, array_like=True, tag="money"):
    """Minor units of a currency; of the business's where none is named."""

    minor: Minor
    currency: Annotated[str, msgspec.Meta(pattern="^([A-Z]{3})?$")] = ""


class Quantity(msgspec.Struct, frozen=True, array_like=True, tag="quantity"):
    """How much of something, in thousandths."""

    thousandths: int


class Rate(msgspec.Struct, frozen=True, array_like=True, tag="rate"):
    """A share, in millionths."""

    millionths: int


class Rows(msgspec.Struct, frozen=True, array_like=True, tag="rows"):
    """Rows of a table, told by their names."""

    table: str
    ids: tuple[UUID, ...]


class Fields(msgspec.Struct, frozen=True, array_like=True, tag="fields"):
    """Fields of a form, told by their labels."""

    names: tuple[str, ...]


class Times(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One rule of a week: whether it is open, the days as bits (bit 0 is Monday), first and last minute."""

    opens: bool
    weekdays: Annotated[int, msgspec.Meta(ge=0, le=127)]
    start: Minute
    end: Minute


class Week(msgspec.Struct, frozen=True, array_like=True, tag="week"):
    """Usual hours."""

    rules: tuple[Times, ...]


Value = (
    Text | Texts | Number | YesNo | Nothing | Instant | Day | Amount | Quantity | Rate | Rows | Fields | Week
)  # fmt: skip


class Change(msgspec.Struct, frozen=True, array_like=True):
    """What a field was and is."""

    field: str
    was: Value
    now: Value


class Changes(msgspec.Struct, frozen=True, array_like=True, tag="changes"):
    """What an edit has changed."""

    each: tuple[Change, ...]


class Foreign(msgspec.Struct, frozen=True):
    """What this version cannot read, as it stands there."""

    raw: Any


Known = Value | Changes
Fact = Known | Foreign
Facts = Mapping[str, Fact]


def fact(value: Any) -> Fact:
    """A value with its type. An id has to say of which table it is: `Rows`."""
    if isinstance(value, Money):
        return Amount(value.amount, value.currency)
    if isinstance(value, msgspec.Struct):
        return value  # type: ignore[return-value]  # one of ours, as the caller has made it
    return _plain(value)


def _plain(value: Any) -> Value:
    match value:
        case None:
            return Nothing()
        case Enum():
            return Text(str(value.value))
        case str():
            return Text(value)
        case bool():
            return YesNo(value)
        case int():
            return Number(value)
        case datetime():
            return Instant(to_ms(value))
        case date():
            return Day(value)
        case list() | tuple():
            return Texts(tuple(map(str, value)))
    raise TypeError(f"no fact of the history: {type(value).__name__}")


def text_of(facts: Facts | None, name: str) -> str:
    """The words of a fact; empty where it has none."""
    found = (facts or {}).get(name)
    return found.value if isinstance(found, Text) else ""


def facts_to_json(facts: Facts | None) -> str | None:
    """Facts as a row keeps them, with sorted keys, so that both databases hold the same text."""
    if facts is None:
        return None
    return _sorted({name: each.raw if isinstance(each, Foreign) else each for name, each in facts.items()}).decode()


def facts_from_json(text: str | None) -> dict[str, Fact] | None:
    """Facts of a row, whatever stands there: it may come from anywhere."""
    if text is None:
        return None
    try:
        return dict(_all(text))
    except (msgspec.MsgspecError, RecursionError):
        return _one_by_one(text)


def _one_by_one(text: str) -> dict[str, Fact]:
    try:
        raw = msgspec.json.decode(text)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return {name: _known_or_not(each) for name, each in raw.items()} if isinstance(raw, dict) else {}


def _known_or_not(raw: Any) -> Fact:
    try:
        return msgspec.convert(raw, Known, strict=True)  # type: ignore[no-any-return]  # a union
    except (msgspec.MsgspecError, RecursionError):
        return Foreign(raw)


_sorted = msgspec.json.Encoder(order="sorted").encode
_all = msgspec.json.Decoder(dict[str, Known]).decode
