"""Roles and what each may do; how long somebody waits who keeps typing wrong PINs; what is told of sessions.

A permission is a capability and a verb; each capability declares its own (`permissions`). OWN reaches a person's own
bookings, hours and page; ANY reaches everybody's.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum

from bizet_core.describe.capabilities import EVERYBODY, Granted, declared
from bizet_core.store.operations.actor import ANY, OWN, Scope

_GRANTED: Mapping[str, Granted] = declared("permissions")

PERMISSIONS: Mapping[str, str] = {name: granted.words for name, granted in _GRANTED.items()}
"""Every permission with the words that a role's page and a refusal use for it."""


def _held_by(role: str) -> dict[str, Scope]:
    own = {name: OWN for name, granted in _GRANTED.items() if role in granted.own}
    return own | {name: ANY for name, granted in _GRANTED.items() if role in granted.to}


GRANTS: Mapping[str, Mapping[str, Scope]] = {
    **{role: dict.fromkeys(PERMISSIONS, ANY) for role in ("owner", "admin")},
    **{role: _held_by(role) for role in EVERYBODY},
}
"""What each role may do. Owners and admins may do everything, what no permission is named for included."""

AT_KIOSKS: Mapping[str, Scope] = {name: ANY for name, granted in _GRANTED.items() if granted.kiosk}
"""What visitors at a kiosk may: nobody is signed in there, and whoever a kiosk names is not believed."""

EVERYTHING = frozenset({"owner", "admin"})

FREE_TRIES = 5
_WAITS = (30, 60, 120, 300, 900, 3600)  # seconds after the fifth wrong PIN, the sixth, …


def wait_after(failed: int) -> timedelta:
    """How long a person waits after so many wrong PINs in a row; nothing before the fifth, an hour at most."""
    if failed < FREE_TRIES:
        return timedelta(0)
    return timedelta(seconds=_WAITS[min(failed - FREE_TRIES, len(_WAITS) - 1)])


class Happened(StrEnum):
    """What the activity log tells of who is at a desk; each is the code of its lines."""

    SIGNED_IN = "signed_in"
    LOCKED = "locked"  # by hand: the person who was at the desk has left it
    LOCKED_ITSELF = "locked_itself"  # nobody had touched it for a while
    CLOSED = "closed"  # the program ended, with somebody at the desk
    COMMAND_LINE = "command_line"
    WRONG_PIN = "wrong_pin"
    SHUT_OUT = "shut_out"  # one wrong PIN too many: from here on each further one costs a wait
    APPROVED = "approved"


BY_ANYBODY = frozenset({Happened.WRONG_PIN, Happened.SHUT_OUT})
"""What is told of the person whose PIN was tried, though nobody knows who tried it."""

_MOST = {Happened.COMMAND_LINE: 1}


def most_in_an_hour(what: Happened) -> int:
    """How many such lines there are of one person at one desk: somebody who hammers, or a script, fills no journal."""
    return _MOST.get(what, 60)
