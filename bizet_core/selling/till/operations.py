"""Open the till with a float, put cash in or take it out, close it with a count."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.checking import checked
from bizet_core.business.settings.model import businesses
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.selling.sales import numbering
from bizet_core.selling.till.model import drawer_moves, till_closings, till_openings
from bizet_core.selling.till.queries import cash_expected, entries_of, last_closing, opening_of, totals_so_far
from bizet_core.selling.till.rules import Perpetual, counted
from bizet_core.store import Permission, Request, Work, operation


class OpenTill(Request):
    """The cash that lies in the drawer in the morning."""

    float: Annotated[int, Field(N_("Opening float"), kind="money", min=0)]


class TillOpened(OpenTill):
    """Args: the opening's id and device."""

    id: UUID
    device: UUID
    currency: str


@operation(needs=Permission("till.open"), said=N_("Till opened"), detail=N_("float {float}"), kiosk=True)
def open_till(work: Work, given: TillOpened) -> UUID:
    """Open this device's till."""
    work.insert(
        till_openings,
        id=given.id,
        device=given.device,
        opened_at=work.now,
        staff_id=work.actor.staff,
        staff_name=work.actor.name,
        currency=given.currency,
        float=given.float,
    )
    work.note(till_openings, given.id, float=given.float, currency=given.currency)
    return given.id


@open_till.prepare
def _pin_opening(work: Work, asked: OpenTill) -> TillOpened:
    if opening_of(work, work.device) is not None:
        raise Refused("till_open_already")
    if asked.float < 0:
        raise Refused("float_below_zero")
    asked = checked(work, asked)
    currency = work.get(businesses, work.business).currency
    return TillOpened(id=work.new_id(), device=work.device, currency=currency, float=asked.float)


class MoveCash(Request):
    """Cash put in (positive) or taken out (negative), or a drawer opened for change (0), and why."""

    amount: Annotated[int, Field(N_("Amount"), kind="money")]
    reason: Annotated[str, Field(N_("Reason"), max_length=200)]


class CashMoved(MoveCash):
    """Args: of which opening."""

    id: UUID
    opening: UUID


@operation(needs=Permission("till.move"), said=N_("Drawer opened, cash put in or taken out"), detail="{amount}")
def move_cash(work: Work, given: CashMoved) -> UUID:
    """Put cash in, take it out, or open the drawer without a sale."""
    work.insert(
        drawer_moves,
        id=given.id,
        opening_id=given.opening,
        moved_at=work.now,
        staff_id=work.actor.staff,
        kind="pay_in" if given.amount > 0 else "pay_out" if given.amount < 0 else "no_sale",
        amount=given.amount,
        reason=given.reason,
    )
    work.note(till_openings, given.opening, amount=given.amount, reason=given.reason)
    return given.id


@move_cash.prepare
def _pin_move(work: Work, asked: MoveCash) -> CashMoved:
    asked, opening = checked(work, asked), _open(work)
    expected = cash_expected(work, opening, entries_of(work, opening.id))
    if expected + asked.amount < 0:
        raise Refused("drawer_holds_less")
    if not asked.reason.strip():
        raise Refused("reason_missing")
    return CashMoved(id=work.new_id(), opening=opening.id, amount=asked.amount, reason=asked.reason.strip())


class CloseTill(Request):
    """The count: pieces of each denomination, or one sum where nobody counts pieces."""

    pieces: dict[int, int] = {}
    total: Annotated[int | None, Field(N_("Counted cash"), kind="money", min=0)] = None
    reason: Annotated[str, Field(N_("Why it differs"), max_length=200)] = ""


class TillClosed(Request):
    """Args: everything a Z report keeps for ever."""

    id: UUID
    opening: UUID
    number: int
    expected: int
    counted: int
    reason: str
    pieces: dict[int, int]
    totals: dict[str, Any]
    perpetual: dict[str, int]
    chain_head: bytes


@operation(
    needs=Permission("till.close"),
    said=N_("Till closed and counted"),
    detail=N_("report {number}, difference {difference}"),
    kiosk=True,
)
def close_till(work: Work, given: TillClosed) -> UUID:
    """Close the till: the difference is kept with its reason, and nothing in it changes any more."""
    work.insert(
        till_closings,
        id=given.id,
        opening_id=given.opening,
        number=given.number,
        closed_at=work.now,
        staff_id=work.actor.staff,
        staff_name=work.actor.name,
        expected=given.expected,
        counted=given.counted,
        difference=given.counted - given.expected,
        reason=given.reason,
        counts={str(piece): count for piece, count in sorted(given.pieces.items())},
        totals=given.totals,
        perpetual=given.perpetual,
        chain_head=given.chain_head,
    )
    work.note(till_openings, given.opening, difference=given.counted - given.expected, number=given.number)
    return given.id


@close_till.prepare
def _pin_closing(work: Work, asked: CloseTill) -> TillClosed:
    asked, opening = checked(work, asked), _open(work)
    entries = entries_of(work, opening.id)
    found = counted(asked.pieces) if asked.total is None else asked.total
    expected = cash_expected(work, opening, entries)
    if found != expected and not asked.reason.strip():
        raise Refused("difference_needs_reason")
    totals, last = totals_so_far(work, opening, entries), last_closing(work, work.device)
    before = Perpetual(**last.perpetual) if last else Perpetual()
    return TillClosed(
        id=work.new_id(),
        opening=opening.id,
        number=last.number + 1 if last else 1,
        expected=expected,
        counted=found,
        reason=asked.reason.strip(),
        pieces=asked.pieces,
        totals=asdict(totals),
        perpetual=asdict(before.after(totals)),
        chain_head=numbering.next_number(work, numbering.series_code(work.device, work.inc)).previous,
    )


def _open(work: Work) -> Any:
    opening = opening_of(work, work.device)
    if opening is None:
        raise Refused("till_closed")
    return opening
