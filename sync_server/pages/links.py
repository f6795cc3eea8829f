"""Sign-in links: made by whoever runs the server, good once and for a quarter of an hour, kept as hashes alone."""

import secrets
from hashlib import sha256
from uuid import UUID

from sqlalchemy import ColumnElement, delete, insert, select

from bizet_core.base.instants import MINUTE, to_ms
from bizet_core.base.refusals import Refused
from sync_server.data.control_database import Control, sign_in_links

LIVES = 15 * MINUTE


def new_link(control: Control, business: UUID, person: UUID) -> str:
    """The secret part of a link for somebody who works there."""
    link, now = secrets.token_urlsafe(24), to_ms(control.clock())
    row = {"verifier": _verifier(link), "business": business, "person": person, "ends_at": now + LIVES}
    with control.engine.begin() as connection:
        connection.execute(delete(sign_in_links).where(sign_in_links.c.ends_at <= now))
        connection.execute(insert(sign_in_links).values(**row))
    return link


def whose_link(control: Control, business: UUID, link: str) -> UUID:
    """Whose a link is; refuses with `link_ended` where it is nobody's any more."""
    with control.engine.connect() as connection:
        person = connection.execute(select(sign_in_links.c.person).where(_mine(control, business, link))).scalar()
    if person is None:
        raise Refused("link_ended")
    found: UUID = person
    return found


def use_link(control: Control, business: UUID, link: str) -> UUID:
    """The same, and nobody uses it again: of two at once one is refused."""
    person = whose_link(control, business, link)
    with control.engine.begin() as connection:
        if connection.execute(delete(sign_in_links).where(_mine(control, business, link))).rowcount == 0:
            raise Refused("link_ended")
    return person


def _mine(control: Control, business: UUID, link: str) -> ColumnElement[bool]:
    is_this = (sign_in_links.c.verifier == _verifier(link)) & (sign_in_links.c.business == business)
    return is_this & (sign_in_links.c.ends_at > to_ms(control.clock()))


def _verifier(link: str) -> bytes:
    return sha256(b"bizet sign-in link" + link.encode()).digest()
