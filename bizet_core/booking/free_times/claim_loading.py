"""Claims from their table, many people and many weeks at once: one row per resource, read from the index alone.

Thirty days of fifty people are 30,000 claims. As rows of their own they take 20 ms to arrive (2 cores, SQLCipher), as
one list per resource 10: the database writes each list as JSON, and msgspec reads it.
"""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, func, literal_column, select, type_coerce
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import GenericFunction

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.base.spans import Span
from bizet_core.booking.availability.slots import Claims
from bizet_core.booking.bookings.model import bookings, claims
from bizet_core.describe.languages.language import N_, _
from bizet_core.people.customers.model import customers
from bizet_core.store import Prepared, Read

LIVE: ColumnElement[bool] = literal_column("live")
"""As the index says it: SQLite does not see that `live = 1`, which SQLAlchemy would write, means the same."""

_ints = msgspec.json.Decoder(list[int]).decode


class _List(GenericFunction[Any]):
    """All values of a group as JSON text."""

    type = Text()
    inherit_cache = True
    name = "json_list"


@compiles(_List, "sqlite")
def _of_sqlite(element: _List, compiler: Any, **options: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **options)})"


@compiles(_List, "postgresql")
def _of_postgresql(element: _List, compiler: Any, **options: Any) -> str:
    return f"json_agg({compiler.process(element.clauses, **options)})::text"


def load_claims(
    read: Read, ids: Collection[UUID], within: Span, *, counted: Collection[UUID] = (), without: Collection[UUID] = ()
) -> dict[UUID, Claims]:
    """What is claimed of each resource within a span of ms, except by some bookings.

    Of those named as counted the units come too; all the others have one, and a third of the text is saved.
    """
    span = {"since": from_ms(within[0]), "until": from_ms(within[1])}
    single = tuple(id for id in ids if id not in counted)
    rows = list(read.rows(_ONE, id=single[0], **span) if len(single) == 1 else read.rows(_SOME, ids=single, **span))
    if counted:
        rows += read.rows(_COUNTED, ids=tuple(counted), **span)
    held = {row[0]: _side_by_side(*map(_ints, row[1:])) for row in rows}
    for id, own in _of_bookings(read, without).items():
        if id in held:
            held[id] = _less(held[id], own)
    return held


def _lists(of: ColumnElement[bool], *columns: str) -> Prepared:
    c = claims.c
    lists = [func.json_list(type_coerce(c[column], BigInteger)) for column in columns]
    within = (c.ends_at > bindparam("since"), c.starts_at < bindparam("until"))
    return Prepared(select(c.resource_id, *lists).where(of, LIVE, *within).group_by(c.resource_id))


_ONE = _lists(claims.c.resource_id == bindparam("id"), "starts_at", "ends_at")
_SOME = _lists(claims.c.resource_id.in_(bindparam("ids", expanding=True)), "starts_at", "ends_at")
_COUNTED = _lists(claims.c.resource_id.in_(bindparam("ids", expanding=True)), "starts_at", "ends_at", "units")


def _side_by_side(*lists: list[int]) -> Claims:
    """The lists of a group come in one order, but no database promises which."""
    if lists[0] != sorted(lists[0]):
        lists = tuple(map(list, zip(*sorted(zip(*lists, strict=True)), strict=True)))
    return Claims(*lists)


def _of_bookings(read: Read, ids: Collection[UUID]) -> dict[UUID, list[tuple[int, int, int]]]:
    """The live claims of a few bookings, by resource: start, end and units."""
    found: dict[UUID, list[tuple[int, int, int]]] = {}
    if ids:
        asked = select(claims).where(claims.c.booking_id.in_(ids), claims.c.live).order_by(claims.c.id)
        for row in read.all(asked):
            found.setdefault(row.resource_id, []).append((to_ms(row.starts_at), to_ms(row.ends_at), row.units))
    return found


def _less(held: Claims, own: Iterable[tuple[int, int, int]]) -> Claims:
    """Without a booking's own claims; of equal ones any will do."""
    rows = list(zip(held.starts, held.ends, held.units or [1] * len(held.starts), strict=True))
    for row in own:
        if row in rows:  # what is outside of the span was not read
            rows.remove(row)
    return Claims(*map(list, zip(*rows, strict=True))) if rows else Claims()


WALK_IN = N_("Walk-in")


def whose_bookings(read: Read, ids: Collection[UUID]) -> dict[UUID, str]:
    """What people call bookings: by their customers."""
    whose = (customers.c.business_id == bookings.c.business_id) & (customers.c.id == bookings.c.customer_id)
    joined = select(bookings.c.id, customers.c.name).select_from(bookings.outerjoin(customers, whose))
    rows = read.all(joined.where(bookings.c.id.in_(ids)).order_by(bookings.c.id))
    return {row.id: row.name or _(WALK_IN) for row in rows}
