"""Write customers from a list: a batch of rows at a time, so that people overtake; the batches are undone together."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bizet_core.describe.formats.dates import show_date
from bizet_core.describe.languages.language import N_, _, isolate, reader
from bizet_core.people.customers.operations import (
    LONGEST_NOTE,
    AddCustomer,
    AddNote,
    CustomerAdded,
    NoteAdded,
    add_customer,
    add_note,
)
from bizet_core.people.customers.queries import alike_people
from bizet_core.people.customers.rules import KnownPeople, Person, Sameness
from bizet_core.setup.customer_import.rules import BadRow, CustomerRow
from bizet_core.store import Permission, Request, Work, operation

USE = Permission("imports.use")
BATCH = 50
"""Rows of one operation: short enough for a click to pass in between."""
HEAVIEST = 60_000  # characters of notes in one operation: it has to travel
SAME = 90  # percent


class CustomerGiven(Request):
    """A row that was read well; phones in E.164."""

    row: int
    name: str = ""
    given: str = ""
    family: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    born: date | None = None
    alert: str = ""
    note: str = ""

    @property
    def person(self) -> Person:
        """What tells this customer from others."""
        return Person(self.name, self.phones, self.emails)


class ImportCustomers(Request):
    """Some rows of a list. Whoever is surely here already is left as they are."""

    customers: tuple[CustomerGiven, ...]


class CustomersImported(Request):
    """Args: who is added with which note, and the rows that are here already."""

    added: tuple[CustomerAdded, ...]
    notes: tuple[NoteAdded, ...]
    known: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a batch."""

    added: int
    known: tuple[int, ...]  # row numbers


@operation(needs=USE, undo=True, said=N_("Customer imported"))
def import_customers(work: Work, given: CustomersImported) -> Imported:
    """Add the customers of some rows."""
    for one in given.added:
        work.do(add_customer, one)
    for note in given.notes:
        work.do(add_note, note)
    return Imported(len(given.added), given.known)


@import_customers.prepare
def _pin(work: Work, asked: ImportCustomers) -> CustomersImported:
    batch = KnownPeople[int]()
    added: list[CustomerAdded] = []
    notes: list[NoteAdded] = []
    known: list[int] = []
    for row in asked.customers:
        if _is_known(work, row.person, batch):
            known.append(row.row)
            continue
        batch.add(row.row, row.person)
        made = _added(work, row)
        added.append(made)
        if note := _note(row):
            notes.append(_noted(work, made.id, note))
    return CustomersImported(added=tuple(added), notes=tuple(notes), known=tuple(known))


def batches(rows: Iterable[CustomerRow | BadRow]) -> Iterator[ImportCustomers]:
    """The good rows of a list as requests."""
    waiting: list[CustomerGiven] = []
    weight = 0
    for row in rows:
        if isinstance(row, BadRow):
            continue
        given = CustomerGiven(**{name: getattr(row, name) for name in CustomerGiven.__struct_fields__})
        waiting.append(given)
        weight += min(len(given.note), LONGEST_NOTE)
        if len(waiting) == BATCH or weight > HEAVIEST:
            yield ImportCustomers(customers=tuple(waiting))
            waiting, weight = [], 0
    if waiting:
        yield ImportCustomers(customers=tuple(waiting))


def _is_known(work: Work, person: Person, batch: KnownPeople[int]) -> bool:
    """Surely the same as somebody here: by contact and name, or an equal name where neither row tells a contact."""
    here = batch.likest(person)
    if here is not None and here.likeness.sameness is Sameness.SAME:
        return True
    bare = not (person.phones or person.emails)
    for one in alike_people(work, person):
        if one.percent >= SAME or (bare and not (one.phone or one.email) and one.name == person.name):
            return True
    return False


def _added(work: Work, row: CustomerGiven) -> CustomerAdded:
    asked = AddCustomer(
        name=row.name,
        given_name=row.given,
        family_name=row.family,
        phone=next(iter(row.phones), ""),
        email=next(iter(row.emails), ""),
        alert=row.alert,
    )
    assert add_customer.pin is not None
    made: CustomerAdded = add_customer.pin(work, asked)
    return made


def _noted(work: Work, customer: UUID, words: str) -> NoteAdded:
    assert add_note.pin is not None
    made: NoteAdded = add_note.pin(work, AddNote(customer=customer, words=words))
    return made


def _note(row: CustomerGiven) -> str:
    """What has no field of its own is kept in words, so that nothing of a row is lost."""
    parts = [row.note]
    if row.phones[1:]:
        parts.append(_("Other phones: {phones}").format(phones=isolate(", ".join(row.phones[1:]))))
    if row.emails[1:]:
        parts.append(_("Other e-mail: {emails}").format(emails=isolate(", ".join(row.emails[1:]))))
    if row.born is not None:
        parts.append(_("Birthday: {date}").format(date=isolate(show_date(row.born, reader()))))
    return "\n".join(part for part in parts if part)
