"""Every synced row of a store, to be compared; the feed's number is the server's own affair."""

from typing import Any

from sqlalchemy import select

from bizet_core.store import Store
from bizet_core.store.tables.triggers import synced_tables

Rows = dict[str, list[dict[str, Any]]]


def rows(store: Store) -> Rows:
    """All of them by table, in order."""
    with store.reading() as connection:
        return {
            t.name: [
                {k: v for k, v in row._mapping.items() if k != "seq"}
                for row in connection.execute(select(t).order_by(t.c.id))
            ]
            for t in synced_tables()
            if t.info["scope"] != "server"
        }


def differences(one: Rows, other: Rows) -> list[str]:
    """What is not the same, in words short enough to read."""
    found = []
    for name in one:
        left, right = ({row["id"]: row for row in side[name]} for side in (one, other))
        for id in sorted(left.keys() | right.keys()):
            if left.get(id) != right.get(id):
                found += [f"{name} {id}: {_told(left.get(id), right.get(id))}"]
    return found


def _told(left: dict[str, Any] | None, right: dict[str, Any] | None) -> str:
    if left is None or right is None:
        return "only on the right" if left is None else "only on the left"
    return str({k: (left[k], right[k]) for k in left if left[k] != right[k]})
