"""Every operation by its name. A desk imports a capability only when a screen needs it, but what it did before it was
started again still names it: whoever looks up `products.edit_product` gets it, imported at that moment."""

from importlib import import_module
from importlib.util import find_spec
from typing import TypeVar

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
    capability = name.partition(".")[0]
    if capability.isidentifier() and find_spec(f"bizet_core.{capability}") is not None:
        module = f"bizet_core.{capability}.operations"
        if find_spec(module) is not None:
            import_module(module)
