"""Lines that belong to a service, edited as one list: what is new, what changes, what goes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Table, select

from bizet_core.store import Edit, Request, Work, apply, edit_with


class Lines(Request):
    """Args: new rows by column, changes of rows that stay, and rows that go."""

    added: tuple[dict[str, Any], ...] = ()
    edited: tuple[Edit, ...] = ()
    removed: tuple[UUID, ...] = ()


def lines_of(work: Work, table: Table, service: UUID, wanted: Sequence[Mapping[str, Any]], *, key: str = "id") -> Lines:
    """Pin how a service's rows become `wanted`. A row that has the `key` of one that is there changes it."""
    rows = work.all(select(table).where(table.c.service_id == service).order_by(table.c.id))
    known = {row._mapping[key]: row.id for row in rows}
    kept = {id: values for values in wanted if (id := known.get(values[key]))}
    return Lines(
        added=tuple(_new(work, values) for values in wanted if values[key] not in known),
        edited=tuple(edit for id, values in kept.items() if (edit := _edit(work, table, id, values)).changes),
        removed=tuple(row.id for row in rows if row.id not in kept),
    )


def new_lines(work: Work, wanted: Iterable[Mapping[str, Any]]) -> Lines:
    """Pin the rows of a service that is new itself."""
    return Lines(added=tuple(_new(work, values) for values in wanted))


def write_lines(work: Work, table: Table, service: UUID, lines: Lines) -> None:
    """Write them."""
    work.delete_all(table, lines.removed)
    for edit in lines.edited:
        apply(work, table, edit)
    work.insert_all(table, [{**with_ids(row), "service_id": service} for row in lines.added])


def _new(work: Work, values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "id": work.new_id()}


def _edit(work: Work, table: Table, id: UUID, values: Mapping[str, Any]) -> Edit:
    return edit_with(work, table, id, {f: v for f, v in values.items() if f != "id"})


def with_ids(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row as tables take it. Ids inside an open dictionary arrive as bytes, and nothing else in these rows does."""
    return {f: UUID(bytes=v) if isinstance(v, bytes) else v for f, v in row.items()}
