"""Files that people attach: what they are is read from their content, and they are named by its hash."""

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import numbers
from bizet_core.describe.formats.file_types import Attached, examine
from bizet_core.describe.kinds.kind import Kind, Schema, wrong_shape
from bizet_core.describe.languages.language import N_, Locale

_HASH_LENGTH = 64


class FileKind(Kind[Attached]):
    """A file with its content; `max` is its largest size in bytes."""

    widget = "file"
    largest = 25_000_000
    media: tuple[str, ...] = ()

    def read(self, given: object, locale: Locale) -> Attached:
        """From a path, or a file read before."""
        return examine(given, self.field.max or self.largest, self.media)

    def show(self, value: Attached, locale: Locale) -> str:
        """Its name."""
        return value.name

    def schema(self) -> Schema:
        """Base64, as OpenAPI describes a file in JSON."""
        return {"type": "string", "contentEncoding": "base64"}


class ImageKind(FileKind):
    """A picture that every desk and page can show."""

    largest = 10_000_000
    media = ("image/png", "image/jpeg", "image/webp", "image/gif")


class PictureFile(Kind[bytes]):
    """The content of a picture that is about to be attached."""

    widget = "file"

    def read(self, given: object, locale: Locale) -> bytes:
        """From a path, a file read before, or its bytes. What the bytes are is for the one who keeps them."""
        return given if isinstance(given, bytes) else ImageKind(self.field).read(given, locale).content

    def show(self, value: bytes, locale: Locale) -> str:
        """How large it is."""
        return numbers.show(len(value), locale)

    def schema(self) -> Schema:
        """Base64."""
        return {"type": "string", "contentEncoding": "base64"}


class Picture(Kind[str]):
    """The SHA-256 of a picture that is attached already; screens attach first and send the hash."""

    widget = "picture"

    def read(self, given: object, locale: Locale) -> str:
        """Sixty-four hexadecimal digits in lower case."""
        if not isinstance(given, str):
            raise wrong_shape(N_("the hash of a picture"))
        digest = given.strip().lower()
        if len(digest) != _HASH_LENGTH or set(digest) - set("0123456789abcdef"):
            raise Refused("not_a_picture")
        return digest

    def schema(self) -> Schema:
        """A SHA-256 in hexadecimal."""
        return {"type": "string", "pattern": "^[0-9a-f]{64}$"}
