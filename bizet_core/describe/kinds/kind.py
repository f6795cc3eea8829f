"""What every kind of value can do."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeGuard, TypeVar

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import Locale, Word

T = TypeVar("T")
Schema = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One value to choose, with the words for it and a quieter word beside them."""

    value: Any
    label: str
    note: str = ""


@dataclass(frozen=True)
class Kind(Generic[T]):
    """A sort of value. Text is read as typed by a person; any other JSON value must be the value itself.

    `widget` names how screens and pages ask for it. For every value, `read(show(value)) == value`.
    """

    field: Field
    widget: ClassVar[str] = "line"

    def read(self, given: object, locale: Locale) -> T:
        """The value given, or `Refused` with the reason."""
        raise NotImplementedError

    def show(self, value: T, locale: Locale) -> str:
        """The value as the reader would type it."""
        return str(value)

    def schema(self) -> Schema:
        """JSON Schema of the value itself."""
        return {"type": "string"}

    def encode(self, value: T) -> object:
        """The value as JSON holds it."""
        return value

    def ranged(self, value: int, locale: Locale) -> int:
        """The number, if it is within the field's `min` and `max`."""
        if self.field.min is not None and value < self.field.min:
            raise Refused("at_least", limit=self.shown_limit(self.field.min, locale))
        if self.field.max is not None and value > self.field.max:
            raise Refused("at_most", limit=self.shown_limit(self.field.max, locale))
        return value

    def shown_limit(self, limit: int, locale: Locale) -> str:
        """A bound in the words of this kind."""
        return self.show(limit, locale)  # type: ignore[arg-type]  # kinds whose value is not an int say otherwise

    def bounds(self) -> Schema:
        """`minimum` and `maximum` for the schema."""
        found = {"minimum": self.field.min, "maximum": self.field.max}
        return {name: bound for name, bound in found.items() if bound is not None}


def wrong_shape(expected: str) -> Refused:
    """The refusal of a JSON value of another type; `expected` is a noun phrase marked by `N_`."""
    return Refused("wrong_shape", expected=Word(expected))


def is_integer(given: object) -> TypeGuard[int]:
    """Whether it is a whole number; JSON's true and false are not."""
    return isinstance(given, int) and not isinstance(given, bool)


def only(given: object, *keys: str) -> Mapping[str, Any] | None:
    """The object, if it has exactly these keys."""
    return given if isinstance(given, Mapping) and set(given) == set(keys) else None
