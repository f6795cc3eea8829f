"""Every operation by its name. A desk imports a capability only when a screen needs it, but what it did before it was
started again still names it: whoever looks up `products.edit_product` gets it, imported at that moment."""

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TypeVar

import bizet_core

Verb = TypeVar("Verb")


class Registry(dict[str, Verb]):
    """`registry[name]` and `registry.known(name)` import the capability that has it. Iterating shows what is there."""

    def __missing__(self, name: str) -> Verb:
        _import_home_of(name)
        if name not in self:
            raise KeyError(name)
        return self[name]

    def known(self, name: str) -> Verb | None:
        """The one of this name, or None where this version has none."""
        try:
            return self[name]
        except KeyError:
            return None


def _import_home_of(name: str) -> None:
    home = homes().get(name.partition(".")[0])
    if home is not None:
        import_module(f"{home}.operations")


@cache
def homes() -> dict[str, str]:
    """The packages that have operations, by the last part of their name, which begins the names of these."""
    files = sorted(Path(bizet_core.__file__).parent.rglob("operations.py"))
    return {file.parent.name: _package_of(file.parent) for file in files}


def _package_of(folder: Path) -> str:
    return ".".join(("bizet_core", *folder.relative_to(Path(bizet_core.__file__).parent).parts))
