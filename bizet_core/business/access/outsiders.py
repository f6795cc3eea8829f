"""Actors who do not work here: visitors, customers and other services, each with what its kind may do, as data."""

from collections.abc import Mapping
from uuid import UUID

from bizet_core.store.operations.actor import ANY, Actor, ActorKind, Scope

OUTSIDERS: Mapping[ActorKind, Mapping[str, Scope]] = {
    ActorKind.VISITOR: {"pages.see": ANY},
    ActorKind.CUSTOMER: {"pages.see": ANY},
    ActorKind.HOOK: {"hooks.receive": ANY},
}
"""What each kind may do: a visitor reads what is public, another service only ever tells."""


def page_visitor() -> Actor:
    """Somebody on a public page."""
    return Actor(None, "", OUTSIDERS[ActorKind.VISITOR], kind=ActorKind.VISITOR)


def customer_actor(customer: UUID, name: str) -> Actor:
    """A customer who has shown who they are."""
    return Actor(None, name, OUTSIDERS[ActorKind.CUSTOMER], kind=ActorKind.CUSTOMER, customer=customer)


def hook_actor(provider: str) -> Actor:
    """Another service whose signature was right."""
    return Actor(None, provider, OUTSIDERS[ActorKind.HOOK], kind=ActorKind.HOOK)
