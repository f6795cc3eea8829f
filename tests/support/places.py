"""Where something stands, for tests that say which line is missing."""

from collections.abc import Callable
from importlib import import_module
from inspect import getsourcefile
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from bizet_core.describe.capabilities import modules

ROOT = Path(__file__).parents[2]


def to_write(function: Callable[..., Any], what: str) -> str:
    """`bizet_core/tags/operations.py: add said=N_("…") to @operation above add_tag`."""
    file = Path(getsourcefile(function) or "").relative_to(ROOT)
    return f"{file}: add {what} to @operation above {function.__name__}"


def folder_of(function: Callable[..., Any]) -> Path:
    """The capability in which a function stands."""
    return Path(getsourcefile(function) or "").relative_to(ROOT).parent


def model_of(table: Table) -> Path:
    """The file that declares a table."""
    for module in (*modules("model"), "bizet_core.store.journal.cards", "bizet_core.store.journal.journal"):
        if any(value is table for value in vars(import_module(module)).values()):
            return Path(getsourcefile(import_module(module)) or "").relative_to(ROOT)
    raise AssertionError(f"no model.py has {table.name}")


def to_declare(table: Table, what: str) -> str:
    """`bizet_core/tags/model.py: add called=N_("…") to table("tag", …)`."""
    return f'{model_of(table)}: add {what} to table("{table.name}", …)'
