"""The destinations of the rail, as features declare them. A page's modules are read when it is first visited."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from bizet_core.store.operations.actor import Actor
from ui.kit.entries import Entry, entries_of, permitted
from ui.kit.shell.screen import Page, Screen

if TYPE_CHECKING:
    from ui.main.main_window import MainWindow


def pages_of(front: "MainWindow") -> Sequence[Page]:
    """What exists, in the order of the rail. Each is made when it is first visited."""
    return tuple(_page(entry, front) for entry in entries_of("navigation"))


def permitted_pages(actor: Actor) -> frozenset[str]:
    """The destinations that this person sees."""
    return frozenset(entry.id for entry in permitted(entries_of("navigation"), actor))


def _page(entry: Entry, front: "MainWindow") -> Page:
    def make() -> Screen:
        made: Screen = entry.resolve()(front)
        return made

    return Page(entry.id, entry.label, entry.icon, make, entry.key, at_bottom=entry.group == "bottom")
