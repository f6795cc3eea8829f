"""Everything comes page after page, and what has come is kept where a desk is cut off."""

import pytest
from msgspec.structs import replace

from bizet_core.people.customers.operations import EditCustomer, edit_customer
from bizet_core.sync.desk.staged_pages import forget_staged, stage, staged
from bizet_core.sync.wire.protocol import Pull, decode
from bizet_desk.syncing.transport.carrier import UnreachableError
from tests.simulator.rows import differences, rows
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon
from tests.sync.agreement.conftest import Backup, a_new_desk, cut_after, store_of


def test_a_new_desk_that_is_cut_off_goes_on_behind_the_pages_that_came(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    third = a_new_desk(first, server)
    third.wire.fault = cut_after(4)
    with pytest.raises(UnreachableError):
        third.sync()
    assert rows(third.store)["customer"] == []  # nothing shows before everything is there
    third.wire.fault = lambda send: send()
    third.open()  # it was switched off as well
    first.do(edit_customer, EditCustomer(customer=salon.olivia, alert="Latex"))
    first.sync()
    took = cursors(third)
    third.sync()
    assert cursors(third)[len(took)] > 0
    assert differences(rows(third.store), rows(store_of(first, server))) == []
    assert kept_pages(third) == 0


def test_pages_of_a_server_that_was_restored_meanwhile_are_of_no_use(
    backup: Backup, first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    third = a_new_desk(first, server)
    backup.image = server.rooms.disks[first.business].image()
    third.wire.fault = cut_after(4)
    with pytest.raises(UnreachableError):
        third.sync()
    third.wire.fault = lambda send: send()
    backup.put_back()
    third.sync()
    assert differences(rows(third.store), rows(store_of(first, server))) == []


def test_pages_of_a_server_that_was_brought_up_to_date_meanwhile_are_of_no_use(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    third = a_new_desk(first, server)
    third.wire.fault = cut_after(4)
    with pytest.raises(UnreachableError):
        third.sync()
    third.wire.fault = lambda send: send()
    with third.store.transaction() as connection:
        pages = staged(connection)
        forget_staged(connection)
        for page in pages:
            stage(connection, third.business, replace(page, schema_rev="0001"))
    third.sync()
    assert differences(rows(third.store), rows(store_of(first, server))) == []


def cursors(desk: DeskSide) -> list[int]:
    """From where it has asked for pages."""
    return [decode(body, Pull).cursor for path, _headers, body in desk.wire.log if path.endswith("/pull")]


def kept_pages(desk: DeskSide) -> int:
    with desk.store.reading() as connection:
        return len(staged(connection))
