"""A database of any earlier version becomes today's, with every row, trigger and search hit; or it stays as it was."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Connection, Engine, Table, create_engine, func, insert, inspect, select, text
from sqlalchemy.exc import DBAPIError

from bizet_core.base import revisions
from bizet_core.base.cipher import PAGE, sqlcipher
from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.resources.operations import AddResource, EditResource, add_resource, edit_resource
from bizet_core.people.customers.model import customer_notes, customers
from bizet_core.store import Read, Request, Store, Undo, Work, undo
from bizet_core.store.database.engines import desk_engine, file_engine, mark, suspend
from bizet_core.store.journal.incarnation import lives
from bizet_core.store.journal.journal import first_broken
from bizet_core.store.migrations import migrate
from bizet_core.store.migrations.__main__ import write
from bizet_core.store.operations.operation import Operation, Query
from bizet_core.store.store import Identity
from bizet_core.store.tables import search_index
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import METADATA, At, Id
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create as create_schema
from tests.conftest import KEY
from tests.support.postgres import Databases

NOW = datetime(2026, 3, 12, 8, 0, tzinfo=UTC)
EARLIER = [revision for revision in revisions.REVISIONS if revision != revisions.HEAD]


def desk(path: Path) -> Engine:
    return desk_engine(path, KEY)


def made_at(path: Path, revision: str) -> Engine:
    """A desk's file as that version made it: before 0007 in SQLCipher's own form."""
    if revision < "0007":
        with closing(sqlcipher.connect(str(path), isolation_level=None)) as bare:
            bare.execute(f"PRAGMA key = \"x'{KEY.hex()}'\"")
            bare.execute("PRAGMA user_version = 1")
    engine = desk(path)
    at_revision(engine, revision)
    return engine


def page_size(path: Path) -> int:
    engine = desk(path)
    with engine.connect() as connection:
        size = int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())
    engine.dispose()
    return size


def at_revision(engine: Engine, revision: str) -> None:
    """A database as an earlier version left it: its tables, and what came from the code."""
    with engine.begin() as connection:
        migrate.run(connection, revision)
        search_index.install(connection)


class Written(Request):
    """A customer with a note."""

    id: UUID


def _write(work: Work, given: Written) -> None:
    when = {"created_at": work.now}
    work.insert(customers, id=given.id, name="王伟", phone="+441632960001", search_key="王伟 +441632960001", **when)
    work.insert(
        customer_notes,
        id=work.derived("note"),
        customer_id=given.id,
        written_at=work.now,
        author_name="Ana",
        words="Prefers mornings",
    )


WRITE = Operation("test.write", _write, Written, None, False, False, 1, "")


@pytest.fixture
def customer() -> UUID:
    return new_id()


@pytest.fixture
def lived(business: UUID, customer: UUID, tmp_path: Path) -> Callable[[Engine], Store]:
    """Fill an earlier database with a little life: rows that point at each other, a journal, something to undo.

    Today's code writes them into a database of today, from where they move into the columns there were.
    """

    def live(engine: Engine) -> Store:
        today = file_engine(tmp_path / "today.db")
        create_schema(today)
        store = Store(today, Identity(business, new_id()), clock=lambda: NOW)
        room = store.do(add_resource, AddResource(name="Room 2")).result
        store.do(edit_resource, EditResource(resource=room, name="Room 3"))
        store.do(WRITE, Written(id=customer))
        _move(today, engine)
        today.dispose()
        return Store(engine, store.identity, clock=lambda: NOW)

    return live


def _move(today: Engine, engine: Engine) -> None:
    """Every row, as far as the earlier tables have its columns."""
    with today.connect() as source, engine.begin() as target:
        suspend(target)
        there = inspect(target)
        for t in whole().sorted_tables:
            if not there.has_table(t.name):
                continue
            columns = [t.c[c["name"]] for c in there.get_columns(t.name) if c["name"] in t.c]
            rows = [dict(row._mapping) for row in source.execute(select(*columns))]
            if (
                rows and not target.execute(select(func.count()).select_from(t)).scalar()
            ):  # triggers of today may have filled the search text
                target.execute(insert(t), rows)


def rows_of(engine: Engine) -> dict[str, list[str]]:
    """Every row of every table but those the migration itself fills; empty columns and tables say nothing."""
    apart = {"incarnation", "alembic_version", "search_text"}
    with engine.connect() as connection:
        names = [n for n in inspect(connection).get_table_names() if n not in apart and "search_index" not in n]
        found = {name: connection.execute(text(f"SELECT * FROM {name}")).mappings().all() for name in names}
    return {name: sorted(map(_told, rows)) for name, rows in found.items() if rows}


def _told(row: Any) -> str:
    return repr(sorted((name, value) for name, value in row.items() if value is not None))


# ------------------------------------------------------------------------------------- schemas, in canonical form


def schema_of(engine: Engine) -> dict[str, Any]:
    """Everything a database knows about itself, in an order and a form that can be compared."""
    with engine.connect() as connection:
        return _sqlite_schema(connection) if engine.dialect.name == "sqlite" else _postgres_schema(connection)


def _sqlite_schema(connection: Connection) -> dict[str, Any]:
    found: dict[str, Any] = {}
    sql = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'search_index_%' ORDER BY type, name"
    for kind, name, _table, statement in connection.execute(text(sql)).all():
        if kind == "table" and name != "search_index":
            found[f"table {name}"] = _sqlite_table(connection, name, statement)
        elif statement:
            found[f"{kind} {name}"] = " ".join(statement.split())
    return found


def _sqlite_table(connection: Connection, name: str, statement: str) -> dict[str, Any]:
    def ask(pragma: str) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in connection.exec_driver_sql(f"PRAGMA {pragma}({name})").all()]

    keys = inspect(connection).get_foreign_keys(name)
    checks = inspect(connection).get_check_constraints(name)
    return {
        "columns": sorted(row[1:] for row in ask("table_xinfo")),
        "foreign keys": sorted(json.dumps(key, sort_keys=True) for key in keys),
        "checks": sorted((check["name"] or "", check["sqltext"]) for check in checks),
        "uniques": sorted(json.dumps(u, sort_keys=True) for u in inspect(connection).get_unique_constraints(name)),
        "strict": "STRICT" in statement,
    }


def _postgres_schema(connection: Connection) -> dict[str, Any]:
    asked = {
        "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default, identity_generation "
        "FROM information_schema.columns WHERE table_schema = current_schema() ORDER BY 1, 2",
        "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = current_schema()::regnamespace ORDER BY 1, 2",
        "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() ORDER BY 1",
        "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid) FROM pg_trigger "
        "WHERE NOT tgisinternal ORDER BY 1, 2",
        "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace "
        "AND prolang <> (SELECT oid FROM pg_language WHERE lanname = 'c') ORDER BY 1, 2",
    }
    return {what: [tuple(row) for row in connection.execute(text(sql)).all()] for what, sql in asked.items()}


@pytest.fixture(scope="session")
def created(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The schema of a file made from today's tables."""
    engine = desk(tmp_path_factory.mktemp("created") / "desk.bizet")
    migrate.create(engine)
    schema = schema_of(engine)
    engine.dispose()
    return schema


