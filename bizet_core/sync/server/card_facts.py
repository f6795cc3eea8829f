"""What a card keeps of an operation: its refusal's facts, what was wanted, what it is about, the money in its body."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.describe.formats.money import Money
from bizet_core.describe.introspection import fields_of
from bizet_core.store import OPERATIONS, Edit
from bizet_core.store.journal.journal import Header
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.clean_text import plain_body
from bizet_core.store.tables.columns import METADATA

MOST_MONEY = 2**53  # minor units; whoever sends more has no money, and a column has no room for it
LONGEST = 300  # characters of a text that a card repeats
NO_MONEY: tuple[None, str] = (None, "")


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


def money_in(header: Header, body: bytes) -> tuple[int | None, str]:
    """What a document comes to: amount in minor units, and the currency.

    Of an operation that is known here its own fields say it, whatever else stands in the body. Of a newer version's
    the header does: its author knew, and money that is held must be seen.
    """
    known, found = _known(header), header.money
    if known is not None:
        found = None if known.carries is None else known.carries.money_in(_raw(body))
    if found is None or abs(found[0]) > MOST_MONEY or not re.fullmatch("[A-Z]{3}", found[1]):
        return NO_MONEY
    return found


def subject_of(header: Header, body: bytes) -> tuple[str, UUID | None]:
    """The row that an operation is about, table and id: as it declares, or else as its header says."""
    known = _known(header)
    if known is None:
        return header.about if header.about is not None and header.about[0] in METADATA.tables else ("", None)
    id = None if known.about is None else known.about.id_in(_raw(body))
    return (known.about.table, id) if known.about is not None and id is not None else ("", None)


def _known(header: Header) -> Operation[Any, Any] | None:
    """The line's operation, where this version knows it as it was written."""
    known = OPERATIONS.get(header.name)
    return None if known is None or known.local or header.ver > known.ver else known


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
