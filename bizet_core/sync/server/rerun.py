"""Running another device's line here: a savepoint each, and what its author may do looked at first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import DBAPIError

from bizet_core.base.refusals import Refused
from bizet_core.store import Work
from bizet_core.store.database.engines import is_away, mark, raise_meant
from bizet_core.store.database.savepoint import Savepoint
from bizet_core.store.journal.journal import Header, before_image, histories
from bizet_core.store.operations.operation import Operation
from bizet_core.store.operations.runner import run
from bizet_core.store.tables.columns import METADATA, Kind
from bizet_core.sync.server import trust
from bizet_core.sync.server.card_facts import plain, subject_of

TRANSIENT = frozenset({"busy", "disk_full", "disk_trouble", "interrupted"})
"""Refusals that are about us and this moment: the whole batch is to be sent again."""


class savepoint:  # noqa: N801  # reads as a verb
    """A savepoint whose database errors come out as what they mean."""

    def __init__(self, connection: Connection) -> None:
        self._nested, self._connection = Savepoint(connection), connection

    def __enter__(self) -> None:
        self._nested.__enter__()

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._nested.__exit__(kind, error, trace)
        if isinstance(error, Exception) and not self._connection.invalidated:
            mark(self._connection, None)
        if isinstance(error, DBAPIError):
            raise_meant(error)


def run_checked(work: Work, operation: Operation[Any, Any], args: Any, header: Header, body: bytes, key: bytes) -> None:
    """Run a line as its author. What cannot be undone happened: it stands even where they were not allowed to."""
    objection = _objection(work, operation, args, header, body, key)
    if objection is not None and operation.undo:
        raise objection
    if operation.recheck is not None:
        operation.recheck(work, args)
    if objection is not None:
        _say_not_permitted(work, header, body, objection)
    run(work, operation, args)
    if objection is not None and not _has_document(work):
        raise objection


def _say_not_permitted(work: Work, header: Header, body: bytes, objection: Refused) -> None:
    """About the document, where its args say which; else about its line in the history."""
    table, id = subject_of(header, body)
    about = (METADATA.tables[table], id) if id is not None else (histories, work.derived("history", 0))
    work.concern("not_permitted_there", *about, **plain(objection.facts))


def is_passing(problem: Exception) -> bool:
    """Whether an error is ours and of this moment, and not the line's."""
    if isinstance(problem, Refused):
        return problem.code in TRANSIENT
    return isinstance(problem, DBAPIError) and is_away(problem)


def _objection(
    work: Work, operation: Operation[Any, Any], args: Any, header: Header, body: bytes, key: bytes
) -> Refused | None:
    try:
        trust.check(work, operation, args, header, body, key)
    except Refused as refusal:
        return refusal
    return None


def _has_document(work: Work) -> bool:
    """Whether the operation has written a fact besides the history."""
    mine = (before_image.c.business_id == work.business) & (before_image.c.op_id == work.op_id)
    touched: Iterable[str] = work.connection.execute(select(before_image.c.tbl).where(mine).distinct()).scalars()
    return any(METADATA.tables[name].info["kind"] is Kind.FACT for name in set(touched) - {histories.name})
