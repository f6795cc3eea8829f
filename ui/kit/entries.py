"""Entries of places: what a feature adds to the rail, the settings, a customer's page … declared as cheap data.

A feature's folder has a module `places` that names what it contributes; nothing of its screens is read for that:

    PLACES = Places(settings=(Entry("taxes", N_("Taxes"), "percent", "ui.taxes.settings:TAXES", needs="taxes.see"),))

What is to be shown is named by `module:name` and resolved when it is first needed.
"""

import pkgutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache
from importlib import import_module
from typing import Any

import ui
from bizet_core.store.operations.actor import Actor


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing at a place. `label` and `words`, by which it is found besides, are marked by `N_`."""

    id: str  # unique at its place
    label: str
    icon: str  # a Lucide name
    target: str  # `module:name`: for what each place makes of it, see `Places`
    needs: str = ""  # a permission without which it is not shown
    group: str = ""
    order: int = 100
    words: str = ""
    key: str = ""  # a keyboard shortcut
    given: str = ""  # what of its surroundings must be there, such as `sync`: an attribute that is not None

    def resolve(self) -> Any:
        """What the target names; its module is read now."""
        module, _colon, name = self.target.partition(":")
        return getattr(import_module(module), name)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries of one place that stand together, under a heading."""

    id: str
    label: str
    order: int = 100


@dataclass(frozen=True, slots=True)
class Places:
    """What one feature contributes, place by place, with what the target of an entry is there."""

    navigation: tuple[Entry, ...] = ()
    """`page(front) -> Screen`; in the group `bottom` at the foot of the rail."""
    settings: tuple[Entry, ...] = ()
    """A `Catalogue`, or `page(context: SettingsContext) -> QWidget`."""
    customer_tabs: tuple[Entry, ...] = ()
    """`tab(context: CustomerContext) -> QWidget`."""
    search: tuple[Entry, ...] = ()
    """`source(front) -> Source`: what Ctrl K finds."""
    tiles: tuple[Entry, ...] = ()
    """An `OfferSource`: what stands on the tiles of Sell and is found in its field."""
    badges: tuple[Entry, ...] = ()
    """`shows(card: Card) -> bool`: whether a card of the calendar has this icon; the label is read out."""
    filters: tuple[Entry, ...] = ()
    """A request type whose described fields narrow the list that the group names (`customers`, `receipts` …)."""
    groups: tuple[Group, ...] = ()
    """Headings of the settings' groups."""


@cache
def contributed() -> tuple[Places, ...]:
    """What every feature declares, found by walking the folders of `ui`: a new one is in no list."""
    return tuple(import_module(name).PLACES for name in _declaring(ui.__path__, ui.__name__))


@cache
def entries_of(place: str, group: str | None = None) -> tuple[Entry, ...]:
    """All entries of a place, or of one of its groups, by group and order."""
    found = (entry for each in contributed() for entry in getattr(each, place))
    mine = (entry for entry in found if group is None or entry.group == group)
    orders = {one.id: one.order for one in groups()}
    return tuple(sorted(mine, key=lambda entry: (orders.get(entry.group, 0), entry.group, entry.order, entry.id)))


@cache
def groups() -> tuple[Group, ...]:
    """All groups in their order."""
    return tuple(sorted((one for each in contributed() for one in each.groups), key=lambda one: (one.order, one.id)))


def permitted(entries: Iterable[Entry], actor: Actor) -> tuple[Entry, ...]:
    """Those that this person may see."""
    return tuple(entry for entry in entries if may_see(entry, actor))


def may_see(entry: Entry, actor: Actor) -> bool:
    """Whether this person holds what the entry needs, in whatever reach."""
    return not entry.needs or actor.scope(entry.needs) is not None


def with_surroundings(entries: Iterable[Entry], around: object) -> tuple[Entry, ...]:
    """Those whose surroundings have what they must be given."""
    return tuple(entry for entry in entries if not entry.given or getattr(around, entry.given) is not None)


def place_names() -> tuple[str, ...]:
    """The places that have entries."""
    return tuple(place.name for place in fields(Places) if place.name != "groups")


def _declaring(path: Iterable[str], package: str) -> Iterator[str]:
    """The `places` modules below a package, found without reading any other."""
    folders = list(path)
    for found in pkgutil.iter_modules(folders):
        if found.ispkg:
            yield from _declaring([f"{folder}/{found.name}" for folder in folders], f"{package}.{found.name}")
        elif found.name == "places":
            yield f"{package}.{found.name}"
