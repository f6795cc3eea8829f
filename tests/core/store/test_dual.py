"""Every operation runs on a desk's SQLCipher file and again, from its journal, on PostgreSQL: the same rows on both."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

import pytest
from sqlalchemy import Engine, select

import bizet_core
from bizet_core.store import OPERATIONS, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.journal.journal import first_broken, journal
from bizet_core.store.store import Identity
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.triggers import synced_tables
from bizet_core.sync.rows import comparison
from bizet_core.sync.server import feed
from tests.conftest import KEY, Clock
from tests.stories.everything import story_of
from tests.support.kept import BUSINESS, IDENTITY, Kept
from tests.support.makers import sent_by
from tests.support.postgres import Databases
from tests.sync.desks.replaying import replay

for found in walk_packages(bizet_core.__path__, "bizet_core."):
    if found.name.endswith(".operations"):
        import_module(found.name)


NESTED = {"settings.begin_business"}
"""What only ever happens inside another operation; `first_run.set_up` does this one."""


def rows(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Every synced row, without the feed's own number."""
    with engine.connect() as connection:
        return {
            t.name: [
                {k: v for k, v in row._mapping.items() if k != "seq"}
                for row in connection.execute(select(t).order_by(t.c.id))
            ]
            for t in synced_tables()
        }


@pytest.fixture(scope="module")
def replayed(lived_file: Kept, databases: Databases) -> Iterator[tuple[Store, Store]]:
    """A desk and a server with the same journal, to be looked at only."""
    desk = Store(desk_engine(lived_file.path, KEY), IDENTITY, clock=Clock())
    with databases.fresh() as engine:
        server = Store(engine, Identity(BUSINESS, new_id(), pepper=b"pepper"), where="server", clock=Clock())
        for line in sent_by(desk):
            replay(server, line)
        yield desk, server
    desk.engine.dispose()


def test_the_server_writes_the_same_rows(replayed: tuple[Store, Store]) -> None:
    desk, server = (rows(store.engine) for store in replayed)
    me = replayed[0].identity.device
    server["device"] = [row for row in server["device"] if row["id"] != me]  # the server knows who brought the business
    for table in desk:
        assert server[table] == desk[table], table
    assert sum(map(len, desk.values())) > 100


def test_rows_have_the_same_hashes_on_both_sides(replayed: tuple[Store, Store]) -> None:
    desk, server = (hashes(store) for store in replayed)
    assert desk == server


def hashes(store: Store) -> dict[str, tuple[int, int]]:
    """Count and XOR of each table; the server alone knows who brought the business."""
    found = {}
    with store.engine.connect() as connection:
        for table in map(METADATA.tables.__getitem__, feed.places().keys() - {"device"}):
            make = comparison.plain(table)
            rows = connection.execute(comparison._values(table).select_from(table))
            found[table.name] = comparison.summed([comparison.hash_of(make(list(row))) for row in rows])
    return found


def test_the_chain_verifies_on_both_sides(replayed: tuple[Store, Store]) -> None:
    me = replayed[0].identity
    for store in replayed:
        with store.engine.connect() as connection:
            assert first_broken(connection, me.business, me.device, me.inc) is None


def test_no_operation_is_left_out(replayed: tuple[Store, Store]) -> None:
    with replayed[0].engine.connect() as connection:
        ran = set(connection.execute(select(journal.c.name)).scalars())
    ours = {name for name, op in OPERATIONS.items() if op.handle.__module__.startswith("bizet_core.") and not op.local}
    missing = [f"{name} in {story_of(OPERATIONS[name].handle.__module__)}" for name in sorted(ours - ran - NESTED)]
    assert not missing, "Let these happen, each in a chapter of its story:\n" + "\n".join(missing)
    assert not ran & NESTED
