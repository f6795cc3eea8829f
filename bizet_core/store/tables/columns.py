"""Tables: one row shape for everything that is synced (`decisions.md` 7–11 in the design, docs/architecture.md here).

Every synced table has the key `(business_id, id)`, a feed sequence `seq` given by the server and `last_op`, the
operation that last wrote the row. Foreign keys are composite, so that a row can never point into another business.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import Enum
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bizet_core.base.instants import from_ms, to_ms

METADATA = MetaData()


class Kind(Enum):
    """What sync may do with a table's rows."""

    FACT = "fact"  # append-only, never refused, corrected by another fact
    CLAIM = "claim"  # an exclusive right, guarded by a database constraint
    REFERENCE = "reference"  # catalogue and records, edited field by field
    LOCAL = "local"  # this device's own; never synced, never undone


class Id(TypeDecorator[UUID]):
    """A UUID: 16 bytes in SQLite, `uuid` in PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """The column type this database stores ids in."""
        return dialect.type_descriptor(Uuid() if dialect.name == "postgresql" else LargeBinary(16))

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """To the database. Ids are half of all values: the two layers in between are spared."""
        return None if dialect.name == "postgresql" else _id_bytes

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:  # pyright: ignore[reportIncompatibleMethodOverride]
        """From the database; PostgreSQL's driver gives UUIDs itself."""
        return None if dialect.name == "postgresql" else _id_of


def _id_bytes(value: UUID | None) -> bytes | None:
    return None if value is None else value.int.to_bytes(16, "big")  # what `bytes` does, a call less


def _id_of(value: bytes | None) -> UUID | None:
    return None if value is None else msgspec.convert(value, UUID)  # a third of what `UUID(bytes=…)` takes


class Straight(TypeDecorator[Any]):
    """A type whose values pass one function into the database and one out of it, with no layers in between."""

    into: Callable[[Any], Any]
    out: Callable[[Any], Any]

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """To the database."""
        return self.into

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any]:  # pyright: ignore[reportIncompatibleMethodOverride]
        """From the database."""
        return self.out


def _ms(value: datetime | None) -> int | None:
    return None if value is None else to_ms(value)


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_ms(value)


class At(Straight):
    """An instant: aware datetime in Python, integer milliseconds since 1970 in the table."""

    impl = BigInteger
    cache_ok = True
    into, out = staticmethod(_ms), staticmethod(_instant)


_sorted = msgspec.json.Encoder(order="sorted").encode


def _json(value: Any) -> str | None:
    return None if value is None else _sorted(value).decode()


def _value(text: str | None) -> Any:
    return None if text is None else msgspec.json.decode(text)


class Document(Straight):
    """A small JSON document, written with sorted keys so that both databases hold the same text."""

    impl = Text
    cache_ok = True
    into, out = staticmethod(_json), staticmethod(_value)


class Ref(NamedTuple):
    """A column that points at a row of another table."""

    column: Column[Any]
    target: str


def text(name: str, *, null: bool = False, default: str | None = None, secret: bool = False) -> Column[Any]:
    """Words. What is `secret` never leaves with an export, not even as a verifier."""
    made = _column(name, Text(), null, default)
    made.info["secret"] = secret
    return made


def integer(name: str, *, null: bool = False, default: int | None = None) -> Column[Any]:
    """A whole number; money in minor units, quantities in thousandths, rates in millionths."""
    return _column(name, BigInteger(), null, default)


def money(name: str, *, null: bool = False, default: int | None = None) -> Column[Any]:
    """An amount in minor units of the document's currency."""
    return _column(name, BigInteger(), null, default)


def boolean(name: str, *, default: bool | None = None) -> Column[Any]:
    """Yes or no."""
    return _column(name, Boolean(), False, default)


def at(name: str, *, null: bool = False) -> Column[Any]:
    """An instant."""
    return _column(name, At(), null, None)


def identifier(name: str, *, null: bool = False) -> Column[Any]:
    """An id that is no foreign key (of a device, an operation, a row that may be elsewhere)."""
    return _column(name, Id(), null, None)


def document(name: str, *, null: bool = False) -> Column[Any]:
    """A small JSON document."""
    return _column(name, Document(), null, None)


def digest(name: str, *, null: bool = False) -> Column[Any]:
    """Bytes: a hash, a key, a message."""
    return _column(name, LargeBinary(), null, None)


def picture(name: str, *, null: bool = True) -> Column[Any]:
    """The content hash of an attachment (lower-case hex SHA-256)."""
    made = _column(name, Text(), null, None)
    made.info["attachment"] = True
    return made


def long_text(name: str) -> Column[Any]:
    """The content hash of a text that is too long for an operation; empty where there is none."""
    made = _column(name, Text(), False, "")
    made.info["attachment"] = True
    return made


