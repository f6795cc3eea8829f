"""Savepoints by the driver's own statements: SQLAlchemy's take 100 µs each, SQLite's statements 5."""

from types import TracebackType
from typing import Any

from sqlalchemy import Connection

from bizet_core.store.database.compiled import run

NAME = "nested"  # the innermost of a name is meant, so that all can have the same


class Savepoint:
    """`with Nested(connection):`; what was written within goes where it is left by an error."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        run(connection, f"SAVEPOINT {NAME}", ())

    def __enter__(self) -> "Savepoint":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            self.commit()
        else:
            self.rollback()

    def commit(self) -> None:
        """Let it stand."""
        run(self._connection, f"RELEASE {NAME}", ())

    def rollback(self) -> None:
        """Take it back. A full disk or a lost connection has done so already, and with it the whole transaction."""
        if not self._connection.invalidated and self._is_open():
            run(self._connection, f"ROLLBACK TO {NAME}", ())
            run(self._connection, f"RELEASE {NAME}", ())

    def _is_open(self) -> bool:
        driver: Any = self._connection.connection.dbapi_connection
        return self._connection.dialect.name != "sqlite" or bool(driver.in_transaction)