@pytest.fixture
def empty_postgres(databases: Databases) -> Iterator[Engine]:
    name = f"m{new_id().hex}"
    databases._do(f"CREATE DATABASE {name} TEMPLATE template0")
    engine = create_engine(databases.url.format(database=name))
    yield engine
    engine.dispose()
    databases._do(f"DROP DATABASE {name} WITH (FORCE)")


# ------------------------------------------------------------------------------------------------------------- stories


def test_revisions_follow_each_other_without_a_gap() -> None:
    scripts = ScriptDirectory(str(revisions.FOLDER))
    assert scripts.get_heads() == [revisions.HEAD]
    assert [s.revision for s in reversed(list(scripts.walk_revisions()))] == list(revisions.REVISIONS)
    assert list(revisions.REVISIONS) == [f"{i:04}" for i in range(1, len(revisions.REVISIONS) + 1)]


@pytest.mark.parametrize("revision", EARLIER)
def test_a_desk_file_of_every_revision_becomes_what_is_created_today(
    revision: str, tmp_path: Path, created: dict[str, Any]
) -> None:
    path = tmp_path / "desk.bizet"
    made_at(path, revision).dispose()
    assert page_size(path) == (4096 if revision < "0007" else PAGE)
    migrate.migrate_file(path, desk, NOW)
    assert page_size(path) == PAGE
    engine = desk(path)
    assert schema_of(engine) == created
    engine.dispose()


