"""When a visit can begin: the slot engine. Values in, values out; instants and lengths are integer milliseconds.

Everything is worked out in *start space*: each resource says at which starts it can serve all its uses, as a few sorted
spans. Alternatives are joined, what is needed together is intersected, and only the spans that remain meet the grid.

    open time ────────┐
    claims, buffers ──┼─ per use ─┬─ per resource ─┬─ join per role ─┬─ grid of the first role ── slots
    spacing ──────────┘           └─ all its uses  └─ any of them    └─ all roles, terms
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import combinations

from bizet_core.base import spans
from bizet_core.base.spans import Span, intersect, merge, starts_between, starts_inside, subtract
from bizet_core.booking.availability.booking_terms import Terms, bookable, length_obstacles
from bizet_core.booking.availability.demand import Part, Role, Use, length_of, reach_of, roles_of, taken_by
from bizet_core.booking.availability.obstacles import Key
from bizet_core.booking.availability.spacing import Spacing
from bizet_core.catalogue.timetable.rules import OpenTime, Piece, Rule, hours_of, inside, open_time


@dataclass(frozen=True, slots=True)
class Claims:
    """What is claimed on one resource, buffers included: lists side by side, sorted by start."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    units: Sequence[int] = ()  # empty: one unit each
    sources: Sequence[Key] = ()  # whose; only needed to say why a time is taken


NOTHING = Claims()


@dataclass(frozen=True, slots=True)
class ResourceCalendar:
    """All that is known of one resource: when it is open, what is claimed, how its bookings may follow each other."""

    zone: str
    rules: Sequence[Rule] = ()
    claims: Claims = NOTHING
    capacity: int = 1
    place: Key | None = None  # whose diary it is open inside of; without hours of its own it has those of the place
    spacing: Sequence[Spacing] = ()


Diaries = Mapping[Key, ResourceCalendar]


@dataclass(frozen=True, slots=True)
class Ask:
    """What is looked for: the parts of a visit, with starts from `within[0]` up to but not including `within[1]`."""

    parts: tuple[Part, ...]
    within: Span
    step: int  # between two slots, from the start of the working interval
    now: int = 0
    terms: Terms | None = None  # None: any start and length, as far as people and rooms are free


@dataclass(frozen=True, slots=True)
class Slot:
    """A start, with those of the first role who could take it in the order in which they were given."""

    starts_at: int
    ends_at: int
    choices: tuple[Key, ...]


Free = Mapping[Key, Sequence[int]]
"""For each choice of the first role the starts it can serve, in order."""


def reach(ask: Ask) -> Span:
    """The time on which an answer depends: whose rules and claims have to be loaded."""
    before, after = reach_of(roles_of(ask.parts))
    return ask.within[0] + before, ask.within[1] + after


def free_starts(ask: Ask, diaries: Diaries) -> Free:
    """Every slot, by choice of the first role; all else that is needed is free at it too."""
    search = Search(ask, diaries)
    if not search.roles or not search.window:
        return {}
    common = reduce(intersect, (search.of_role(role) for role in search.roles[1:]), search.window)
    lead = search.roles[0]
    found = {choice: search.on_grid(choice, intersect(search.starts(lead, choice), common)) for choice in lead.choices}
    if search.contested:
        found = {c: [s for s in starts if search.choose(s, {lead.key: c})] for c, starts in found.items()}
    return {choice: starts for choice, starts in found.items() if starts}


def slots(ask: Ask, free: Free, most: int | None = None) -> tuple[Slot, ...]:
    """Free starts as slots, the earliest first; `most` of them if that is given."""
    by_start: dict[int, list[Key]] = defaultdict(list)
    for choice, starts in free.items():
        for start in starts[:most]:
            by_start[start].append(choice)
    length = length_of(ask.parts)
    return tuple(Slot(start, start + length, tuple(by_start[start])) for start in sorted(by_start)[:most])


def choose(ask: Ask, diaries: Diaries, start: int, wanted: Mapping[Key, Key] | None = None) -> Mapping[Key, Key] | None:
    """Who and what serves a visit at this start, by role: the first choices that are free together. None: not possible.

    `wanted` fixes some roles. Neither grid nor terms are asked here: a desk may book at any minute.
    """
    search = Search(replace(ask, within=(start, start + 1), terms=None), diaries)
    return search.choose(start, wanted or {}) if search.roles else None


