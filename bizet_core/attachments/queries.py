"""Read an attachment by its hash."""

from dataclasses import dataclass

from bizet_core.attachments.model import attachments
from bizet_core.attachments.rules import Thumbnail, thumbnail_of
from bizet_core.store import Permission, Read, Request, derive, query


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
