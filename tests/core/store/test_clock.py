"""A clock that is put back does not delay what follows an operation."""

from datetime import timedelta

from bizet_core.business.resources.operations import AddResource, add_resource
from bizet_core.store import Cause, Store
from bizet_core.store.operations.after import having_after
from tests.conftest import Clock


def test_what_follows_runs_though_the_clock_was_put_back(store: Store, clock: Clock) -> None:
    seen = []

    def see(cause: Cause, given: object) -> None:
        seen.append(cause.op_id)

    with having_after(add_resource, see):
        store.do(add_resource, AddResource(name="Room 2"))
        clock.now -= timedelta(hours=3)
        store.pump()
        assert len(seen) == 1
