"""Read an attachment by its hash."""

from dataclasses import dataclass

from sqlalchemy import select

from bizet_core.business.attachments.model import attachment_parts, attachments
from bizet_core.business.attachments.rules import Thumbnail, thumbnail_of
from bizet_core.store import Permission, Read, Request, derive, query
from bizet_core.store.tables.all_tables import attachment_columns


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file's content, and what it is."""

    hash: str
    media_type: str
    name: str
    content: bytes


class OneAttachment(Request):
    """Which: a lower-case hex SHA-256."""

    hash: str


@query(needs=Permission("attachments.see"))
def attachment(read: Read, asked: OneAttachment) -> Attachment | None:
    """An attachment, or None where this device does not hold it."""
    return attachment_of(read, asked.hash)


class SmallPicture(Request):
    """Which picture, and how many pixels wide and high."""

    hash: str
    side: int


LARGEST_THUMBNAIL = 512


@query(needs=Permission("attachments.see"))
def thumbnail(read: Read, asked: SmallPicture) -> Thumbnail | None:
    """A picture as a small square, or None where this device does not hold it."""
    found = attachment_of(read, asked.hash)
    side = min(max(asked.side, 1), LARGEST_THUMBNAIL)
    return None if found is None else thumbnail_of(found.content, side)


def attachment_of(read: Read, hash: str) -> Attachment | None:
    """The same for other queries."""
    row = read.find(attachments, derive(read.business, "attachment", hash))
    return None if row is None else Attachment(row.hash, row.media_type, row.name, row.content)


class Wanting(Request):
    """Hashes of attachments."""

    hashes: tuple[str, ...]


@query(needs=Permission("attachments.see"))
def parts_here(read: Read, asked: Wanting) -> dict[str, int]:
    """Of those that are not here whole: how much has come of each."""
    missing = [hash for hash in asked.hashes if attachment_of(read, hash) is None]
    return {hash: _so_far(read, hash) for hash in missing}


def _so_far(read: Read, hash: str) -> int:
    found = read.find(attachment_parts, derive(read.business, "attachment", hash))
    return 0 if found is None else len(found.content)


class OnTheirWay(Request):
    """At most so many."""

    most: int = 20


@query(needs=Permission("attachments.see"))
def to_send(read: Read, asked: OnTheirWay) -> tuple[str, ...]:
    """Attachments that the server does not have."""
    waiting = select(attachments.c.hash).where(~attachments.c.uploaded).order_by(attachments.c.added_at)
    return tuple(row.hash for row in read.all(waiting.limit(asked.most)))


@query(needs=Permission("attachments.see"))
def to_fetch(read: Read, asked: OnTheirWay) -> tuple[str, ...]:
    """Attachments that rows here name and that are not here."""
    found: list[str] = []
    for column in attachment_columns():
        same = (attachments.c.business_id == column.table.c.business_id) & (attachments.c.hash == column)
        lacking = select(column).select_from(column.table.outerjoin(attachments, same)).distinct()
        rows = read.all(lacking.where(column.is_not(None), column != "", attachments.c.id.is_(None)).limit(asked.most))
        found += [row[0] for row in rows]
    return tuple(dict.fromkeys(found))[: asked.most]


class NamedIn(Request):
    """An attachment, and whose rows to look through."""

    hash: str
    scopes: tuple[str, ...]


@query(needs=Permission("attachments.see"))
def names_it(read: Read, asked: NamedIn) -> bool:
    """Whether somebody who gets the rows of these scopes may have an attachment; who gets all rows may have all."""
    columns = attachment_columns()
    theirs = [column for column in columns if column.table.info["scope"] in asked.scopes]
    return len(theirs) == len(columns) or any(
        read.first(select(column).where(column == asked.hash)) is not None for column in theirs
    )
