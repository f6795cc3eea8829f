"""What a file really is: its magic bytes must agree with its name, its size with the limit."""

import hashlib
from io import BytesIO
from pathlib import Path

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.text import one_line

MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF87a", "image/gif", (".gif",)),
    (b"GIF89a", "image/gif", (".gif",)),
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"PK\x03\x04", "application/zip", (".zip", ".xlsx", ".docx", ".odt", ".ods")),
)
TEXTS = {
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".ics": "text/calendar",
    ".vcf": "text/vcard",
    ".md": "text/markdown",
}
MOST_PIXELS = 50_000_000
_SNIFFED = 65_536


class Attached(msgspec.Struct, frozen=True):
    """A file as it was chosen: the name its owner gave it, what it is, and its content with the SHA-256 in hex."""

    name: str
    media_type: str
    hash: str
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)


def examine(given: object, largest: int, media: tuple[str, ...] = ()) -> Attached:
    """Read a chosen file (a path, or `Attached`) and refuse what is too large, empty, or not what its name says."""
    if isinstance(given, Attached):
        name, content = given.name, given.content
    elif isinstance(given, Path | str):
        name, content = Path(given).name, _content(Path(given), largest)
    else:
        raise Refused("not_a_file")
    if len(content) > largest:
        raise Refused("file_too_large", megabytes=max(1, largest // 1_000_000))
    if not content:
        raise Refused("file_empty", name=name)
    media_type = _media_type(name, content)
    if media and media_type not in media:
        raise Refused("file_other_kind", name=name, wanted=[kind.partition("/")[2].upper() for kind in media])
    if media_type.startswith("image/"):
        _measure(name, content)
    return Attached(one_line(name)[:120], media_type, hashlib.sha256(content).hexdigest(), content)


def _content(path: Path, largest: int) -> bytes:
    """At most one byte more than may be: a huge file is refused without reading it."""
    try:
        with path.open("rb") as file:
            return file.read(largest + 1)
    except OSError:
        raise Refused("file_unreadable", name=path.name) from None


def _media_type(name: str, content: bytes) -> str:
    ending = Path(name).suffix.lower()
    found, endings = _by_magic(content)
    if not found and ending in TEXTS and _is_text(content):
        return TEXTS[ending]
    if not found:
        raise Refused("file_unknown_kind", name=name)
    if ending not in endings:
        raise Refused("file_false_name", name=name, endings=list(endings))
    return found


def _by_magic(content: bytes) -> tuple[str, tuple[str, ...]]:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp", (".webp",)
    return next(((media, endings) for magic, media, endings in MAGIC if content.startswith(magic)), ("", ()))


def _is_text(content: bytes) -> bool:
    """Text has no NUL. Its encoding is for the one who reads it: calendars and lists come in old ones too."""
    utf16 = content[:2] in (b"\xff\xfe", b"\xfe\xff")
    return utf16 or b"\0" not in content[:_SNIFFED]


def _measure(name: str, content: bytes) -> None:
    """Refuse a picture that is broken, or so large that showing it would take the memory of the desk."""
    from PIL import Image, UnidentifiedImageError

    too_large = Refused("picture_too_large", name=name, most=MOST_PIXELS // 1_000_000)
    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            picture.verify()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise Refused("file_damaged_picture", name=name) from None
    if width * height > MOST_PIXELS:
        raise too_large
