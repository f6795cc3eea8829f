"""What a server forgets at night. Its journal is the audit trail and stays.

    before-images    after a week; not of people and roles, nor of removed rows: those as long as removals are told
    removed rows     are told to desks for 400 days; then the feed's floor rises, and who knows less begins anew

A night keeps how far the feed was, so that no change needs a time of its own.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Connection, bindparam, delete, func, select, text, update

from bizet_core.base.instants import to_ms
from bizet_core.business.resources.model import resources
from bizet_core.business.staff.model import staff
from bizet_core.store import Store
from bizet_core.store.journal.feed_heads import feed_heads
from bizet_core.store.journal.journal import before_image, journal, since
from bizet_core.store.tables.columns import Id
from bizet_core.sync.model import feed, nights
from bizet_core.sync.server.feed import head_of

TOLD_DAYS = 400
TOLD_AT_ONCE = 5_000
NIGHTS_AT_ONCE = 30
"""A clock that is years ahead one night makes the server forget a month of removals, not all of them."""


def tidy(store: Store) -> int:
    """Forget what nobody asks for any more, in short transactions; how many images and removals are gone."""
    business = store.identity.business
    with store.transaction() as connection:
        _note_night(connection, business, store.clock())
        upto = _told_long_enough(connection, business, store.clock())
    gone = 0
    while some := _forget_removals(store, upto):
        gone += some
    with store.reading() as connection:
        floor = head_of(connection, business).floor
    while some := store.forget_images(kept=_is_asked_for(floor)):
        gone += some
    return gone


def _note_night(connection: Connection, business: UUID, now: datetime) -> None:
    note = text("INSERT INTO feed_night (business_id, seq, at) VALUES (:business, :seq, :at) ON CONFLICT DO NOTHING")
    seq = head_of(connection, business).seq
    given = {"business": business, "seq": seq, "at": to_ms(now)}
    connection.execute(note.bindparams(bindparam("business", type_=Id())), given)


def _told_long_enough(connection: Connection, business: UUID, now: datetime) -> int:
    """Up to which number removals need not be told any more."""
    mine = (nights.c.business_id == business) & (nights.c.at < since(now, TOLD_DAYS))
    old = connection.execute(select(nights.c.seq).where(mine).order_by(nights.c.seq).limit(NIGHTS_AT_ONCE))
    return max(old.scalars(), default=0)


def _forget_removals(store: Store, upto: int) -> int:
    """Some of them, the oldest first, and the floor rises with them."""
    business = store.identity.business
    with store.transaction() as connection:
        floor = head_of(connection, business).floor
        gone = (feed.c.business_id == business) & feed.c.gone
        some = gone & (feed.c.seq > floor) & (feed.c.seq <= upto)
        oldest = select(feed.c.seq).where(some).order_by(feed.c.seq).limit(TOLD_AT_ONCE)
        found = connection.execute(oldest).scalars().all()
        rises_to = found[-1] if len(found) == TOLD_AT_ONCE else max(floor, upto)
        if rises_to > floor:
            connection.execute(delete(feed).where(gone, feed.c.seq <= rises_to))
            risen = update(feed_heads).where(feed_heads.c.business_id == business, feed_heads.c.floor < rises_to)
            connection.execute(risen.values(floor=rises_to))
            connection.execute(delete(nights).where(nights.c.business_id == business, nights.c.seq <= rises_to))
        return len(found)


def _is_asked_for(floor: int) -> ColumnElement[bool]:
    """Images of people, by which rights are known as a desk knew them, and of removed rows, which a fact brings back.

    Both for as long as a desk may come that has not heard of the change.
    """
    image = before_image.c
    is_role = image.tbl.in_([staff.name, resources.name]) & (func.coalesce(journal.c.seq, 0) > floor)
    same = (feed.c.business_id == image.business_id) & (feed.c.tbl == image.tbl) & (feed.c.pk == image.pk)
    is_removed = select(feed.c.seq).where(same, feed.c.gone).exists()
    return is_role | (image.image.is_not(None) & is_removed)
