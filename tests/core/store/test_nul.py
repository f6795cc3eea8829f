"""A NUL in a text is taken out or refused before anything is journaled, whoever sends it: no PostgreSQL takes one."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from bizet_core.base.refusals import Refused
from bizet_core.store import SYSTEM, Store
from bizet_core.store.operations.operation import Operation
from tests.stories.everything import everything

NUL = b"\\u0000"


class Doubting(Store):
    """A store that tries every request with a NUL in each of its texts first, and takes that back."""

    let_through: set[str]

    def do(self, operation: Operation[Any, Any], request: Any, **more: Any) -> Any:
        for spoilt in with_a_nul(request):
            if not operation.local:
                self._try(operation, spoilt, more)
        return super().do(operation, request, **more)

    def _try(self, operation: Operation[Any, Any], spoilt: Any, more: Any) -> None:
        try:
            with self.transaction() as connection:
                done = self._author(connection, operation, spoilt, **{"actor": SYSTEM, **more})
                body = connection.exec_driver_sql("SELECT body FROM journal ORDER BY n DESC LIMIT 1").scalar_one()
                if NUL in msgspec.json.encode(operation.decode(body, operation.ver)):
                    self.let_through.add(done.name)
                raise Refused("tried")
        except Refused:
            return


def with_a_nul(value: Any) -> Iterator[Any]:
    """The value once for each text in it, with a NUL in that text."""
    if type(value) is str:
        yield value[:1] + "\x00" + value[1:]
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from (msgspec.structs.replace(value, **{name: bad}) for bad in with_a_nul(getattr(value, name)))
    elif type(value) is dict:
        for key, each in value.items():
            yield from ({**value, key: bad} for bad in with_a_nul(each))
    elif type(value) is tuple:
        for at, each in enumerate(value):
            yield from ((*value[:at], bad, *value[at + 1 :]) for bad in with_a_nul(each))


@pytest.fixture
def doubting(store: Store) -> Doubting:
    made = Doubting(store.engine, store.identity, readers=store.readers, clock=store.clock)
    made.let_through = set()
    return made


def test_no_operation_journals_a_nul(doubting: Doubting) -> None:
    everything(doubting)
    assert doubting.let_through == set()
