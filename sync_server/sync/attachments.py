"""Attachments of a business at the server: what it lacks, what comes, what is fetched by whom a row names it to."""

from collections.abc import Sequence
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.operations import KeepPart, keep_part
from bizet_core.business.attachments.queries import NamedIn, OneAttachment, Wanting, attachment, names_it, parts_here
from bizet_core.store import Store
from bizet_core.sync.wire.attachments import PIECE, Lacking, Piece, SoFar, Wanted


def lacking(store: Store, asked: Lacking) -> SoFar:
    """Which of these are not here whole."""
    return SoFar(have=store.ask(parts_here, Wanting(hashes=asked.hashes)))


def take(store: Store, device: UUID, piece: Piece) -> SoFar:
    """Keep a piece, and say from where to go on."""
    part = KeepPart(
        hash=piece.hash,
        media_type=piece.media_type,
        name=piece.name,
        total=piece.total,
        offset=piece.offset,
        content=piece.content,
        device=device,
    )
    return SoFar(have={piece.hash: store.do(keep_part, part).result})


def give(store: Store, scopes: Sequence[str], asked: Wanted) -> Piece:
    """A piece from the asked place on, of what a row of these scopes names; what is not theirs looks like nothing."""
    is_named = store.ask(names_it, NamedIn(hash=asked.hash, scopes=tuple(scopes)))
    found = store.ask(attachment, OneAttachment(hash=asked.hash)) if is_named else None
    if found is None:
        raise Refused("attachment_unknown")
    content = found.content[asked.offset : asked.offset + PIECE]
    total = len(found.content)
    return Piece(
        hash=asked.hash, media_type=found.media_type, name=found.name, total=total, offset=asked.offset, content=content
    )
