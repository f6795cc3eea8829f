"""What stands in the way of a visit at one start: everything, resource by resource. Instants are in ms."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bizet_core.base.instants import DAY
from bizet_core.base.spans import Span, subtract
from bizet_core.booking.availability.booking_terms import length_obstacles, start_obstacles
from bizet_core.booking.availability.demand import Role, length_of
from bizet_core.booking.availability.obstacles import Key, Obstacle
from bizet_core.booking.availability.slots import Ask, Diaries, ResourceCalendar, Search, crowded
from bizet_core.catalogue.timetable.rules import BARRED, Rule, Stretch, hours_of, layered

HORIZON = 31 * DAY
"""How far an obstacle is followed to tell since when and until when it holds."""


def why_not(ask: Ask, diaries: Diaries, start: int) -> tuple[Obstacle, ...]:
    """Everything that keeps a start from being a slot; nothing if it is one.

    Of a role nobody can serve, each choice comes with its own obstacles; a role that somebody can serve is none.
    """
    found = _of_terms(ask, start)
    search = _at(ask, diaries, start)
    for role in search.roles:
        if not any(search.can(role, choice, start) for choice in role.choices):
            found += [o for choice in role.choices for o in _of_choice(diaries, role, choice, start)]
            found += [] if role.choices else [Obstacle("not_offered", source=role.key)]
    return tuple(dict.fromkeys(found or _of_combination(search, start)))


def fits(ask: Ask, diaries: Diaries, start: int, chosen: Mapping[Key, Key]) -> tuple[Obstacle, ...]:
    """What keeps these resources, one for each role, from serving a visit at this start: asked before claiming them.

    Neither grid nor terms are asked: a desk may book at any minute.
    """
    search = _at(ask, diaries, start)
    found: list[Obstacle] = []
    for role in search.roles:
        if chosen[role.key] not in role.choices:
            found.append(Obstacle("not_offered", chosen[role.key], source=role.key))
        elif not search.can(role, chosen[role.key], start):
            found += _of_choice(diaries, role, chosen[role.key], start)
    if not found and search.choose(start, chosen) is None:
        found.append(Obstacle("not_enough"))
    return tuple(dict.fromkeys(found))


def _at(ask: Ask, diaries: Diaries, start: int) -> Search:
    return Search(replace(ask, within=(start, start + 1), terms=None), diaries)


def _of_terms(ask: Ask, start: int) -> list[Obstacle]:
    if ask.terms is None:
        return []
    return [*start_obstacles(ask.terms, ask.now, start), *length_obstacles(ask.terms, length_of(ask.parts))]


def _of_combination(search: Search, start: int) -> list[Obstacle]:
    """Each role alone can be served: but not all at once, or not by somebody whose slots count to this start?"""
    if search.choose(start, {}) is None:
        return [Obstacle("not_enough")]
    lead = search.roles[0]
    for choice in lead.choices:
        if search.on_grid(choice, [(start, start + 1)]) and search.choose(start, {lead.key: choice}):
            return []
    return [Obstacle("off_grid")]


def _of_choice(diaries: Diaries, role: Role, choice: Key, start: int) -> Iterator[Obstacle]:
    diary = diaries[choice]
    if any(use.units > diary.capacity for use in role.uses):
        yield Obstacle("too_small", choice)
    for use in role.uses:
        inner = start + use.start, start + use.end
        outer = inner[0] - use.before, inner[1] + use.after
        for owner in _with_places(diaries, choice):
            yield from _of_hours(owner, diaries[owner], outer if use.must_fit else inner, outer)
        yield from _of_claims(choice, diary, outer, use.units)
    for rule in diary.spacing:
        for since, until in rule.forbidden(role.reach):
            if since <= start < until:
                yield Obstacle(rule.code, choice, since, until)


def _with_places(diaries: Diaries, resource: Key | None) -> Iterator[Key]:
    while resource is not None:
        yield resource
        resource = diaries[resource].place


def _of_hours(owner: Key, diary: ResourceCalendar, inner: Span, outer: Span) -> Iterator[Obstacle]:
    """Closed time in the way of work, and barred time in the way of work or buffers."""
    around = outer[0] - HORIZON, outer[1] + HORIZON
    held = layered(hours_of(diary.rules, diary.zone, diary.place is not None), around)
    for start, end, rule in _shut(held):
        needed = outer if rule.layer in BARRED else inner
        if not rule.opens and start < needed[1] and end > needed[0]:
            yield Obstacle(rule.layer.value, owner, *_in_sight((start, end), around), label=rule.label)
    for hole in subtract([around], [(start, end) for start, end, _, _ in held]):
        if hole[0] < inner[1] and hole[1] > inner[0]:
            yield Obstacle("closed", owner, *_in_sight(hole, around))


def _shut(held: Iterable[Stretch]) -> list[tuple[int, int, Rule]]:
    """Stretches of each rule, joined where they touch: a holiday is one, though each of its days is a stretch."""
    joined: list[tuple[int, int, Rule]] = []
    for start, end, _, rule in held:
        if joined and joined[-1][1:] == (start, rule):
            joined[-1] = (joined[-1][0], end, rule)
        else:
            joined.append((start, end, rule))
    return joined


def _in_sight(span: Span, around: Span) -> tuple[int | None, int | None]:
    return (span[0] if span[0] > around[0] else None), (span[1] if span[1] < around[1] else None)


def _of_claims(resource: Key, diary: ResourceCalendar, outer: Span, units: int) -> Iterator[Obstacle]:
    claims = diary.claims
    if diary.capacity > 1:
        for start, end in crowded(claims, diary.capacity - units):
            if start < outer[1] and end > outer[0]:
                yield Obstacle("full", resource, start, end)
        return
    for i, (start, end) in enumerate(zip(claims.starts, claims.ends, strict=True)):
        if start < outer[1] and end > outer[0]:
            yield Obstacle("taken", resource, start, end, source=claims.sources[i] if claims.sources else None)
