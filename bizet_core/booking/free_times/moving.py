"""Other times for a booking that stands: the same people and rooms, its own time not in its way."""

from uuid import UUID

from bizet_core.base.instants import DAY, MINUTE, Instant, from_ms, to_ms
from bizet_core.booking.availability.slots import Ask, free_starts, reach, slots
from bizet_core.booking.bookings.planning import leg_of_row, rows_of
from bizet_core.booking.free_times.calendar_loading import calendars_for, load_diaries, part_of, with_needs
from bizet_core.booking.free_times.queries import FreeTime
from bizet_core.business.settings.queries import house_settings_of
from bizet_core.catalogue.services.loading import load_services
from bizet_core.store import Permission, Read, Request, query


class FreeForMove(Request):
    """The first free times to which a booking can move, from an instant on."""

    booking: UUID
    after: Instant | None = None  # None: now
    count: int = 5
    days: int = 28


@query(needs=Permission("bookings.see"))
def free_for_move(read: Read, asked: FreeForMove) -> tuple[FreeTime, ...]:
    """The earliest times; fewer than asked for where the next weeks are full."""
    rows = rows_of(read, asked.booking)
    known = load_services(read, {row.service_id for row in rows if row.service_id})
    legs = [with_needs(leg_of_row(row), known.get(row.service_id)) for row in rows]
    begins = max(to_ms(asked.after or read.now), to_ms(read.now))
    ask = Ask(
        parts=tuple(part_of(leg, i) for i, leg in enumerate(legs)),
        within=(begins, begins + asked.days * DAY),
        step=house_settings_of(read).slot_interval * MINUTE,
        now=begins,
        terms=None,
    )
    calendars = calendars_for(read, ask.within)
    wanted = {choice for part in ask.parts for need in part.needs for choice in need.choices}
    diaries = load_diaries(read, calendars, wanted & calendars.keys(), reach(ask), without=(asked.booking,), legs=legs)
    return tuple(
        FreeTime(from_ms(s.starts_at), from_ms(s.ends_at), s.choices)
        for s in slots(ask, free_starts(ask, diaries), asked.count)
    )