@pytest.mark.parametrize("revision", EARLIER)
def test_a_postgres_database_of_every_revision_becomes_what_is_created_today(
    revision: str, empty_postgres: Engine, postgres: Engine
) -> None:
    at_revision(empty_postgres, revision)
    assert migrate.migrate(empty_postgres)
    assert not migrate.migrate(empty_postgres)
    upgraded, made = schema_of(empty_postgres), schema_of(postgres)
    apart = "alembic_version"
    for part in made:
        assert [row for row in upgraded[part] if apart not in str(row)] == made[part], part


@pytest.mark.parametrize("revision", EARLIER)
def test_a_servers_file_of_every_revision_becomes_what_is_created_today(revision: str, tmp_path: Path) -> None:
    path, fresh = tmp_path / "house.db", file_engine(tmp_path / "fresh.db")
    engine = file_engine(path)
    at_revision(engine, revision)
    engine.dispose()
    kept = migrate.migrate_file(path, file_engine, NOW)
    migrate.create(fresh)
    engine = file_engine(path)
    assert schema_of(engine) == schema_of(fresh)
    assert kept.exists()
    fresh.dispose()
    engine.dispose()


@pytest.mark.parametrize("opened", [desk, file_engine])
def test_where_there_is_no_room_for_the_copy_that_is_said(opened: Callable[[Path], Engine], tmp_path: Path) -> None:
    path = tmp_path / "desk.bizet"
    engine = opened(path)
    at_revision(engine, EARLIER[-1])
    engine.dispose()
    with pytest.raises(Refused, match="migration_failed"):
        migrate._copied(path, tmp_path / "no such folder" / "desk.bizet", opened)
    engine = opened(path)
    with engine.connect() as connection:
        assert migrate.revision_of(connection) == EARLIER[-1]
    engine.dispose()


def test_a_kiosks_file_whose_rows_lack_their_parents_is_brought_up_to_date(
    tmp_path: Path, lived: Callable[[Engine], Store]
) -> None:
    path = tmp_path / "desk.bizet"
    engine = made_at(path, EARLIER[-1])
    lived(engine)
    with closing(engine.raw_connection()) as raw:
        bare: Any = raw.driver_connection
        bare.running = b""
        bare.execute("PRAGMA foreign_keys = OFF")
        bare.execute("DELETE FROM customer")
    engine.dispose()
    migrate.migrate_file(path, desk, NOW)
    engine = desk(path)
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(customer_notes)).scalar_one()
        assert migrate.revision_of(connection) == revisions.HEAD
    engine.dispose()


@pytest.mark.parametrize("revision", EARLIER)
def test_rows_triggers_search_and_undo_survive(
    revision: str, tmp_path: Path, lived: Callable[[Engine], Store], customer: UUID
) -> None:
    path = tmp_path / "desk.bizet"
    engine = made_at(path, revision)
    identity = lived(engine).identity
    before = rows_of(engine)
    engine.dispose()

    kept = migrate.migrate_file(path, desk, NOW)

    engine = desk(path)
    assert rows_of(engine) == before
    store = Store(engine, identity, clock=lambda: NOW)
    with engine.connect() as connection:
        assert first_broken(connection, identity.business, identity.device, 1) is None
    assert find(store, "王伟") == [customer]
    assert find(store, "960001") == [customer]
    added = store.do(add_resource, AddResource(name="Room 4"))
    store.do(undo, Undo(op=added.op_id))
    with pytest.raises(DBAPIError, match="outside an operation"), engine.begin() as connection:
        connection.execute(customers.update().values(name="Nobody"))
    engine.dispose()

    old = desk(kept)
    assert rows_of(old) == before, "the old file is kept whole"
    old.dispose()


