"""The slot engine's answers worked out the slow way: minute by minute, straight from the definitions.

Nothing here is clever, and nothing is shared with the engine but the types of its questions. All times must be whole
minutes; inside this module an instant is a number of minutes since 1970.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from zoneinfo import ZoneInfo

from bizet_core.base.instants import MINUTE
from bizet_core.booking.availability.booking_terms import Terms
from bizet_core.booking.availability.demand import Part
from bizet_core.booking.availability.obstacles import Key
from bizet_core.booking.availability.slots import Ask, Diaries
from bizet_core.booking.availability.spacing import Daily, Gap, Spacing, Streak
from bizet_core.catalogue.timetable.rules import Layer, Once, Rule, Weekly

DAY = 1440
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
HARD = (Layer.TIME_OFF, Layer.BUSY, Layer.BLOCK)


@cache
def reading(zone: str, minute: int) -> int:
    """What clocks show, in minutes since midnight of 0001-01-01 plus a day, so that `reading // DAY` is the ordinal."""
    there = (EPOCH + timedelta(minutes=minute)).astimezone(ZoneInfo(zone))
    return there.toordinal() * DAY + there.hour * 60 + there.minute


@cache
def first_reading(zone: str, at: int) -> int:
    """The first minute whose reading is `at` or later."""
    guess = at - date(1970, 1, 1).toordinal() * DAY
    return next(m for m in range(guess - 2 * DAY, guess + 2 * DAY) if reading(zone, m) >= at)


@cache
def last_reading(zone: str, before: int) -> int:
    """The last minute whose reading is earlier than `before`."""
    guess = before - date(1970, 1, 1).toordinal() * DAY
    return next(m for m in range(guess + 2 * DAY, guess - 2 * DAY, -1) if reading(zone, m) < before)


def occurrences(rule: Rule, since: int, until: int) -> Iterator[tuple[int, int]]:
    """First and last minute of each time a rule speaks."""
    if isinstance(rule, Once):
        yield rule.starts_at // MINUTE, rule.ends_at // MINUTE - 1
        return
    for day in range(reading(rule.zone, since) // DAY - 5, reading(rule.zone, until) // DAY + 5):
        begun = rule.first_day is None or day >= rule.first_day
        over = rule.last_day is not None and day > rule.last_day
        if begun and not over and rule.weekdays >> date.fromordinal(day).weekday() & 1:
            first = first_reading(rule.zone, day * DAY + rule.start_min)
            last = last_reading(rule.zone, day * DAY + rule.end_min)
            if first <= last:
                yield first, last


class Minutes:
    """One resource, minute by minute: may it be used, is it barred, whence is its grid counted, how much is in use."""

    def __init__(self, diaries: Diaries, key: Key, since: int, until: int) -> None:
        diary = diaries[key]
        own_hours = any(rule.layer is Layer.HOURS for rule in diary.rules)
        implied = [] if own_hours or diary.place is not None else [Weekly(Layer.HOURS, True, diary.zone)]
        held = painted([*implied, *diary.rules], since, until)
        self.open = {m for m, (_, opens, _) in held.items() if opens}
        self.barred = {m for m, (layer, opens, _) in held.items() if layer in HARD and not opens}
        self.anchor = {m: held[m][2] for m in self.open}
        if diary.place is not None:
            place = Minutes(diaries, diary.place, since, until)
            if not own_hours:
                follows = place.open - held.keys()
                self.open |= follows
                self.anchor |= {m: place.anchor[m] for m in follows}
            self.open &= place.open
            self.barred |= place.barred
        units = diary.claims.units or [1] * len(diary.claims.starts)
        self.used = Counter(
            minute
            for start, end, n in zip(diary.claims.starts, diary.claims.ends, units, strict=True)
            for minute in range(max(start // MINUTE, since), min(end // MINUTE, until))
            for _ in range(n)
        )


def painted(rules: list[Rule], since: int, until: int) -> dict[int, tuple[Layer, bool, int]]:
    """Layer, sign and first minute of what holds at each minute.

    Later layers are painted over earlier ones, in a layer opening over closing, and of one sign what began first last.
    """
    held: dict[int, tuple[Layer, bool, int]] = {}
    for layer, opens in product(Layer, (False, True)):
        spoken = [o for r in rules if r.layer is layer and r.opens is opens for o in occurrences(r, since, until)]
        for first, last in sorted(spoken, reverse=True):
            for minute in range(max(first, since), min(last + 1, until)):
                held[minute] = (layer, opens, first)
    return held


def free_starts(ask: Ask, diaries: Diaries) -> dict[Key, list[int]]:
    """The same answer as the engine's, in ms."""
    since, until = ask.within[0] // MINUTE - DAY // 2, ask.within[1] // MINUTE + DAY // 2
    roles = choices_of(ask.parts)
    minutes = {key: Minutes(diaries, key, since, until) for choices in roles.values() for key in choices}
    lead = next(iter(roles))
    begins = min(m for m, _, kind, _ in taken(ask.parts, lead) if kind == "work")
    found: dict[Key, list[int]] = defaultdict(list)
    for start in range(-(-ask.within[0] // MINUTE), -(-ask.within[1] // MINUTE)):
        for choice in roles[lead] if allowed(ask, start) else ():
            anchor = minutes[choice].anchor.get(start + begins)
            if anchor is None or (start + begins - anchor) * MINUTE % ask.step:
                continue
            if any(possible(ask.parts, diaries, minutes, start, c) for c in combinations_of(roles, lead, choice)):
                found[choice].append(start * MINUTE)
    return dict(found)


def combinations_of(roles: Mapping[Key, tuple[Key, ...]], lead: Key, choice: Key) -> Iterator[dict[Key, Key]]:
    """Every way to choose a resource for each role, with one already chosen."""
    open_to = [(choice,) if role == lead else choices for role, choices in roles.items()]
    for chosen in product(*open_to):
        yield dict(zip(roles, chosen, strict=True))


def possible(
    parts: tuple[Part, ...], diaries: Diaries, minutes: Mapping[Key, Minutes], start: int, chosen: Mapping[Key, Key]
) -> bool:
    """Whether these resources can serve a visit that begins at this minute."""
    for resource in set(chosen.values()):
        here, diary = minutes[resource], diaries[resource]
        working, buffering = Counter[int](), dict[int, int]()
        for role in (role for role in chosen if chosen[role] == resource):
            work = [start + m for m, _, kind, _ in taken(parts, role) if kind == "work"]
            if not all(spaced(rule, min(work), max(work) + 1) for rule in diary.spacing):
                return False
            for m, units, kind, must_be_open in taken(parts, role):
                if must_be_open and start + m not in here.open:
                    return False
                if kind == "work":
                    working[start + m] += units
                else:
                    buffering[start + m] = max(units, buffering.get(start + m, 0))
        for m in working.keys() | buffering.keys():
            if m in here.barred or here.used[m] + max(working[m], buffering.get(m, 0)) > diary.capacity:
                return False
    return True


def spaced(rule: Spacing, begin: int, end: int) -> bool:
    """Whether a booking from one minute to another keeps a spacing rule."""
    others = [(a // MINUTE, b // MINUTE) for a, b in rule.bookings]
    if isinstance(rule, Gap):
        return all(begin - b >= rule.least // MINUTE or a - end >= rule.least // MINUTE for a, b in others)
    if isinstance(rule, Daily):
        same = [a for a, _ in others if reading(rule.zone, a) // DAY == reading(rule.zone, begin) // DAY]
        return len(same) < rule.most
    assert isinstance(rule, Streak)
    rows: list[list[tuple[int, int]]] = []
    for booking in sorted([*others, (begin, end)]):
        if rows and booking[0] - max(end for _, end in rows[-1]) < rule.pause // MINUTE:
            rows[-1].append(booking)
        else:
            rows.append([booking])
    return all(len(row) <= rule.most for row in rows if (begin, end) in row)


def allowed(ask: Ask, start: int) -> bool:
    """Whether the terms allow a visit to begin at this minute."""
    if ask.terms is None:
        return True
    terms, length = ask.terms, sum(part.length for part in ask.parts)
    short = terms.shortest is not None and length < terms.shortest
    long = terms.longest is not None and length > terms.longest
    return not short and not long and in_time(terms, ask.now // MINUTE, start)


def in_time(terms: Terms, now: int, start: int) -> bool:
    """Neither past nor too soon, too far ahead, or on a day that is closed for booking."""
    today, day = reading(terms.zone, now) // DAY, reading(terms.zone, start) // DAY
    far = terms.window_days is not None and day > today + terms.window_days
    same = not terms.same_day and day <= today
    late = terms.cutoff_min is not None and now >= first_reading(terms.zone, day * DAY + terms.cutoff_min)
    return start >= now and start * MINUTE >= now * MINUTE + terms.notice and not (far or same or late)


def choices_of(parts: tuple[Part, ...]) -> dict[Key, tuple[Key, ...]]:
    """Who and what could fill each role in every part that names it."""
    roles: dict[Key, tuple[Key, ...]] = {}
    for part in parts:
        for need in part.needs:
            able = roles.get(need.role, need.choices)
            roles[need.role] = tuple(choice for choice in able if choice in need.choices)
    return roles


@cache
def taken(parts: tuple[Part, ...], role: Key) -> list[tuple[int, int, str, bool]]:
    """Minutes of a visit that a role takes: how many units, for work or as a buffer, and whether they must be open."""
    found: list[tuple[int, int, str, bool]] = []
    start = 0
    for part in parts:
        length = part.length // MINUTE
        for need in part.needs:
            if need.role == role:
                rest = {m for a, b in part.processing for m in range(a // MINUTE, b // MINUTE)} if need.rests else set()
                busy = [m for m in range(length) if m not in rest]
                before = range(busy[0] - part.before // MINUTE, busy[0])
                after = range(busy[-1] + 1, busy[-1] + 1 + part.after // MINUTE)
                found += [(start + m, need.units, "work", True) for m in busy]
                found += [(start + m, need.units, "buffer", part.buffer_must_fit) for m in [*before, *after]]
        start += length
    return found
