"""From types to kinds: `fields_of` reads the annotations of a request, its args or a row once and keeps the answer."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import NODEFAULT, UnsetType

from bizet_core.describe.fields import Field
from bizet_core.describe.formats.file_types import Attached
from bizet_core.describe.formats.money import Money
from bizet_core.describe.kinds import choices, contacts, files, numeric, structs, temporal, textual
from bizet_core.describe.kinds.kind import Kind
from bizet_core.describe.kinds.structs import Described

UNDESCRIBED = Field("")

KINDS: dict[str, Callable[[Field], Kind[Any]]] = {
    "text": textual.Text, "long_text": textual.LongText, "rich_text": textual.RichText, "pin": textual.Pin,
    "whole": numeric.Whole, "quantity": numeric.Quantity, "rate": numeric.Rate, "money": numeric.Amount,
    "minutes": temporal.Minutes, "instant": temporal.InstantKind, "date": temporal.Date,
    "wall_time": temporal.WallTime, "day_range": temporal.DayRange,
    "phone": contacts.Phone, "email": contacts.Email,
    "file": files.FileKind, "image": files.ImageKind,
    "picture": files.Picture, "picture_file": files.PictureFile,
    "yes_no": choices.YesNo, "colour": choices.Colour, "weekday": choices.Weekday, "tax_class": textual.Named,
    "country": choices.Country, "language": choices.Language, "currency": choices.Currency, "zone": choices.Zone,
}  # fmt: skip
"""The names a `Field(kind=…)` may give. On a UUID any other name says whose row it is: `kind="staff"`."""

BY_TYPE: dict[Any, Callable[[Field], Kind[Any]]] = {
    str: textual.Text, int: numeric.Whole, bool: choices.YesNo, UUID: textual.Reference, Money: numeric.Cash,
    datetime: temporal.InstantKind, date: temporal.Date, timedelta: temporal.Span, Attached: files.FileKind,
}  # fmt: skip


@dataclasses.dataclass(frozen=True, slots=True)
class _Opened:
    """A type hint without its wrappings."""

    bare: Any
    field: Field | None
    nullable: bool


_fields: dict[Any, tuple[Described, ...]] = {}


def fields_of(made: type[Any]) -> tuple[Described, ...]:
    """The fields of a request, an args struct or a row dataclass, in order."""
    if made not in _fields:
        hints = get_type_hints(made, include_extras=True)
        _fields[made] = tuple(_described(name, hints[name], *defaults) for name, *defaults in _defaults(made))
    return _fields[made]


_parts: dict[Any, structs.Parts] = {}


def parts_of(made: type[Any]) -> structs.Parts:
    """The struct as one kind, which reads all its fields."""
    if made not in _parts:
        _parts[made] = structs.Parts(UNDESCRIBED, made, fields_of(made))
    return _parts[made]


def _defaults(made: type) -> list[tuple[str, Any, Any]]:
    """Name, default and factory of each field."""
    if issubclass(made, msgspec.Struct):
        return [(field.name, field.default, field.default_factory) for field in msgspec.structs.fields(made)]
    return [(row.name, _default(row.default), _default(row.default_factory)) for row in dataclasses.fields(made)]  # type: ignore[arg-type]  # a row, if not a struct


def _default(given: Any) -> Any:
    return NODEFAULT if given is dataclasses.MISSING else given


def _described(name: str, hint: Any, default: Any, factory: Any) -> Described:
    opened = _open(hint)
    field = opened.field or UNDESCRIBED
    kind = kind_of(opened.bare, field)
    optional = not field.label or default is not NODEFAULT or factory is not NODEFAULT
    blanks: dict[Any, Any] = {str: "", tuple: (), list: []}
    blank = blanks.get(get_origin(opened.bare) or opened.bare, NODEFAULT)
    may_be_blank = optional and not field.min_length
    return Described(name, kind, field.label, opened.nullable, default, factory, blank if may_be_blank else NODEFAULT)


def _open(hint: Any) -> _Opened:
    """Take off Annotated, NewType, `| None` and `| UnsetType`; the outermost `Field` counts."""
    field: Field | None = None
    nullable = False
    while True:
        if get_origin(hint) is Annotated:
            hint, *notes = get_args(hint)
            field = field or next((note for note in notes if isinstance(note, Field)), None)
        elif isinstance(hint, NewType):
            hint = hint.__supertype__
        elif get_origin(hint) in (Union, UnionType):
            members = [one for one in get_args(hint) if one not in (type(None), UnsetType)]
            nullable = nullable or type(None) in get_args(hint)
            if len(members) != 1:
                return _Opened(Union[tuple(members)], field, nullable)  # noqa: UP007  # made from a list
            hint = members[0]
        else:
            return _Opened(hint, field, nullable)


def kind_of(bare: Any, field: Field) -> Kind[Any]:
    """The kind of a type without wrappings: the one named, else the one of its choices, else the type's own."""
    if get_origin(bare) in (tuple, list) and not (field.kind == "day_range" and bare == tuple[int, int]):
        return _several(bare, field)
    if field.kind:
        return _named(bare, field)
    if labels := _labels(bare, field):
        return choices.Choice(field, labels)
    if bare is str and not field.label:
        return textual.Verbatim(field)
    if bare in BY_TYPE:
        return BY_TYPE[bare](field)
    if isinstance(bare, type) and issubclass(bare, msgspec.Struct):
        return structs.Parts(field, bare, fields_of(bare))
    return structs.Exactly(field, bare)


def _named(bare: Any, field: Field) -> Kind[Any]:
    if bare is UUID:
        return textual.Reference(field)
    if field.kind not in KINDS:
        raise TypeError(f"no kind is called {field.kind!r}")
    if bare in (Money, timedelta):
        return BY_TYPE[bare](field)
    return KINDS[field.kind](field)


def _several(bare: Any, field: Field) -> Kind[Any]:
    made, items = get_origin(bare), get_args(bare)
    if made is tuple and not (len(items) == 2 and items[1] is Ellipsis):
        return structs.Exactly(field, bare)
    inner = _open(items[0])
    about = inner.field or dataclasses.replace(field, min_length=0, max_length=None)
    return structs.Several(field, kind_of(inner.bare, about), made)


def _labels(bare: Any, field: Field) -> Mapping[Any, str]:
    """The values of a field's own choices, a `Literal` or an enumeration, with the words for each."""
    if isinstance(bare, type) and issubclass(bare, Enum):
        given = field.choices if isinstance(field.choices, Mapping) else {}
        return {member: given.get(member) or given.get(member.value) or _words(member.value) for member in bare}
    if isinstance(field.choices, Mapping):
        return field.choices
    return {value: _words(value) for value in get_args(bare)} if get_origin(bare) is Literal else {}


def _words(value: object) -> str:
    """`in_service` → `In service`: the label of a value that was given no other."""
    return str(value).replace("_", " ").capitalize()
