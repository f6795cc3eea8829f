"""Choices: from the field's own list, from an enumeration, or from the lists of the world (zones, countries …)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from typing import Any, ClassVar

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.numbers import plain
from bizet_core.describe.kinds.kind import Kind, Option, Schema, wrong_shape
from bizet_core.describe.languages import world_lists
from bizet_core.describe.languages.language import N_, Locale, _, reading

COLOURS = {
    "teal": N_("Teal"), "blue": N_("Blue"), "violet": N_("Violet"), "plum": N_("Plum"),
    "rose": N_("Rose"), "amber": N_("Amber"), "olive": N_("Olive"), "slate": N_("Slate"),
}  # fmt: skip
"""The categories of `resources/theme/tokens.json`."""
YES, NO = N_("Yes"), N_("No")
LISTED = 8  # longer lists are not repeated in an error


@dataclass(frozen=True)
class Choice(Kind[Any]):
    """One of the values of `labels`, by the value or by its label in the reader's language."""

    labels: Mapping[Any, str] = field(default_factory=dict)
    widget = "choice"

    def options(self, locale: Locale) -> list[Option]:
        """What there is to choose, in order."""
        with reading(locale):
            return [Option(value, _(label)) for value, label in self.labels.items()]

    def read(self, given: object, locale: Locale) -> Any:
        """The value meant."""
        if isinstance(given, bool | float | list | dict):
            raise wrong_shape(N_("one of the choices"))
        wanted = _key(given)
        options = self.options(locale)
        found = {_key(option.label): option.value for option in options}
        found |= {_key(option.value): option.value for option in options}  # a value wins over a label
        if wanted not in found:
            raise self.unknown(str(given), options)
        return found[wanted]

    def unknown(self, given: str, options: list[Option]) -> Refused:
        """The refusal of a value that is not on the list."""
        if len(options) > LISTED:
            return Refused("unknown_choice", typed=given)
        return Refused("not_a_choice", typed=given, choices=[option.label for option in options])

    def show(self, value: Any, locale: Locale) -> str:
        """The label; a value that is no longer on the list shows itself."""
        return next((option.label for option in self.options(locale) if option.value == value), str(value))

    def schema(self) -> Schema:
        """The values."""
        return {"enum": [self.encode(value) for value in self.labels]}

    def encode(self, value: Any) -> object:
        """An enumeration's value, or the value."""
        return value.value if isinstance(value, Enum) else value


class Colour(Choice):
    """One of the eight categories of the calendar."""

    widget = "colour"

    def options(self, locale: Locale) -> list[Option]:
        """The eight."""
        with reading(locale):
            return [Option(name, _(label)) for name, label in COLOURS.items()]

    def schema(self) -> Schema:
        """The eight names."""
        return {"enum": list(COLOURS)}


class Listed(Kind[Any]):
    """One of a list of the world, in the reader's language, sorted as the reader sorts."""

    widget = "search"
    pattern: ClassVar[str] = ""

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """The whole list."""
        raise NotImplementedError

    def options(self, locale: Locale) -> list[Option]:
        """The whole list."""
        return list(self.listed(locale))

    def read(self, given: object, locale: Locale) -> Any:
        """The value meant, by code or name."""
        found = _index(self.listed(locale)).get(_key(given))
        if found is None or isinstance(given, bool | float):
            raise Refused("unknown_choice", typed=str(given))
        return found.value

    def show(self, value: Any, locale: Locale) -> str:
        """Its name."""
        found = _index(self.listed(locale)).get(_key(value))
        return found.label if found else str(value)

    def schema(self) -> Schema:
        """Codes are not listed: the lists change with the world."""
        return {"type": "string", "pattern": self.pattern}


class YesNo(Kind[bool]):
    """Yes or no."""

    widget = "check"

    def read(self, given: object, locale: Locale) -> bool:
        """From a box, or from the words people write into lists."""
        if isinstance(given, bool):
            return given
        answer = _key(given)
        with reading(locale):
            yes, no = {"yes", "y", "true", "1", "on", "x", _key(_(YES))}, {"no", "n", "false", "0", "off", _key(_(NO))}
        if answer not in yes | no:
            raise Refused("not_yes_or_no", typed=str(given))
        return answer in yes

    def show(self, value: bool, locale: Locale) -> str:
        """The word."""
        with reading(locale):
            return _(YES) if value else _(NO)

    def schema(self) -> Schema:
        """A boolean."""
        return {"type": "boolean"}


class Country(Listed):
    """An ISO 3166 code."""

    pattern = "^[A-Z]{2}$"

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """All countries."""
        return world_lists.countries(locale)


class Language(Listed):
    """A language code as Unicode writes it."""

    pattern = "^[a-z]{2,3}(_[A-Z][a-z]{3})?$"

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """All languages."""
        return world_lists.languages(locale)


class Currency(Listed):
    """An ISO 4217 code of money in use."""

    pattern = "^[A-Z]{3}$"

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """All currencies."""
        return world_lists.currencies(locale)


class Zone(Listed):
    """An IANA time zone, by its name or its city."""

    pattern = "^[A-Za-z0-9_+/-]+$"

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """One zone for each place; older names are read too."""
        return world_lists.zones(locale)

    def read(self, given: object, locale: Locale) -> Any:
        """The zone's name."""
        try:
            return super().read(given, locale)
        except Refused:
            if isinstance(given, str) and world_lists.is_zone(given):
                return given
            raise


class Weekday(Listed):
    """A day of the week, Monday = 0, in the order of the reader's week."""

    widget = "choice"

    def listed(self, locale: Locale) -> tuple[Option, ...]:
        """The seven."""
        return world_lists.weekdays(locale)

    def schema(self) -> Schema:
        """0 to 6."""
        return {"type": "integer", "minimum": 0, "maximum": 6}


@lru_cache(maxsize=64)
def _index(options: tuple[Option, ...]) -> dict[str, Option]:
    """Options by code and by name; a code wins over a name."""
    return {_key(option.label): option for option in options} | {_key(option.value): option for option in options}


def _key(given: object) -> str:
    return plain(str(given.value if isinstance(given, Enum) else given)[:200]).casefold()
