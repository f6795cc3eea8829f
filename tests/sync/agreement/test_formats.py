"""A desk and a server whose formats differ refuse each other in words, and nothing of either is lost."""

from typing import Any

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.sentences import word
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.journal.journal import FORMAT
from bizet_core.sync.wire.protocol import Page, Pushed, encode
from bizet_core.sync.wire.signing import read_signed
from bizet_desk.syncing.transport.carrier import read_answer
from tests.simulator.rows import rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon
from tests.sync.agreement.conftest import store_of


def names(desk: DeskSide, server: ServerSide) -> set[str]:
    return {row["name"] for row in rows(store_of(desk, server))["customer"]}


@pytest.mark.parametrize("spoken", ["1", "3", None])
def test_a_server_refuses_a_desk_of_another_format_and_takes_its_changes_later(
    first: DeskSide, salon: Salon, server: ServerSide, monkeypatch: pytest.MonkeyPatch, spoken: str | None
) -> None:
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    post = type(first.wire).post

    def other(wire: Any, path: str, headers: dict[str, str], body: bytes) -> Any:
        told = {name: value for name, value in headers.items() if name != "bizet-format"}
        return post(wire, path, told if spoken is None else told | {"bizet-format": spoken}, body)

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(type(first.wire), "post", other)
        with pytest.raises(Refused, match="formats_differ") as refused:
            first.sync()
    assert "update both" in word(refused.value)
    assert "Zoë Blanc" not in names(first, server)
    first.sync()
    assert "Zoë Blanc" in names(first, server)


@pytest.mark.parametrize("of_server", [{}, {"format": FORMAT + 1}])
def test_a_desk_refuses_what_a_server_of_another_format_says(of_server: dict[str, int]) -> None:
    more = {"more": False, "scope_rev": 0, "schema_rev": "", "tables": {}, "cursor": 1}
    page = Page(epoch="x", head=1, **more, **of_server)  # type: ignore[arg-type]
    for answer in (page, Pushed(last_n=1, head=1, epoch="x", **of_server)):  # type: ignore[arg-type]
        with pytest.raises(Refused, match="formats_differ"):
            read_answer(200, encode(answer), type(answer))


def test_who_says_nothing_at_all_is_asked_who_it_is() -> None:
    with pytest.raises(Refused, match="signature_missing"):
        read_signed({})
