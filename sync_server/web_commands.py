"""Web commands: the public address of a business, the secret of a webhook, a link that signs somebody in."""

import argparse

from bizet_core.base.refusals import Refused
from bizet_core.business.access.queries import Signers, signers
from bizet_core.describe.languages.language import _
from sync_server.addresses import Address, Addresses
from sync_server.hooks.secrets import new_secret
from sync_server.pages.links import new_link
from sync_server.running.commands import DONE, control_of, say, stores_of
from sync_server.running.configuration import Configuration


def address(config: Configuration, given: argparse.Namespace) -> int:
    """Give a business its public address."""
    with control_of(config) as control:
        made = Addresses(control).set(given.business, given.slug, given.name or "")
    say(_("Its public page: {address}").format(address=_url(config, made)))
    return DONE


def hook(config: Configuration, given: argparse.Namespace) -> int:
    """Make the secret of a service, and print it once with the address to give away."""
    with control_of(config) as control:
        secret = new_secret(control, given.business, given.provider)
    path = f"{config.address(config.port)}/hooks/{given.provider}/{given.business}"
    say(_("Its address: {address}").format(address=path))
    say(_("Its secret, shown only now: {secret}").format(secret=secret))
    return DONE


def staff_link(config: Configuration, given: argparse.Namespace) -> int:
    """Print a link that signs somebody in, once."""
    with stores_of(config) as stores:
        place = Addresses(stores.control).of(given.business)
        if place is None:
            raise Refused("address_missing")
        people = stores.of(given.business).ask(signers, Signers())
        person = next((one.id for one in people if one.name.casefold() == given.person.casefold()), None)
        if person is None:
            raise Refused("person_unknown", name=given.person)
        link = new_link(stores.control, given.business, person)
    say(_("Within 15 minutes, once: {address}").format(address=f"{_url(config, place)}/sign-in/{link}"))
    return DONE


def _url(config: Configuration, place: Address) -> str:
    return f"https://{place.host}" if place.host else config.address(config.port) + place.base
