"""What a desk sends of rows that a restored server has lost: each as it last knew it, signed with the request.

And of rows that were removed after the backup and that this server has again: which version, with nothing in it.

Which tables: those that the device is sent. Not what it only holds for itself (leases are asked back by number), and
not what would let somebody in: an invitation is made anew.
"""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

import msgspec
from sqlalchemy import Boolean, LargeBinary, Table, Text

from bizet_core.base.refusals import Refused
from bizet_core.store.tables.columns import Id, Kind, Straight, is_synced
from bizet_core.sync.wire.protocol import Packed

LOST_AT_ONCE = 500
BYTES_OF_LOST = 1 << 20  # a message is filled up to about this


class LostRow(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A row as its desk last knew it: raw values by column. `op` is the operation that wrote this version.

    Without content: the server has sent this version, and had said before that the row is removed.
    """

    table: Annotated[str, msgspec.Meta(max_length=64)]
    id: UUID
    op: UUID
    content: Packed

    @property
    def is_again(self) -> bool:
        """Whether it is not lost, but there again."""
        return not self.content


class Salvage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Some of them; `last` says that this device has no more."""

    rows: Annotated[tuple[LostRow, ...], msgspec.Meta(max_length=LOST_AT_ONCE)]
    last: bool


class Salvaged(msgspec.Struct, frozen=True, kw_only=True):
    """How many of them the server did not know."""

    kept: int


def may_salvage(table: Table, scopes: Sequence[str]) -> bool:
    """Whether a device that sees these scopes is sent this table's rows, and may offer them."""
    return is_synced(table) and table.info["scope"] in scopes and table.info["lost"] != "untold"


def may_be_again(table: Table, scopes: Sequence[str] | None = None) -> bool:
    """Whether rows of this table are removed by people, and may so be there again; and are seen in these scopes.

    Facts never are. Claims are their booking's, and what the house keeps for itself is nobody's to decide.
    """
    if not is_synced(table) or table.info["kind"] is not Kind.REFERENCE:
        return False
    is_ours = table.info["lost"] == "offered" and table.info["asked_again"]
    return is_ours and (scopes is None or may_salvage(table, scopes))


def typed(table: Table, content: bytes) -> dict[str, Any]:
    """A row's values as the runner writes them, without what the runner sets itself.

    Refuses with `message_damaged` what is no row of this table. Columns of a newer version are left out.
    """
    try:
        raw = msgspec.msgpack.decode(content, type=dict[str, Any])
        return {c.name: _value(c, raw[c.name]) for c in table.c if c.name in raw and c.name not in _OWN}
    except (msgspec.MsgspecError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise Refused("message_damaged") from error


def is_whole(table: Table, row: dict[str, Any]) -> bool:
    """Whether nothing is missing that the table needs."""
    needed = {c.name for c in table.c if not c.nullable and c.server_default is None}
    return needed - _OWN <= row.keys()


_OWN = frozenset({"business_id", "seq", "last_op"})


def _value(column: Any, value: Any) -> Any:
    """A value as SQLite holds it, as Python has it."""
    if value is None:
        return _checked(None, column.nullable)
    if isinstance(column.type, Id):
        return UUID(bytes=_checked(value, type(value) is bytes))
    if isinstance(column.type, LargeBinary):
        return _checked(value, type(value) is bytes)
    if isinstance(column.type, Boolean):
        return bool(_checked(value, value in (0, 1)))
    is_text = isinstance(column.type.impl_instance if isinstance(column.type, Straight) else column.type, Text)
    kept = _checked(value, _is_text(value) if is_text else type(value) is int and abs(value) < 1 << 63)
    return column.type.out(kept) if isinstance(column.type, Straight) else kept


def _is_text(value: Any) -> bool:
    return type(value) is str and "\0" not in value  # PostgreSQL has no room for it


def _checked(value: Any, is_so: bool) -> Any:
    if not is_so:
        raise ValueError("not a value of this column")
    return value
