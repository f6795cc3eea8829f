"""A fact that points at a removed row brings the row back: what happened, happened to somebody."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from bizet_core.store import Work
from bizet_core.store.journal.journal import before_image
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.undoing import from_image
from bizet_core.sync.model import feed


def revive(work: Work, args: Any) -> bool:
    """Bring back the removed rows that these args name, as they last stood; whether there were any."""
    named = set(_ids(msgspec.to_builtins(args, builtin_types=(UUID, bytes))))
    mine = (feed.c.business_id == work.business) & feed.c.pk.in_(named) & feed.c.gone
    removed = work.connection.execute(select(feed.c.tbl, feed.c.pk).where(mine).distinct()).all()
    order = list(METADATA.tables)
    parents_first = sorted(removed, key=lambda row: order.index(row.tbl))
    return sum(bring_back_removed(work, row.tbl, row.pk) for row in parents_first) > 0


def bring_back_removed(work: Work, name: str, id: UUID) -> bool:
    """Write a removed row as it last stood; whether it was removed, and its last version is still kept."""
    table = METADATA.tables[name]
    mine = (before_image.c.business_id == work.business) & (before_image.c.tbl == name) & (before_image.c.pk == id)
    last = select(before_image.c.image).where(mine, before_image.c.image.is_not(None)).order_by(before_image.c.k.desc())
    image = work.connection.execute(last).scalar()
    if image is None or work.find(table, id) is not None:
        return False
    row = from_image(table, image, work.connection.dialect.name)
    work.insert(table, **{k: v for k, v in row.items() if k not in ("business_id", "last_op")})
    work.note(table, id, code="revived")
    return True


def _ids(value: Any) -> Iterator[UUID]:
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _ids(key)
            yield from _ids(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _ids(each)
