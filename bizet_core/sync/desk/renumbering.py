"""A new life for a journal that another copy of this device has gone on with: its own lines count from one again."""

from dataclasses import replace
from uuid import UUID

import msgspec
from sqlalchemy import Connection, select, update

from bizet_core.store import Store
from bizet_core.store.journal.incarnation import Life, Why, begin
from bizet_core.store.journal.journal import GENESIS, Header, chain, hash_at, head, head_of, journal, pack


def begin_new_life(store: Store, inc: int, moving: tuple[int, int] | None = None) -> None:
    """Let this device be in incarnation `inc`.

    Lines of an earlier one from a number on (`moving`) move into it, unsent: the server has others under their numbers.
    """
    me = store.identity
    with store.transaction() as connection:
        begin(connection, Life(me.business, me.device, inc, store.clock(), Why.COPIED))
        if moving is not None:
            _move(connection, me.business, me.device, *moving, inc)
    store.identity = replace(me, inc=inc)


def local_head(connection: Connection, business: UUID, device: UUID, inc: int) -> int:
    """The last number that this file has given."""
    return head_of(connection, business, device, inc)[0]


def _move(connection: Connection, business: UUID, device: UUID, old_inc: int, first: int, inc: int) -> None:
    mine = (journal.c.business_id == business) & (journal.c.device == device) & (journal.c.inc == old_inc)
    rows = connection.execute(select(journal).where(mine, journal.c.n >= first).order_by(journal.c.n)).all()
    previous = GENESIS
    for n, row in enumerate(rows, 1):
        header = msgspec.structs.replace(msgspec.msgpack.decode(row.header, type=Header), inc=inc, n=n)
        packed = pack(header)
        previous = chain(previous, packed, row.body)
        moved = {"inc": inc, "n": n, "header": packed, "hash": previous, "state": "pending", "outcome": None,
                 "acked_at": None}  # fmt: skip
        same = (journal.c.business_id == business) & (journal.c.op_id == row.op_id)
        connection.execute(update(journal).where(same).values(**moved))
    _set_head(connection, business, device, inc, len(rows), previous)
    kept = hash_at(connection, business, device, old_inc, first - 1)
    _set_head(connection, business, device, old_inc, first - 1, kept or GENESIS)


def _set_head(connection: Connection, business: UUID, device: UUID, inc: int, n: int, hash: bytes) -> None:
    mine = (head.c.business_id == business) & (head.c.device == device) & (head.c.inc == inc)
    if connection.execute(update(head).where(mine).values(n=n, hash=hash)).rowcount == 0:
        row = {"business_id": business, "device": device, "inc": inc, "n": n, "hash": hash}
        connection.execute(head.insert().values(**row))
