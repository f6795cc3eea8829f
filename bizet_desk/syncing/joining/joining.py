"""A fresh computer on its way into a business: it knocks with an invitation, waits, is let in, and takes everything.

    ask     shows the code and its new key; both screens then show the same six words
    look    whether somebody has compared them and said yes
    settle  a desk file with the business's id, this device's key, and the server's address

Until it is let in nothing is written. Once there is a file, a computer that is switched off goes on where it was.
"""

from collections.abc import Callable
from datetime import datetime

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceState
from bizet_core.business.devices.rules import six_words
from bizet_core.store.tables.ids import new_id
from bizet_core.sync.desk.server_state import Upstream
from bizet_core.sync.wire.enrolment import Join, Joined, Waiting
from bizet_desk.storage.keys import new_keys
from bizet_desk.storage.opening import Opened, create_joined
from bizet_desk.storage.paths import Places
from bizet_desk.syncing.joining.invitation import Invitation
from bizet_desk.syncing.joining.linking import introduce
from bizet_desk.syncing.transport.carrier import Server, now_of
from bizet_desk.syncing.transport.network import Network


class Joining:
    """One attempt of one computer; another attempt is another device."""

    def __init__(self, invitation: Invitation, network: Network, clock: Callable[[], datetime]) -> None:
        self.invitation = invitation
        self.keys = new_keys(invitation.business, new_id())
        self.server_key = b""
        self._clock = clock
        self._carrier = network.carrier(invitation.address)
        keys = self.keys
        self._server = Server(self._carrier, keys.business, keys.device, keys.sign, now_of(clock))

    def ask(self) -> tuple[str, ...]:
        """Ask to be let in; the words to compare. Raises `Refused` and `UnreachableError`."""
        asked = Join(
            business=self.keys.business, code=self.invitation.code, device=self.keys.device, key=self.keys.public,
            signature=bytes(64),
        )  # fmt: skip
        waiting: Waiting = introduce(self._carrier, "/v1/join", asked, self.keys, Waiting)
        self.server_key = waiting.server_key
        return six_words(self.invitation.code, self.keys.public, waiting.server_key)

    def look(self) -> Joined | None:
        """What an admitted device gets, or None while nobody has said yes."""
        joined: Joined = self._server.ask("joined", None, Joined)
        if joined.server_key != self.server_key:
            raise Refused("server_other")
        if joined.state is DeviceState.REVOKED:
            raise Refused("not_let_in")
        return joined if joined.state is DeviceState.ACTIVE else None

    def close(self) -> None:
        """Let go of the connection."""
        self._carrier.close()

    def settle(self, places: Places, joined: Joined, passphrase: str = "") -> Opened:
        """Make this computer's desk; empty until its first round."""
        keys = msgspec.structs.replace(self.keys, pepper=joined.pepper, recovery=joined.recovery)
        known = Upstream(
            keys.business, self.invitation.address, joined.server_key, joined.role, offset_ms=self._server.offset_ms
        )
        self.close()
        return create_joined(places, keys, known, passphrase=passphrase, clock=self._clock)
