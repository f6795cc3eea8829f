"""What an operation may reach: the transaction, the clock's reading, who asks and from which device. Nothing else."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Row, Select, Table, bindparam, delete, insert, select, update
from sqlalchemy.sql.selectable import FromClause, Join
from sqlalchemy.sql.visitors import iterate

from bizet_core.base.refusals import Refused
from bizet_core.describe.facts import fact
from bizet_core.store.database.compiled import Ready
from bizet_core.store.operations.actor import Actor
from bizet_core.store.tables.columns import is_synced
from bizet_core.store.tables.ids import derive, new_id

if TYPE_CHECKING:
    from bizet_core.store.operations.operation import Operation

R = TypeVar("R")
Found = Row[*tuple[Any, ...]]
Statement = Select[*tuple[Any, ...]]  # of however many columns


@dataclass(frozen=True, slots=True)
class Concern:
    """Something that an operation did and that a person should look at."""

    code: str
    subject: str  # the table
    id: UUID
    facts: Mapping[str, Any]


class Prepared:
    """A select that is built and narrowed to a business once, for questions that are asked while somebody waits.

    Its values are `bindparam`s, given by name when it is asked. To build a select takes longer than to run it.
    """

    def __init__(self, statement: Statement) -> None:
        first = _first_table(statement)
        assert first is not None
        self.ready = Ready(statement.where(first.c.business_id == bindparam("this_business")))
        self.tables = frozenset(t.name for t in iterate(statement) if isinstance(t, Table))


class Read:
    """A transaction's reading side. Every statement is narrowed to this business."""

    def __init__(self, connection: Connection, business: UUID, actor: Actor, now: datetime) -> None:
        self.connection = connection
        self.business = business
        self.actor = actor
        self.now = now
        self.tables: set[str] = set()

    def all(self, statement: Statement) -> Sequence[Found]:
        """All rows of a select. Joins must be on `(business_id, id)`; the first table is narrowed to the business."""
        return self.connection.execute(self._mine(statement)).all()

    def rows(self, prepared: Prepared, **values: Any) -> Sequence[Found]:
        """All rows of a prepared select."""
        self.tables |= prepared.tables
        return prepared.ready.rows(self.connection, {"this_business": self.business, **values})

    def row(self, prepared: Prepared, **values: Any) -> Found | None:
        """The first row of a prepared select, or None."""
        return next(iter(self.rows(prepared, **values)), None)

    def first(self, statement: Statement) -> Found | None:
        """The first row, or None."""
        return self.connection.execute(self._mine(statement)).first()

    def scalar(self, statement: Statement) -> Any:
        """The first column of the first row, or None."""
        return self.connection.execute(self._mine(statement)).scalar()

    def find(self, table: Table, id: UUID | None) -> Found | None:
        """The row with this id, or None."""
        self.tables.add(table.name)
        if id is None:
            return None
        found = _by_id(table).rows(self.connection, {"this_business": self.business, "this_id": id})
        return found[0] if found else None

    def get(self, table: Table, id: UUID) -> Found:
        """The row with this id; refuses with `gone` where there is none."""
        found = self.find(table, id)
        if found is None:
            raise Refused("gone", what=table.name)
        return found

    def _mine(self, statement: Statement) -> Select[Any]:
        self._look_at(statement)
        first = _first_table(statement)
        if first is None or "business_id" not in first.c:
            return statement
        return statement.where(first.c.business_id == self.business)

    def _look_at(self, statement: Statement) -> None:
        """Remember which tables a question looked at, so that its screen can tell when the answer is old."""
        self.tables.update(t.name for t in iterate(statement) if isinstance(t, Table))


