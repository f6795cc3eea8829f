"""What an authority looks at when another device's document arrives: sums, prices, tax rates, what was given back.

It stands all the same. A desk that is behind sells at yesterday's prices, and its customer has paid them: the Inbox
tells of it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from bizet_core.business.settings.queries import house_settings_of
from bizet_core.catalogue.sellable import known_price
from bizet_core.catalogue.taxes.model import tax_rates
from bizet_core.selling.sales.loading import given_back, load_taken_back
from bizet_core.selling.sales.model import SaleKind, sale_lines, sales
from bizet_core.selling.sales.rules import Figures
from bizet_core.store import ANY, Prepared, Work


def check_document(work: Work, given: Any) -> None:
    """A concern for each thing that is not as this authority knows it."""
    if not _adds_up(given):
        work.concern("sums_differ", sales, given.id, name=_shown(given))
    if work.actor.scope("sales.price") is None:
        for line, known in _other_prices(work, given):
            facts = {"name": line.name, "amount": line.unit_price, "known": known, "currency": given.currency}
            work.concern("price_differs", sales, given.id, **facts)
    if any(line.discounts for line in given.lines) and work.actor.scope("sales.discount") is None:
        work.concern("not_permitted_there", sales, given.id, permission="sales.discount")
    for name in sorted(_unknown_rates(work, given)):
        work.concern("tax_differs", sales, given.id, name=name)


def check_taking_back(work: Work, given: Any) -> None:
    """A concern where more was given back than whoever did it may, or than was ever sold.

    Each desk knows its own refunds of a sale only, until both have agreed: here they are counted together.
    """
    if not _adds_up(given):
        work.concern("sums_differ", sales, given.id, name=_shown(given))
    of: UUID = given.of_id or given.id  # one that names no sale takes back what nobody has sold
    work.hold_if_there(sales, of)  # two refunds at once would not know of each other
    earlier = load_taken_back(work, of)
    if _takes_more_than_sold(work, given, earlier):
        work.concern("taken_back_twice", sales, given.id, name=_shown(given))
    paid_out = given_back(*earlier) - sum(tender.amount for tender in given.tenders)
    needed = "sales.void" if given.kind == SaleKind.VOID else "sales.refund"
    if work.actor.scope(needed) is not ANY and paid_out > house_settings_of(work).refund_limit:
        work.concern("not_permitted_there", sales, given.id, permission=needed)


def _takes_more_than_sold(work: Work, given: Any, earlier: list[Figures]) -> bool:
    left = {row.id: row.quantity for row in work.rows(_SOLD, of=given.of_id)}
    back = [(line.id, line.quantity) for each in earlier for line in each.lines]
    for id, quantity in (*back, *((line.of_id, line.quantity) for line in given.lines)):
        left[id] = left.get(id, 0) + quantity
    return any(quantity < 0 for quantity in left.values())


def _adds_up(given: Any) -> bool:
    lines = given.lines
    whole = given.total == sum(line.gross for line in lines) and given.tax == sum(line.tax for line in lines)
    paid = sum(tender.amount for tender in given.tenders)
    return bool(whole and paid == given.total + given.tip + given.rounding)


def _other_prices(work: Work, given: Any) -> Iterator[tuple[Any, int]]:
    for line in given.lines:
        known = known_price(work, line)
        if known is not None and known != line.unit_price:
            yield line, known


def _unknown_rates(work: Work, given: Any) -> set[str]:
    """Names of taxes charged at a rate that is not, or no longer, ours."""
    charged = {(tax["tax_class"], tax["rate"], tax["name"]) for line in given.lines for tax in line.taxes}
    known = {(row.tax_class, row.rate) for row in work.rows(_OUR_RATES)}
    return {name for tax_class, rate, name in charged if rate and (tax_class, rate) not in known}


def _shown(given: Any) -> str:
    return f"{given.series}-{given.number:06}"


def times_numbered(work: Work, series: str, number: int, id: UUID) -> int:
    """How many other documents bear this number: a copied desk gives a number a second time."""
    (found,) = work.rows(_NUMBERED, of=series, at=number, but=id)
    return int(found.times)


_SOLD = Prepared(select(sale_lines.c.id, sale_lines.c.quantity).where(sale_lines.c.sale_id == bindparam("of")))
_OUR_RATES = Prepared(select(tax_rates.c.tax_class, tax_rates.c.rate))
_NUMBERED = Prepared(
    select(func.count(sales.c.id).label("times"))
    .where(sales.c.series == bindparam("of"), sales.c.number == bindparam("at"))
    .where(sales.c.id != bindparam("but"))
)
