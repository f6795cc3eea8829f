"""Undo is an operation: each store restores rows from its own before-images, or says who changed what since."""

from collections.abc import Sequence
from functools import cache
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Connection, LargeBinary, Row, Table, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bizet_core.base.refusals import Refused
from bizet_core.describe.capabilities import Declared
from bizet_core.describe.languages.language import N_
from bizet_core.store.database.compiled import Ready
from bizet_core.store.journal.cards import take_cards_back
from bizet_core.store.journal.journal import IMAGE_DAYS, before_image, histories, images_of, journal, since
from bizet_core.store.operations.operation import OPERATIONS, Permission, Request, operation
from bizet_core.store.operations.work import Work
from bizet_core.store.tables.columns import METADATA, Id, Kind, Straight

RESTORED = Declared("restored")
"""What looks after rows of a table that were restored: functions of (work, rows as they stood before).

One may refuse, where the rows as they were cannot be any more, and then nothing is undone.
"""


IN_ITS_PLACE = Declared("in_its_place")
"""Functions of (work, args) by operation: the table and the row by which somebody has changed since what it did.

It is asked where an operation's rows cannot tell: one that only removed has none left that another could have changed.
"""


class Undo(Request):
    """Take one operation back, with all it caused."""

    op: UUID


@operation(needs=None, said=N_("Taken back"))
def undo(work: Work, given: Undo) -> None:
    """Restore every row the operation touched, if nobody has changed them since."""
    line = _line(work, given.op)
    if _is_not_done(line):  # what waits in the Inbox is settled by that
        take_cards_back(work, given.op)
        return
    ops = _with_caused(work, given.op)
    images = [i for i in work.connection.execute(images_of(ops, work.business)).all() if _table(i).info["undo"]]
    if not images:
        raise Refused("undo_too_old")
    for image in images:
        _unchanged_since(work, image, ops)
    _nothing_in_its_place(work, line)
    stood = {name: _standing(work, images, name) for name in RESTORED}
    try:
        restore_all(work.connection, _oldest_of_each(images))
    except IntegrityError as error:
        raise Refused("undo_conflict") from error
    for name, rows in stood.items():
        if rows:
            RESTORED[name](work, rows)
    work.changed.update(i.tbl for i in images)
    done = update(journal).where(journal.c.business_id == work.business, journal.c.op_id.in_(ops))
    work.connection.execute(done.values(undone_by=work.op_id))
    for note in _notes_of(work, ops):
        work.note(METADATA.tables[note.subject], note.subject_id, code="undone", name=line.name)


def _is_not_done(line: Any) -> bool:
    """Whether the authority has refused or held the operation."""
    return line.outcome in ("refused", "held")


def _standing(work: Work, images: Sequence[Row[Any]], name: str) -> list[Row[Any]]:
    """The rows of a table that the images are about, as they are now."""
    pks = sorted({image.pk for image in images if image.tbl == name})
    return [row for pk in pks if (row := work.find(METADATA.tables[name], pk)) is not None]


def needs_of(work: Work, given: Undo) -> Permission | None:
    """Whoever did a thing may take it back while they may still do such things, and so may who may for anybody."""
    line = _line(work, given.op)
    needs = OPERATIONS[line.name].needs
    mine = work.actor.staff is not None and line.actor == work.actor.staff
    if needs is None or (mine and work.actor.scope(needs.name) is not None):
        return None
    return Permission(needs.name)


def restore_all(connection: Connection, images: Sequence[Row[Any]]) -> None:
    """Put rows back as they were, newest first. Claims step aside before any is restored: they exclude each other."""
    for image in images:
        if _table(image).info["kind"] is Kind.CLAIM:
            _removal(_table(image)).write(connection, _key(image))
    for image in images:
        _restore(connection, image)


def _restore(connection: Connection, image: Row[Any]) -> None:
    table, key = _table(image), _key(image)
    if image.image is None:
        _removal(table).write(connection, key)
        return
    row = from_image(table, image.image, connection.dialect.name)
    change, add = _return(table, tuple(row))
    values = {f"to_{name}": value for name, value in row.items()}
    if change.write(connection, {**values, **key}) == 0:
        add.write(connection, values)


