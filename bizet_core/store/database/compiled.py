"""Statements compiled once, and from then on handed to the driver, past SQLAlchemy's machinery for every case.

That machinery costs 20 µs a statement, and SQLite's driver 5; a sale is sixteen statements. What goes in and comes out
is the same: values pass the column types' own processors, rows are SQLAlchemy's rows, errors its errors. Selects with
lists (`IN`) SQLAlchemy runs as usual.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Executable, Row, Select
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeEngine

Values = Mapping[str, Any]


class _Compiled(NamedTuple):
    sql: str
    pick: Callable[[Values], Any]  # the values as the driver takes them
    into: tuple[tuple[Any, Callable[[Any], Any]], ...]  # what makes which of them ready for it
    fixed: dict[str, Any]  # values that stand in the statement itself
    keys: SimpleResultMetaData
    out: tuple[Any, ...]

    def given(self, values: Values) -> Any:
        """Values as the driver takes them."""
        given = self.pick({**self.fixed, **values} if self.fixed else values)
        for place, process in self.into:
            given[place] = process(given[place])
        return given

    def row(self, raw: Sequence[Any]) -> Row[*tuple[Any, ...]]:
        """A row as SQLAlchemy would give it."""
        return Row(self.keys, self.out, self.keys._key_to_index, raw)  # pyright: ignore[reportCallIssue]


class Ready:
    """A statement whose values are all `bindparam`s. Make one once, and keep it."""

    def __init__(self, statement: Executable) -> None:
        self.statement = statement
        self._compiled: dict[str, _Compiled | None] = {}  # by database; None where the driver cannot run it alone

    def rows(self, connection: Connection, values: Values) -> Sequence[Row[*tuple[Any, ...]]]:
        """What a select finds."""
        compiled = self._for(connection)
        if compiled is None:
            return connection.execute(self.statement, values).all()
        return [compiled.row(raw) for raw in run(connection, compiled.sql, compiled.given(values)).fetchall()]

    def write(self, connection: Connection, *values: Values) -> int:
        """Insert, change or remove, once for each of the values; returns how many rows that met."""
        compiled = self._for(connection)
        if compiled is None or (len(values) > 1 and connection.dialect.name != "sqlite"):
            return connection.execute(self.statement, list(values) if len(values) > 1 else values[0]).rowcount  # pyright: ignore[reportGeneralTypeIssues]
        met = 0
        for each in values:
            met += run(connection, compiled.sql, compiled.given(each)).rowcount
        return met

    def _for(self, connection: Connection) -> _Compiled | None:
        if not connection.in_transaction():
            connection.begin()
        name = connection.dialect.name
        if name not in self._compiled:
            self._compiled[name] = _compile(self.statement, connection.dialect)
        return self._compiled[name]


def _compile(statement: Executable, dialect: Dialect) -> _Compiled | None:
    made: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]  # every clause has it
    if made.post_compile_params:
        return None
    sql, names = _with_limits(made)
    columns = list(statement.selected_columns) if isinstance(statement, Select) else []
    into = {name: _implementation(bind.type, dialect).bind_processor(dialect) for name, bind in made.binds.items()}
    places = enumerate(names) if made.positional else zip(into, into, strict=True)
    return _Compiled(
        sql=sql,
        pick=_picker(names) if made.positional else dict,
        into=tuple((place, process) for place, name in places if (process := into[name]) is not None),
        fixed={name: value for name, value in made.params.items() if not made.binds[name].required},
        keys=SimpleResultMetaData([str(column.key) for column in columns], extra=[(column,) for column in columns]),
        out=tuple(_implementation(column.type, dialect).result_processor(dialect, None) for column in columns),
    )


def _with_limits(made: Any) -> tuple[str, tuple[str, ...]]:
    """The text with the limits that SQLite takes written into it, and the names of what is left to bind, in order."""
    if made.literal_execute_params:
        made = made.construct_expanded_state({name: None for name, bind in made.binds.items() if bind.required})
        return made.statement, tuple(made.positiontup)
    return made.string, tuple(made.positiontup or ())


def _picker(names: tuple[str, ...]) -> Callable[[Values], list[Any]]:
    if len(names) > 1:
        pick = itemgetter(*names)
        return lambda values: list(pick(values))
    return lambda values: [values[name] for name in names]


def _implementation(kind: TypeEngine[Any], dialect: Dialect) -> TypeEngine[Any]:
    return kind.dialect_impl(dialect)


def run(connection: Connection, sql: str, given: Iterable[Any] | Values) -> Any:
    """A statement of the driver's, and its cursor; its errors become SQLAlchemy's, which the runner knows."""
    driver: Any = connection.connection.dbapi_connection
    try:
        return driver.execute(sql, given)
    except driver.Error as error:
        is_gone = connection.dialect.is_disconnect(error, driver, None)
        if is_gone:
            connection.invalidate(error)
        raise DBAPIError.instance(
            sql, None, error, driver.Error, hide_parameters=True, connection_invalidated=is_gone
        ) from error