def find(store: Store, *words: str) -> list[UUID]:
    def answer(read: Read, asked: Request) -> list[UUID]:
        return search_index.matches(read, words, customers, 10)

    return store.ask(Query("test.find", answer, Request, None, ""), Request())


def test_a_file_with_a_journal_has_lived_since_its_first_line(tmp_path: Path, lived: Callable[[Engine], Store]) -> None:
    path = tmp_path / "desk.bizet"
    engine = desk(path)
    at_revision(engine, "0001")
    identity = lived(engine).identity
    engine.dispose()
    migrate.migrate_file(path, desk, NOW)
    engine = desk(path)
    with engine.connect() as connection:
        [life] = lives(connection)
    engine.dispose()
    assert (life.business, life.device, life.inc, to_ms(life.begun_at)) == (
        identity.business,
        identity.device,
        1,
        to_ms(NOW),
    )


def test_a_new_file_is_marked_with_todays_revision(tmp_path: Path) -> None:
    engine = desk(tmp_path / "desk.bizet")
    migrate.create(engine)
    with engine.connect() as connection:
        assert revisions.is_current(migrate.revision_of(connection))
    engine.dispose()


def test_a_newer_or_foreign_database_is_refused() -> None:
    with pytest.raises(Refused, match="file_newer"):
        revisions.is_current("9999")
    with pytest.raises(Refused, match="file_foreign"):
        revisions.is_current(None)


