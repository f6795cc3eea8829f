"""Keep a picture or a long text inside the encrypted file; other rows name it by its hash."""

from typing import Annotated

from bizet_core.attachments.model import attachments
from bizet_core.attachments.rules import LARGEST_PICTURE, LARGEST_TEXT, Kept, picture_to_keep, text_to_keep
from bizet_core.describe.fields import Field
from bizet_core.describe.language import N_
from bizet_core.settings.checking import checked
from bizet_core.store import Permission, Request, Work, derive, operation

ADD = Permission("attachments.add")


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


def keep(work: Work, kept: Kept, name: str) -> str:
    """Write the content if it is not there yet; its id follows from its hash."""
    id = derive(work.business, "attachment", kept.hash)
    if work.find(attachments, id) is None:
        about = {"hash": kept.hash, "media_type": kept.media_type, "size": len(kept.content), "name": name}
        work.insert(attachments, id=id, content=kept.content, added_at=work.now, **about)
    return kept.hash
