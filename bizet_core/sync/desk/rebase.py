"""The desk's half of a pull: rows as the server has them, our own operations upon them, in one local transaction.

    back     operations of ours that touch what has changed, newest first, by their before-images
    apply    the server's rows
    again    those of them that the server has not seen yet, from the same args

An operation that shares no row and no grain with what has changed stays where it is: most pulls roll nothing back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from sqlalchemy import Connection, Table, bindparam, func, select, update
from sqlalchemy.exc import DBAPIError

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_core.business.devices.rules import scopes_of
from bizet_core.store import OPERATIONS, Actor, Identity, Store
from bizet_core.store.database.compiled import Ready
from bizet_core.store.database.engines import mark, meaning_of, suspend
from bizet_core.store.database.savepoint import Savepoint
from bizet_core.store.journal.journal import ON_THEIR_WAY, Header, hash_at, journal
from bizet_core.store.operations.operation import Operation
from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA, Kind
from bizet_core.store.tables.triggers import synced_tables
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.desk.staged_pages import forget_staged
from bizet_core.sync.restore.lost_rows_at_desk import keep_lost
from bizet_core.sync.restore.removed_rows_at_desk import (
    keep_there_again,
    keep_to_ourselves,
    remember_removed,
    touched_by,
)
from bizet_core.sync.rows import row_writer
from bizet_core.sync.rows.before_images import Image, Images, forget_images, images_of
from bizet_core.sync.wire.protocol import Outcome, Page

Key = tuple[str, Any]
UNSENT = ("pending", "held")
NOTHING: Mapping[int, int] = {}

_settle_line = Ready(
    update(journal)
    .where(journal.c.business_id == bindparam("b"), journal.c.op_id == bindparam("op"))
    .values(
        state=bindparam("to_state"),
        outcome=bindparam("to_outcome"),
        why=bindparam("to_why"),
        acked_at=func.coalesce(journal.c.acked_at, bindparam("to_at")),
    )
)


class Mine(NamedTuple):
    """An operation of ours that the server's rows do not contain yet."""

    op_id: UUID
    inc: int
    n: int
    header: bytes
    body: bytes
    state: str


@dataclass(slots=True)
class Received:
    """What a pull changed here."""

    tables: set[str] = field(default_factory=set)
    rows: int = 0
    rolled_back: int = 0
    refused_here: int = 0  # operations that cannot be done upon the server's rows; it will say so itself
    is_of_restored: bool = False  # the server had been restored: what it lacks is kept


def receive(
    store: Store,
    pages: Sequence[Page],
    *,
    anew: bool = False,
    compared: Mapping[int, int] = NOTHING,
    at_ms: int | None = None,
) -> Received:
    """Take a whole pull: all of its pages, or none. `anew` puts them in the place of every row there is.

    `compared` says by life up to which number a push has compared our lines with the server's; `at_ms` what the
    server's clock says.
    """
    with store.transaction() as connection:
        row_writer.defer(connection)
        upstream = Upstream.of(connection)
        at_ms = to_ms(store.clock()) + upstream.offset_ms if at_ms is None else at_ms
        rebase = _Rebase(store, connection, pages, compared, at_ms)
        scopes = scopes_of(upstream.role, str(store.identity.device))
        if anew and upstream.epoch and upstream.epoch != pages[-1].epoch:
            rebase.keep_what_is_lost(scopes)
            rebase.keep_what_is_there_again(scopes)
        received = rebase.run_anew() if anew else rebase.run()
        rebase.forget_what_is_not_ours(scopes)
        forget_staged(connection)
        known = replace(upstream, cursor=0, compared_at=store.clock()) if anew else upstream
        known.came_to(connection, pages[-1], partial=rebase.incoming.is_partial)
    return received


