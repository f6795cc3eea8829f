"""Tax rates by class. A class with no rate in use is exempt; one with a rate of 0 is zero-rated."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from bizet_core.base.rounding import MILLION
from bizet_core.business.settings.checking import checked
from bizet_core.catalogue.taxes.classes import TAX_CLASSES
from bizet_core.catalogue.taxes.model import tax_rates
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_of, operation

CHANGE = Permission("taxes.change")


class AddRate(Request):
    """One tax on one class of goods; a class may bear several. `rate` in millionths: 230,000 is 23 %."""

    tax_class: Annotated[str, Field(N_("Class of goods"), choices=TAX_CLASSES)]
    name: Annotated[str, Field(N_("As printed"), min_length=1, max_length=40, example="VAT 23 %")]
    rate: Annotated[int, Field(N_("Rate"), kind="rate", min=0, max=MILLION)]
    position: int = 0


class RateAdded(AddRate):
    """The same with its id."""

    id: UUID


@operation(needs=CHANGE, undo=True, said=N_("Tax rate added"))
def add_rate(work: Work, given: RateAdded) -> UUID:
    """Add a tax rate."""
    work.insert(tax_rates, **msgspec.structs.asdict(given))
    work.note(tax_rates, given.id)
    return given.id


@add_rate.prepare
def _pin_rate(work: Work, asked: AddRate) -> RateAdded:
    return RateAdded(id=work.new_id(), **msgspec.structs.asdict(checked(work, asked)))


class EditRate(Request):
    """What to change; what is left out stays. Receipts keep the rate they were printed with."""

    tax: UUID
    tax_class: Annotated[str | UnsetType, Field(N_("Class of goods"), choices=TAX_CLASSES)] = UNSET
    name: Annotated[str | UnsetType, Field(N_("As printed"), min_length=1, max_length=40)] = UNSET
    rate: Annotated[int | UnsetType, Field(N_("Rate"), kind="rate", min=0, max=MILLION)] = UNSET
    active: Annotated[bool | UnsetType, Field(N_("In use"))] = UNSET
    position: int | UnsetType = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Tax rate changed"))
def edit_rate(work: Work, given: Edit) -> None:
    """Change a tax rate from now on."""
    apply(work, tax_rates, given)
    work.note(tax_rates, given.id)


@edit_rate.prepare
def _pin_edit(work: Work, asked: EditRate) -> Edit:
    return edit_of(work, tax_rates, asked.tax, checked(work, asked), apart=("tax",))


class RemoveRate(Request):
    """Which."""

    tax: UUID


@operation(needs=CHANGE, undo=True, said=N_("Tax rate removed"))
def remove_rate(work: Work, given: RemoveRate) -> None:
    """Charge a tax no more; its class is exempt where it was the only one."""
    work.update(tax_rates, given.tax, active=False)
    work.note(tax_rates, given.tax, code="removed")
