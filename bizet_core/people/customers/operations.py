"""Add and change customers, and write notes about them."""

from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.operations import keep
from bizet_core.business.attachments.rules import text_to_keep
from bizet_core.business.settings.checking import checked, locale_of
from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.people.customers.model import customer_notes, customers
from bizet_core.people.customers.queries import Alike, alike_people
from bizet_core.people.customers.rules import NAME_LIMIT, Person, customer_key, join_name, name_order, shown_name
from bizet_core.store import Edit, Permission, Request, Work, apply, edit_with, operation, told_changes

CHANGE = Permission("customers.change")
LONGEST_NOTE = 8_000
"""Characters that travel in the operation; a longer note is kept whole as an attachment, with its beginning here."""


class AddCustomer(Request):
    """A new customer: a name, or at least a phone number or an e-mail address."""

    name: Annotated[str, Field(N_("Name"), max_length=NAME_LIMIT)] = ""
    given_name: Annotated[str, Field(N_("First name"), max_length=NAME_LIMIT)] = ""
    family_name: Annotated[str, Field(N_("Last name"), max_length=NAME_LIMIT)] = ""
    phone: Annotated[str, Field(N_("Phone"), kind="phone")] = ""
    email: Annotated[str, Field(N_("E-mail"), kind="email")] = ""
    alert: Annotated[str, Field(N_("Alert"), max_length=300, help=N_("Shown first, such as an allergy."))] = ""
    language: Annotated[str, Field(N_("Language"), kind="language")] = ""
    favourite: Annotated[bool, Field(N_("Regular"))] = False
    preferred_staff: Annotated[
        UUID | None, Field(N_("Prefers"), choices="bizet_core.business.staff.queries:people")
    ] = None
    sample: bool = False


class CustomerAdded(AddCustomer):
    """Args: with an id, a name in any case, and who looks like the same person."""

    id: UUID
    alike: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """The customer's id, and a warning: who is known already and may be the same person."""

    id: UUID
    alike: tuple[Alike, ...] = ()


@operation(needs=Permission("customers.add"), undo=True, said=N_("Customer added"), kiosk=True)
def add_customer(work: Work, given: CustomerAdded) -> NewCustomer:
    """Add a customer. Somebody alike is told of, not refused: families share phones, and people names."""
    row = {f: v for f, v in msgspec.structs.asdict(given).items() if f != "alike"}
    work.insert(customers, **row, created_at=work.now, search_key=_key(row))
    work.note(customers, given.id)
    known = [other for id in given.alike if (other := work.find(customers, id)) is not None]
    return NewCustomer(given.id, tuple(Alike(other.id, other.name, other.phone, other.email) for other in known))


@add_customer.prepare
def _pin_customer(work: Work, asked: AddCustomer) -> CustomerAdded:
    row = _named(work, msgspec.structs.asdict(checked(work, asked)))
    known = alike_people(work, Person(row["name"], _some(row["phone"]), _some(row["email"])))
    return CustomerAdded(id=work.new_id(), alike=tuple(one.id for one in known), **row)


class EditCustomer(Request):
    """What to change; what is left out stays."""

    customer: UUID
    name: Annotated[str | UnsetType, Field(N_("Name"), max_length=NAME_LIMIT)] = UNSET
    given_name: Annotated[str | UnsetType, Field(N_("First name"), max_length=NAME_LIMIT)] = UNSET
    family_name: Annotated[str | UnsetType, Field(N_("Last name"), max_length=NAME_LIMIT)] = UNSET
    phone: Annotated[str | UnsetType, Field(N_("Phone"), kind="phone")] = UNSET
    email: Annotated[str | UnsetType, Field(N_("E-mail"), kind="email")] = UNSET
    alert: Annotated[str | UnsetType, Field(N_("Alert"), max_length=300)] = UNSET
    language: Annotated[str | UnsetType, Field(N_("Language"), kind="language")] = UNSET
    favourite: Annotated[bool | UnsetType, Field(N_("Regular"))] = UNSET
    preferred_staff: Annotated[
        UUID | UnsetType | None, Field(N_("Prefers"), choices="bizet_core.business.staff.queries:people")
    ] = UNSET


@operation(needs=CHANGE, undo=True, said=N_("Details of a customer changed"))
def edit_customer(work: Work, given: Edit) -> None:
    """Change what is known about a customer."""
    apply(work, customers, given)
    work.update(customers, given.id, search_key=_key(work.get(customers, given.id)._mapping))
    work.note(customers, given.id, **told_changes(given))


@edit_customer.prepare
def _pin_edit(work: Work, asked: EditCustomer) -> Edit:
    row = dict(work.get(customers, asked.customer)._mapping)
    asked = checked(work, asked)
    wanted = {f: v for f, v in msgspec.structs.asdict(asked).items() if v is not UNSET and f != "customer"}
    if "name" not in wanted and ("given_name" in wanted or "family_name" in wanted):
        wanted["name"] = ""
    wanted["name"] = _named(work, row | wanted)["name"]
    return edit_with(work, customers, asked.customer, wanted)


class AddNote(Request):
    """A note about a customer, of any length up to 16 MiB."""

    customer: UUID
    words: Annotated[str, Field(N_("Note"), kind="long_text", min_length=1, max_length=16 * 1024 * 1024)]


class NoteAdded(AddNote):
    """Args: who wrote it, its first words, and the hash of the whole where it is long."""

    id: UUID
    author: UUID | None
    author_name: str
    attachment: str = ""


@operation(needs=Permission("customers.note"), undo=True, said=N_("Note written"))
def add_note(work: Work, given: NoteAdded) -> UUID:
    """Write a note. It is not edited later; another one corrects it."""
    row = {f: getattr(given, f) for f in ("id", "author", "author_name", "words", "attachment")}
    work.get(customers, given.customer)
    work.insert(customer_notes, **row, customer_id=given.customer, written_at=work.now)
    work.note(customers, given.customer, note=given.id)
    return given.id


@add_note.prepare
def _pin_note(work: Work, asked: AddNote) -> NoteAdded:
    words, attachment = checked(work, asked).words, ""
    if len(words) > LONGEST_NOTE:
        attachment = keep(work, text_to_keep(words), "")
        words = words[:LONGEST_NOTE].rsplit(maxsplit=1)[0]
    who = work.actor
    return NoteAdded(
        id=work.new_id(),
        customer=asked.customer,
        author=who.staff,
        author_name=who.name,
        words=words,
        attachment=attachment,
    )


def _named(work: Work, row: dict[str, Any]) -> dict[str, Any]:
    """The row with a name: what was typed, else its parts in the house's order, else the phone or the address."""
    joined = join_name(row["given_name"], row["family_name"], name_order(locale_of(work).language))
    name = shown_name(row["name"] or joined, row["phone"], row["email"])
    if not name:
        raise Refused("customer_empty")
    return row | {"name": name}


def _key(row: Any) -> str:
    """Made where the row is written: two desks that edit different fields would clash over it in the args."""
    return customer_key(*(row[f] for f in ("name", "given_name", "family_name", "phone", "email")))


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
