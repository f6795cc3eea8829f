"""A visit of one or more services, turned into what it takes of each resource. Lengths and instants are in ms.

    colour, by Ana           ▒▒████████      ████▒       ▒ buffer   █ busy   (blank: processing, Ana is free)
    cut, by Ben                                  ██████▒
    chair, the whole visit   ▒▒████████████████████████▒

Parts follow each other directly. Buffers belong to the visit: where they fall into other work of the same visit by the
same person or in the same room they are taken up by it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bizet_core.base.spans import Span, subtract
from bizet_core.booking.availability.obstacles import Key


@dataclass(frozen=True, slots=True)
class Need:
    """One resource out of `choices`; the same role in several parts is one resource for all of them."""

    role: Key
    choices: tuple[Key, ...]  # the one preferred first
    units: int = 1
    rests: bool = False  # free during processing time, as a person is and a chair is not


@dataclass(frozen=True, slots=True)
class Part:
    """One service. Its first need, of the first part, is the one from whose hours slots are counted."""

    length: int
    needs: tuple[Need, ...]
    before: int = 0
    after: int = 0
    processing: tuple[Span, ...] = ()  # from the start of the part
    buffer_must_fit: bool = False  # buffers may not reach beyond opening hours either


@dataclass(frozen=True, slots=True)
class Use:
    """Time taken of a resource, from the start of the visit; buffers are outside `start` and `end`."""

    start: int
    end: int
    before: int
    after: int
    units: int
    must_fit: bool


@dataclass(frozen=True, slots=True)
class Role:
    """One resource to be chosen, and all that it is used for."""

    key: Key
    choices: tuple[Key, ...]
    uses: tuple[Use, ...]

    @property
    def reach(self) -> Span:
        """From the first use to the last, without buffers."""
        return self.uses[0].start, self.uses[-1].end


@dataclass(frozen=True, slots=True)
class Taken:
    """Units of a resource taken by a visit, buffers included: what is to be claimed."""

    resource: Key
    starts_at: int
    ends_at: int
    units: int


def length_of(parts: Sequence[Part]) -> int:
    """From the start of the first part to the end of the last."""
    return sum(part.length for part in parts)


def roles_of(parts: Sequence[Part]) -> tuple[Role, ...]:
    """The resources to be chosen, in the order in which the parts name them."""
    choices: dict[Key, tuple[Key, ...]] = {}
    uses: dict[Key, list[Use]] = defaultdict(list)
    start = 0
    for part in parts:
        for need in part.needs:
            able = choices.setdefault(need.role, need.choices)
            if able != need.choices:
                choices[need.role] = tuple(choice for choice in able if choice in set(need.choices))
            uses[need.role] += _uses(part, need, start)
        start += part.length
    return tuple(Role(key, able, tuple(uses[key])) for key, able in choices.items() if uses[key])


def reach_of(roles: Sequence[Role]) -> Span:
    """How far a visit reaches, from its start, with the largest buffers: at most 0, and at least its length."""
    uses = [use for role in roles for use in role.uses]
    return min((u.start - u.before for u in uses), default=0), max((u.end + u.after for u in uses), default=0)


def taken_by(roles: Sequence[Role], chosen: Mapping[Key, Key], start: int) -> tuple[Taken, ...]:
    """What a visit takes of each chosen resource, in pieces that do not overlap."""
    uses: dict[Key, list[Use]] = defaultdict(list)
    for role in roles:
        uses[chosen[role.key]] += role.uses
    return tuple(
        Taken(resource, start + begin, start + end, units)
        for resource, used in uses.items()
        for begin, end, units in _profile(used)
    )


def _uses(part: Part, need: Need, start: int) -> list[Use]:
    busy = subtract([(0, part.length)], part.processing) if need.rests else [(0, part.length)]
    return [
        Use(
            start + begin,
            start + end,
            part.before if i == 0 else 0,
            part.after if i == len(busy) - 1 else 0,
            need.units,
            part.buffer_must_fit,
        )
        for i, (begin, end) in enumerate(busy)
    ]


def _profile(uses: Sequence[Use]) -> list[tuple[int, int, int]]:
    """Start, end and units of use: work at the same time adds up, a buffer only counts where there is less work."""
    marks = sorted({mark for u in uses for mark in (u.start - u.before, u.start, u.end, u.end + u.after)})
    pieces: list[tuple[int, int, int]] = []
    for begin, end in pairwise(marks):
        work = sum(u.units for u in uses if u.start <= begin < u.end)
        buffer = max((u.units for u in uses if u.start - u.before <= begin < u.end + u.after), default=0)
        units = max(work, buffer)
        if pieces and pieces[-1][1:] == (begin, units):
            pieces[-1] = (pieces[-1][0], end, units)
        elif units:
            pieces.append((begin, end, units))
    return pieces
