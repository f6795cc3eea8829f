"""Every operation by its name. A desk imports a capability only when a screen needs it, but what it did before it was
started again still names it: whoever looks up `products.edit_product` gets it, imported at that moment."""

from importlib import import_module
from typing import TypeVar

from bizet_core.describe.capabilities import home_of, modules

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
    package = home_of(name.partition(".")[0])
    if package is not None:
        import_module(f"{package}.operations")


def load_all() -> None:
    """Import every capability's operations and queries, for programs that offer them all by name."""
    for module in (*modules("operations"), *modules("queries")):
        import_module(module)
