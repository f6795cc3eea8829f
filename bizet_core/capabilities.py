"""Every capability in one call, for programs that offer them all by name: the command line, the API, tests."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

import bizet_core

VERBS = ("operations", "queries")


def load() -> None:
    """Import every capability's operations and queries, so that the registries hold all of them."""
    for found in iter_modules(bizet_core.__path__, "bizet_core."):
        for verb in VERBS:
            if found.ispkg and find_spec(f"{found.name}.{verb}"):
                import_module(f"{found.name}.{verb}")
    import_module("bizet_core.store.undoing")
