"""Values made of values: several of a kind, and structs of named fields. A request is the outermost struct."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import msgspec
from msgspec import NODEFAULT, UNSET

from bizet_core.base.refusals import Refused
from bizet_core.describe.invalid import Invalid
from bizet_core.describe.kinds.kind import Kind, Schema, wrong_shape
from bizet_core.describe.languages.language import N_, Locale, _, reading

MOST = 10_000  # items; larger imports come in pieces


@dataclass(frozen=True, slots=True)
class Described:
    """One field of a request, an args class or a row: what it is called, of which kind, and what may be left out."""

    name: str
    kind: Kind[Any]
    label: str  # as marked; empty for a field that only programs fill
    nullable: bool = False
    default: Any = NODEFAULT
    factory: Any = NODEFAULT
    blank: Any = NODEFAULT  # the value of an emptied field, where that is not None

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is NODEFAULT and self.factory is NODEFAULT

    def missing(self) -> Any:
        """The value when it is left out."""
        if self.required:
            raise Refused("required")
        return self.factory() if self.default is NODEFAULT else self.default

    def read(self, given: object, locale: Locale) -> Any:
        """The value given; empty is None where None may be, the empty text where that may be, else refused."""
        if given is UNSET:
            return self.missing()
        if given is self.default:
            return given  # it would have been taken unread; most fields of most requests
        if given is None or (isinstance(given, str) and not given.strip()):
            return self.empty()
        return self.kind.read(given, locale)

    def empty(self) -> Any:
        """The value of an emptied field."""
        if self.nullable:
            return None
        if self.blank is NODEFAULT:
            raise Refused("required")
        return self.blank

    def show(self, value: Any, locale: Locale) -> str:
        """The value as the reader would type it; nothing for None, `UNSET` and the empty text."""
        return "" if value is None or value is UNSET or value == "" else self.kind.show(value, locale)

    def schema(self) -> Schema:
        """JSON Schema with the label and the help in the reader's language."""
        about = self.kind.field
        words = {
            "title": _(self.label),
            "description": _(about.help),
            "examples": [about.example] if about.example else 0,
        }
        kind = self.kind.schema()
        null = {"anyOf": [kind, {"type": "null"}]} if self.nullable else kind
        plain = self.default if self.default is not NODEFAULT and self.default is not UNSET else None
        default = {} if plain is None else {"default": self.kind.encode(plain)}
        return {**null, **{name: word for name, word in words.items() if word}, **default}


@dataclass(frozen=True)
class Several(Kind[Any]):
    """Any number of values of one kind, in order."""

    widget = "several"

    item: Kind[Any]
    made: type = tuple

    def read(self, given: object, locale: Locale) -> Any:
        """From a list, or text with commas, semicolons or lines between the values."""
        items = self.split(given, locale) if isinstance(given, str) else given
        if not isinstance(items, Iterable) or isinstance(items, Mapping | bytes):
            raise wrong_shape(N_("a list"))
        values = list(items)
        if len(values) > self.most:
            raise Refused("too_many", most=self.most)
        if len(values) < self.field.min_length:
            raise Refused("required") if not values else Refused("too_few", count=self.field.min_length)
        return self.each(values, locale)

    @property
    def most(self) -> int:
        """How many there may be."""
        return self.field.max_length or MOST

    def each(self, values: Sequence[object], locale: Locale) -> Any:
        """Every value read, all the wrong ones refused together."""
        causes: dict[str, Refused] = {}
        read = []
        for place, value in enumerate(values):
            try:
                read.append(self.item.read(value, locale))
            except Refused as refused:
                causes |= _placed(str(place), refused)
        if causes:
            raise Invalid(causes)
        return self.made(read)

    def split(self, given: str, locale: Locale) -> list[str]:
        """The parts of a typed list: by lines or semicolons if there are any, else by commas."""
        mark = "\n" if "\n" in given else ";" if ";" in given else ","
        return [part.strip() for part in given.split(mark) if part.strip()]

    def show(self, value: Any, locale: Locale) -> str:
        """With semicolons between, since numbers and names may hold commas."""
        return "; ".join(self.item.show(one, locale) for one in value)

    def schema(self) -> Schema:
        """An array."""
        least = {"minItems": self.field.min_length} if self.field.min_length else {}
        return {"type": "array", "items": self.item.schema(), "maxItems": self.most, **least}

    def encode(self, value: Any) -> object:
        """A list."""
        return [self.item.encode(one) for one in value]


@dataclass(frozen=True)
class Parts(Kind[Any]):
    """A struct: a request, its args, or a line inside one."""

    widget = "parts"

    made: type
    fields: tuple[Described, ...]

    def read(self, given: object, locale: Locale) -> Any:
        """From an object by field names, or the struct itself; all wrong fields are refused together."""
        if isinstance(given, self.made):
            given = {part.name: getattr(given, part.name) for part in self.fields}
        if not isinstance(given, Mapping):
            raise wrong_shape(N_("an object with named fields"))
        values, causes = self.gather(given, locale)
        if causes:
            raise Invalid(causes, self.labels(locale))
        return self.made(**values)

    def gather(self, given: Mapping[str, object], locale: Locale) -> tuple[dict[str, Any], dict[str, Refused]]:
        """The values that could be read, and why the others could not."""
        values: dict[str, Any] = {}
        causes = {name: Refused("unknown_field", name=name) for name in given if name not in self.names}
        for part in self.fields:
            try:
                values[part.name] = part.read(given.get(part.name, UNSET), locale)
            except Refused as refused:
                causes |= _placed(part.name, refused)
        return values, causes

    @cached_property
    def names(self) -> frozenset[str]:
        """The names of the fields."""
        return frozenset(part.name for part in self.fields)

    def labels(self, locale: Locale) -> dict[str, str]:
        """Field → label in the reader's language."""
        with reading(locale):
            return {part.name: _(part.label) for part in self.fields if part.label}

    def show(self, value: Any, locale: Locale) -> str:
        """Its fields in a row."""
        return ", ".join(filter(None, (part.show(getattr(value, part.name), locale) for part in self.fields)))

    def schema(self) -> Schema:
        """A closed object."""
        properties = {part.name: part.schema() for part in self.fields}
        needed = [part.name for part in self.fields if part.required]
        required = {"required": needed} if needed else {}
        return {"type": "object", "properties": properties, **required, "additionalProperties": False}

    def encode(self, value: Any) -> object:
        """An object."""
        return {part.name: part.kind.encode(getattr(value, part.name)) for part in self.fields}


@dataclass(frozen=True)
class Exactly(Kind[Any]):
    """A value that only programs fill, of a type no kind stands for: checked to be of that type, and no more."""

    widget = "none"

    hint: Any

    def read(self, given: object, locale: Locale) -> Any:
        """The value, if it is of the type."""
        try:
            return msgspec.convert(given, self.hint, str_keys=True)
        except msgspec.ValidationError:
            raise wrong_shape(N_("of the right type")) from None

    def show(self, value: Any, locale: Locale) -> str:
        """Nothing: it is not for people."""
        return ""

    def schema(self) -> Schema:
        """What msgspec says of the type."""
        return msgspec.json.schema(self.hint)

    def encode(self, value: Any) -> object:
        """As msgspec would."""
        return msgspec.to_builtins(value)


def _placed(name: str, refused: Refused) -> dict[str, Refused]:
    """A refusal at its place; those of a list or a struct each at theirs."""
    if isinstance(refused, Invalid):
        return {f"{name}.{inner}": cause for inner, cause in refused.causes.items()}
    return {name: refused}
