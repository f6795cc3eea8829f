"""Which card lies where: its column, its milliseconds, and its lane where cards overlap. No pixels yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from bizet_core.base.instants import to_ms
from bizet_core.booking.day_view.day_rows import Card, Column, DayView, Shade

CardKey = tuple[UUID, UUID]
"""Part and resource: a visit's part has one card with its person and one in its room."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A card with its column, its span in milliseconds and its share of the column's width."""

    card: Card
    column: int
    start: int
    end: int
    lane: int = 0
    lanes: int = 1

    @property
    def key(self) -> CardKey:
        """What tells this card from every other."""
        return self.card.part, self.card.resource


@dataclass(frozen=True, slots=True)
class PlacedShade:
    """Closed time with its column and its span in milliseconds."""

    shade: Shade
    column: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A day laid out. `placed` is in reading order: column by column, from morning to night."""

    columns: tuple[Column, ...]
    placed: tuple[Placed, ...]
    shades: tuple[PlacedShade, ...]
    begin: int
    end: int

    def index_of(self, key: CardKey | None) -> int | None:
        """Where a card stands in reading order."""
        return next((i for i, placed in enumerate(self.placed) if placed.key == key), None)


NOTHING = Arrangement((), (), (), 0, 1)


def arrange(view: DayView) -> Arrangement:
    """Lay out a day. Cards of resources without a column are left out."""
    column_of = {column.resource: i for i, column in enumerate(view.columns)}
    cards: list[list[Card]] = [[] for _ in view.columns]
    for card in view.cards:
        if card.resource in column_of:
            cards[column_of[card.resource]].append(card)
    shades = (s for s in view.shades if s.resource in column_of)
    return Arrangement(
        columns=view.columns,
        placed=tuple(placed for i, group in enumerate(cards) for placed in in_lanes(group, i)),
        shades=tuple(PlacedShade(s, column_of[s.resource], to_ms(s.starts_at), to_ms(s.ends_at)) for s in shades),
        begin=to_ms(view.starts_at),
        end=to_ms(view.ends_at),
    )


def in_lanes(cards: Iterable[Card], column: int) -> list[Placed]:
    """Side by side where cards overlap: each takes the first free lane, all of a cluster share the width."""
    whole = sorted((Placed(card, column, to_ms(card.starts_at), to_ms(card.ends_at)) for card in cards), key=_by_start)
    clusters: list[list[Placed]] = []
    reach = None
    for placed in whole:
        if reach is None or placed.start >= reach:
            clusters.append([])
        clusters[-1].append(placed)
        reach = max(reach or placed.end, placed.end)
    return [placed for cluster in clusters for placed in _share(cluster)]


def _share(cluster: Sequence[Placed]) -> list[Placed]:
    free_from: list[int] = []
    lanes = []
    for placed in cluster:
        lane = next((i for i, free in enumerate(free_from) if free <= placed.start), len(free_from))
        free_from[lane : lane + 1] = [placed.end]
        lanes.append(lane)
    together = zip(cluster, lanes, strict=True)
    return [Placed(p.card, p.column, p.start, p.end, lane, len(free_from)) for p, lane in together]


def _by_start(placed: Placed) -> tuple[int, int, bytes]:
    return placed.start, -placed.end, placed.card.part.bytes
