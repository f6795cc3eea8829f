"""Every capability in one call, for programs that offer them all by name: the command line, the API, tests."""

from importlib import import_module
from pathlib import Path

import bizet_core

VERBS = ("operations", "queries")


def load() -> None:
    """Import every capability's operations and queries, so that the registries hold all of them."""
    core = Path(bizet_core.__file__).parent
    for file in sorted(core.rglob("*.py")):
        if file.stem in VERBS:
            import_module(".".join(("bizet_core", *file.relative_to(core).with_suffix("").parts)))
    import_module("bizet_core.store.undoing")
