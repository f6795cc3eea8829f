"""The calendar's day: columns, cards and closed time of one location and one date."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.instants import DAY, HOUR, MINUTE, from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.base.spans import Span, intersect, merge, subtract
from bizet_core.base.wall_clock import end_before, first_at
from bizet_core.booking.bookings.model import Status, booking_parts, bookings, claims
from bizet_core.booking.day_view.day_rows import Card, Column, DayView, Shade
from bizet_core.booking.free_times.claim_loading import LIVE
from bizet_core.booking.free_times.date_limits import check_day
from bizet_core.business.resources.model import ResourceKind
from bizet_core.business.settings.model import businesses
from bizet_core.catalogue.timetable.loading import Calendar, load_calendars
from bizet_core.catalogue.timetable.rules import Layer, OpenTime, hours_of, inside, layered, open_time
from bizet_core.describe.formats.money import Money
from bizet_core.people.customers.model import customers
from bizet_core.selling.sales.loading import paid_parts
from bizet_core.store import Permission, Read, Request, query

LONGEST_PART = DAY
MARGIN = 20 * MINUTE
_SHADES = {
    Layer.BREAK: "break",
    Layer.TIME_OFF: "time_off",
    Layer.BUSY: "busy",
    Layer.BLOCK: "block",
}
_GONE = (Status.CANCELLED, Status.NO_SHOW)


class OfDay(Request):
    """Which location and which date in its zone."""

    location: UUID
    day: date


@query(needs=Permission("bookings.see"))
def day(read: Read, asked: OfDay) -> DayView:
    """Everything that the day calendar draws."""
    check_day(asked.day)
    calendars = load_calendars(read, _wide(asked.day))
    if asked.location not in calendars:
        raise Refused("gone", what="location")
    place = calendars[asked.location]
    within = (first_at(place.zone, asked.day.toordinal(), 0), end_before(place.zone, asked.day.toordinal(), 1440))
    shown = [c for c in calendars.values() if c.parent == place.id and c.in_calendar]
    open_by = {c.id: opening(c, place, within) for c in shown}
    parts = _parts(read, asked.location, within)
    held = _claims(read, [c.id for c in shown], within, {p.booking_id for p in parts})
    cards = _cards(read, parts, held, {c.id: c for c in shown})
    booked = {c.id: _percent(held[c.id], open_by[c.id].spans) for c in shown}
    begins, ends = _frame(within, tuple(open_by.values()), cards)
    counted = {p.booking_id: p for p in parts if p.status not in _GONE}
    return DayView(
        day=asked.day,
        zone=place.zone,
        starts_at=from_ms(begins),
        ends_at=from_ms(ends),
        columns=tuple(Column(c.id, c.name, c.kind, c.colour, booked[c.id]) for c in shown),
        cards=cards,
        shades=tuple(s for c in shown for s in _shades(c, place, open_by[c.id], (begins, ends))),
        bookings=len(counted),
        full=_full(shown, held, open_by),
        expected=Money(sum(p.price for p in parts if p.status not in _GONE), _currency(read)),
    )


def opening(calendar: Calendar, place: Calendar, within: Span) -> OpenTime:
    """Where a person or thing can be booked: in its own hours while the place is open, or as the place is."""
    own = open_time(hours_of(calendar.rules, calendar.zone, True), within)
    return inside(own, open_time(hours_of(place.rules, place.zone, False), within))


def _wide(on: date) -> Span:
    """A span that holds the date in every zone."""
    midnight = first_at("UTC", on.toordinal(), 0)
    return midnight - DAY, midnight + 2 * DAY


def _parts(read: Read, location: UUID, within: Span) -> Sequence[Any]:
    p, b, c = booking_parts.c, bookings.c, customers.c
    asked = (
        select(
            booking_parts,
            *(b.status, b.customer_id, b.note, b.source, b.provisional, b.hold_until),
            *(c.name.label("who"), c.alert, c.favourite),
        )
        .join(bookings, (p.business_id == b.business_id) & (p.booking_id == b.id))
        .outerjoin(customers, (b.business_id == c.business_id) & (b.customer_id == c.id))
        .where(p.starts_at < from_ms(within[1]), p.starts_at > from_ms(within[0] - LONGEST_PART))
        .where(p.ends_at > from_ms(within[0]), b.location_id == location)
        .order_by(p.starts_at, p.id)
    )
    return read.all(asked)


def _claims(read: Read, shown: Sequence[UUID], within: Span, booked: set[UUID]) -> dict[UUID, list[Any]]:
    """Live claims by their time; those given up or overbooked by their bookings. So both are found by an index."""
    c = claims.c
    here = select(claims).where(c.resource_id.in_(shown), c.ends_at > from_ms(within[0]))
    during = here.where(c.ends_at < from_ms(within[1] + 2 * LONGEST_PART), c.starts_at < from_ms(within[1]))
    rows = [*read.all(during.where(LIVE)), *read.all(during.where(~c.live, c.booking_id.in_(sorted(booked))))]
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.starts_at, row.id)):
        found[row.resource_id].append(row)
    return found


def _cards(
    read: Read, parts: Sequence[Any], held: dict[UUID, list[Any]], shown: dict[UUID, Calendar]
) -> tuple[Card, ...]:
    paid = paid_parts(read, [p.id for p in parts])
    over = {c.part_id for rows in held.values() for c in rows if c.reason}
    by_part = {p.id: p for p in parts}
    first_of = {p.booking_id: p for p in reversed(parts)}
    cards = [_card(p, p.staff_id, paid, over) for p in parts if p.staff_id in shown]
    for resource, rows in held.items():
        for claim in rows:
            p = by_part.get(claim.part_id) or first_of.get(claim.booking_id)
            if p is not None and p.staff_id != resource:
                cards.append(_room_card(p, claim, shown, paid, over))
    return tuple(cards)


def _card(p: Any, resource: UUID, paid: frozenset[UUID], over: set[UUID | None]) -> Card:
    return Card(
        part=p.id,
        booking=p.booking_id,
        resource=resource,
        starts_at=p.starts_at,
        ends_at=p.ends_at,
        who=p.who or "",
        what=_what(p),
        colour=p.colour,
        status=p.status,
        customer=p.customer_id,
        icons=_icons(p),
        paid=p.id in paid,
        provisional=p.provisional,
        overbooked=p.id in over,
        hold_until=p.hold_until,
    )


def _room_card(p: Any, claim: Any, shown: dict[UUID, Calendar], paid: frozenset[UUID], over: set[UUID | None]) -> Card:
    """A room's card says with whom; where nobody with a column serves, it is the booking's own card."""
    card = _card(p, claim.resource_id, paid, over)
    if p.staff_id not in shown:
        return card
    with_whom = shown[p.staff_id].name
    room = shown[claim.resource_id].colour
    return replace(card, own=False, what=with_whom, colour=room, starts_at=claim.starts_at, ends_at=claim.ends_at)


def _what(p: Any) -> str:
    extras = ", ".join(a["name"] for a in p.addons or ())
    return f"{p.name} · {extras}" if extras else str(p.name)


def _icons(p: Any) -> tuple[str, ...]:
    signs = (
        ("heart-pulse", p.alert),
        ("star", p.favourite),
        ("sticky-note", p.note),
        ("globe", p.source == "web"),
    )
    return tuple(icon for icon, meant in signs if meant)


def _shades(calendar: Calendar, place: Calendar, open_: OpenTime, frame: Span) -> list[Shade]:
    """Closed time, labelled by the rule that closes it; the rest is outside the hours."""
    named = [
        (max(s, frame[0]), min(e, frame[1]), _SHADES.get(rule.layer, "closed"), rule.label)
        for owner in (calendar, place)
        for s, e, _, rule in layered(owner.rules, frame)
        if not rule.opens
    ]
    rest = subtract(subtract([frame], open_.spans), merge((s, e) for s, e, _, _ in named))
    plain = [(s, e, "closed", "") for s, e in rest]
    return [
        Shade(calendar.id, from_ms(s), from_ms(e), kind, label) for s, e, kind, label in sorted(named + plain) if s < e
    ]


def _frame(within: Span, opens: Sequence[OpenTime], cards: Sequence[Card]) -> Span:
    """The part of the day worth showing: open time and bookings, with a margin; without either a working day."""
    starts = [o.spans[0][0] for o in opens if o.spans] + [to_ms(c.starts_at) for c in cards]
    ends = [o.spans[-1][1] for o in opens if o.spans] + [to_ms(c.ends_at) for c in cards]
    begin = min(starts, default=within[0] + 9 * HOUR) - MARGIN
    end = max(ends, default=begin + 8 * HOUR) + MARGIN
    return max(begin, within[0]), max(min(end, within[1] + 6 * HOUR), begin + 4 * HOUR)


def _percent(rows: Sequence[Any], open_spans: Sequence[Span]) -> int:
    taken, whole = _taken(rows, open_spans), _length(open_spans)
    return round(100 * taken / whole) if whole else 0


def _full(shown: Sequence[Calendar], held: dict[UUID, list[Any]], open_by: dict[UUID, OpenTime]) -> int:
    people = [c.id for c in shown if c.kind == ResourceKind.STAFF] or [c.id for c in shown]
    whole = sum(_length(open_by[id].spans) for id in people)
    return round(100 * sum(_taken(held[id], open_by[id].spans) for id in people) / whole) if whole else 0


def _taken(rows: Sequence[Any], open_spans: Sequence[Span]) -> int:
    live = merge((to_ms(r.starts_at), to_ms(r.ends_at)) for r in rows if r.live)
    return _length(intersect(live, list(open_spans)))


def _length(spans: Iterable[Span]) -> int:
    return sum(end - start for start, end in spans)


def _currency(read: Read) -> str:
    return str(read.get(businesses, read.business).currency)