def ref(name: str, target: str, *, null: bool = False) -> Ref:
    """A composite foreign key `(business_id, name)` to `target`."""
    return Ref(_column(name, Id(), null, None), target)


def index(*columns: str, unique: bool = False, where: str | None = None) -> dict[str, Any]:
    """An index that begins with `business_id`; `where` is SQL that both databases read alike."""
    return {"columns": columns, "unique": unique, "where": where}


def table(
    name: str,
    kind: Kind,
    *columns: Column[Any] | Ref,
    indexes: Iterable[dict[str, Any]] = (),
    checks: Iterable[str] = (),
    search: str | None = None,
    undo: bool = True,
    scope: str = "desk",
    grain: str | None = None,
    kept: bool = False,
    called: str = "",
    shown_by: str = "",
    same_as: str = "",
    belongs_to: str = "",
    changed_by: str = "",
    gives_rights: bool = False,
    topic: str = "",
    has_page: bool = False,
    lost: str = "offered",
    asked_again: bool = True,
) -> Table:
    """Declare a table. `search` names the column with the search key; `undo=False` keeps its rows when undoing.

    `scope` says which devices get its rows: `all`, staffed desks alone (`desk`), none (`server`), or the one device
    that the column of this name holds. `grain` names the column within whose values rows exclude each other. `kept`
    rows stay with the device that made them, also where its role is sent none: the day of its own till.

    What people see of it: `called` is what they call one row ("Tag"), `shown_by` the column with its name, `same_as`
    the table that has its name under the same id, `topic` where the activity log lists it, and `has_page` says that a
    row can be opened. `belongs_to` is the table whose row takes these along when it is removed.
    `changed_by` is the permission to change it, which whoever removes it again from the Inbox needs; with
    `gives_rights` somebody could do more by such a row than before, and whoever brings one back needs it as well.
    `lost` says what a desk does with rows that a restored server has lost: they are `offered`, `told` to people and
    never written back, or left `untold`. `asked_again=False`: nobody is asked whether they be removed again.
    """
    synced = (
        [] if kind is Kind.LOCAL else [_column("seq", BigInteger(), True, None), _column("last_op", Id(), False, None)]
    )
    plain = [c.column if isinstance(c, Ref) else c for c in columns]
    made = Table(
        name,
        METADATA,
        _column("business_id", Id(), False, None),
        _column("id", Id(), False, None),
        *plain,
        *synced,
        PrimaryKeyConstraint("business_id", "id", name=f"pk_{name}"),
        *[_foreign_key(name, c) for c in columns if isinstance(c, Ref)],
        *[CheckConstraint(check, name=f"ck_{name}_{i}") for i, check in enumerate(checks)],
        info={
            "kind": kind,
            "search": search,
            "undo": undo and kind is not Kind.LOCAL,
            "scope": scope,
            "grain": grain,
            "kept": kept,
            "called": called,
            "shown_by": shown_by,
            "same_as": same_as,
            "belongs_to": belongs_to,
            "changed_by": changed_by,
            "gives_rights": gives_rights,
            "topic": topic,
            "has_page": has_page,
            "lost": lost,
            "asked_again": asked_again,
        },
    )
    for spec in indexes:
        _index(made, **spec)
    return made


def is_synced(made: Table) -> bool:
    """Whether rows of this table travel between devices."""
    return made.info.get("kind", Kind.LOCAL) is not Kind.LOCAL


def facts_of(name: str) -> Mapping[str, Any]:
    """What the table of this name is declared with; nothing where there is none, in a line of another version."""
    made = METADATA.tables.get(name)
    return {} if made is None else made.info


def _column(name: str, kind: TypeEngine[Any], null: bool, default: Any) -> Column[Any]:
    server_default = None if default is None else str(int(default)) if isinstance(default, int) else default
    if isinstance(default, bool):
        server_default = "true" if default else "false"
    quoted = sql(server_default) if isinstance(default, int) and server_default is not None else server_default
    return Column(name, kind, nullable=null, server_default=quoted)


def _foreign_key(name: str, reference: Ref) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["business_id", reference.column.name],
        [f"{reference.target}.business_id", f"{reference.target}.id"],
        name=f"fk_{name}_{reference.column.name}",
        deferrable=True,
        initially="IMMEDIATE",
    )


def _index(made: Table, columns: tuple[str, ...], unique: bool, where: str | None) -> None:
    condition = None if where is None else sql(where)
    Index(
        f"{'uq' if unique else 'ix'}_{made.name}_{'_'.join(columns)}",
        made.c.business_id,
        *[made.c[c] for c in columns],
        unique=unique,
        sqlite_where=condition,
        info={"where": condition},  # `schema.create` tells PostgreSQL: here it would load all of its drivers on desks
    )
