"""What a desk forgets: before-images after a week, and lines of its journal 90 days after its server has had them.
As long it remembers which rows its server has said to be removed.

Times decide what is forgotten, and nothing else. A desk's own clock alone decides nothing that cannot be had again:
days count from the moment its server was first known to have a line, by the server's clock, to the moment it last
answered. A desk that stands alone, or hears nothing, keeps its lines.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import takewhile
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, delete, func, select, update

from bizet_core.store import Store
from bizet_core.store.journal.cards import CardState, inbox_cards
from bizet_core.store.journal.journal import IMAGE_DAYS, before_image, head, journal, since
from bizet_core.store.operations.after import after_run
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.restore.lost_rows_at_desk import forget_offered
from bizet_core.sync.restore.removed_rows_at_desk import forget_removed

LINE_DAYS = 90
LINES_AT_ONCE = 500


def forget(store: Store) -> bool:
    """Forget a little, so that people can work in between; whether there may be more."""
    with store.reading() as connection:
        known = Upstream.find(connection)
    heard = None if known is None else known.heard_at
    today = store.clock() if heard is None else min(heard, store.clock())
    gone = store.forget_images(today)
    if heard is not None and not gone:
        with store.transaction() as connection:
            gone = _forget_lines(connection, store.identity.business, today)
            gone += forget_offered(connection, store.identity.business, since(today, LINE_DAYS))
            forget_removed(connection, store.identity.business, today)
    return gone > 0


def _forget_lines(connection: Connection, business: UUID, today: datetime) -> int:
    """The oldest lines of some chain; how many."""
    chains = select(head).where(head.c.business_id == business, head.c.n > func.coalesce(head.c.base_n, 0))
    for chain in connection.execute(chains.order_by(head.c.device, head.c.inc)).all():
        lines = _forgettable(connection, chain, today)
        if lines:
            _remove(connection, chain, lines)
            return len(lines)
    return 0


def _forgettable(connection: Connection, chain: Any, today: datetime) -> list[Any]:
    """From the first line kept: those that nobody asks for any more. The newest that the server has always stays."""
    c = journal.c
    columns = select(c.op_id, c.n, c.hash, c.state, c.acked_at, c.at)
    asked = columns.where(*_of(chain), c.n > (chain.base_n or 0)).order_by(c.n).limit(LINES_AT_ONCE)
    lines = connection.execute(asked).all()
    needed = _needed(connection, chain.business_id, [line.op_id for line in lines])
    found = list(takewhile(lambda line: _is_over(line, today) and line.op_id not in needed, lines))
    if found and not _is_acked_after(connection, chain, found[-1].n):
        found.pop()
    return found


def _is_over(line: Any, today: datetime) -> bool:
    """Whether the server has had a line for long enough, and nobody can undo it, whatever the clock was then."""
    is_long_there = line.acked_at is not None and line.acked_at < since(today, LINE_DAYS)
    return line.state == "acked" and is_long_there and line.at < since(today, IMAGE_DAYS)


def _needed(connection: Connection, business: UUID, ops: Sequence[UUID]) -> set[UUID]:
    """Operations after which something is still to run, and those that a card in the Inbox is about."""
    due = select(after_run.c.op_id).where(after_run.c.business_id == business, after_run.c.op_id.in_(ops))
    c = inbox_cards.c
    waiting = select(c.op).where(c.business_id == business, c.op.in_(ops), c.state != CardState.DONE.value)
    return set(connection.execute(due).scalars()) | set(connection.execute(waiting).scalars())


def _is_acked_after(connection: Connection, chain: Any, n: int) -> bool:
    later = select(journal.c.n).where(*_of(chain), journal.c.n > n, journal.c.state == "acked").limit(1)
    return connection.execute(later).first() is not None


def _remove(connection: Connection, chain: Any, lines: Sequence[Any]) -> None:
    """Forget lines from the first one on; what follows them is provable from the last one's number and hash."""
    last, ops = lines[-1], [line.op_id for line in lines]
    images = (before_image.c.business_id == chain.business_id) & before_image.c.op_id.in_(ops)
    connection.execute(delete(before_image).where(images))
    connection.execute(delete(journal).where(*_of(chain), journal.c.n <= last.n))
    this = (head.c.business_id == chain.business_id) & (head.c.device == chain.device) & (head.c.inc == chain.inc)
    connection.execute(update(head).where(this).values(base_n=last.n, base_hash=last.hash))


def _of(chain: Any) -> tuple[Any, ...]:
    c = journal.c
    return c.business_id == chain.business_id, c.device == chain.device, c.inc == chain.inc
