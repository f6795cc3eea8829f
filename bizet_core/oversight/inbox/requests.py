"""Requests about cards of the Inbox: which card, what to keep of it, and what a restored server tells."""

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from bizet_core.base.instants import Instant
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Request

AGAIN = "again"
"""The fact of a card about what was removed and is there again: which things. A reason may say which are left."""


class Choice(StrEnum):
    """Which of the two versions stays."""

    OURS = "ours"  # what the device wanted
    THEIRS = "theirs"  # what stands


class OfCard(Request):
    """Which card."""

    card: UUID


class SettleCard(Request):
    """Which card, and what to keep."""

    card: UUID
    choice: Annotated[
        Choice, Field(N_("Keep"), choices={Choice.OURS: N_("Keep ours"), Choice.THEIRS: N_("Keep theirs")})
    ]


class LostCard(Request):
    """A card about what a restored server has lost; with the offers (table, id, version) that are on it."""

    op: UUID
    code: str
    facts: dict[str, Any]
    name: str
    device: UUID
    actor: UUID | None
    actor_name: str
    at: Instant
    subject: str
    subject_id: UUID
    amount: int | None
    currency: str
    rows: tuple[tuple[str, UUID, UUID], ...]
