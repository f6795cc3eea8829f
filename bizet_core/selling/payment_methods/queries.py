"""Payment methods as pages, tiles and sales read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bizet_core.base.refusals import Refused
from bizet_core.selling.payment_methods.model import PaymentKind, payment_methods
from bizet_core.store import Permission, Prepared, Read, Request, query

SEE = Permission("settings.see")


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """One way of paying."""

    id: UUID
    name: str
    kind: PaymentKind
    opens_drawer: bool
    needs_reference: bool
    active: bool

    @property
    def gives_change(self) -> bool:
        """Change is given from cash only."""
        return self.kind is PaymentKind.CASH


class PaymentMethods(Request):
    """Which of them."""

    inactive: bool = False


@query(needs=SEE)
def all_payment_methods(read: Read, asked: PaymentMethods) -> tuple[PaymentMethod, ...]:
    """Ways of paying in the order of the house, those no longer used last."""
    found = tuple(map(_method, read.rows(_ALL)))
    return (*methods_in_use(found), *(each for each in found if asked.inactive and not each.active))


def methods_in_use(found: Sequence[PaymentMethod]) -> tuple[PaymentMethod, ...]:
    """Those that can be chosen."""
    return tuple(each for each in found if each.active)


def method_for(read: Read, kind: str, id: UUID | None) -> PaymentMethod:
    """The way of paying that is meant: the named one, else the first of its kind; refuses one that is not in use."""
    found = methods_in_use([_method(row) for row in read.rows(_ALL)])
    fitting = (each for each in found if each.kind == kind and id in (None, each.id))
    method = next(fitting, None)
    if method is None:
        raise Refused("payment_method_gone", method=kind)
    return method


def opens_drawer(read: Read, id: UUID | None) -> bool:
    """Whether whatever is paid this way belongs in the drawer."""
    found = read.find(payment_methods, id)
    return found is not None and bool(found.opens_drawer)


def _method(row: Any) -> PaymentMethod:
    return PaymentMethod(row.id, row.name, PaymentKind(row.kind), row.opens_drawer, row.needs_reference, row.active)


_ALL = Prepared(select(payment_methods).order_by(payment_methods.c.position, payment_methods.c.id))
