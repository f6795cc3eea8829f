"""How a picture is made safe before it is kept: decoded and written anew, so that nothing else travels in it."""

import warnings
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.file_types import MOST_PIXELS

MIB = 1024 * 1024
LARGEST_PICTURE = 20 * MIB  # as it is chosen; what is kept is far smaller
LARGEST_TEXT = 16 * MIB
LONGEST_SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


@dataclass(frozen=True, slots=True)
class Kept:
    """Content as it is kept."""

    content: bytes
    media_type: str

    @property
    def hash(self) -> str:
        """The name that rows elsewhere know it by: lower-case hex SHA-256."""
        return sha256(self.content).hexdigest()


def text_to_keep(text: str) -> Kept:
    """A long text; refuses one above 16 MiB."""
    content = text.encode()
    if len(content) > LARGEST_TEXT:
        raise Refused("text_too_long", most=LARGEST_TEXT // MIB)
    return Kept(content, "text/plain")


def picture_to_keep(content: bytes) -> Kept:
    """A picture written anew: upright, at most 1600 px, no metadata; JPEG, or PNG where parts are transparent."""
    if len(content) > LARGEST_PICTURE:
        raise Refused("picture_too_heavy", most=LARGEST_PICTURE // MIB)
    try:
        return _written(_decoded(content))
    except UnidentifiedImageError as error:
        raise Refused("picture_unknown") from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        raise Refused("picture_broken") from error


def _decoded(content: bytes) -> Image.Image:
    """The size is known, and refused, before anything is unpacked."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        picture = Image.open(BytesIO(content), formats=_FORMATS)
    if picture.width * picture.height > MOST_PIXELS:
        raise Refused("picture_too_wide", width=picture.width, height=picture.height)
    picture.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))  # a JPEG is decoded at a fraction of its size
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return upright


def _written(picture: Image.Image) -> Kept:
    out = BytesIO()
    if picture.has_transparency_data:
        picture.convert("RGBA").save(out, "PNG", optimize=True)
        return Kept(out.getvalue(), "image/png")
    picture.convert("RGB").save(out, "JPEG", quality=85, optimize=True)
    return Kept(out.getvalue(), "image/jpeg")


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small square of a picture as a screen paints it: rows of red, green, blue and opacity."""

    side: int
    pixels: bytes


def thumbnail_of(content: bytes, side: int) -> Thumbnail | None:
    """The middle of a kept picture in a square of so many pixels; None where the content is no picture or a huge one:

    what came from another device was not written anew here.

    A JPEG is decoded at a fraction of its size, so that a photograph costs a few milliseconds.
    """
    try:
        picture = Image.open(BytesIO(content), formats=_FORMATS)
        if picture.width * picture.height > MOST_PIXELS:
            return None
        picture.draft("RGB", (side, side))
        square = ImageOps.fit(picture.convert("RGBA"), (side, side))
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        return None
    return Thumbnail(side, square.tobytes())
