"""What a card says about rows that a restored server has lost: whose booking, which receipt, when, by whom."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from bizet_core.booking.bookings.model import booking_parts, bookings
from bizet_core.business.devices.model import devices
from bizet_core.describe.formats.money import Money
from bizet_core.oversight.inbox.after_restore.lost_rows import Lost, Offer
from bizet_core.oversight.inbox.requests import LostCard
from bizet_core.people.customers.model import customers
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.numbering import shown
from bizet_core.store import Read
from bizet_core.store.journal.journal import histories
from bizet_core.store.operations.edits import OTHER, label_of
from bizet_core.store.tables.all_tables import parents_first
from bizet_core.store.tables.columns import METADATA
from bizet_core.sync.server.card_facts import LONGEST, plain

FIRST = (sales.name, bookings.name, customers.name)
"""What a card is about, where several tables are on it."""
MOST_LINES = 6
UNTOLD = frozenset({"note"})
"""Columns that a card leaves out: it is read by whoever sees the Inbox."""


def told_of(read: Read, lost: Iterable[Lost]) -> tuple[LostCard, ...]:
    """A card for each."""
    return tuple(_card(read, each) for each in lost)


def _card(read: Read, lost: Lost) -> LostCard:
    main, history = _main(lost), lost.history
    facts = {"what": main.table, "n": len(lost.offers), "ours": plain(dict(_lines(read, lost, main)))}
    return LostCard(
        op=lost.op,
        code="lost_lines" if lost.is_history_alone else _code(read, main),
        facts=facts,
        name=history.get("name", ""),
        device=main.device,
        actor=history.get("actor"),
        actor_name=history.get("actor_name", ""),
        at=history.get("at", read.now),
        subject=main.table,
        subject_id=main.id,
        amount=main.row["total"] if main.table == sales.name else None,
        currency=main.row["currency"] if main.table == sales.name else "",
        rows=tuple((each.table, each.id, each.op) for each in lost.offers),
    )


def _code(read: Read, main: Offer) -> str:
    if main.table == devices.name:
        return "lost_device"
    return "lost_row" if read.find(METADATA.tables[main.table], main.id) is None else "lost_version"


def _main(lost: Lost) -> Offer:
    order = [
        *FIRST,
        *(t.name for t in parents_first() if t.name not in (*FIRST, histories.name)),
        histories.name,
    ]
    return min(lost.offers, key=lambda each: (order.index(each.table), each.id))


def _lines(read: Read, lost: Lost, main: Offer) -> Iterator[tuple[str, Any]]:
    if main.table == bookings.name:
        yield from _booking(read, lost, main.row)
    elif main.table == sales.name:
        yield "receipt", shown(main.row["series"], main.row["number"])
        yield "total", Money(main.row["total"], main.row["currency"])
        yield "issued_at", main.row["issued_at"]
    elif main.table != histories.name:
        yield from list(_others(main.row))[:MOST_LINES]


def _booking(read: Read, lost: Lost, row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    parts = [
        each.row for each in lost.offers if each.table == booking_parts.name and each.row["booking_id"] == row["id"]
    ]
    if row["customer_id"] is not None:
        yield "customer", _name(read, lost, row["customer_id"])
    yield "starts_at", row["starts_at"]
    if parts:
        yield "services", ", ".join(part["name"] for part in parts)
    if len({part["staff_id"] for part in parts}) == 1 and parts[0]["staff_id"] is not None:
        yield "staff", parts[0]["staff_id"]


def _name(read: Read, lost: Lost, customer: UUID) -> Any:
    """A customer who was lost as well is named here: nobody else has the name."""
    offered = next((each.row["name"] for each in lost.offers if each.id == customer), None)
    return customer if read.find(customers, customer) is not None or offered is None else offered


def _others(row: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What the row says in fields that forms have words for."""
    for name, value in row.items():
        is_said = isinstance(value, str | datetime) and value != "" and name not in UNTOLD
        if is_said and label_of(name) != OTHER:
            yield name, value[:LONGEST] if isinstance(value, str) else value
