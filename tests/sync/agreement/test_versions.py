"""Desks of another version than their server: what they do not know they leave out, and fetch once they know it."""

from collections.abc import Callable
from typing import Any

import msgspec
from sqlalchemy import update

from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.store.journal.journal import Header, append, head_of, pack
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.model import upstreams
from bizet_core.sync.wire.protocol import Page, Pull, Rows, decode, encode
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import store_of


def newer(page: Page) -> Page:
    """What a server of a later version sends: a column and a table more."""
    tables = {
        name: Rows((*found.columns, "pronoun"), [[*row, "they"] for row in found.rows])
        for name, found in page.tables.items()
    }
    tables["membership"] = Rows(("id", "tier"), [[new_id().bytes, "gold"]])
    return msgspec.structs.replace(page, tables=tables)


def from_a_newer_server(desk: DeskSide) -> Callable[[Callable[[], tuple[int, bytes]]], tuple[int, bytes]]:
    def fault(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        status, body = send()
        is_page = desk.wire.log[-1][0].endswith("/pull") and status == 200
        return status, encode(newer(decode(body, Page))) if is_page else body

    return fault


def upstream(desk: DeskSide) -> Upstream:
    with desk.store.reading() as connection:
        return Upstream.of(connection)


def test_an_older_desk_leaves_out_what_it_does_not_know(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    second.wire.fault = from_a_newer_server(second)
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    second.sync()
    assert differences(rows(first.store), rows(second.store)) == []
    assert upstream(second).partial


def test_once_it_is_newer_it_takes_everything_anew(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    second.wire.fault = from_a_newer_server(second)
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    second.sync()
    second.wire.fault = lambda send: send()
    with second.store.engine.begin() as connection:  # it was of the revision before when it pulled
        connection.execute(update(upstreams).values(schema_rev="0003"))
    second.wire.log.clear()
    second.sync()
    asked = [decode(body, Pull).cursor for path, _headers, body in second.wire.log if path.endswith("/pull")]
    assert asked[0] == 0
    assert not upstream(second).partial
    assert differences(rows(first.store), rows(second.store)) == []


def test_a_desk_that_is_far_too_old_may_send_but_not_pull(first: DeskSide, salon: Salon) -> None:
    asked = Pull(epoch=first.store.seen.epoch, cursor=1, schema_rev="0000")
    with refused("desk_too_old"):
        first.engine.server.ask("pull", asked, Page)


def test_an_operation_of_a_newer_version_is_held_and_what_follows_is_done(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    _journal_unknown(first, {"total": 1250, "tip": 150, "currency": "EUR"}, money=(1400, "EUR"))
    first.do(add_customer, AddCustomer(name="Zoë Blanc"))
    first.sync()
    found = rows(store_of(first, server))
    assert any(row["name"] == "Zoë Blanc" for row in found["customer"])
    (card,) = found["inbox_card"]
    assert (card["kind"], card["code"], card["amount"]) == ("held", "operation_unknown", 1400)


def _journal_unknown(desk: DeskSide, args: dict[str, Any], **more: Any) -> None:
    """A line as a later version of this desk would have written it."""
    me = desk.store.identity
    with desk.store.engine.begin() as connection:
        last, previous = head_of(connection, me.business, me.device, me.inc)
        header = Header(
            op_id=new_id(), business=me.business, device=me.device, inc=me.inc, n=last + 1,
            name="vouchers.sell_voucher",
            ver=1, actor=desk.actor.staff, actor_name=desk.actor.name, at=desk.clock(), mono_ms=0, boot="",
            epoch=desk.store.seen.epoch, seen_seq=desk.store.seen.seq, **more,
        )  # fmt: skip
        append(connection, header, pack(args), previous, "pending")