class _Rebase:
    def __init__(
        self, store: Store, connection: Connection, pages: Sequence[Page], compared: Mapping[int, int], at_ms: int
    ) -> None:
        self.store, self.connection, self.pages, self.at_ms = store, connection, pages, at_ms
        self.incoming = row_writer.Incoming(pages)
        self.mine = unsettled(connection)
        same = same_up_to(connection, store.identity, pages[-1], compared)
        self.over = _decided(self.mine, same, pages)
        self.received = Received(set(self.incoming.tables()), self.incoming.count())

    def run(self) -> Received:
        images = images_of(self.connection, self.store.identity.business, [each.op_id for each in self.mine])
        affected = self._affected(images)
        suspend(self.connection)
        self._back(affected, images)
        self._apply()
        self._settle()
        self._again([each for each in affected if self.over.get(each.op_id) in (None, Outcome.HELD)])
        return self.received

    def run_anew(self) -> Received:
        """Everything of ours upon nothing but what came."""
        suspend(self.connection)
        forget_images(
            self.connection,
            self.store.identity.business,
            [each.op_id for each in self.mine if not _keeps_images(self.over, each)],
        )
        row_writer.remove_all(self.connection, self.store.identity.business)
        self._apply()
        self._settle()
        self._again([each for each in self.mine if self.over.get(each.op_id) in (None, Outcome.HELD)])
        self.received.tables |= {table.name for table in parents_first()}
        return self.received

    def keep_what_is_lost(self, scopes: Sequence[str]) -> None:
        """What a restored server lacks, before everything is taken anew."""
        not_standing = [each.op_id for each in self.mine if self.over.get(each.op_id) in (None, Outcome.REFUSED)]
        images = images_of(self.connection, self.store.identity.business, not_standing)
        now = to_ms(self.store.clock())
        keep_lost(self.connection, self.store.identity.business, self.incoming, scopes, images, now)
        self.received.is_of_restored = True

    def keep_what_is_there_again(self, scopes: Sequence[str]) -> None:
        """What was removed after the backup of the server. One of an older version than ours knows nothing of it."""
        business, now = self.store.identity.business, to_ms(self.store.clock())
        if self.pages[-1].schema_rev < HEAD:
            keep_to_ourselves(self.connection, business, self.store.identity.device)
            return
        waiting = [each.op_id for each in self.mine if self.over.get(each.op_id) is None]
        ours = touched_by(images_of(self.connection, business, waiting))
        keep_there_again(self.connection, business, self.incoming, scopes, ours, now)

    def forget_what_is_not_ours(self, scopes: Sequence[str]) -> None:
        """A kiosk writes customers and bookings, and does not keep them once the server has them."""
        if not any(_is_away(table.name, scopes) for table in synced_tables()):
            return
        done = [each for each in self.mine if self.over.get(each.op_id) not in (None, Outcome.HELD)]
        images = images_of(self.connection, self.store.identity.business, [each.op_id for each in done])
        away = {(i.tbl, i.pk) for each in done for i in images.get(each.op_id, ()) if _is_away(i.tbl, scopes)}
        if away:
            suspend(self.connection)
            row_writer.remove(self.connection, self.store.identity.business, away)
            mark(self.connection, None)

    def _affected(self, images: Images) -> list[Mine]:
        """Ours that share rows with what came, and later ones that share rows with those; in order."""
        if not self.mine:
            return []
        changed: set[Key] = self.incoming.keys()
        grains = _Grains(self.connection, self.store.identity.business)
        changed |= grains.of_rows(self.incoming)
        affected = []
        for each in self.mine:
            touched = grains.of_images(images.get(each.op_id, ()))
            if self.over.get(each.op_id) is Outcome.REFUSED or touched & changed:
                changed |= touched
                affected.append(each)
        return affected

    def _back(self, affected: Sequence[Mine], images: Images) -> None:
        """Rows that came are not restored first: they are about to be written."""
        if not affected:
            return
        came = self.incoming.keys()
        oldest: dict[Key, Image] = {}
        for each in affected:
            for image in images.get(each.op_id, ()):
                oldest.setdefault((image.tbl, image.pk), image)
        back = [image for key, image in oldest.items() if key not in came]
        row_writer.restore(self.connection, self.store.identity.business, back)
        self.received.rolled_back = len(affected)
        self.received.tables |= {image.tbl for image in back}
        forget_images(
            self.connection,
            self.store.identity.business,
            [each.op_id for each in affected if not _keeps_images(self.over, each)],
        )

    def _apply(self) -> None:
        row_writer.apply(self.connection, self.store.identity.business, self.incoming)
        mark(self.connection, None)
        remember_removed(self.connection, self.store.identity.business, self.incoming, self.at_ms)

    def _settle(self) -> None:
        """Mark ours that the server has decided."""
        why = {d.op_id: d.why for page in self.pages for d in page.decided}
        for op_id, outcome in self.over.items():
            state = "held" if outcome is Outcome.HELD else "acked"
            now = {"to_state": state, "to_outcome": outcome.value, "to_why": why.get(op_id) or None}
            mine = {"b": self.store.identity.business, "op": op_id, "to_at": self.at_ms}
            _settle_line.write(self.connection, {**mine, **now})

    def _again(self, ours: Sequence[Mine]) -> None:
        row_writer.check_at_once(self.connection)
        for each in ours:
            header = msgspec.msgpack.decode(each.header, type=Header)
            operation = OPERATIONS.known(header.name)
            if operation is None or header.ver > operation.ver:  # of a later version of this desk
                self.received.refused_here += 1
                continue
            try:
                with Savepoint(self.connection):
                    self._run(each, header, operation)
            except Exception as problem:  # the server will decide it; until then it does not stand here
                mark(self.connection, None)
                if not _is_refusal(problem):
                    raise
                self.received.refused_here += 1

    def _run(self, each: Mine, header: Header, operation: Operation[Any, Any]) -> None:
        actor = Actor(header.actor, header.actor_name, everything=True)
        work = self.store.work_for(self.connection, header.op_id, actor, header.at, header.device, header.inc)
        self.store.run(work, operation, operation.decode(each.body, header.ver))
        self.received.tables |= work.changed


