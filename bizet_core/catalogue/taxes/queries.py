"""Tax rates as pages show them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from bizet_core.catalogue.taxes.model import tax_rates
from bizet_core.store import Permission, Read, Request, query

SEE = Permission("taxes.see")


@dataclass(frozen=True, slots=True)
class Rate:
    """One tax on one class of goods; `rate` in millionths."""

    id: UUID
    tax_class: str
    name: str
    rate: int
    position: int
    active: bool


class Rates(Request):
    """Which of them."""

    inactive: bool = False


@query(needs=SEE)
def rates(read: Read, asked: Rates) -> tuple[Rate, ...]:
    """Tax rates by class, in their order."""
    statement = select(tax_rates).order_by(tax_rates.c.position, tax_rates.c.tax_class, tax_rates.c.id)
    rows = read.all(statement if asked.inactive else statement.where(tax_rates.c.active))
    return tuple(Rate(**{f: row._mapping[f] for f in Rate.__dataclass_fields__}) for row in rows)
