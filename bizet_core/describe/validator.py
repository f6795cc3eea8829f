"""Requests read and checked: from forms, pages, the API and imports alike, all by their described fields."""

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from bizet_core.describe.choosing import Offered, offering
from bizet_core.describe.introspection import parts_of
from bizet_core.describe.kinds.kind import Schema
from bizet_core.describe.languages.language import Locale, reader

T = TypeVar("T")


def parse(
    made: type[T], raw: Mapping[str, object], locale: Locale | None = None, *, options: Offered | None = None
) -> T:
    """The request that was typed or sent, or `Invalid` with every field that is wrong.

    Text is read as typed by the reader; other JSON values must be the value itself (minor units, minutes, ids).
    With `options` (`choosing.offers(store.ask)`), a row is chosen by its name too, and only one that is offered.
    A field left out takes its default, `UNSET` stays apart from None, and an emptied field is None where it may be.
    """
    with offering(options):
        return cast(T, parts_of(made).read(raw, locale or reader()))


def validate(given: T, locale: Locale | None = None) -> T:
    """A struct that a program built, checked and in normal form (numbers in E.164, text composed), or `Invalid`."""
    return cast(T, parts_of(type(given)).read(given, locale or reader()))


def json_schema(made: type) -> Schema:
    """JSON Schema of a request, with labels and help in the reader's language: what OpenAPI is made of."""
    return {"title": made.__name__, "description": (made.__doc__ or "").strip(), **parts_of(made).schema()}


def shown(given: Any, locale: Locale | None = None) -> dict[str, str]:
    """Field → text, as the reader would type it."""
    parts = parts_of(type(given))
    return {part.name: part.show(getattr(given, part.name), locale or reader()) for part in parts.fields}
