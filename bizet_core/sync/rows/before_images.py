"""A desk's before-images as its rebase takes them: many at once, as raw as the driver gives them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection

from bizet_core.store.database.compiled import run

AT_ONCE = 400


class Image(NamedTuple):
    """A row as it was before an operation; `image` is None where it did not exist."""

    k: int
    tbl: str
    pk: bytes
    image: str | None


Images = dict[UUID, list[Image]]
"""By operation, the oldest first."""


def images_of(connection: Connection, business: UUID, operations: Sequence[UUID]) -> Images:
    """What is kept of these operations."""
    found: Images = defaultdict(list)
    ops = {each.bytes: each for each in operations}
    for some, marks in chunks(list(ops)):
        asked = f"SELECT op_id, k, tbl, pk, image FROM before_image WHERE business_id = ? AND op_id IN ({marks})"
        for op, *image in run(connection, asked, (business.bytes, *some)):
            found[ops[op]].append(Image(*image))
    for images in found.values():
        images.sort()
    return found


def forget_images(connection: Connection, business: UUID, operations: Sequence[UUID]) -> None:
    """Keep nothing of these operations."""
    for some, marks in chunks([each.bytes for each in operations]):
        gone = f"DELETE FROM before_image WHERE business_id = ? AND op_id IN ({marks})"
        run(connection, gone, (business.bytes, *some))


def chunks(ids: Sequence[bytes]) -> Iterator[tuple[Sequence[bytes], str]]:
    """As many as one statement takes, each time with their question marks."""
    for i in range(0, len(ids), AT_ONCE):
        some = ids[i : i + AT_ONCE]
        yield some, ", ".join("?" * len(some))
