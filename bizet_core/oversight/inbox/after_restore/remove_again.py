"""Removing again what was removed after the backup, once a person says so: by the operation that settles the card.

Only what stands as it was then goes. What something points to stays, with all that belongs to it, and the card comes
back with the reason. A booking takes its claims along.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import booking_parts, bookings, claims
from bizet_core.oversight.inbox.after_restore.bring_back import tried
from bizet_core.oversight.inbox.after_restore.removed_row_wording import things_said
from bizet_core.oversight.inbox.after_restore.removed_rows import (
    Again,
    again_on,
    in_parts,
    is_asked_here,
    rows_in_order,
    together,
)
from bizet_core.store import Permission, Work
from bizet_core.store.belongings import pointers
from bizet_core.store.store import permit
from bizet_core.store.tables.columns import METADATA, facts_of
from bizet_core.sync.restore.removed_rows_at_server import Key


def remove_again(work: Work, card: Any) -> Refused | None:
    """Remove what a card asks about; returns why not, where something of it stays that is still needed."""
    stays: list[Refused] = []
    return tried(work, lambda: stays.extend(_remove(work, card))) or next(iter(stays), None)


def _remove(work: Work, card: Any) -> Iterator[Refused]:
    if not is_asked_here(work, card.id):
        raise Refused("line_gone")
    rows = list(_held(work, again_on(work, card.id)))
    for needed in sorted({facts_of(each.table)["changed_by"] for each in rows}):
        permit(work, Permission(needed), card)
    taken = _claims_of(work, rows)
    needed_by = _needed_by(work, rows, taken)
    go, stay = list[Again](), list[Again]()
    for group in together(rows):
        if all(each.is_same for each in group):
            (stay if any(each.key in needed_by for each in group) else go).extend(group)
    _delete(work, card, go, taken)
    if stay:
        by = next(needed_by[each.key] for each in stay if each.key in needed_by)
        things = [each for each in stay if each.table == card.subject]
        yield Refused("still_needed", again=things_said(work, things), by=by)


def _held(work: Work, rows: Iterable[Again]) -> Iterator[Again]:
    """The rows as they are now, and nobody else changes them until the commit."""
    for each in rows:
        row = work.hold_if_there(METADATA.tables[each.table], each.id)
        if row is not None:
            yield replace(each, row=row, is_same=row.last_op == each.op)


def _claims_of(work: Work, rows: Sequence[Again]) -> dict[UUID, Key]:
    """The claims of these bookings and their parts, and whose each is."""
    found: dict[UUID, Key] = {}
    for table, column in ((bookings, claims.c.booking_id), (booking_parts, claims.c.part_id)):
        for ids in in_parts([each.id for each in rows if each.table == table.name]):
            asked = select(claims.c.id, column).where(column.in_(ids)).order_by(claims.c.id)
            found |= {id: (table.name, whose) for id, whose in work.all(asked)}
    return found


def _needed_by(work: Work, rows: Sequence[Again], taken: Iterable[UUID]) -> dict[Key, str]:
    """Rows that something points to which would stay; and what that is."""
    here = {each.key for each in rows} | {(claims.name, id) for id in taken}
    found: dict[Key, str] = {}
    for child, column, target in pointers():
        for ids in in_parts([each.id for each in rows if each.table == target.name]):
            for id, to in work.all(select(child.c.id, column).where(column.in_(ids))):
                if (child.name, id) not in here:
                    found[target.name, to] = child.name
    return found


def _delete(work: Work, card: Any, rows: Sequence[Again], taken: dict[UUID, Key]) -> None:
    """Children first."""
    gone = {each.key for each in rows}
    work.delete_all(claims, [id for id, whose in taken.items() if whose in gone])
    for each in reversed(rows_in_order(rows)):
        table = METADATA.tables[each.table]
        work.delete(table, each.id)
        if each.table == card.subject:
            work.note(table, each.id, code="removed_again")
