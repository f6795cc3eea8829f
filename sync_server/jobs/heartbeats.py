"""Which replicas live: each writes the time into its row again and again, by the database's clock, never its own."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Engine,
    MetaData,
    Table,
    Text,
    delete,
    literal_column,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.schema import CreateSchema

ONE_MAKES = 0x62697A6574  # "bizet": the advisory lock under which one of several starting replicas makes the table
_MS = {
    "sqlite": "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)",
}
_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class Heartbeats:
    """The table of living replicas beside the engine's own."""

    def __init__(self, engine: Engine, schema: str | None) -> None:
        self._engine = engine
        self._schema = schema
        self._now: Any = literal_column(_MS[engine.dialect.name], BigInteger)
        self._table = Table(
            "job_replica",
            MetaData(schema=schema),
            Column("executor", Text, primary_key=True),
            Column("beat_at", BigInteger, nullable=False),
        )

    def prepare(self) -> None:
        """Make the table where it is missing."""
        with self._engine.begin() as connection:
            if self._schema:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_MAKES})
                connection.execute(CreateSchema(self._schema, if_not_exists=True))
            self._table.create(connection, checkfirst=True)

    def beat(self, executor: str) -> None:
        """Say that this replica lives."""
        row: Any = _INSERT[self._engine.dialect.name](self._table).values(executor=executor, beat_at=self._now)
        again = row.on_conflict_do_update(index_elements=["executor"], set_={"beat_at": self._now})
        with self._engine.begin() as connection:
            connection.execute(again)

    def leave(self, executor: str) -> None:
        """Say that this replica has ended; the others need not wait."""
        with self._engine.begin() as connection:
            connection.execute(delete(self._table).where(self._table.c.executor == executor))

    def living(self, within: float) -> frozenset[str]:
        """The replicas that were heard of in the last so many seconds."""
        heard = self._table.c.beat_at > self._now - int(within * 1000)
        with self._engine.begin() as connection:
            return frozenset(connection.execute(select(self._table.c.executor).where(heard)).scalars())