class Work(Read):
    """A transaction's writing side, given to `prepare` and `handle`."""

    def __init__(
        self,
        connection: Connection,
        business: UUID,
        actor: Actor,
        now: datetime,
        *,
        device: UUID,
        inc: int,
        op_id: UUID,
        where: str,
        origin: bool,
        pepper: bytes,
        authority: bool = True,
    ) -> None:
        super().__init__(connection, business, actor, now)
        self.device = device  # the device that authored the operation, in its incarnation
        self.inc = inc
        self.op_id = op_id
        self.where = where  # desk | server
        self.origin = origin  # whether this is the authoring device
        self.pepper = pepper
        self.authority = authority  # whether what is decided here holds: on a server, or on a desk that has none
        self.clock: Callable[[], datetime] = lambda: now  # an authority's own, where a device's word is not enough
        self.changed: set[str] = set()
        self.notes: list[dict[str, Any]] = []
        self.concerns: list[Concern] = []

    def _look_at(self, statement: Statement) -> None:
        """A change is not watched for."""

    def new_id(self) -> UUID:
        """A fresh id; for `prepare` only, since a second run must find the same one in the args."""
        return new_id()

    def derived(self, *parts: str | int) -> UUID:
        """The id that this operation always gives to `parts`."""
        return derive(self.op_id, *parts)

    def hold(self, table: Table, id: UUID) -> Found:
        """The row as it is now, and nobody else changes it until the commit: where what is written follows from it.

        Two processes of a server would else both read, and one would write over the other. SQLite has one writer
        anyway. Refuses with `gone` where there is none.
        """
        found = self.hold_if_there(table, id)
        if found is None:
            raise Refused("gone", what=table.name)
        return found

    def hold_if_there(self, table: Table, id: UUID) -> Found | None:
        """The same, or None."""
        rows = _held(table).rows(self.connection, {"this_business": self.business, "this_id": id})
        return rows[0] if rows else None

    def insert(self, table: Table, **row: Any) -> None:
        """Add one row."""
        self.insert_all(table, [row])

    def insert_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Add rows that all name the same columns."""
        if not rows:
            return
        self.changed.add(table.name)
        own = self._own(table)
        values = [{**row, **own} for row in rows]
        _insert(table, tuple(values[0])).write(self.connection, *values)

    def update(self, table: Table, id: UUID, **changes: Any) -> None:
        """Change named columns of one row; refuses with `gone` where it is missing."""
        if not self._change(table, id, changes):
            raise Refused("gone", what=table.name)

    def advance(self, table: Table, id: UUID, by: str, **changes: Any) -> bool:
        """Change named columns of one row, unless its column `by` is as far already; whether that was done."""
        return self._change(table, id, changes, by)

    def add(self, table: Table, id: UUID, **by: int) -> None:
        """Count a number of one row up or down, exactly also where others count it at the same moment.

        Nothing happens where the row is missing, or keeps no such number (NULL).
        """
        self.changed.add(table.name)
        ((column, much),) = by.items()
        values = {"by": much, "to_last_op": self.op_id, "this_business": self.business, "this_id": id}
        _add(table, column).write(self.connection, values)

    def _change(self, table: Table, id: UUID, changes: Mapping[str, Any], rising: str = "") -> bool:
        self.changed.add(table.name)
        own = {"last_op": self.op_id} if is_synced(table) else {}
        values = {f"to_{k}": v for k, v in {**changes, **own}.items()}
        ready = _update(table, (*changes, *own), rising)
        return ready.write(self.connection, {**values, "this_business": self.business, "this_id": id}) == 1

    def save(self, table: Table, id: UUID, **row: Any) -> None:
        """Add the row, or change it where it exists already."""
        if self.find(table, id) is None:
            self.insert(table, id=id, **row)
        else:
            self.update(table, id, **row)

    def delete(self, table: Table, id: UUID) -> None:
        """Remove one row; nothing happens where it is missing."""
        self.changed.add(table.name)
        _delete(table).write(self.connection, {"this_business": self.business, "this_id": id})

    def delete_all(self, table: Table, ids: Iterable[UUID]) -> None:
        """Remove rows."""
        for id in ids:
            self.delete(table, id)

    def note(self, subject: Table, id: UUID, *, code: str = "", **facts: Any) -> None:
        """Leave a line in the history that people read; the runner writes it. Facts are kept with their types."""
        typed = {name: fact(each) for name, each in facts.items()}
        self.notes.append({"subject": subject.name, "subject_id": id, "code": code, "facts": typed or None})

    def concern(self, code: str, subject: Table, id: UUID, **facts: Any) -> None:
        """Say that a person should look at this: it was done all the same, and the authority puts it into the Inbox."""
        self.concerns.append(Concern(code, subject.name, id, facts))

    def do(self, operation: "Operation[Any, R]", request: Any) -> R:
        """Run another verb inside this one: one transaction, one journal line, this one's permission."""
        if operation.pin is not None and type(request) is operation.request_type:  # args may extend their request
            request = operation.pin(self, request)
        return operation.handle(self, request)

    def _own(self, table: Table) -> dict[str, Any]:
        own: dict[str, Any] = {"business_id": self.business}
        if is_synced(table):
            own["last_op"] = self.op_id
        return own


def _first_table(statement: Statement) -> FromClause | None:
    """The table a select begins with. Asking SQLAlchemy for the final FROM compiles the statement: 0.3 ms a time."""
    froms = statement.columns_clause_froms or statement.get_final_froms()
    source = froms[0] if froms else None
    while isinstance(source, Join):
        source = source.left
    return source


@cache
def _by_id(table: Table) -> Ready:
    return Ready(
        select(table).where(table.c.business_id == bindparam("this_business"), table.c.id == bindparam("this_id"))
    )


@cache
def _held(table: Table) -> Ready:
    mine = (table.c.business_id == bindparam("this_business")) & (table.c.id == bindparam("this_id"))
    return Ready(select(table).where(mine).with_for_update())


@cache
def _insert(table: Table, columns: tuple[str, ...]) -> Ready:
    return Ready(insert(table).values({c: bindparam(c) for c in columns}))


@cache
def _update(table: Table, columns: tuple[str, ...], rising: str = "") -> Ready:
    values: dict[str, Any] = {c: bindparam(f"to_{c}") for c in columns}
    mine = (table.c.business_id == bindparam("this_business")) & (table.c.id == bindparam("this_id"))
    if rising:
        mine &= table.c[rising] < bindparam(f"to_{rising}")
    return Ready(update(table).where(mine).values(values))


@cache
def _add(table: Table, column: str) -> Ready:
    mine = (table.c.business_id == bindparam("this_business")) & (table.c.id == bindparam("this_id"))
    counted = {column: table.c[column] + bindparam("by"), "last_op": bindparam("to_last_op")}
    return Ready(update(table).where(mine, table.c[column].is_not(None)).values(counted))


@cache
def _delete(table: Table) -> Ready:
    return Ready(
        delete(table).where(table.c.business_id == bindparam("this_business"), table.c.id == bindparam("this_id"))
    )
