"""Actors of web sessions, looked up anew for each request: whoever is sent away is out at once."""

from dataclasses import replace
from uuid import UUID

from bizet_core.business.access.outsiders import customer_actor, page_visitor
from bizet_core.business.access.queries import actor_of
from bizet_core.business.resources.model import resources
from bizet_core.people.customers.model import customers
from bizet_core.store import SYSTEM, Actor, ActorKind, Read, Store
from sync_server.pages.sessions import Session


def actor_of_session(store: Store, session: Session | None) -> Actor:
    """Whoever is in a session; somebody who is not there any more is a visitor like everybody."""
    if session is None or session.person is None:
        return page_visitor()
    with store.reading() as connection:
        read = Read(connection, store.identity.business, SYSTEM, store.clock())
        found = _staff(read, session.person) if session.kind is ActorKind.STAFF else _customer(read, session.person)
    return found or page_visitor()


def _staff(read: Read, person: UUID) -> Actor | None:
    row = read.find(resources, person)
    return replace(actor_of(read, person), kind=ActorKind.STAFF) if row is not None and row.active else None


def _customer(read: Read, person: UUID) -> Actor | None:
    row = read.find(customers, person)
    return None if row is None else customer_actor(person, row.name)
