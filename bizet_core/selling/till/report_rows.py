"""What a till's day came to, in words and amounts: the same rows on the screen and on paper."""

from collections.abc import Sequence

import msgspec

from bizet_core.describe.languages.language import _, ngettext
from bizet_core.selling.till.queries import Closed
from bizet_core.selling.till.rules import Totals

Rows = Sequence[tuple[str, int]]


def totals_of(closed: Closed) -> Totals:
    """The totals as a closing keeps them."""
    return msgspec.convert(closed.totals, Totals)


def groups_of(totals: Totals) -> list[Rows]:
    """The rows of a report by group; what is nothing is left out. Amounts in minor units."""
    taken_back = ((_("Refunded"), -totals.refunded), (_("Voided"), -totals.voided))
    more = ((_("Tips"), totals.tips), (_("Cash rounding"), totals.rounding), (_("Discounts given"), totals.discounts))
    return [
        [(_("Sold"), totals.sold), *_some(taken_back), (_("Turnover"), totals.turnover)],
        [(_(method), amount) for method, amount in sorted(totals.tenders.items())],
        _some(more),
        [(_("Tax: {name}").format(name=group.name), group.amount) for group in totals.taxes if group.rate],
        [(_unposted(totals.unposted.count), totals.unposted.amount)] if totals.unposted.count else [],
    ]


def count_rows(closed: Closed) -> Rows:
    """What was counted beside what should have been there."""
    return [
        (_("Cash expected"), closed.expected.amount),
        (_("Cash counted"), closed.counted.amount),
        (_("Difference"), closed.difference.amount),
    ]


def documents_of(totals: Totals) -> str:
    """`12 sales · 1 refund · 1 void`."""
    counts = (
        (totals.sales, ngettext("{n} sale", "{n} sales", totals.sales)),
        (totals.refunds, ngettext("{n} refund", "{n} refunds", totals.refunds)),
        (totals.voids, ngettext("{n} void", "{n} voids", totals.voids)),
    )
    return " · ".join(words.format(n=n) for n, words in counts if n or words is counts[0][1])


def _unposted(count: int) -> str:
    """Money that was taken, which the house's own totals do not have before somebody has looked at it."""
    return ngettext("{n} document not accepted yet", "{n} documents not accepted yet", count).format(n=count)


def _some(rows: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    return [row for row in rows if row[1]]
