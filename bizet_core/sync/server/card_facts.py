"""What a card keeps of an operation: its refusal's facts, what was wanted, what it is about, the money in its body."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.describe.formats.money import Money
from bizet_core.describe.introspection import fields_of
from bizet_core.store import Edit
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.clean_text import plain_body

MOST_MONEY = 2**53  # minor units; whoever sends more has no money, and a column has no room for it
LONGEST = 300  # characters of a text that a card repeats
OWN_TABLES = {
    "customers": "customer", "scheduling": "booking", "sales": "sale", "products": "product", "services": "service",
    "resources": "resource", "staff": "resource", "locations": "resource", "taxes": "tax_rate",
}  # fmt: skip
"""The table that a capability's operations mean by `id`."""
NAMED_BY = (("booking", "booking"), ("sale", "sale"), ("customer", "customer"), ("customer_id", "customer"))
"""Fields of args that say what they are about, the nearest first."""


def plain(facts: Any) -> dict[str, Any]:
    """Facts as JSON; instants and amounts keep what they are."""
    return {name: _plain(value) for name, value in dict(facts).items()}


def spoken(facts: dict[str, Any] | None) -> dict[str, Any]:
    """The same facts as they were raised."""
    return {name: _spoken(value) for name, value in (facts or {}).items()}


def args_of(operation: Operation[Any, Any], body: bytes, ver: int) -> Any:
    """A line's args from its bytes, up-cast, and without any NUL in them."""
    args = operation.decode(body, ver)
    plain = plain_body(args, body)
    return args if plain is body else operation.decode(plain, ver)


def money_in(body: bytes) -> tuple[int | None, str]:
    """What a document's body says it comes to, whatever else it says: amount in minor units, and the currency."""
    raw = _raw(body)
    if not isinstance(raw.get("total"), int):
        return None, ""
    parts = [raw.get(name) for name in ("total", "tip", "rounding")]
    amount = sum(part for part in parts if isinstance(part, int))
    return (amount, str(raw.get("currency", "")).replace("\x00", "")) if abs(amount) <= MOST_MONEY else (None, "")


def subject_of(name: str, body: bytes) -> tuple[str, UUID | None]:
    """The row that an operation is about, table and id, as far as its body says so whatever else it says."""
    raw = _raw(body)
    if isinstance(raw.get("total"), int):
        return "sale", _id(raw.get("id"))
    for field, table in NAMED_BY:
        if (id := _id(raw.get(field))) is not None:
            return table, id
    own = OWN_TABLES.get(name.partition(".")[0], "")
    id = _id(raw.get("id")) or next((each for each in map(_id_of_edit, raw.values()) if each), None)
    return (own, id) if own and id else ("", None)


def wanted(operation: Operation[Any, Any], args: Any) -> dict[str, Any]:
    """What a device wanted, for its card: both versions are shown. Of an edit what it changes, else what was chosen."""
    edits = list(edits_in(args))
    if edits:
        return {"ours": plain({name: _cut(now) for edit in edits for name, (_was, now) in edit.changes.items()})}
    chosen = {name: getattr(args, name) for name in _chosen(operation) if getattr(args, name, None) not in (None, "")}
    simple = {name: _cut(value) for name, value in chosen.items() if isinstance(value, str | int | datetime | UUID)}
    return {"ours": plain(simple)} if simple else {}


def edits_in(args: Any) -> Iterator[Edit]:
    """The edits that args are or hold."""
    if isinstance(args, Edit):
        yield args
    elif isinstance(args, msgspec.Struct):
        yield from (value for name in args.__struct_fields__ if isinstance(value := getattr(args, name), Edit))


def _chosen(operation: Operation[Any, Any]) -> Iterator[str]:
    """What a person fills in, secrets left out."""
    for each in fields_of(operation.request_type):
        if each.label and each.kind.field.kind != "pin" and not each.kind.field.secret:
            yield each.name


def _cut(value: Any) -> Any:
    return value[:LONGEST] if type(value) is str else value


def _raw(body: bytes) -> dict[str, Any]:
    try:
        raw = msgspec.msgpack.decode(body)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return raw if isinstance(raw, dict) else {}


def _id(value: Any) -> UUID | None:
    return UUID(bytes=value) if isinstance(value, bytes) and len(value) == 16 else None


def _id_of_edit(value: Any) -> UUID | None:
    return _id(value.get("id")) if isinstance(value, dict) and "changes" in value else None


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
        return Money(value["minor"], value["currency"])
    return value