@pytest.fixture
def another_revision(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """A revision of tomorrow, with this body."""
    folder = tmp_path / "migrations"
    shutil.copytree(revisions.FOLDER, folder)

    def write(body: str) -> None:
        head = revisions.HEAD
        lines = "\n".join(f"    {line}" for line in body.strip().splitlines())
        (folder / "versions" / "9001_tomorrow.py").write_text(
            f'"""Tomorrow."""\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
            f'revision = "9001"\ndown_revision = "{head}"\n\n\ndef upgrade() -> None:\n{lines}\n'
        )
        monkeypatch.setattr(revisions, "FOLDER", folder)
        monkeypatch.setattr(revisions, "REVISIONS", (*revisions.REVISIONS, "9001"))
        monkeypatch.setattr(revisions, "HEAD", "9001")

    return write


def test_remaking_a_table_that_others_point_to_loses_no_row_of_theirs(
    tmp_path: Path, lived: Callable[[Engine], Store], customer: UUID, another_revision: Callable[[str], None]
) -> None:
    path = tmp_path / "desk.bizet"
    engine = desk(path)
    migrate.create(engine)
    identity = lived(engine).identity
    before = rows_of(engine)
    engine.dispose()
    another_revision(
        """
op.execute("UPDATE customer SET search_key = 'wang wei'")
with op.batch_alter_table("customer", recreate="always") as batch:
    batch.alter_column("alert", nullable=True)
"""
    )
    migrate.migrate_file(path, desk, NOW)
    engine = desk(path)
    after = rows_of(engine)
    store = Store(engine, identity, clock=lambda: NOW)
    assert after["customer_note"] == before["customer_note"]
    assert after["journal"] == before["journal"]
    assert len(after["customer"]) == 1
    assert find(store, "wang") == [customer]
    assert find(store, "960001") == [], "the index answers by what is in the table now"
    with pytest.raises(DBAPIError, match="outside an operation"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE customer SET name = 'Nobody'")
    engine.dispose()


@pytest.mark.parametrize(
    "body",
    [
        "op.execute('UPDATE customer SET no_such_column = 1')",
        "op.execute('DELETE FROM customer')",  # its notes would point nowhere
    ],
)
def test_a_migration_that_fails_leaves_the_file_as_it_was(
    body: str, tmp_path: Path, lived: Callable[[Engine], Store], another_revision: Callable[[str], None]
) -> None:
    path = tmp_path / "desk.bizet"
    engine = desk(path)
    migrate.create(engine)
    lived(engine)
    before = rows_of(engine)
    engine.dispose()
    another_revision(body)
    with pytest.raises(Refused, match="migration_failed"):
        migrate.migrate_file(path, desk, NOW)
    engine = desk(path)
    assert rows_of(engine) == before
    with engine.connect() as connection:
        assert migrate.revision_of(connection) == revisions.REVISIONS[-2]
    engine.dispose()
    assert not list(tmp_path.glob("*.old"))


def test_what_was_committed_but_not_yet_in_the_file_itself_comes_along(
    tmp_path: Path, lived: Callable[[Engine], Store]
) -> None:
    path = tmp_path / "desk.bizet"
    first = desk(tmp_path / "first.bizet")
    at_revision(first, EARLIER[-1])
    lived(first)
    before = rows_of(first)
    shutil.copy(tmp_path / "first.bizet", path)  # as after a power cut: the log has what the file has not
    shutil.copy(tmp_path / "first.bizet-wal", tmp_path / "desk.bizet-wal")
    first.dispose()
    migrate.migrate_file(path, desk, NOW)
    engine = desk(path)
    assert rows_of(engine) == before
    engine.dispose()


def test_the_old_file_is_kept_for_seven_days(tmp_path: Path) -> None:
    path = tmp_path / "desk.bizet"
    engine = desk(path)
    at_revision(engine, EARLIER[-1])
    engine.dispose()
    kept = migrate.migrate_file(path, desk, NOW)
    migrate.forget_old(tmp_path, NOW + timedelta(days=7))
    assert kept.exists()
    migrate.forget_old(tmp_path, NOW + timedelta(days=7, seconds=1))
    assert not kept.exists()
    assert path.exists()


def test_the_search_text_is_taken_anew_from_every_searched_table(
    tmp_path: Path, lived: Callable[[Engine], Store]
) -> None:
    engine = desk(tmp_path / "desk.bizet")
    migrate.create(engine)
    store = lived(engine)
    with engine.begin() as connection:
        mark(connection, new_id())
        before = connection.execute(select(search_index.search_text.c.tbl, search_index.search_text.c.key)).all()
        migrate.drop_triggers(connection)
        connection.execute(text("UPDATE search_text SET key = 'wrong'"))
        search_index.refill(connection)
        search_index.install(connection)
        search_index.rebuild(connection)
        assert (
            connection.execute(select(search_index.search_text.c.tbl, search_index.search_text.c.key)).all() == before
        )
    assert len(find(store, "王伟")) == 1
    engine.dispose()


def test_the_next_revision_is_written_from_what_is_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(revisions.FOLDER, tmp_path / "migrations")
    monkeypatch.setattr(revisions, "FOLDER", tmp_path / "migrations")
    engine = file_engine(tmp_path / "last.db")
    with engine.begin() as connection:
        migrate.run(connection, "head")
    novelty = Table("novelty", METADATA, Column("id", Id(), primary_key=True), Column("seen_at", At(), nullable=False))
    try:
        written = write("Keep novelties", engine).read_text()
    finally:
        METADATA.remove(novelty)
        engine.dispose()
    assert written.count("    op.") == 1, "nothing but what is new"
    assert "op.create_table('novelty'" in written
    assert "sa.Column('id', ID, nullable=False)" in written
    assert "sa.Column('seen_at', sa.BigInteger(), nullable=False)" in written
    assert f"down_revision = '{revisions.HEAD}'" in written
