"""`Field` says what a value is called and may be, once: forms, pages, tables, the API and imports are drawn from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Choices = Mapping[Any, str] | str | None
"""Value → label marked by `N_`, or `module:query` with the rows to choose from: see `describe.choosing`."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a person sees of one value: `Annotated[int, Field(N_("Seats"), min=1)]`.

    `kind` is a name of `describe.kinds` when the type alone does not tell (`"phone"`, `"money"` on an int);
    `min` and `max` are in the value's own unit; a field without a `Field` is for programs and never drawn.
    """

    label: str
    help: str = ""
    kind: str = ""
    choices: Choices = None
    min: int | None = None
    max: int | None = None
    min_length: int = 0
    max_length: int | None = None
    secret: bool = False
    unit: str = ""
    section: str = ""
    example: str = ""
    wide: bool = False