class _Grains:
    """Rows that exclude each other share a grain: a claim's resource; a whole table where an index is unique."""

    def __init__(self, connection: Connection, business: UUID) -> None:
        self.connection, self.business = connection, business

    def of_rows(self, incoming: "row_writer.Incoming") -> set[Key]:
        found: set[Key] = set()
        for name, columns, rows in incoming.changed():
            grain = _grain(METADATA.tables[name])
            if grain is not None and grain in columns:
                place = columns.index(grain)
                found |= {(f"{name}.{grain}", _raw(row[place])) for row in rows}
            elif grain is not None:
                found.add((f"{name}.{grain}", None))
        return found

    def of_images(self, images: Iterable[Any]) -> set[Key]:
        """What an operation of ours has touched, with the grains its rows have now."""
        found: set[Key] = {(image.tbl, image.pk) for image in images}
        ids: dict[str, list[bytes]] = defaultdict(list)
        for image in images:
            if _grain(METADATA.tables[image.tbl]) is not None:
                ids[image.tbl].append(image.pk)
        for name, pks in ids.items():
            found |= self._now(METADATA.tables[name], pks)
        return found

    def _now(self, table: Table, pks: list[bytes]) -> set[Key]:
        grain = _grain(table)
        if grain is None or grain not in table.c:
            return {(f"{table.name}.{grain}", None)}
        mine = (table.c.business_id == self.business) & table.c.id.in_([UUID(bytes=pk) for pk in pks])
        rows = self.connection.execute(select(table.c[grain]).where(mine))
        return {(f"{table.name}.{grain}", _raw(row[0])) for row in rows}


@cache
def _grain(table: Table) -> str | None:
    if table.info.get("grain"):
        return str(table.info["grain"])
    is_unique = any(index.unique for index in table.indexes)
    return "any" if is_unique and table.info["kind"] is not Kind.FACT else None


def _is_away(name: str, scopes: Sequence[str]) -> bool:
    """Whether no row of this table is for us. Where a column says whose a row is, ours are."""
    table = METADATA.tables[name]
    return not table.info["kept"] and table.info["scope"] not in scopes and table.info["scope"] not in table.c


def _raw(value: Any) -> Any:
    return value.bytes if isinstance(value, UUID) else value


def unsettled(connection: Connection) -> list[Mine]:
    """Ours that the server has not decided, in order. A desk's file is of one business."""
    c = journal.c
    asked = select(c.op_id, c.inc, c.n, c.header, c.body, c.state).where(c.state.in_(UNSENT), ON_THEIR_WAY)
    return [Mine(*row) for row in connection.execute(asked.order_by(c.inc, c.n))]


def same_up_to(connection: Connection, me: Identity, page: Page, compared: Mapping[int, int]) -> dict[int, int]:
    """By life: up to which number the server's lines are ours. A number alone says nothing: a copy of this desk, or
    this one before its disk went back, may have sent another line under it. The chain's hash says it, or a push whose
    lines were `compared` one by one."""
    return {
        inc: n if hash_at(connection, me.business, me.device, inc, n) == hash else min(n, compared.get(inc, 0))
        for inc, n, hash in page.acked
    }


def _decided(mine: Sequence[Mine], same: Mapping[int, int], pages: Sequence[Page]) -> dict[UUID, Outcome]:
    """The outcomes of ours that these pages contain."""
    over = {m.op_id: Outcome.OK for m in mine if m.state == "pending" and m.n <= same.get(m.inc, 0)}
    ours = {m.op_id for m in mine}
    return over | {d.op_id: d.outcome for page in pages for d in page.decided if d.op_id in ours}


def _keeps_images(over: dict[UUID, Outcome], each: Mine) -> bool:
    """Undo needs those of what the server did; what is run again makes its own."""
    return over.get(each.op_id) in (Outcome.OK, Outcome.RELEASED)


def _is_refusal(problem: Exception) -> bool:
    """Whether an error means something to a person, as one of the database's may."""
    return isinstance(problem, Refused) or (isinstance(problem, DBAPIError) and meaning_of(problem) is not None)
