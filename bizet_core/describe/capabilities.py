"""Capabilities and what each adds to the others, as its `capability.py` declares it: in strings, read once by every
program, resolved when first used. Importing a capability registers nothing, so no program depends on what was imported.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import import_module
from typing import Any

import bizet_core

Addresses = Mapping[str, str]
"""What is called what, and where it stands: `"bizet_core.catalogue.products.selling:PRODUCT"`."""


def _none() -> dict[str, Any]:
    return {}


EVERYBODY = ("manager", "staff", "contractor")
STAFF = ("manager", "staff")
MANAGERS = ("manager",)
OWNERS: tuple[str, ...] = ()
"""Roles that hold a permission, besides owners and admins, who hold every one."""


@dataclass(frozen=True, slots=True)
class Granted:
    """A permission: the words that a role's page and a refusal use for it, and the roles that have it.

    Roles in `own` have it for what is theirs: their bookings, hours and page. `kiosk`: visitors at a kiosk have it too.
    """

    words: str
    to: tuple[str, ...] = MANAGERS
    own: tuple[str, ...] = ()
    kiosk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Capability:
    """What a folder of the core adds to the others. Each value is the address of what to use, in the form of its file.

    `after` names what runs once after an operation, on the authority; `after_at_origin` where it was authored.
    """

    sells: Addresses = field(default_factory=_none)  # a kind of line → its Sellable
    after: Mapping[str, tuple[str, ...]] = field(default_factory=_none)  # an operation → functions of (cause, args)
    after_at_origin: Mapping[str, tuple[str, ...]] = field(default_factory=_none)
    settles: Addresses = field(default_factory=_none)  # the code of a concern → its Settling
    restored: Addresses = field(default_factory=_none)  # a table → what looks after its rows when undo restores some
    in_its_place: Addresses = field(default_factory=_none)  # an operation → who has changed since what it removed
    owners: Addresses = field(default_factory=_none)  # what a permission is `of` → who owns it
    claims: Addresses = field(default_factory=_none)  # what claims resources → the most units it claims of one
    shows: Addresses = field(default_factory=_none)  # a table without names → what people call its rows
    permissions: Mapping[str, Granted] = field(default_factory=_none)  # `tags.change` → who has it
    needs_permit: bool = False  # whether a device that was away too long leaves its operations to others


class Declared(Mapping[str, Any]):
    """All that capabilities declare in one of their fields, by name; each value is imported when it is asked for."""

    def __init__(self, field: str, parse: Callable[[Any], Any] | None = None) -> None:
        self.field = field
        self._parse = parse or resolved
        self._added: dict[str, Any] = {}
        self._found: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name in self._added:
            return self._added[name]
        if name not in self._found:
            self._found[name] = self._parse(declared(self.field)[name])
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter({**declared(self.field), **self._added})

    def __len__(self) -> int:
        return len({**declared(self.field), **self._added})

    def add(self, name: str, value: Any) -> None:
        """Add what no capability declares: tests and benchmarks bring operations and kinds of their own."""
        self._added[name] = value

    @contextmanager
    def having(self, name: str, value: Any) -> Iterator[None]:
        """The same for the length of a block."""
        before = dict(self._added)
        self.add(name, value)
        try:
            yield
        finally:
            self._added = before


def resolved(address: str) -> Any:
    """What stands at `module:name`."""
    module, _, name = address.partition(":")
    return getattr(import_module(module), name)


@cache
def capabilities() -> dict[str, Capability]:
    """Every capability that declares anything, by its package."""
    found = {module.rpartition(".")[0]: import_module(module) for module in modules("capability")}
    return {package: module.CAPABILITY for package, module in found.items()}


@cache
def declared(field: str) -> dict[str, Any]:
    """What all capabilities together declare in a field; what several say of one name comes one after the other."""
    found: dict[str, Any] = {}
    for package, capability in capabilities().items():
        for name, value in getattr(capability, field).items():
            if name in found and not isinstance(value, tuple):
                raise ValueError(f"{package}: {field} has {name!r} from another capability already")
            found[name] = (*found[name], *value) if name in found else value
    return found


def fields_declared() -> tuple[str, ...]:
    """What a capability can declare by name."""
    return tuple(each.name for each in fields(Capability) if each.name != "needs_permit")


def needs_permit(operation: str) -> bool:
    """Whether a device that was away too long leaves this to others."""
    capability = capabilities().get(home_of(operation.partition(".")[0]) or "")
    return capability is not None and capability.needs_permit


def modules(name: str) -> tuple[str, ...]:
    """Every module of the core with this name, such as `model`, in the order of their packages."""
    return _modules(bizet_core.__path__[0], "bizet_core").get(name, ())


def home_of(capability: str) -> str | None:
    """The package whose operations begin with this word; folders may lie at any depth."""
    return _homes().get(capability)


@cache
def _homes() -> dict[str, str]:
    packages = [module.rpartition(".")[0] for module in modules("operations")]
    return {package.rpartition(".")[2]: package for package in packages}


def modules_in(folder: str, package: str, name: str) -> tuple[str, ...]:
    """The same in another package."""
    return _modules(folder, package).get(name, ())


@cache
def _modules(folder: str, package: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    _walk(folder, package, found)
    return {name: tuple(sorted(some)) for name, some in found.items()}


def _walk(folder: str, package: str, found: dict[str, list[str]]) -> None:
    """Look through the files themselves: `pkgutil` takes several times as long, and every start pays for it."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(".py"):
                found.setdefault(entry.name[:-3], []).append(f"{package}.{entry.name[:-3]}")
            elif entry.name.isidentifier() and entry.name != "__pycache__" and entry.is_dir():
                _walk(entry.path, f"{package}.{entry.name}", found)
