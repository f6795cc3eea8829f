"""One search index over everything that has a search key: trigrams from three characters on, prefixes below."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Identity,
    Integer,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    literal,
    select,
    text,
)

from bizet_core.store.operations.work import Read
from bizet_core.store.tables.columns import METADATA, Id, Kind, parents_first

search_text = Table(
    "search_text",
    METADATA,
    # FTS5 points at this number; an implicit rowid could change when the file is vacuumed.
    Column("rid", BigInteger().with_variant(Integer, "sqlite"), Identity(), primary_key=True),
    Column("business_id", Id(), nullable=False),
    Column("tbl", Text, nullable=False),
    Column("pk", Id(), nullable=False),
    Column("key", Text, nullable=False),
    UniqueConstraint("business_id", "tbl", "pk"),
    info={"kind": Kind.LOCAL, "own": True},
)

_SQLITE = """
CREATE VIRTUAL TABLE IF NOT EXISTS search_index
  USING fts5(key, content='search_text', content_rowid='rid', tokenize='trigram', detail='full');
DROP TRIGGER IF EXISTS search_text_insert;
CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN
  INSERT INTO search_index(rowid, key) VALUES (NEW.rid, NEW.key); END;
DROP TRIGGER IF EXISTS search_text_delete;
CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN
  INSERT INTO search_index(search_index, rowid, key) VALUES ('delete', OLD.rid, OLD.key); END;
DROP TRIGGER IF EXISTS search_text_update;
CREATE TRIGGER search_text_update AFTER UPDATE ON search_text WHEN OLD.key IS NOT NEW.key BEGIN
  INSERT INTO search_index(search_index, rowid, key) VALUES ('delete', OLD.rid, OLD.key);
  INSERT INTO search_index(rowid, key) VALUES (NEW.rid, NEW.key); END;
"""

_POSTGRES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS search_text_trigrams ON search_text USING gin (key gin_trgm_ops);
"""


def install(connection: Connection) -> None:
    """Create the index beside its table."""
    for statement in _statements(_SQLITE) if connection.dialect.name == "sqlite" else _POSTGRES.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Fill the index again from `search_text`."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('rebuild')")


def refill(connection: Connection) -> None:
    """Take the search text of every row anew from its table; `rebuild` the index afterwards. Triggers must be away."""
    connection.execute(delete(search_text))
    for t in parents_first():
        if t.info.get("search"):
            key = t.c[t.info["search"]]
            rows = select(t.c.business_id, literal(t.name), t.c.id, key).order_by(t.c.business_id, t.c.id)
            connection.execute(insert(search_text).from_select(["business_id", "tbl", "pk", "key"], rows))


def matches(read: Read, words: Sequence[str], table: Table, limit: int) -> list[UUID]:
    """Ids of rows of `table` whose key holds every word; the words are normalised (`customers.rules.search_key`)."""
    read.tables.add(table.name)
    sql = _fts(words) if read.connection.dialect.name == "sqlite" else None
    if sql is None:
        sql = "SELECT pk FROM search_text s WHERE s.business_id = :b AND s.tbl = :t"
    given: dict[str, object] = {"b": _bound(read), "t": table.name, "n": limit}
    long = [w for w in words if len(w) >= 3]
    if "MATCH" in sql:
        given["q"] = " AND ".join('"' + w.replace('"', '""') + '"' for w in long)
    for i, word in enumerate(words):
        if "MATCH" in sql and len(word) >= 3:
            continue
        sql += f" AND (' ' || s.key) LIKE :w{i} ESCAPE '\\'"
        given[f"w{i}"] = ("% " if len(word) < 3 else "%") + _escaped(word) + "%"
    rows = read.connection.execute(text(f"{sql} ORDER BY length(s.key), s.key LIMIT :n"), given)
    return [r.pk if isinstance(r.pk, UUID) else UUID(bytes=bytes(r.pk)) for r in rows]


def _fts(words: Sequence[str]) -> str | None:
    if not any(len(w) >= 3 for w in words):
        return None
    return (
        "SELECT s.pk FROM search_index i JOIN search_text s ON s.rid = i.rowid "
        "WHERE i.key MATCH :q AND s.business_id = :b AND s.tbl = :t"
    )


def _bound(read: Read) -> object:
    return read.business if read.connection.dialect.name == "postgresql" else read.business.bytes


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _statements(script: str) -> list[str]:
    """Split at semicolons that end a statement: a trigger's own stand before ` END`."""
    found, current = [], ""
    for line in script.strip().splitlines():
        current += line + "\n"
        if line.endswith(";") and ("BEGIN" not in current or line.endswith("END;")):
            found.append(current)
            current = ""
    return found
