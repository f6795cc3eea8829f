"""Contact of a customer in few words, for lists and headings."""

from bizet_core.describe.fields import Field
from bizet_core.describe.kinds.contacts import Phone
from bizet_core.describe.languages.language import N_, reader
from bizet_core.people.customers.queries import Customer, Found

_PHONE = Phone(Field(N_("Phone")))


def contact_of(person: Customer | Found) -> str:
    """The phone number as people write it, else the address."""
    return _PHONE.show(person.phone, reader()) if person.phone else person.email
