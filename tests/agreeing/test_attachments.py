"""Pictures and long texts travel beside the operations, a piece at a time, and go on where the wire was cut."""

from collections.abc import Callable

from bizet_core.attachments.queries import OneAttachment, attachment
from bizet_core.customers.operations import AddNote, add_note
from bizet_core.store import Store
from bizet_core.sync.attachments import PIECE, Piece, SoFar
from bizet_desk.syncing.wire import UnreachableError
from tests.agreeing.conftest import store_of
from tests.makers import Salon
from tests.simulator.world import DeskSide, ServerSide

LONG = "Allergic to PPD. 王伟 " * 60_000  # some 1.4 MB, in two pieces


def note(desk: DeskSide, salon: Salon, words: str) -> None:
    desk.do(add_note, AddNote(customer=salon.olivia, words=words))


def held(store: Store, hash: str) -> bytes | None:
    found = store.ask(attachment, OneAttachment(hash=hash))
    return None if found is None else found.content


def hash_of(desk: DeskSide) -> str:
    from bizet_core.customers.model import customer_notes

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
