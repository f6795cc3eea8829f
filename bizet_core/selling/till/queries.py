"""What is in the drawer, and what the till's day came to so far."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import house_settings_of
from bizet_core.describe.formats.money import Money
from bizet_core.selling.sales.loading import load_documents
from bizet_core.selling.sales.model import sales
from bizet_core.selling.till.model import drawer_moves, till_closings, till_openings
from bizet_core.selling.till.rules import Entry, Part, Totals, expected_cash, report
from bizet_core.store import ANY, Permission, Prepared, Read, Request, query
from bizet_core.store.journal.cards import CardKind, CardState, inbox_cards

SEE = Permission("till.see")


@dataclass(frozen=True, slots=True)
class TillState:
    """An open till: since when, by whom, and the cash that should be in it.

    Where the drawer is counted blind, `expected` is None for whoever may not see it: they would count towards it.
    """

    opening: UUID
    opened_at: datetime
    opened_by: str
    float: Money
    expected: Money | None
    sales: int


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed day, as its Z report keeps it."""

    id: UUID
    number: int
    opened_at: datetime
    closed_at: datetime
    closed_by: str
    expected: Money
    counted: Money
    difference: Money
    reason: str
    totals: dict[str, Any]


class OfDevice(Request):
    """Which till: each device has one drawer."""

    device: UUID


class XReport(Request):
    """Of the till that is open at a device."""

    device: UUID


@query(needs=None)
def till_state(read: Read, asked: OfDevice) -> TillState | None:
    """The open till of a device, or None while it is closed."""
    opening = opening_of(read, asked.device)
    if opening is None:
        return None
    entries = entries_of(read, opening.id)
    return TillState(
        opening=opening.id,
        opened_at=opening.opened_at,
        opened_by=opening.staff_name,
        float=Money(opening.float, opening.currency),
        expected=Money(cash_expected(read, opening, entries), opening.currency) if _may_see(read) else None,
        sales=len(entries),
    )


def _may_see(read: Read) -> bool:
    return read.actor.scope(SEE.name) is ANY or not house_settings_of(read).blind_count


@query(needs=Permission("till.open"))
def left_in_drawer(read: Read, asked: OfDevice) -> int | None:
    """What was counted at the last closing, in minor units: likely what lies there now. None before the first."""
    last = last_closing(read, asked.device)
    return None if last is None else int(last.counted)


@query(needs=SEE)
def x_report(read: Read, asked: XReport) -> Totals | None:
    """The totals of the open till, changing nothing."""
    opening = opening_of(read, asked.device)
    return None if opening is None else totals_so_far(read, opening, entries_of(read, opening.id))


class OneClosing(Request):
    """Which."""

    closing: UUID


@query(needs=SEE)
def closing(read: Read, asked: OneClosing) -> Closed:
    """One closed day; refuses with `gone`."""
    found = read.first(_closings().where(till_closings.c.id == asked.closing))
    if found is None:
        raise Refused("gone", what=till_closings.name)
    return _closed(found)


@query(needs=SEE)
def closings(read: Read, asked: OfDevice) -> tuple[Closed, ...]:
    """The closed days of a device, newest first."""
    mine = _closings().where(till_openings.c.device == asked.device)
    return tuple(map(_closed, read.all(mine.order_by(till_closings.c.number.desc()).limit(400))))


def opening_of(read: Read, device: UUID) -> Any | None:
    """The opening of a device that no closing has ended, or None."""
    return read.row(_OPEN, at=device)


def open_till(read: Read, device: UUID) -> UUID | None:
    """The id of that opening: all that a sale needs of it."""
    found = read.row(_OPEN_ID, at=device)
    return None if found is None else found.id


def last_closing(read: Read, device: UUID) -> Any | None:
    """The newest Z of a device."""
    asked = select(till_closings).join(till_openings, _same(till_closings.c.opening_id))
    return read.first(asked.where(till_openings.c.device == device).order_by(till_closings.c.number.desc()).limit(1))


def documents_of(read: Read, opening: UUID) -> Sequence[Any]:
    """The sale rows of one opening, in the order of their numbers."""
    asked = select(sales).where(sales.c.opening_id == opening)
    return read.all(asked.order_by(sales.c.series, sales.c.number))


def entries_of(read: Read, opening: UUID) -> list[Entry]:
    """The documents of one opening, as reports read them."""
    return [Entry(d.sale.kind, d.sale.figures) for d in load_documents(read, documents_of(read, opening))]


def totals_so_far(read: Read, opening: Any, entries: Sequence[Entry]) -> Totals:
    """What a report of these documents says, with what the server keeps of their till and counts nowhere yet."""
    return replace(report(entries), unposted=unposted_of(read, opening))


def unposted_of(read: Read, opening: Any) -> Part:
    """Documents of this till that the server keeps and has not done yet; where they were made the totals have them."""
    c = inbox_cards.c
    held = (c.kind == CardKind.HELD.value) & (c.state != CardState.DONE.value) & c.amount.is_not(None)
    mine = (c.device == opening.device) & (c.at >= opening.opened_at) & (c.currency == opening.currency)
    found = read.all(select(func.count(c.id).label("many"), func.sum(c.amount).label("amount")).where(held, mine))
    return Part(int(found[0].many), int(found[0].amount or 0))


def cash_expected(read: Read, opening: Any, entries: Sequence[Entry]) -> int:
    """The cash that should be in the drawer."""
    moves = read.all(select(drawer_moves.c.amount).where(drawer_moves.c.opening_id == opening.id))
    return expected_cash(opening.float, [entry.figures for entry in entries], [move.amount for move in moves])


def _closings() -> Select[Any]:
    columns = select(till_closings, till_openings.c.opened_at, till_openings.c.currency)
    return columns.join(till_openings, _same(till_closings.c.opening_id))


def _same(reference: Any) -> Any:
    return (reference.table.c.business_id == till_openings.c.business_id) & (reference == till_openings.c.id)


def _open(*columns: Any) -> Prepared:
    return Prepared(
        select(*columns)
        .where(till_openings.c.device == bindparam("at"))
        .where(~select(till_closings.c.id).where(_same(till_closings.c.opening_id)).exists())
        .order_by(till_openings.c.opened_at.desc())
        .limit(1)
    )


_OPEN, _OPEN_ID = _open(till_openings), _open(till_openings.c.id)


def _closed(row: Any) -> Closed:
    return Closed(
        id=row.id,
        number=row.number,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        closed_by=row.staff_name,
        expected=Money(row.expected, row.currency),
        counted=Money(row.counted, row.currency),
        difference=Money(row.difference, row.currency),
        reason=row.reason,
        totals=row.totals,
    )
