"""Send attachments that the server lacks and fetch those that rows here name, a little in each round."""

from collections.abc import Iterator

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.operations import KeepPart, MarkUploaded, keep_part, mark_uploaded
from bizet_core.business.attachments.queries import (
    OneAttachment,
    OnTheirWay,
    Wanting,
    attachment,
    parts_here,
    to_fetch,
    to_send,
)
from bizet_core.store import Store
from bizet_core.sync.wire.attachments import PIECE, Lacking, Piece, SoFar, Wanted
from bizet_desk.syncing.transport.carrier import Server
from bizet_desk.syncing.writer import Write

AT_ONCE = 8  # attachments in a round: what waits for the network is asked again soon


def carry(store: Store, server: Server, write: Write) -> bool:
    """Both ways; whether some may still be lacking somewhere. Raises `UnreachableError`."""
    sent = _send(store, server, write)
    return not _fetch(store, server, write) or sent == AT_ONCE


def _send(store: Store, server: Server, write: Write) -> int:
    waiting = store.ask(to_send, OnTheirWay(most=AT_ONCE))
    if not waiting:
        return 0
    lacking: SoFar = server.ask("lacking", Lacking(hashes=waiting), SoFar)
    for hash, have in lacking.have.items():
        for piece in _pieces(store, hash, have):
            server.ask("piece", piece, SoFar)
    write(lambda: store.do(mark_uploaded, MarkUploaded(hashes=waiting)))
    return len(waiting)


def _pieces(store: Store, hash: str, have: int) -> Iterator[Piece]:
    found = store.ask(attachment, OneAttachment(hash=hash))
    assert found is not None
    whole = found.content
    for offset in range(have, max(len(whole), 1), PIECE):
        content = whole[offset : offset + PIECE]
        about = {"media_type": found.media_type, "name": found.name, "total": len(whole)}
        yield Piece(hash=hash, offset=offset, content=content, **about)


def _fetch(store: Store, server: Server, write: Write) -> bool:
    """Whether all that is named here is here now."""
    wanted = store.ask(to_fetch, OnTheirWay(most=AT_ONCE))
    so_far = store.ask(parts_here, Wanting(hashes=wanted)) if wanted else {}
    came = [_came(store, server, write, hash, have) for hash, have in so_far.items()]
    return len(came) < AT_ONCE and all(came)


def _came(store: Store, server: Server, write: Write, hash: str, have: int) -> bool:
    try:
        while True:
            piece: Piece = server.ask("wanted", Wanted(hash=hash, offset=have), Piece)
            part = KeepPart(**{name: getattr(piece, name) for name in Piece.__struct_fields__})
            have = write(lambda part=part: store.do(keep_part, part)).result
            if have >= piece.total or not piece.content:
                write(lambda: store.do(mark_uploaded, MarkUploaded(hashes=(hash,))))  # it came from there
                return True
            if have <= piece.offset:  # damaged on its way: another round may fare better
                return False
    except Refused:  # the server lacks it too: who added it has not sent it yet
        return False
