"""Pictures and long texts travel beside the operations, a piece at a time, and go on where the wire was cut."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments import operations
from bizet_core.business.attachments.model import attachment_parts
from bizet_core.business.attachments.operations import MOST_PARTS, AddPicture, add_picture
from bizet_core.business.attachments.queries import OneAttachment, attachment
from bizet_core.business.devices.model import DeviceRole
from bizet_core.catalogue.products.operations import EditProduct, edit_product
from bizet_core.people.customers.operations import AddNote, add_note
from bizet_core.store import Store
from bizet_core.sync.wire.attachments import PIECE, Piece, SoFar, Wanted
from bizet_desk.syncing.transport.carrier import UnreachableError
from tests.core.business.attachments.test_rules import a_picture
from tests.simulator.world import DeskSide, ServerSide
from tests.support.makers import Salon, refused
from tests.sync.agreement.conftest import another, store_of

LONG = "Allergic to PPD. 王伟 " * 60_000  # some 1.4 MB, in two pieces


def note(desk: DeskSide, salon: Salon, words: str) -> None:
    desk.do(add_note, AddNote(customer=salon.olivia, words=words))


def held(store: Store, hash: str) -> bytes | None:
    found = store.ask(attachment, OneAttachment(hash=hash))
    return None if found is None else found.content


def hash_of(desk: DeskSide) -> str:
    from bizet_core.people.customers.model import customer_notes

    with desk.store.reading() as connection:
        return str(connection.execute(customer_notes.select()).one().attachment)


def test_a_long_note_written_at_one_desk_is_read_at_the_other(
    first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide
) -> None:
    note(first, salon, LONG)
    first.sync()
    second.sync()
    assert held(store_of(first, server), hash_of(first)) == LONG.strip().encode()
    assert held(second.store, hash_of(first)) == LONG.strip().encode()


def test_an_operation_may_name_what_has_not_come_yet(first: DeskSide, second: DeskSide, salon: Salon) -> None:
    note(first, salon, LONG)
    first.wire.fault = _cut_at(first, "piece")
    first.sync()
    second.sync()
    assert held(second.store, hash_of(first)) is None
    first.wire.fault = lambda send: send()
    first.sync()
    second.sync()
    assert held(second.store, hash_of(first)) is not None


def test_sending_goes_on_where_the_wire_was_cut(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    note(first, salon, LONG)
    first.wire.fault = _cut_at(first, "piece", after=1)
    first.sync()
    first.wire.fault = lambda send: send()
    first.wire.log.clear()
    first.sync()
    assert sum(path.endswith("/piece") for path, _headers, _body in first.wire.log) == 1  # the second half alone
    assert held(store_of(first, server), hash_of(first)) is not None


def test_the_same_text_is_sent_once(first: DeskSide, salon: Salon) -> None:
    note(first, salon, LONG)
    first.sync()
    first.wire.log.clear()
    note(first, salon, LONG)
    first.sync()
    assert not any(path.endswith(("/lacking", "/piece")) for path, _headers, _body in first.wire.log)


def test_what_was_damaged_on_its_way_begins_anew(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    about = {"hash": "0" * 64, "media_type": "text/plain", "name": "", "total": 3}
    told: SoFar = first.engine.server.ask("piece", Piece(offset=0, content=b"abc", **about), SoFar)
    assert told.have == {"0" * 64: 0}
    assert held(store_of(first, server), "0" * 64) is None


def test_what_is_begun_and_never_ended_does_not_fill_the_server(
    first: DeskSide, salon: Salon, server: ServerSide
) -> None:
    for number in range(MOST_PARTS + 10):
        piece = Piece(hash=f"{number:064x}", media_type="text/plain", name="", total=30, offset=0, content=b"abc")
        first.clock.now += timedelta(seconds=1)  # type: ignore[attr-defined]
        first.engine.server.ask("piece", piece, SoFar)
    with store_of(first, server).reading() as connection:
        kept = {row.hash for row in connection.execute(attachment_parts.select())}
    assert len(kept) == MOST_PARTS
    assert f"{MOST_PARTS + 9:064x}" in kept


def _cut_at(
    desk: DeskSide, verb: str, after: int = 0
) -> Callable[[Callable[[], tuple[int, bytes]]], tuple[int, bytes]]:
    """The wire is cut when something of this kind is sent, after so many have passed."""
    passed = 0

    def fault(send: Callable[[], tuple[int, bytes]]) -> tuple[int, bytes]:
        nonlocal passed
        if desk.wire.log[-1][0].endswith(f"/{verb}"):
            passed += 1
            if passed > after:
                raise UnreachableError("cut")
        return send()

    return fault


assert len(LONG.encode()) > PIECE


def ask_for(desk: DeskSide, hash: str) -> Piece:
    piece: Piece = desk.engine.server.ask("wanted", Wanted(hash=hash, offset=0), Piece)
    return piece


def test_a_kiosk_gets_the_attachments_of_its_own_rows_alone(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    note(first, salon, LONG)
    shown = first.do(add_picture, AddPicture(content=a_picture())).result
    first.do(edit_product, EditProduct(product=salon.shampoo, photo=shown))
    first.sync()
    with pytest.raises(Refused, match="attachment_unknown"):
        ask_for(kiosk, hash_of(first))
    assert ask_for(kiosk, shown).content


def test_a_kiosk_brings_none(first: DeskSide, salon: Salon, server: ServerSide) -> None:
    kiosk = another(first, server, DeviceRole.KIOSK)
    about = {"hash": "0" * 64, "media_type": "text/plain", "name": "", "total": 30}
    with pytest.raises(Refused, match="device_may_not"):
        kiosk.engine.server.ask("piece", Piece(offset=0, content=b"abc", **about), SoFar)


def test_a_device_that_is_locked_gets_none(first: DeskSide, second: DeskSide, salon: Salon, server: ServerSide) -> None:
    note(first, salon, LONG)
    first.sync()
    server.door.enrolling.lock(store_of(first, server), second.device)
    with pytest.raises(Refused, match="device_locked"):
        ask_for(second, hash_of(first))


@pytest.mark.parametrize(
    ("limit", "code"), [("MOST_OF_DEVICE", "attachments_too_many"), ("BYTES_OF_DEVICE", "attachments_too_heavy")]
)
def test_one_device_brings_so_many_and_no_more(
    first: DeskSide, second: DeskSide, salon: Salon, monkeypatch: pytest.MonkeyPatch, limit: str, code: str
) -> None:
    def bring(desk: DeskSide, content: bytes) -> None:
        about = {"hash": sha256(content).hexdigest(), "media_type": "text/plain", "name": "", "total": len(content)}
        desk.engine.server.ask("piece", Piece(offset=0, content=content, **about), SoFar)

    bring(first, b"one")
    monkeypatch.setattr(operations, limit, 1)
    with refused(code):
        bring(first, b"two")
    bring(first, b"one")  # which is there
    monkeypatch.setattr(operations, limit, 5)
    bring(second, b"two")  # it has brought nothing yet
