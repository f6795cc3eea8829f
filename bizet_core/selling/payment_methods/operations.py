"""Add, change, order and remove ways of paying."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType
from sqlalchemy import func, select

from bizet_core.base.refusals import Refused
from bizet_core.business.settings.checking import checked
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.selling.payment_methods.model import PaymentKind, payment_methods
from bizet_core.store import (
    NO_SUBJECT,
    About,
    Edit,
    Permission,
    Request,
    Work,
    apply,
    derive,
    edit_of,
    operation,
    told_changes,
)

CHANGE = Permission("settings.change")
PAYMENT_KINDS = {
    PaymentKind.CASH: N_("Cash"),
    PaymentKind.CARD: N_("Card"),
    PaymentKind.BANK_TRANSFER: N_("Bank transfer"),
    PaymentKind.CHEQUE: N_("Cheque"),
    PaymentKind.OTHER: N_("Something else"),
}


class AddMethod(Request):
    """A way of paying. What is in the drawer is counted of cash alone."""

    name: Annotated[str, Field(N_("Name"), min_length=1, max_length=40)]
    kind: Annotated[PaymentKind, Field(N_("Kind"), choices=PAYMENT_KINDS)] = PaymentKind.OTHER
    opens_drawer: Annotated[bool, Field(N_("Opens the drawer"), help=N_("In cash only"))] = False
    needs_reference: Annotated[bool, Field(N_("A slip or cheque number must be written down"))] = False


class MethodAdded(AddMethod):
    """The same with its id and place."""

    id: UUID
    position: int


@operation(needs=CHANGE, undo=True, about=About("payment_method"))
def add_method(work: Work, given: MethodAdded) -> UUID:
    """Take money this way from now on."""
    work.insert(payment_methods, **msgspec.structs.asdict(given))
    work.note(payment_methods, given.id)
    return given.id


@add_method.prepare
def _pin_method(work: Work, asked: AddMethod) -> MethodAdded:
    asked = checked(work, asked)
    _check_drawer(asked.kind, asked.opens_drawer)
    last = work.scalar(select(func.max(payment_methods.c.position)))
    return MethodAdded(id=work.new_id(), position=0 if last is None else last + 1, **msgspec.structs.asdict(asked))


def usual_methods(business: UUID) -> tuple[MethodAdded, ...]:
    """What every house begins with. Their ids follow from the house's, their names are shown in the reader's words."""
    usual = ((PaymentKind.CARD, "Card", False), (PaymentKind.CASH, "Cash", True))
    return tuple(
        MethodAdded(id=usual_id(business, kind), name=name, kind=kind, opens_drawer=opens, position=place)
        for place, (kind, name, opens) in enumerate(usual)
    )


def usual_id(business: UUID, kind: PaymentKind) -> UUID:
    """The id of the row that a house begins with."""
    return derive(business, "payment_method", kind.value)


class EditMethod(Request):
    """What to change; what is left out stays. Receipts keep the name they were printed with; the kind stays."""

    method: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), min_length=1, max_length=40)] = UNSET
    opens_drawer: Annotated[bool | UnsetType, Field(N_("Opens the drawer"), help=N_("In cash only"))] = UNSET
    needs_reference: Annotated[bool | UnsetType, Field(N_("A slip or cheque number must be written down"))] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("In use"))] = UNSET


@operation(needs=CHANGE, undo=True, about=About("payment_method"))
def edit_method(work: Work, given: Edit) -> None:
    """Change a way of paying from now on."""
    apply(work, payment_methods, given)
    work.note(payment_methods, given.id, **told_changes(given))


@edit_method.prepare
def _pin_edit(work: Work, asked: EditMethod) -> Edit:
    asked = checked(work, asked)
    found = work.get(payment_methods, asked.method)
    _check_drawer(found.kind, asked.opens_drawer is True)
    if asked.active is False:
        _check_another(work, asked.method)
    return edit_of(work, payment_methods, asked.method, asked, apart=("method",))


class RemoveMethod(Request):
    """Which."""

    method: UUID


@operation(needs=CHANGE, undo=True, about=About("payment_method", "method"))
def remove_method(work: Work, given: RemoveMethod) -> None:
    """Take money this way no more; what was paid so stays what it is."""
    work.update(payment_methods, given.method, active=False)
    work.note(payment_methods, given.method, code="removed")


@remove_method.prepare
def _pin_removal(work: Work, asked: RemoveMethod) -> RemoveMethod:
    _check_another(work, asked.method)
    return asked


class OrderMethods(Request):
    """Which come first, in this order; the others follow as they are."""

    first: tuple[UUID, ...]


class MethodsOrdered(Request):
    """All of them in their new order."""

    order: tuple[UUID, ...]


@operation(needs=CHANGE, undo=True, about=NO_SUBJECT)
def order_methods(work: Work, given: MethodsOrdered) -> None:
    """Show ways of paying in another order."""
    for place, id in enumerate(given.order):
        work.update(payment_methods, id, position=place)
    for id in given.order[:1]:
        work.note(payment_methods, id)


@order_methods.prepare
def _pin_order(work: Work, asked: OrderMethods) -> MethodsOrdered:
    for id in asked.first:
        work.get(payment_methods, id)
    return MethodsOrdered(order=(*dict.fromkeys((*asked.first, *_in_order(work))),))


def _in_order(work: Work) -> Sequence[UUID]:
    c = payment_methods.c
    return [row.id for row in work.all(select(c.id).order_by(c.position, c.id))]


def _check_drawer(kind: str, opens: bool) -> None:
    if opens and kind != PaymentKind.CASH:
        raise Refused("drawer_for_cash_only")


def _check_another(work: Work, id: UUID) -> None:
    """Somehow a house has to be paid."""
    others = select(payment_methods.c.id).where(payment_methods.c.active, payment_methods.c.id != id)
    if work.first(others.limit(1)) is None:
        raise Refused("payment_method_last")
