"""Once a day, and after a hundred pulls that brought something: do this desk and its server hold the same rows?

A walk through all tables, a few thousand rows at a time and some of that in a round, so that nobody waits for it.
What differs (a damaged disk, a fault of ours) comes again; what this desk has not sent yet stands upon it as before.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from bizet_core.base.refusals import Refused
from bizet_core.base.revisions import HEAD
from bizet_core.store import Store
from bizet_core.sync.desk.rebase import Received
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.rows.comparison import Apart, apart, as_page, differing, told_of
from bizet_core.sync.wire.differences import Noted
from bizet_core.sync.wire.protocol import Compare, Compared, Page
from bizet_desk.syncing.transport.carrier import Server
from bizet_desk.syncing.transport.errors import UnreachableError
from bizet_desk.syncing.writer import Write

EVERY, EVERY_PULLS = timedelta(days=1), 100
STEPS_AT_ONCE = 8
START: tuple[str, UUID | None] = ("", None)
log = structlog.get_logger()

Take = Callable[[Page], Received]
"""Takes what differed as if a pull had brought it."""


class Comparing:
    """One desk's walk. `look` is called in each round; whatever it may not finish goes on in the next."""

    def __init__(self, store: Store, server: Server, write: Write, take: Take) -> None:
        self.store, self.server, self.write, self.take = store, server, write, take
        self._place: tuple[str, UUID | None] | None = None  # where the walk goes on; None between two walks
        self._pulls = 0

    def pulled(self) -> None:
        """A pull has brought something."""
        self._pulls += 1

    def begin(self) -> None:
        """Walk from the beginning, whatever the time."""
        self._place = START

    @property
    def is_under_way(self) -> bool:
        """Whether a walk has begun and goes on in the next round."""
        return self._place is not None

    def look(self, known: Upstream) -> Received | None:
        """Go a few steps, if it is time; what was fetched again, or None."""
        if not known.cursor or known.partial:
            return None
        if self._place is None and self._is_time(known):
            self.begin()
        if self._place is None:
            return None
        found: list[Apart] = []
        try:
            self._walk(known, found)
        except UnreachableError:
            log.debug("not_compared", code="server_silent")  # the next round goes on from there
        except Refused as refusal:  # a pull will say the same, or the server is older: at the next time, then
            log.info("not_compared", code=refusal.code)
            self._end()
        if not found:
            return None
        received = self._heal(known, found)
        self._tell(found)
        return received

    def _is_time(self, known: Upstream) -> bool:
        if known.compared_at is None or self._pulls >= EVERY_PULLS:
            return True
        return abs(self.store.clock() - known.compared_at) >= EVERY  # also where a clock was put back

    def _walk(self, known: Upstream, found: list[Apart]) -> None:
        for _ in range(STEPS_AT_ONCE):
            assert self._place is not None
            answer = self._ask(_asked(known, self._place))
            for part in differing(self.store, answer):
                rows = apart(self.store, self._ask(_asked(known, (part.table, part.after), rows=True)))
                found += [] if rows is None else [rows]
            self._place = answer.next
            if self._place is None:
                return self._end()
        return None

    def _ask(self, asked: Compare) -> Compared:
        answer: Compared = self.server.ask("compare", asked, Compared)
        if answer.is_behind:
            raise UnreachableError("behind")
        return answer

    def _heal(self, known: Upstream, found: list[Apart]) -> Received:
        page = as_page(found, _asked(known, START))
        received = self.take(page)
        count = sum(len(each.rows.rows) + len(each.gone) for each in found)
        log.warning("rows_differed", rows=count, tables=sorted(page.tables.keys() | {name for name, _ in page.gone}))
        self.write(partial(self._remember, differed=count, differed_at=self.store.clock()))
        return received

    def _tell(self, found: list[Apart]) -> None:
        """Whoever runs the server wants to know: it may be the server's own row that is rotten."""
        with suppress(UnreachableError, Refused):  # or it is an older one
            for each in found:
                self.server.ask("differed", told_of(each), Noted)

    def _end(self) -> None:
        self._place, self._pulls = None, 0
        self.write(partial(self._remember, compared_at=self.store.clock()))

    def _remember(self, **changes: Any) -> None:
        with self.store.transaction() as connection:
            replace(Upstream.of(connection), **changes).write(connection)


def _asked(known: Upstream, place: tuple[str, UUID | None], *, rows: bool = False) -> Compare:
    table, after = place
    return Compare(
        epoch=known.epoch, cursor=known.cursor, scope_rev=known.scope_rev, schema_rev=HEAD, table=table, after=after,
        rows=rows, mark=known.mark,
    )  # fmt: skip
