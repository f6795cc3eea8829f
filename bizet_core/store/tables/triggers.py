"""Triggers made from the tables: before-images of every synced row, the search index, backstops of claims.

SQLAlchemy's events see nothing of bulk writes, so both databases capture by triggers. On SQLite they ask the
connection's function `bizet_op()`, on PostgreSQL the setting `bizet.op`: an operation's id while one runs, empty while
capture is suspended (a rebase, a migration, rows from the server), and nothing at all outside: then a write is refused.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, LargeBinary, Table

from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import Id, is_synced

OUTSIDE = "a synced table was written outside an operation"


def synced_tables() -> list[Table]:
    """Every synced table, parents first."""
    return [t for t in parents_first() if is_synced(t)]


def install(connection: Connection) -> None:
    """(Re-)create every trigger from the code; what stood before is dropped."""
    statements = _sqlite() if connection.dialect.name == "sqlite" else _postgres()
    for statement in statements:
        connection.exec_driver_sql(statement)


def _sqlite() -> Iterator[str]:
    for t in synced_tables():
        for event in ("insert", "update", "delete"):
            yield f"DROP TRIGGER IF EXISTS capture_{event}_{t.name}"
            yield _sqlite_capture(t, event)
    for t in parents_first():
        if t.info.get("search"):
            yield from _sqlite_search(t)
    yield from BACKSTOPS["sqlite"]


def _sqlite_capture(t: Table, event: str) -> str:
    row, image = ("NEW", "NULL") if event == "insert" else ("OLD", _sqlite_image(t))
    return (
        f"CREATE TRIGGER capture_{event}_{t.name} AFTER {event.upper()} ON {t.name} WHEN bizet_op() IS NOT x'' BEGIN "
        f"INSERT INTO before_image(business_id, op_id, tbl, pk, image) "
        f"VALUES ({row}.business_id, ifnull(bizet_op(), RAISE(ABORT, '{OUTSIDE}')), '{t.name}', {row}.id, {image}) "
        f"ON CONFLICT DO NOTHING; END"
    )


def _sqlite_image(t: Table) -> str:
    def value(name: str, binary: bool) -> str:
        return f"iif(OLD.{name} IS NULL, NULL, hex(OLD.{name}))" if binary else f"OLD.{name}"

    pairs = (f"'{c.name}', {value(c.name, isinstance(c.type, Id | LargeBinary))}" for c in t.columns)
    return f"json_object({', '.join(pairs)})"


def _sqlite_search(t: Table) -> Iterator[str]:
    key = t.info["search"]
    put = (
        f"INSERT INTO search_text(business_id, tbl, pk, key) VALUES (NEW.business_id, '{t.name}', NEW.id, NEW.{key}) "
        f"ON CONFLICT(business_id, tbl, pk) DO UPDATE SET key = excluded.key"
    )
    drop = f"DELETE FROM search_text WHERE business_id = OLD.business_id AND tbl = '{t.name}' AND pk = OLD.id"
    for event, body in (("INSERT", put), (f"UPDATE OF {key}", put), ("DELETE", drop)):
        name = f"search_{event.split()[0].lower()}_{t.name}"
        yield f"DROP TRIGGER IF EXISTS {name}"
        yield f"CREATE TRIGGER {name} AFTER {event} ON {t.name} BEGIN {body}; END"


def _postgres() -> Iterator[str]:
    yield f"""
    CREATE OR REPLACE FUNCTION bizet_capture() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE op text := current_setting('bizet.op', true);
    BEGIN
      IF op IS NULL OR op = '' THEN RAISE EXCEPTION '{OUTSIDE}'; END IF;
      IF op <> 'suspended' THEN
        IF TG_OP = 'INSERT' THEN
          INSERT INTO before_image(business_id, op_id, tbl, pk, image)
          VALUES (NEW.business_id, op::uuid, TG_TABLE_NAME, NEW.id, NULL) ON CONFLICT DO NOTHING;
        ELSE
          INSERT INTO before_image(business_id, op_id, tbl, pk, image)
          VALUES (OLD.business_id, op::uuid, TG_TABLE_NAME, OLD.id, to_jsonb(OLD)::text) ON CONFLICT DO NOTHING;
        END IF;
      END IF;
      RETURN NULL;
    END $$"""
    yield """
    CREATE OR REPLACE FUNCTION bizet_search() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        DELETE FROM search_text WHERE business_id = OLD.business_id AND tbl = TG_TABLE_NAME AND pk = OLD.id;
      ELSE
        INSERT INTO search_text(business_id, tbl, pk, key)
        VALUES (NEW.business_id, TG_TABLE_NAME, NEW.id, to_jsonb(NEW) ->> TG_ARGV[0])
        ON CONFLICT (business_id, tbl, pk) DO UPDATE SET key = excluded.key;
      END IF;
      RETURN NULL;
    END $$"""
    for t in synced_tables():
        yield f"DROP TRIGGER IF EXISTS capture ON {t.name}"
        yield (
            f"CREATE TRIGGER capture AFTER INSERT OR UPDATE OR DELETE ON {t.name} "
            "FOR EACH ROW EXECUTE FUNCTION bizet_capture()"
        )
        if t.info.get("search"):
            yield f"DROP TRIGGER IF EXISTS search ON {t.name}"
            yield (
                f"CREATE TRIGGER search AFTER INSERT OR UPDATE OR DELETE ON {t.name} "
                f"FOR EACH ROW EXECUTE FUNCTION bizet_search('{t.info['search']}')"
            )
    yield from BACKSTOPS["postgresql"]


UNLESS_APPLIED = "bizet_op() IS NOT x''"
"""SQLite: not while a server's rows are written as they came: it has decided them, in whatever order they come."""

BACKSTOPS: dict[str, list[str]] = {"sqlite": [], "postgresql": []}
"""Statements that guard claims inside the database itself; the capability that owns the claim adds its own."""
