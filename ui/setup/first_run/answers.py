"""What the first run asks, and the request that all answers together make."""

from typing import Annotated

import msgspec

from bizet_core.describe.fields import Field
from bizet_core.describe.languages.language import N_
from bizet_core.setup.first_run.operations import SetUp
from bizet_core.store import Request
from resources.sample import TRADES
from resources.sample.requests import opening_of


class Where(Request):
    """Where the business is, and in which language it works."""

    language: Annotated[str, Field(N_("Language"), kind="language")]
    country: Annotated[str, Field(N_("Country"), kind="country")]
    zone: Annotated[str, Field(N_("Time zone"), kind="zone", help=N_("Empty: the usual one of the country."))] = ""


class Owner(Request):
    """The business's name, and who owns it."""

    business: Annotated[str, Field(N_("Name of the business"), min_length=1, max_length=120)]
    name: Annotated[str, Field(N_("Your name"), min_length=1, max_length=80)]
    pin: Annotated[str, Field(N_("Your PIN"), kind="pin", secret=True, help=N_("4 to 8 digits, 6 are best"))]


def setting_up(where: Where, trade: str, owner: Owner) -> SetUp:
    """All answers; a trade brings its usual opening hours."""
    asked = SetUp(
        name=owner.business,
        country=where.country,
        language=where.language,
        zone=where.zone,
        trade=trade,
        owner_name=owner.name,
        owner_pin=owner.pin,
    )
    return msgspec.structs.replace(asked, hours=opening_of(TRADES[trade])) if trade in TRADES else asked
