"""The one runner: tables, operations, queries, the journal, undo and what happens after.

Everything a capability needs is imported from here; the modules behind are the runner's own.
"""

from bizet_core.store.operations.actor import ANY, OWN, SYSTEM, Actor, ActorKind
from bizet_core.store.operations.after import Cause
from bizet_core.store.operations.edits import Edit, apply, edit_of, edit_with, told_changes
from bizet_core.store.operations.operation import OPERATIONS, QUERIES, Permission, Request, operation, query
from bizet_core.store.operations.work import Prepared, Read, Work
from bizet_core.store.store import Done, Identity, Store
from bizet_core.store.tables.columns import (
    Kind,
    at,
    boolean,
    digest,
    document,
    identifier,
    index,
    integer,
    long_text,
    money,
    picture,
    ref,
    table,
    text,
)
from bizet_core.store.tables.ids import derive
from bizet_core.store.undoing import Undo, undo

__all__ = [
    "ANY",
    "OPERATIONS",
    "OWN",
    "QUERIES",
    "SYSTEM",
    "Actor",
    "ActorKind",
    "Cause",
    "Done",
    "Edit",
    "Identity",
    "Kind",
    "Permission",
    "Prepared",
    "Read",
    "Request",
    "Store",
    "Undo",
    "Work",
    "apply",
    "at",
    "boolean",
    "derive",
    "digest",
    "document",
    "edit_of",
    "edit_with",
    "identifier",
    "index",
    "integer",
    "long_text",
    "money",
    "operation",
    "picture",
    "query",
    "ref",
    "table",
    "text",
    "told_changes",
    "undo",
]
