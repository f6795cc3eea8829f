"""What a desk does for a server that was restored: it tells which leases it holds before anything else, and offers the
rows that the backup lacks. What its journal holds it sends again (`engine.py`).
"""

from collections.abc import Sequence
from dataclasses import asdict
from functools import partial
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from bizet_core.business.leases.queries import HeldBy, held_leases
from bizet_core.store import Store
from bizet_core.store.journal.journal import journal
from bizet_core.sync.restore.lost_row_messages import LostRow, Salvage, Salvaged
from bizet_core.sync.restore.lost_rows_at_desk import note_offered, waiting
from bizet_core.sync.wire.lease_messages import LeaseHeld, LeasesHeld, Regained
from bizet_desk.syncing.transport.carrier import Server
from bizet_desk.syncing.writer import Write


class Chain(NamedTuple):
    """One incarnation's journal, and from which number on the server lacks it."""

    device: UUID
    inc: int
    first: int


def tell_leases(store: Store, server: Server, lacking: Sequence[Chain]) -> str:
    """Say what this device holds, as it stood before the lines that the server lacks; the server's epoch."""
    asked = HeldBy(device=store.identity.device, again=_operations(store, lacking))
    held = [LeaseHeld(**asdict(each)) for each in store.ask(held_leases, asked)]
    told: Regained = server.ask("held", LeasesHeld(leases=tuple(held)), Regained)
    return told.epoch


def offer_lost(store: Store, server: Server, write: Write, *, owes_word: bool) -> bool:
    """Send what is kept of rows that the server has lost, a page at a time, and note once it is there.

    With `owes_word` the server is told at least that there is nothing. Returns whether it still is to be told.
    """
    while True:
        with store.reading() as connection:
            rows, is_last = waiting(connection, store.identity.business)
        if rows or owes_word:
            server.ask("salvage", Salvage(rows=rows, last=is_last), Salvaged)
        if rows:
            write(partial(_note, store, rows))
        if is_last:
            return False


def _operations(store: Store, lacking: Sequence[Chain]) -> frozenset[UUID]:
    found: set[UUID] = set()
    with store.reading() as connection:
        for chain in lacking:
            c = journal.c
            mine = (c.device == chain.device) & (c.inc == chain.inc) & (c.n >= chain.first)
            found |= set(connection.execute(select(c.op_id).where(mine)).scalars())
    return frozenset(found)


def _note(store: Store, rows: Sequence[LostRow]) -> None:
    with store.transaction() as connection:
        note_offered(connection, store.identity.business, store.identity.device, rows)
