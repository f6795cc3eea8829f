"""Keep a picture or a long text inside the encrypted file; other rows name it by its hash."""

from typing import Annotated
from uuid import UUID

from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.model import attachment_parts, attachments
from bizet_core.business.attachments.rules import (
    LARGEST_PICTURE,
    LARGEST_TEXT,
    MIB,
    Kept,
    picture_to_keep,
    text_to_keep,
)
from bizet_core.business.settings.checking import checked
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Permission, Request, Work, derive, operation

ADD = Permission("attachments.add")
MOST_PARTS = 20  # on their way at once from one device
MOST_OF_DEVICE = 20_000
BYTES_OF_DEVICE = 8 << 30
"""What one device may bring to a server: a picture of everybody and everything in a large house, and more."""


class AddPicture(Request):
    """A picture as it was chosen or dropped."""

    content: Annotated[bytes, Field(N_("Picture"), kind="picture_file", max=LARGEST_PICTURE)]
    name: Annotated[str, Field(N_("Name"), max_length=120)] = ""


@operation(needs=ADD, local=True)
def add_picture(work: Work, given: AddPicture) -> str:
    """Keep a picture, written anew; returns its hash. The same picture is kept once."""
    return keep(work, picture_to_keep(given.content), given.name)


@add_picture.prepare
def _pin_picture(work: Work, asked: AddPicture) -> AddPicture:
    return checked(work, asked)


class AddText(Request):
    """A text too long for an operation."""

    text: Annotated[str, Field(N_("Text"), kind="long_text", max_length=LARGEST_TEXT)]
    name: Annotated[str, Field(N_("Name"), max_length=120)] = ""


@operation(needs=ADD, local=True)
def add_text(work: Work, given: AddText) -> str:
    """Keep a long text; returns its hash."""
    return keep(work, text_to_keep(given.text), given.name)


@add_text.prepare
def _pin_text(work: Work, asked: AddText) -> AddText:
    return checked(work, asked)


class KeepPart(Request):
    """A piece of an attachment on its way here: where it begins, and how long the whole is."""

    hash: str
    media_type: str
    name: str
    total: int
    offset: int
    content: bytes
    device: UUID | None = None  # that brings it


@operation(needs=ADD, local=True)
def keep_part(work: Work, given: KeepPart) -> int:
    """Keep a piece; returns how much is here now. The whole is kept once it is what its hash says."""
    if not 0 <= given.total <= LARGEST_PICTURE:
        raise Refused("picture_too_heavy", most=LARGEST_PICTURE // MIB)
    id = derive(work.business, "attachment", given.hash)
    if work.find(attachments, id) is not None:
        return given.total
    before = work.find(attachment_parts, id)
    so_far = bytes(before.content) if before is not None else b""
    if given.offset != len(so_far):
        return len(so_far)  # go on from there
    so_far += given.content
    if len(so_far) < given.total:
        if before is None:
            _check_share(work, given)
            _make_room(work, given.device)
        work.save(attachment_parts, id, hash=given.hash, content=so_far, began_at=work.now, device=given.device)
        return len(so_far)
    work.delete(attachment_parts, id)
    kept = Kept(so_far, given.media_type)
    if len(so_far) > given.total or kept.hash != given.hash:
        return 0  # damaged on its way: from the beginning
    if before is None:
        _check_share(work, given)
    keep(work, kept, given.name, given.device)
    return given.total


def _check_share(work: Work, given: KeepPart) -> None:
    """Refuse what is more than one device may bring; pictures that another has brought are its own affair."""
    if given.device is None:
        return
    mine = select(func.count().label("many"), func.sum(attachments.c.size).label("bytes"))
    found = work.all(mine.select_from(attachments).where(attachments.c.device == given.device))[0]
    if found.many >= MOST_OF_DEVICE:
        raise Refused("attachments_too_many", most=MOST_OF_DEVICE)
    if (found.bytes or 0) + given.total > BYTES_OF_DEVICE:
        raise Refused("attachments_too_heavy", most=BYTES_OF_DEVICE >> 30)


def _make_room(work: Work, device: UUID | None) -> None:
    """What is on its way longest without a piece goes: whoever still wants to send it begins anew."""
    mine = select(attachment_parts.c.id).where(attachment_parts.c.device == device)
    latest = mine.order_by(attachment_parts.c.began_at.desc(), attachment_parts.c.id)
    work.delete_all(attachment_parts, [part.id for part in work.all(latest.offset(MOST_PARTS - 1))])


class MarkUploaded(Request):
    """Which the server has."""

    hashes: tuple[str, ...]


@operation(needs=None, local=True)
def mark_uploaded(work: Work, given: MarkUploaded) -> None:
    """Remember that they need not be sent again."""
    for hash in given.hashes:
        work.update(attachments, derive(work.business, "attachment", hash), uploaded=True)


def keep(work: Work, kept: Kept, name: str, device: UUID | None = None) -> str:
    """Write the content if it is not there yet; its id follows from its hash."""
    id = derive(work.business, "attachment", kept.hash)
    if work.find(attachments, id) is None:
        about = {"hash": kept.hash, "media_type": kept.media_type, "size": len(kept.content), "name": name}
        work.insert(attachments, id=id, content=kept.content, added_at=work.now, device=device, **about)
    return kept.hash
