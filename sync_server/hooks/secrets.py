"""Webhook secrets: what a service signs with, one for each service and business, kept in the control database.

Its file is readable by the server's own user alone, as the server's key beside it is. A new secret ends the old one.
"""

import secrets
from base64 import b64encode
from uuid import UUID

from sqlalchemy import delete, insert, select

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.business.hooks.rules import is_provider
from sync_server.addresses import check_here
from sync_server.data.control_database import Control, hook_secrets

PREFIX = "whsec_"


def new_secret(control: Control, business: UUID, provider: str) -> str:
    """Make a secret, as the service's own form wants it: `whsec_…` in base64."""
    if not is_provider(provider):
        raise Refused("provider_odd", provider=provider)
    check_here(control, business)
    made = secrets.token_bytes(32)
    mine = (hook_secrets.c.business == business) & (hook_secrets.c.provider == provider)
    row = {"business": business, "provider": provider, "secret": made, "made_at": to_ms(control.clock())}
    with control.engine.begin() as connection:
        connection.execute(delete(hook_secrets).where(mine))
        connection.execute(insert(hook_secrets).values(**row))
    return PREFIX + b64encode(made).decode()


def secret_of(control: Control, business: UUID, provider: str) -> bytes | None:
    """The secret of a service, or None."""
    mine = (hook_secrets.c.business == business) & (hook_secrets.c.provider == provider)
    with control.engine.connect() as connection:
        found = connection.execute(select(hook_secrets.c.secret).where(mine)).scalar()
    return None if found is None else bytes(found)