def _key(image: Row[Any]) -> dict[str, Any]:
    return {"this_business": image.business_id, "this_id": image.pk}


@cache
def _removal(table: Table) -> Ready:
    return Ready(delete(table).where(*_same(table)))


@cache
def _return(table: Table, columns: tuple[str, ...]) -> tuple[Ready, Ready]:
    """How a row is changed back, and how it is added again."""
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
    return Ready(update(table).where(*_same(table)).values(values)), Ready(insert(table).values(values))


def _same(table: Table) -> list[Any]:
    return [table.c.business_id == bindparam("this_business"), table.c.id == bindparam("this_id")]


def _line(work: Work, op: UUID) -> Any:
    line = work.first(select(journal).where(journal.c.op_id == op))
    if line is None:
        raise Refused("undo_too_old")
    known = OPERATIONS.known(line.name)  # None: of a later version of this desk
    if known is None or not known.undo:
        raise Refused("undo_not_for_this")
    if line.at < since(work.now, IMAGE_DAYS):
        raise Refused("undo_too_old")
    if line.undone_by is not None:
        raise Refused("undone_already")
    return line


def _with_caused(work: Work, op: UUID) -> list[UUID]:
    """What somebody did and what the house did because of it; a person's operation is nobody's consequence."""
    found = [op]
    for parent in found:
        caused = (journal.c.caused_by == parent) & journal.c.actor.is_(None)
        found += [r.op_id for r in work.all(select(journal.c.op_id).where(caused))]
    return found


def _unchanged_since(work: Work, image: Row[Any], ops: list[UUID]) -> None:
    row = work.hold_if_there(_table(image), image.pk)
    if row is None and image.image is not None and _touched_last(work, image) in ops:
        return  # this operation removed it, and nobody has put it back
    if row is None or row.last_op not in ops:
        raise Refused("undo_changed_since", by=_author(work, row), what=image.tbl)


def _nothing_in_its_place(work: Work, line: Any) -> None:
    if (look := IN_ITS_PLACE.get(line.name)) is None:
        return
    found = look(work, OPERATIONS[line.name].decode(line.body, line.ver))
    if found is not None:
        table, row = found
        raise Refused("undo_changed_since", by=_author(work, row), what=table)


def _touched_last(work: Work, image: Row[Any]) -> UUID | None:
    """The operation that was the last to change a row which is gone."""
    mine = (before_image.c.tbl == image.tbl) & (before_image.c.pk == image.pk) & (before_image.c.k >= image.k)
    op: UUID | None = work.scalar(select(before_image.c.op_id).where(mine).order_by(before_image.c.k.desc()))
    return op


def _author(work: Work, row: Row[Any] | None) -> str:
    if row is None:
        return "?"
    noted = select(histories.c.actor_name).join(journal, histories.c.last_op == journal.c.op_id)
    return work.scalar(noted.where(histories.c.last_op == row.last_op)) or "?"


def _oldest_of_each(images: list[Row[Any]]) -> list[Row[Any]]:
    """Newest first; of a row that several of the operations touched, only how it was before the first."""
    oldest = {(i.tbl, i.pk): i.k for i in images}
    return [i for i in images if oldest[(i.tbl, i.pk)] == i.k]


def _notes_of(work: Work, ops: list[UUID]) -> list[Any]:
    asked = select(histories.c.subject, histories.c.subject_id).where(histories.c.last_op.in_(ops)).distinct()
    return list(work.all(asked.order_by(histories.c.subject, histories.c.subject_id)))


def _table(image: Row[Any]) -> Table:
    return METADATA.tables[image.tbl]


def from_image(table: Table, image: str, dialect: str) -> dict[str, Any]:
    """A row as its before-image has it."""
    raw = msgspec.json.decode(image)
    return {c.name: _value(c, raw[c.name], dialect) for c in table.columns if c.name in raw}


def _value(column: Any, value: Any, dialect: str) -> Any:
    if value is None:
        return None
    if isinstance(column.type, Id):
        return UUID(value) if dialect == "postgresql" else UUID(bytes=bytes.fromhex(value))
    if isinstance(column.type, LargeBinary):
        return bytes.fromhex(value.removeprefix("\\x"))
    if isinstance(column.type, Straight):
        return column.type.out(value)
    return value
