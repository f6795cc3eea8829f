"""Public addresses: under which host or path the pages of a business stand.

/b/<slug>     on any host that is nobody's own
/             on the host that a business has of its own
"""

import re
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from bizet_core.base.refusals import Refused
from sync_server.data.control_database import Control, public_addresses

_SLUG = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,58}[a-z0-9])?")
_HOST = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")


class Address(NamedTuple):
    """Where a business is on the web."""

    slug: str
    business: UUID
    host: str | None
    sample: bool

    @property
    def base(self) -> str:
        """What the paths of its pages begin with, away from its own host."""
        return f"/b/{self.slug}"


class Addresses:
    """The public addresses in the control database."""

    def __init__(self, control: Control) -> None:
        self.control = control

    def set(self, business: UUID, slug: str, host: str = "", *, sample: bool = False) -> Address:
        """Give a business its address, in place of the one before. Refuses what cannot be, or is another's."""
        slug, name = slug.lower(), host_of(host) or None
        if _SLUG.fullmatch(slug) is None:
            raise Refused("address_odd", address=slug)
        if name is not None and _HOST.fullmatch(name) is None:
            raise Refused("host_odd", host=name)
        check_here(self.control, business)
        given = Address(slug, business, name, sample)
        try:
            with self.control.engine.begin() as connection:
                connection.execute(delete(public_addresses).where(public_addresses.c.business == business))
                connection.execute(insert(public_addresses).values(**given._asdict()))
        except IntegrityError as error:
            raise Refused("address_taken", address=name or slug) from error
        return given

    def find(self, host: str, slug: str | None) -> Address | None:
        """Who is at a path, or without one at the root of a host; on a host of somebody's own they alone."""
        name = host_of(host)
        either = (public_addresses.c.host == name) | (public_addresses.c.slug == (slug or ""))
        with self.control.engine.connect() as connection:
            known = [_address(row) for row in connection.execute(select(public_addresses).where(either))]
        owner = next((each for each in known if each.host == name), None)
        found = owner if slug is None else next((each for each in known if each.slug == slug), None)
        return None if owner is not None and owner != found else found

    def of(self, business: UUID) -> Address | None:
        """The address of a business."""
        return self._one(public_addresses.c.business == business)

    def samples(self) -> list[Address]:
        """Sample businesses that this server has made."""
        with self.control.engine.connect() as connection:
            return [_address(row) for row in connection.execute(select(public_addresses)) if row.sample]

    def _one(self, condition: object) -> Address | None:
        with self.control.engine.connect() as connection:
            found = connection.execute(select(public_addresses).where(condition)).first()  # type: ignore[arg-type]
        return None if found is None else _address(found)


def check_here(control: Control, business: UUID) -> None:
    """Refuse a business that does not live here, in words for whoever runs the server."""
    if all(house.business != business for house in control.all_houses()):
        raise Refused("business_not_here", business=str(business))


def host_of(header: str) -> str:
    """A host as it is compared: without its port, its last dot and its capitals."""
    return header.strip().lower().rsplit("]", 1)[-1].partition(":")[0].rstrip(".")


def _address(row: object) -> Address:
    return Address(*(getattr(row, name) for name in Address._fields))
