"""A refusal's facts as a card keeps them and as its sentence wants them; the money in a body nobody understands."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.describe.money import Money
from bizet_core.instants import from_ms, to_ms


def plain(facts: Any) -> dict[str, Any]:
    """Facts as JSON; instants and amounts keep what they are."""
    return {name: _plain(value) for name, value in dict(facts).items()}


def spoken(facts: dict[str, Any] | None) -> dict[str, Any]:
    """The same facts as they were raised."""
    return {name: _spoken(value) for name, value in (facts or {}).items()}


def money_in(body: bytes) -> tuple[int | None, str]:
    """What a document's body says it comes to, whatever else it says: amount in minor units, and the currency."""
    try:
        raw = msgspec.msgpack.decode(body)
    except msgspec.MsgspecError:
        return None, ""
    if not isinstance(raw, dict) or not isinstance(raw.get("total"), int):
        return None, ""
    parts = [raw.get(name) for name in ("total", "tip", "rounding")]
    return sum(part for part in parts if isinstance(part, int)), str(raw.get("currency", ""))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"at": to_ms(value)}
    if isinstance(value, Money):
        return {"minor": value.amount, "currency": value.currency}
    if isinstance(value, UUID | bytes):
        return value.hex() if isinstance(value, bytes) else str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(each) for each in value]
    return value if isinstance(value, int | bool | None) else str(value)


def _spoken(value: Any) -> Any:
    if isinstance(value, dict) and value.keys() == {"at"}:
        return from_ms(value["at"])
    if isinstance(value, dict) and value.keys() == {"minor", "currency"}:
        return Money(**value)
    return value
