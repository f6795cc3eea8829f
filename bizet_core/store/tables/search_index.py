"""One search index over everything that has a search key: trigrams from three characters on, prefixes below."""

from collections.abc import Iterator, Sequence
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
from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA, Id, Kind

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

SQLITE_INDEX = """
DROP TABLE IF EXISTS search_index;
CREATE VIRTUAL TABLE search_index USING fts5(key, content='', tokenize='trigram', detail='none');
DROP TRIGGER IF EXISTS search_text_insert;
CREATE TRIGGER search_text_insert AFTER INSERT ON search_text BEGIN
  INSERT INTO search_index(rowid, key) VALUES ({NEW}); END;
DROP TRIGGER IF EXISTS search_text_delete;
CREATE TRIGGER search_text_delete AFTER DELETE ON search_text BEGIN
  INSERT INTO search_index(search_index, rowid, key) VALUES ('delete', {OLD}); END;
DROP TRIGGER IF EXISTS search_text_update;
CREATE TRIGGER search_text_update AFTER UPDATE ON search_text WHEN OLD.key IS NOT NEW.key BEGIN
  INSERT INTO search_index(search_index, rowid, key) VALUES ('delete', {OLD});
  INSERT INTO search_index(rowid, key) VALUES ({NEW}); END;
"""
"""The index numbers its entries by the key's length first, for FTS5 finds them in the order of their numbers: the first
sixty of ten thousand are found without reading the others. Each word has two spaces before it, so that its first letter
and its first two are trigrams too."""

_ENTRY = "min(length({0}.key), 4194303) << 40 | {0}.rid, '  ' || replace({0}.key, ' ', '  ')"
_ROW = "i.rowid & 1099511627775"  # the row of an entry: its number without the length

_POSTGRES = """
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE INDEX IF NOT EXISTS search_text_trigrams ON search_text USING gin (key gin_trgm_ops);
"""


def install(connection: Connection) -> None:
    """Create the index beside its table."""
    sqlite = SQLITE_INDEX.format(NEW=_ENTRY.format("NEW"), OLD=_ENTRY.format("OLD"))
    for statement in _statements(sqlite) if connection.dialect.name == "sqlite" else _POSTGRES.split(";\n"):
        if statement.strip():
            connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Fill the index again from `search_text`."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('delete-all')")
        entries = f"SELECT {_ENTRY.format('s')} FROM search_text s ORDER BY 1"  # in any other order each is a segment
        connection.exec_driver_sql(f"INSERT INTO search_index(rowid, key) {entries}")


def refill(connection: Connection) -> None:
    """Take the search text of every row anew from its table; `rebuild` the index afterwards. Triggers must be away."""
    connection.execute(delete(search_text))
    for t in parents_first():
        if t.info.get("search"):
            key = t.c[t.info["search"]]
            rows = select(t.c.business_id, literal(t.name), t.c.id, key).order_by(t.c.business_id, t.c.id)
            connection.execute(insert(search_text).from_select(["business_id", "tbl", "pk", "key"], rows))


def matches(read: Read, words: Sequence[str], table: Table, limit: int) -> list[UUID]:
    """Ids of rows of `table` whose key holds every word, the shortest keys first; the words are normalised
    (`customers.rules.search_key`). A word of one or two letters is looked for at the beginning of words alone."""
    read.tables.add(table.name)
    asked = _by_index if words and read.connection.dialect.name == "sqlite" else _by_pattern
    sql, given = asked(words, limit)
    rows = read.connection.execute(text(sql), {"b": _bound(read), "t": table.name, **given})
    return [r.pk if isinstance(r.pk, UUID) else UUID(bytes=bytes(r.pk)) for r in rows]


Asked = tuple[str, dict[str, object]]


def _by_index(words: Sequence[str], limit: int) -> Asked:
    """Rows that hold all trigrams of the words, and then the words themselves: fewer lists to read than a phrase has,
    and an index without the places of its trigrams is half as large."""
    sql = (
        f"SELECT s.pk FROM search_index i CROSS JOIN search_text s ON s.rid = {_ROW} "
        "WHERE i.search_index MATCH :q AND s.business_id = :b AND s.tbl = :t"
    )
    given: dict[str, object] = {"q": " AND ".join(f'"{part}"' for word in words for part in _trigrams(word))}
    for i, word in enumerate(words):
        if len(word) > 3:
            sql += f" AND instr(s.key, :w{i})"
            given[f"w{i}"] = word
    return f"{sql} ORDER BY i.rowid LIMIT {limit:d}", given


def _trigrams(word: str) -> Iterator[str]:
    """Trigrams that cover a word side by side, the last one whole; a shorter word with the spaces before it."""
    spaced = word.rjust(3)
    for at in range(0, len(spaced), 3):
        at = min(at, len(spaced) - 3)
        yield spaced[at : at + 3].replace('"', '""')


def _by_pattern(words: Sequence[str], limit: int) -> Asked:
    sql = "SELECT pk FROM search_text s WHERE s.business_id = :b AND s.tbl = :t"
    given: dict[str, object] = {}
    for i, word in enumerate(words):
        sql += f" AND (' ' || s.key) LIKE :w{i} ESCAPE '\\'"
        given[f"w{i}"] = ("% " if len(word) < 3 else "%") + _escaped(word) + "%"
    return f"{sql} ORDER BY length(s.key), s.rid LIMIT {limit:d}", given


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
