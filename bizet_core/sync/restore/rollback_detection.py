"""A server that went back in time and was not told: a failover that lost commits, a snapshot, a forgotten `new-epoch`.

Its desks know more than it does, and any of these shows it:

    cursor      a place in this epoch's feed that it has not reached
    operation   the newest operation at that place is not in its journal (`wire.Mark`)
    line        of an older desk, which shows no operation: what it sends stands behind lines that the server lacks
    epoch       an epoch that began later than its own

Then the server begins a new epoch, as if it had been told, and the desk goes the road that every restored server's
desks go. A desk that is itself copied or put back shows less than it once knew, never more.
"""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import structlog
from sqlalchemy import Connection, select

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.devices.restored_server import PATIENCE, restored
from bizet_core.store import Store
from bizet_core.store.journal.journal import chain, journal
from bizet_core.store.journal.journal import head as journal_heads
from bizet_core.sync.server import feed
from bizet_core.sync.wire.protocol import Compare, Mark, Pull, Push

log = structlog.get_logger()

DECIDED_LATER = ("held", "released")
"""Outcomes of lines that get another number when somebody looks at them again."""


class Shown(NamedTuple):
    """What a device shows that it knows."""

    device: UUID | None
    epoch: str
    cursor: int = 0
    mark: Mark | None = None
    first: tuple[int, int] | None = None  # life and number of the first line that it sends


class WentBack(Refused):  # a refusal
    """A device knows more than this server. Whoever may not begin an epoch is told to take everything anew."""

    def __init__(self, shown: Shown, sign: str) -> None:
        super().__init__("feed_restarted")
        self.shown, self.sign = shown, sign


def mark_of(connection: Connection, business: UUID, head: feed.Head) -> Mark | None:
    """The newest operation; None where it is not known, since nothing has changed here for long."""
    if head.last_op is None:
        return None
    found = Mark(head.last_op, head.seq)
    return found if _stands(connection, business, found) else None


def check_place(connection: Connection, business: UUID, head: feed.Head, asked: Pull | Compare) -> None:
    """Refuse with `WentBack` a place that this server has not reached."""
    _check(connection, business, head, Shown(None, asked.epoch, asked.cursor, asked.mark))


def check_push(connection: Connection, business: UUID, push: Push, first: int) -> None:
    """The same of lines, of which the first has this number: before any of them is run."""
    is_shown_by_lines = push.mark is None and _is_one_chain(push)
    shown = Shown(push.device, push.epoch, 0, push.mark, (push.inc, first) if is_shown_by_lines else None)
    _check(connection, business, feed.head_of(connection, business), shown)


def begin_epoch(store: Store, told: WentBack) -> None:
    """Begin a new epoch because of what a desk has shown.

    Refuses with `feed_restarted` where another process has just done so, and with `busy` where the last one is so young
    that the desk has to wait: one that lies does not make all others begin anew again and again, and an honest one
    keeps what it has.
    """
    business, now = store.identity.business, store.clock()
    with store.transaction() as connection:
        head = feed.hold_head(connection, business)
        if sign_of(connection, business, head, told.shown) is None:
            raise Refused("busy" if told.shown.epoch == head.epoch else "feed_restarted")
        last = restored(connection, business)
        if last is not None and abs(to_ms(now) - last.at_ms) < PATIENCE // timedelta(milliseconds=1):
            log.warning("epoch_too_young", business=str(business), sign=told.sign, epoch=head.epoch)
            raise Refused("busy")
        feed.new_epoch(connection, business, now, after=told.shown.epoch)
    store.committed()


def sign_of(connection: Connection, business: UUID, head: feed.Head, shown: Shown) -> str | None:
    """By what it is seen that this server went back; None where it did not."""
    if shown.epoch != head.epoch:
        return "epoch" if feed.moment_of(shown.epoch) > feed.moment_of(head.epoch) else None
    if shown.cursor > head.seq:
        return "cursor"
    if shown.mark is not None:
        return None if _stands(connection, business, shown.mark) else "operation"
    return "line" if shown.first is not None and _lacks_lines(connection, business, shown) else None


def _check(connection: Connection, business: UUID, head: feed.Head, shown: Shown) -> None:
    sign = sign_of(connection, business, head, shown)
    if sign is not None:
        raise WentBack(shown, sign)


def _stands(connection: Connection, business: UUID, mark: Mark) -> bool:
    c = journal.c
    line = connection.execute(select(c.seq, c.outcome).where(c.business_id == business, c.op_id == mark.op)).first()
    if line is None or line.seq is None:
        return False
    return line.seq == mark.seq or (line.seq > mark.seq and line.outcome in DECIDED_LATER)


def _lacks_lines(connection: Connection, business: UUID, shown: Shown) -> bool:
    assert shown.first is not None
    (inc, first), c = shown.first, journal_heads.c
    mine = (c.business_id == business) & (c.device == shown.device) & (c.inc == inc)
    return first > (connection.execute(select(c.n).where(mine)).scalar() or 0) + 1


def _is_one_chain(push: Push) -> bool:
    """Whether each line follows from the one before: of the first nobody can tell, where what is before is lost."""
    return all(
        chain(before.hash, line.header, line.body) == line.hash
        for before, line in zip(push.lines, push.lines[1:], strict=False)
    )
