"""A closing on paper: the Z report, laid out for any printer."""

from collections.abc import Iterator

from bizet_core.describe.formats.dates import show_instant
from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.languages.language import Locale, _, reading
from bizet_core.paper.blocks import Align, Block, Cut, Paper, Rule, Ruler, Space, Style
from bizet_core.paper.sheet import Sheet
from bizet_core.selling.till.queries import Closed
from bizet_core.selling.till.report_rows import count_rows, documents_of, groups_of, totals_of


def lay_out_z(closed: Closed, business: str, locale: Locale, ruler: Ruler) -> Paper:
    """The Z report in blocks, worded in the business's language."""
    with reading(locale):
        title = _("Closing Z {number}").format(number=closed.number)
        blocks = tuple(_blocks(closed, business, title, locale, Sheet(ruler)))
    language = str(locale.cldr).replace("_", "-")
    return Paper(blocks, ruler.width, rtl=locale.is_rtl, title=title, author=business, language=language)


def _blocks(closed: Closed, business: str, title: str, locale: Locale, sheet: Sheet) -> Iterator[Block]:
    totals, currency = totals_of(closed), closed.counted.currency
    yield from sheet.text(business, Align.MIDDLE, Style.LARGE)
    yield Space()
    yield from sheet.pair(title, show_instant(closed.closed_at, locale), Style.STRONG)
    yield from sheet.text(_("Open since {when}").format(when=show_instant(closed.opened_at, locale)))
    yield from sheet.text(_("Counted by {name}").format(name=closed.closed_by))
    yield from sheet.text(documents_of(totals))
    for group in (*groups_of(totals), count_rows(closed)):
        if group:
            yield Rule()
        for name, amount in group:
            yield from sheet.amount(name, show(Money(amount, currency), locale))
    if closed.reason:
        yield Space()
        yield from sheet.text(_("Reason: {reason}").format(reason=closed.reason))
    yield Cut()
