"""Verbs and questions: `@operation` for what changes something, `@query` for what reads.

A verb has two types. Its *request* is what a person or program chooses; `prepare` pins ids, instants, prices and
numbers and turns it into *args*; `handle` writes rows from args alone, so that a second run elsewhere writes the same.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, dataclass_transform, get_type_hints

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.store.operations.registry import Registry
from bizet_core.store.operations.work import Read, Work

A = TypeVar("A", bound=msgspec.Struct)
R = TypeVar("R")


class _KeywordsOnly(msgspec.StructMeta):
    """msgspec inherits `frozen`, but not `kw_only`, which args that extend their request need."""

    def __new__(cls, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **options: Any) -> Any:
        options.setdefault("kw_only", True)
        return super().__new__(cls, name, bases, namespace, **options)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(msgspec.field,))
class Request(msgspec.Struct, metaclass=_KeywordsOnly, frozen=True, forbid_unknown_fields=True):
    """What a person or program chooses; also the base of args. Frozen, by keyword, unknown fields refused."""


@dataclass(frozen=True, slots=True)
class Permission:
    """What an actor must hold; `of` names the request's field whose owner counts where people change only theirs."""

    name: str
    of: str | None = None


@dataclass(slots=True)
class Operation(Generic[A, R]):
    """A registered verb. Call it through a `Store` or, nested, through `work.do`."""

    name: str
    handle: Callable[[Work, A], R]
    args_type: type[A]
    needs: Permission | None
    undo: bool
    local: bool
    ver: int
    doc: str
    request_type: type[msgspec.Struct] = field(init=False)
    pin: Callable[[Work, Any], A] | None = None
    further: Callable[[Work, Any], Sequence[str]] = lambda *_: ()  # what some of its requests need besides
    upcasts: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = field(default_factory=dict)
    recheck: Callable[[Work, A], None] | None = None
    waits: Callable[[Work, Any], bool] = lambda *_: False  # which of its requests a desk that is alone leaves
    otherwise: Callable[[Work, A, Refused], None] | None = None
    said: str = ""
    detail: str = ""
    codes: Mapping[str, str] = field(default_factory=dict)
    silent: str = ""
    kiosk: bool = False
    server: bool = False
    unasked: bool = False

    def __post_init__(self) -> None:
        self.request_type = self.args_type

    def prepare(self, function: Callable[[Work, Any], A]) -> Callable[[Work, Any], A]:
        """Register how a request becomes args, inside the same transaction."""
        self.pin = function
        self.request_type = _type_of(function, 1)
        return function

    def checks(self, function: Callable[[Work, A], None]) -> Callable[[Work, A], None]:
        """Register what the authority looks at before it runs another device's args; it says its `work.concern`s."""
        self.recheck = function
        return function

    def left_when_away(self, function: Callable[[Work, Any], bool]) -> Callable[[Work, Any], bool]:
        """Register which requests a desk leaves to others once it has not heard from its server for days."""
        self.waits = function
        return function

    def falls_back(self, function: Callable[[Work, A, Refused], None]) -> Callable[[Work, A, Refused], None]:
        """Register what the authority writes instead where it has to refuse another device's args.

        The person is gone by then and thinks it was done: a booking stays as one that is not certain. Where the
        function raises the refusal again, nothing is written but a card in the Inbox.
        """
        self.otherwise = function
        return function

    def upcast(self, ver: int) -> Callable[[Callable[[dict[str, Any]], dict[str, Any]]], None]:
        """Register how args written as version `ver` become those of `ver + 1`."""

        def keep(function: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
            self.upcasts[ver] = function

        return keep

    def decode(self, body: bytes, ver: int) -> A:
        """Args from their journaled bytes, up-cast to today's version first."""
        if ver == self.ver:
            return msgspec.msgpack.decode(body, type=self.args_type)
        raw = msgspec.msgpack.decode(body)
        for old in range(ver, self.ver):
            raw = self.upcasts[old](raw)
        return msgspec.convert(raw, self.args_type)


@dataclass(frozen=True, slots=True)
class Query(Generic[A, R]):
    """A registered question."""

    name: str
    answer: Callable[[Read, A], R]
    asked_type: type[A]
    needs: Permission | None
    doc: str


NO_CODES: Mapping[str, str] = {}

OPERATIONS: Registry[Operation[Any, Any]] = Registry()
QUERIES: dict[str, Query[Any, Any]] = {}


def operation(
    *,
    needs: Permission | None,
    further: Callable[[Work, Any], Sequence[str]] = lambda *_: (),
    undo: bool = False,
    local: bool = False,
    ver: int = 1,
    said: str = "",
    detail: str = "",
    codes: Mapping[str, str] = NO_CODES,
    silent: str = "",
    kiosk: bool = False,
    server: bool = False,
    unasked: bool = False,
) -> Callable[[Callable[[Work, A], R]], Operation[A, R]]:
    """Make a function of `(work, args)` a verb.

    `further` names the permissions that some requests need besides, such as the one for a discount by hand; it may
    look things up, such as what the catalogue asks for.
    `undo` says that its rows may be restored from before-images; `local` that it writes only this device's own tables,
    so that no journal line is written. Money, drawer and sent messages are compensated, never undone.
    `said` is what the activity log calls it once it has been done ("Tag added"), without who it was; `detail` what the
    facts of its note add, where all that it asks for is there; `codes` words of its own for notes with a code. One
    that notes nothing says why: `silent`.
    `kiosk` says that a kiosk sends it as well, `server` that only a server makes it, `unasked` that a device does it
    by itself.
    """

    def register(function: Callable[[Work, A], R]) -> Operation[A, R]:
        made = Operation(
            _name_of(function), function, _type_of(function, 1), needs, undo, local, ver, _doc_of(function)
        )
        made.further = further
        made.said, made.detail, made.codes, made.silent = said, detail, codes, silent
        made.kiosk, made.server, made.unasked = kiosk, server, unasked
        OPERATIONS[made.name] = made
        return made

    return register


def query(*, needs: Permission | None) -> Callable[[Callable[[Read, A], R]], Query[A, R]]:
    """Make a function of `(read, asked)` a question that returns frozen rows."""

    def register(function: Callable[[Read, A], R]) -> Query[A, R]:
        made = Query(_name_of(function), function, _type_of(function, 1), needs, _doc_of(function))
        QUERIES[made.name] = made
        return made

    return register


def _name_of(function: Callable[..., Any]) -> str:
    return f"{function.__module__.split('.')[-2]}.{function.__name__}"


def _doc_of(function: Callable[..., Any]) -> str:
    return inspect.getdoc(function) or ""


def _type_of(function: Callable[..., Any], place: int) -> Any:
    name = list(inspect.signature(function).parameters)[place]
    return get_type_hints(function, include_extras=False)[name]
