"""What a card says about rows that were removed and are there again: which things, by whatever people call them."""

from collections.abc import Iterable, Iterator
from typing import Any

from bizet_core.oversight.inbox.after_restore.removed_rows import Again, Asked
from bizet_core.oversight.inbox.card_subjects import NAMELESS, named
from bizet_core.oversight.inbox.requests import AGAIN, LostCard
from bizet_core.store import Read
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.server.card_facts import LONGEST, plain

MOST_NAMED = 12
HOUSE = frozenset({"business_id", "parent_id", "location_id"})
"""What says where a thing is, and not which."""


def asked_of(read: Read, asked: Iterable[Asked]) -> tuple[LostCard, ...]:
    """A card for each."""
    return tuple(_card(read, each) for each in asked)


def things_said(read: Read, things: Iterable[Again]) -> list[list[tuple[str, Any]]]:
    """Each thing for a card's facts: names and times that tell it from others, in the order in which they are read."""
    return [list(_said(read, each)) for each in list(things)[:MOST_NAMED]]


def _card(read: Read, asked: Asked) -> LostCard:
    things = asked.things
    return LostCard(
        op=asked.op,
        code="removed_after_backup",
        facts=plain({"what": asked.table, "n": len(things), AGAIN: things_said(read, things)}),
        name="",
        device=things[0].device,
        actor=None,
        actor_name="",
        at=read.now,
        subject=asked.table,
        subject_id=things[0].id,
        amount=None,
        currency="",
        rows=tuple(each.version for each in asked.rows),
    )


def _said(read: Read, thing: Again) -> Iterator[tuple[str, Any]]:
    row = thing.row._mapping
    for name in ("name", "label", "key"):
        if row.get(name):
            yield name, row[name][:LONGEST]
    for column in METADATA.tables[thing.table].c:
        is_other = column.foreign_keys and column.name not in HOUSE and row[column.name] is not None
        if is_other and (said := named(read, row[column.name])) != NAMELESS:
            yield str(column.name), said
    for name in ("starts_at", "parked_at", "weekdays", "minutes"):
        if row.get(name) is not None:
            yield name, row[name]
    if row.get("start_min") is not None:
        yield "hours", [row["start_min"], row["end_min"]]
