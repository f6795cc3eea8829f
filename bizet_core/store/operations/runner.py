"""How an operation's rows come to be written: captured under its id, with its history, and cards for its concerns."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from bizet_core.store.database.engines import mark
from bizet_core.store.journal.cards import put_concerns
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.operation import Operation
from bizet_core.store.operations.work import Work

R = TypeVar("R")


def run(work: Work, operation: Operation[Any, R], args: Any) -> R:
    """Let an operation write its rows, with the history that people read; an authority adds cards for concerns."""
    with capturing(work):
        result = operation.handle(work, args)
        if work.authority:
            put_concerns(work, operation.name)
        _write_history(work, operation.name)
    return result


@contextmanager
def capturing(work: Work) -> Iterator[None]:
    """Rows written within are the operation's: kept as they were before, and told to whoever follows the feed."""
    mark(work.connection, work.op_id)
    work.connection.info["ran"].append(work.op_id)
    yield
    mark(work.connection, None)


def _write_history(work: Work, name: str) -> None:
    rows = [
        {"id": work.derived("history", i), "name": name, **note, "actor": work.actor.staff,
         "actor_name": work.actor.name, "at": work.now, "device": work.device}
        for i, note in enumerate(work.notes)
    ]  # fmt: skip
    work.insert_all(histories, rows)
