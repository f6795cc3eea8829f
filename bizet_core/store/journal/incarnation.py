"""Lives of a desk file. A file that went back in time, or was restored, begins a new one and never repeats a number.

Receipt series and journal numbers are counted per (device, incarnation), so two lives can never give the same number.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import BigInteger, Column, Connection, Integer, PrimaryKeyConstraint, Table, Text, insert, select

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.store.tables.columns import METADATA, Id, Kind


class Why(StrEnum):
    """What began a life."""

    FIRST = "first"
    WENT_BACK = "went_back"  # the file is older than what this device had written
    RESTORED = "restored"  # from a backup, on a device of its own
    COPIED = "copied"  # the server has heard more, or something else, of the life before


incarnations = Table(
    "incarnation",
    METADATA,
    Column("business_id", Id(), nullable=False),
    Column("device", Id(), nullable=False),
    Column("inc", Integer, nullable=False),
    Column("begun_at", BigInteger, nullable=False),
    Column("why", Text, nullable=False),
    Column("lost_from", BigInteger),  # journal numbers of the life before that are known to be missing here
    Column("lost_to", BigInteger),
    PrimaryKeyConstraint("business_id", "device", "inc"),
    info={"kind": Kind.LOCAL, "own": True},
)


@dataclass(frozen=True, slots=True)
class Life:
    """One incarnation of one device's file."""

    business: UUID
    device: UUID
    inc: int
    begun_at: datetime
    why: Why
    lost: tuple[int, int] | None = None  # first and last journal number that is missing from the life before


def lives(connection: Connection) -> list[Life]:
    """All lives of this file, the present one last; empty on a server, and before the first."""
    rows = connection.execute(select(incarnations).order_by(incarnations.c.inc, incarnations.c.begun_at))
    return [
        Life(
            business=row.business_id,
            device=row.device,
            inc=row.inc,
            begun_at=from_ms(row.begun_at),
            why=Why(row.why),
            lost=(row.lost_from, row.lost_to) if row.lost_from else None,
        )
        for row in rows
    ]


def begin(connection: Connection, life: Life) -> None:
    """Write the beginning of a life."""
    lost_from, lost_to = life.lost or (None, None)
    row = {"business_id": life.business, "device": life.device, "inc": life.inc, "begun_at": to_ms(life.begun_at)}
    connection.execute(insert(incarnations).values(**row, why=life.why, lost_from=lost_from, lost_to=lost_to))
