"""What an authority looks at when another device's sale arrives: sums, prices, tax rates. The sale stands all the same.

A desk that is behind sells at yesterday's prices, and its customer has paid them: the Inbox tells of it.
"""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select

from bizet_core.products.model import products
from bizet_core.sales.model import sales
from bizet_core.scheduling.model import booking_parts
from bizet_core.store import Prepared, Work
from bizet_core.taxes.model import tax_rates


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


def _adds_up(given: Any) -> bool:
    lines = given.lines
    whole = given.total == sum(line.gross for line in lines) and given.tax == sum(line.tax for line in lines)
    paid = sum(tender.amount for tender in given.tenders)
    return bool(whole and paid == given.total + given.tip + given.rounding)


def _other_prices(work: Work, given: Any) -> Iterator[tuple[Any, int]]:
    for line in given.lines:
        known = _known_price(work, line)
        if known is not None and known != line.unit_price:
            yield line, known


def _known_price(work: Work, line: Any) -> int | None:
    if line.part_id is not None:
        part = work.find(booking_parts, line.part_id)
        return None if part is None else int(part.price)
    product = work.find(products, line.item_id) if line.kind == "product" else None
    return None if product is None else int(product.price)


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


_OUR_RATES = Prepared(select(tax_rates.c.tax_class, tax_rates.c.rate))
_NUMBERED = Prepared(
    select(func.count(sales.c.id).label("times"))
    .where(sales.c.series == bindparam("of"), sales.c.number == bindparam("at"))
    .where(sales.c.id != bindparam("but"))
)
