"""Text: names, notes, formatted notes, PINs and the ids of rows."""

from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.describe.choosing import asking, offered
from bizet_core.describe.formats import text
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.kinds.kind import Kind, Option, Schema, wrong_shape
from bizet_core.describe.languages.language import N_, Locale


class Text(Kind[str]):
    """A name or title in one line. A secret is kept to the letter."""

    longest = 200

    def read(self, given: object, locale: Locale) -> str:
        """Composed, on one line, within the field's length."""
        if not isinstance(given, str):
            raise wrong_shape(N_("a text"))
        self.not_longer(given, slack=4)
        return self.sized(text.safe(given) if self.field.secret else self.tidy(given))

    def tidy(self, given: str) -> str:
        """What is kept of it."""
        return text.one_line(given)

    def schema(self) -> Schema:
        """A string with its lengths."""
        shortest = {"minLength": self.field.min_length} if self.field.min_length else {}
        secret = {"writeOnly": True, "format": "password"} if self.field.secret else {}
        return {"type": "string", "maxLength": self.limit, **shortest, **secret}

    @cached_property
    def limit(self) -> int:
        """The most characters it may have."""
        return self.field.max_length or self.longest

    def sized(self, kept: str) -> str:
        """The text, if it is neither too long nor too short."""
        self.not_longer(kept)
        if len(kept) < self.field.min_length:
            raise Refused("required") if not kept else Refused("too_few_characters", count=self.field.min_length)
        return kept

    def not_longer(self, given: str, slack: int = 1) -> None:
        """Refuse a huge text before any work is spent on it: spaces and marks that are dropped have some slack."""
        if len(given) > self.limit * slack:
            raise Refused("too_many_characters", limit=self.limit, length=len(given))


class LongText(Text):
    """A note of several lines."""

    widget = "lines"
    longest = 20_000

    def tidy(self, given: str) -> str:
        """Composed, with its line breaks."""
        return text.lines(given)


class Verbatim(LongText):
    """Text from a program, kept to the letter."""

    widget = "none"

    def tidy(self, given: str) -> str:
        """All of it but characters that no database takes."""
        return text.safe(given)


class Named(Text):
    """A row of the business named by a short text instead of an id; screens offer the rows there are."""

    widget = "pick"


class RichText(LongText):
    """A note with bold, italics, lists and links: a small HTML that is safe on any page. Markdown may be typed."""

    widget = "rich"
    longest = 50_000

    def tidy(self, given: str) -> str:
        """Clean HTML."""
        from bizet_core.describe.formats.rich_text import clean

        return clean(text.lines(given))

    def schema(self) -> Schema:
        """A string of HTML."""
        return {**super().schema(), "contentMediaType": "text/html"}


class Pin(Kind[str]):
    """A few digits, of any script; never repeated in an error."""

    widget = "secret"
    shortest, longest = 4, 8

    def read(self, given: object, locale: Locale) -> str:
        """The digits as ASCII."""
        digits = plain(given[:40]) if isinstance(given, str) else ""
        if not (digits.isdigit() and self.shortest <= len(digits) <= self.longest):
            raise Refused("not_a_pin", least=self.shortest, most=self.longest)
        return digits

    def schema(self) -> Schema:
        """A string of digits that is never sent back."""
        return {"type": "string", "pattern": rf"^\d{{{self.shortest},{self.longest}}}$", "writeOnly": True}


class Reference(Kind[UUID]):
    """One row of another noun, by its id; where the rows of the field's query are at hand, by its name too."""

    widget = "pick"

    def read(self, given: object, locale: Locale) -> UUID:
        """The id, from text or as it is. With options at hand, it is one of them."""
        options = offered(self.field.choices)
        return self._id(given) if options is None else self._among(given, options)

    def _among(self, given: object, options: Sequence[Option]) -> UUID:
        wanted = str(given).strip().casefold()
        found = [one.value for one in options if wanted in (str(one.value), one.label.casefold())]
        if len(set(found)) != 1:  # two of one name are chosen by their ids
            raise Refused("unknown_choice", typed=str(given))
        id: UUID = found[0]
        return id

    def _id(self, given: object) -> UUID:
        if isinstance(given, UUID):
            return given
        try:
            return UUID(given if isinstance(given, str) else "")
        except ValueError:
            raise Refused("not_chosen") from None

    def schema(self) -> Schema:
        """A UUID, with the query that lists what may be chosen."""
        listed = {"x-choices": asking(about)[0].name} if isinstance(about := self.field.choices, str) else {}
        return {"type": "string", "format": "uuid", **listed}

    def encode(self, value: UUID) -> object:
        """The usual text of a UUID."""
        return str(value)
