"""Choices from rows: the query that a field chooses from, its options, and reading what was typed by their names.

    staff: Annotated[UUID | None, Field(N_("Who"), choices="bizet_core.business.staff.queries:people")] = None

`choices` names a query, asked as it is, or a pair of a query and what it is asked. Its rows have an `id` and a `name`.
Forms offer them, `parse(…, options=…)` takes their names from pages, files and the API and refuses every other row,
and the JSON Schema says which query lists them.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib import import_module
from typing import Any

from bizet_core.describe.kinds.kind import Kind, Option
from bizet_core.describe.languages.language import Locale, reader

Ask = Callable[[Any, Any], Any]
"""Ask a query: `store.ask`, or what a desk does with it."""
Offered = Callable[[str], Sequence[Option]]
"""The options of `choices`, for whoever reads a request."""

_offered: ContextVar[Offered | None] = ContextVar("offered", default=None)


@cache
def asking(choices: str) -> tuple[Any, Any]:
    """The query that `module:name` names, and what it is asked."""
    module, _colon, name = choices.partition(":")
    found = getattr(import_module(module), name)
    return found if isinstance(found, tuple) else (found, found.asked_type())


def rows_as_options(rows: Sequence[Any]) -> tuple[Option, ...]:
    """The rows of a query to choose from."""
    return tuple(Option(row.id, row.name) for row in rows)


def options_for(kind: Kind[Any], ask: Ask, locale: Locale | None = None) -> tuple[Option, ...]:
    """What a field's kind can be chosen from: its own list, or the rows of its query; nothing where it is typed."""
    if isinstance(choices := kind.field.choices, str):
        return rows_as_options(ask(*asking(choices)))
    known: Callable[[Locale], Sequence[Option]] | None = getattr(kind, "options", None)
    return tuple(known(locale or reader())) if known else ()


def offers(ask: Ask) -> Offered:
    """Options by asking each query once, for one reading."""
    return cache(lambda choices: rows_as_options(ask(*asking(choices))))


@contextmanager
def offering(options: Offered | None) -> Iterator[None]:
    """Read with these options at hand."""
    token = _offered.set(options)
    try:
        yield
    finally:
        _offered.reset(token)


def offered(choices: object) -> Sequence[Option] | None:
    """The options at hand for a field; None where nobody has asked for any."""
    options = _offered.get()
    return options(choices) if options is not None and isinstance(choices, str) else None