class Search:
    """One question being worked out; open time and starts of each resource are found once."""

    def __init__(self, ask: Ask, diaries: Diaries) -> None:
        self.ask = ask
        self.diaries = diaries
        self.roles = roles_of(ask.parts)
        self.time = reach(ask)
        self.window = _window(ask)
        self.contested = any(_compete(a, b) for a, b in combinations(self.roles, 2))
        self._fits: dict[tuple[int, Span], list[Span]] = {}
        self._open: dict[tuple[str, Key | None, tuple[Rule, ...]], OpenTime] = {}
        self._starts: dict[tuple[Key, Key], list[Span]] = {}

    def open(self, resource: Key) -> OpenTime:
        """When a resource is open, by its own rules inside those of its place."""
        diary = self.diaries[resource]
        alike = diary.zone, diary.place, tuple(diary.rules)  # a shift is worked out once for all who work it
        found = self._open.get(alike)
        if found is None:
            found = open_time(hours_of(diary.rules, diary.zone, diary.place is not None), self.time)
            if diary.place is not None:
                found = inside(found, self.open(diary.place))
            self._open[alike] = found
        return found

    def starts(self, role: Role, choice: Key) -> list[Span]:
        """The starts at which one resource can serve all uses of a role."""
        found = self._starts.get((role.key, choice))
        if found is None:
            diary, opened = self.diaries[choice], self.open(choice)
            found = reduce(intersect, (self._of_use(use, diary, opened) for use in role.uses))
            if diary.spacing:
                found = subtract(found, merge(span for rule in diary.spacing for span in rule.forbidden(role.reach)))
            self._starts[role.key, choice] = found
        return found

    def _of_use(self, use: Use, diary: ResourceCalendar, opened: OpenTime) -> list[Span]:
        """The starts at which one use is within open time and, with its buffers, clear of claims and barred time."""
        if use.units > diary.capacity:
            return []
        outer = use.start - use.before, use.end + use.after
        starts, ends = _unavailable(diary, use.units, opened.barred)
        return intersect(self._fitting(use, opened), starts_between(starts, ends, self.time, outer))

    def _fitting(self, use: Use, opened: OpenTime) -> list[Span]:
        """The starts at which a use is within open time: the same for all who work one shift."""
        inner = (use.start - use.before, use.end + use.after) if use.must_fit else (use.start, use.end)
        found = self._fits.get((id(opened), inner))
        if found is None:
            found = self._fits[id(opened), inner] = starts_inside(opened.spans, inner)
        return found

    def of_role(self, role: Role) -> list[Span]:
        """The starts at which at least one choice can serve a role."""
        return merge(span for choice in role.choices for span in self.starts(role, choice))

    def can(self, role: Role, choice: Key, start: int) -> bool:
        """Whether a resource can serve a role at this start."""
        able = self.starts(role, choice)
        i = bisect_right(able, start, key=lambda span: span[0])
        return i > 0 and start < able[i - 1][1]

    def on_grid(self, choice: Key, allowed: Sequence[Span]) -> list[int]:
        """The slots of a choice of the first role among allowed starts, counted from where its working time begins."""
        begins = self.roles[0].uses[0].start
        shifted = [(start + begins, end + begins) for start, end in allowed] if begins else allowed
        return [start - begins for start in on_grid(self.open(choice).pieces, shifted, self.ask.step)]

    def choose(self, start: int, wanted: Mapping[Key, Key]) -> dict[Key, Key] | None:
        """A resource for each role, the first choices that can serve together; `wanted` fixes some."""
        options = [
            [c for c in role.choices if wanted.get(role.key, c) == c and self.can(role, c, start)]
            for role in self.roles
        ]
        return self._choose(start, options, {})

    def _choose(self, start: int, options: Sequence[Sequence[Key]], chosen: dict[Key, Key]) -> dict[Key, Key] | None:
        if len(chosen) == len(self.roles):
            return chosen
        role = self.roles[len(chosen)]
        for choice in options[len(chosen)]:
            if self._together(start, role, choice, chosen):
                found = self._choose(start, options, {**chosen, role.key: choice})
                if found is not None:
                    return found
        return None

    def _together(self, start: int, role: Role, choice: Key, chosen: Mapping[Key, Key]) -> bool:
        """Whether a resource can serve a role beside those it was already chosen for."""
        others = [r for r in self.roles if chosen.get(r.key) == choice]
        if not any(_compete(role, other) for other in others):
            return True
        diary, both = self.diaries[choice], [*others, role]
        taken = taken_by(both, {r.key: choice for r in both}, start)
        return all(t.units <= diary.capacity - peak(diary.claims, t.starts_at, t.ends_at) for t in taken)


def on_grid(pieces: Sequence[Piece], allowed: Sequence[Span], step: int) -> list[int]:
    """Allowed starts that lie on the grid of the piece of open time they fall into."""
    starts: list[int] = []
    i, n = 0, len(pieces)
    for start, end in allowed:
        while i < n and pieces[i][1] <= start:
            i += 1
        j = i
        while j < n and pieces[j][0] < end:
            opens, closes, anchor = pieces[j]
            first = max(start, opens)
            first += (anchor - first) % step
            if first < end and first < closes:  # most spans are short and hold no slot or one
                starts += range(first, min(end, closes), step)
            j += 1
    return starts


def peak(claims: Claims, start: int, end: int) -> int:
    """The most units in use at the same instant of `[start, end)`."""
    return spans.peak(_counted(claims), (start, end))


def crowded(claims: Claims, most: int) -> list[Span]:
    """When more than so many units are in use."""
    return merge(spans.crowded(_counted(claims), most))


def _counted(claims: Claims) -> Iterator[tuple[int, int, int]]:
    return zip(claims.starts, claims.ends, claims.units or [1] * len(claims.starts), strict=True)


def _unavailable(diary: ResourceCalendar, units: int, barred: Sequence[Span]) -> tuple[Sequence[int], Sequence[int]]:
    """When fewer than so many units are left, and barred time: starts and ends."""
    starts, ends = diary.claims.starts, diary.claims.ends
    if diary.capacity == 1 and not barred:
        return starts, ends
    taken = zip(starts, ends, strict=True) if diary.capacity == 1 else crowded(diary.claims, diary.capacity - units)
    both = merge([*taken, *barred])
    return [start for start, _ in both], [end for _, end in both]


def _window(ask: Ask) -> list[Span]:
    """The starts that were asked for and that the terms allow."""
    if ask.terms is None:
        return [ask.within]
    if length_obstacles(ask.terms, length_of(ask.parts)):
        return []
    return intersect([ask.within], [bookable(ask.terms, ask.now)])


def _compete(one: Role, other: Role) -> bool:
    """Whether two roles could want the same resource at the same time."""
    shared = set(one.choices) & set(other.choices)
    return bool(shared) and any(a.start < b.end and b.start < a.end for a in one.uses for b in other.uses)
