"""Carry a message to the server and its answer back. A `Carrier` is HTTP, or the simulator's wire."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol
from uuid import UUID

from bizet_core.base.instants import to_ms
from bizet_core.base.refusals import Refused
from bizet_core.store.journal.journal import FORMAT
from bizet_core.sync.wire.protocol import LARGEST_PAGE, Page, Problem, Pushed, decode, encode
from bizet_core.sync.wire.signing import sign
from bizet_desk.syncing.transport.errors import UnreachableError as UnreachableError


class Carrier(Protocol):
    """Brings bytes to a server."""

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """The answer's status and body; raises `UnreachableError`."""
        ...

    def close(self) -> None:
        """Let go of the connection."""
        ...


class Server:
    """The server as one device speaks with it."""

    def __init__(
        self,
        carrier: Carrier,
        business: UUID,
        device: UUID,
        key: Callable[[bytes], bytes],
        now_ms: Callable[[], int],
        offset_ms: int = 0,
    ) -> None:
        self.carrier, self.business, self.device, self.key = carrier, business, device, key
        self.now_ms = now_ms
        self.offset_ms = offset_ms  # the server's clock less ours

    def now(self) -> int:
        """The server's clock, in milliseconds, as we reckon it: within minutes of the true one whenever it answers."""
        return self.now_ms() + self.offset_ms

    def ask(self, verb: str, message: Any, kind: type[Any]) -> Any:
        """Send a signed message; the answer, decoded. Raises `Refused` and `UnreachableError`."""
        body = b"" if message is None else encode(message)
        try:
            return self._ask(verb, body, kind)
        except Refused as refusal:
            if refusal.code != "clock_wrong" or not isinstance(refusal.facts.get("now_ms"), int):
                raise
            self.offset_ms = refusal.facts["now_ms"] - self.now_ms()
            return self._ask(verb, body, kind)

    def _ask(self, verb: str, body: bytes, kind: type[Any]) -> Any:
        path = f"/v1/{self.business}/{verb}"
        headers = sign("POST", path, body, device=self.device, at_ms=self.now(), key=self.key)
        return read_answer(*self.carrier.post(path, headers, body), kind)


def read_answer(status: int, body: bytes, kind: type[Any]) -> Any:
    """What the server said. A proxy's page, or anything else that is not ours, counts as nobody having answered."""
    try:
        if status == 200:
            return _of_our_format(decode(body, kind, LARGEST_PAGE))
        problem = decode(body, Problem)
    except Refused as damaged:
        if damaged.code == "formats_differ":
            raise
        raise UnreachableError(f"answered {status} with something else") from damaged
    if status >= 500:
        raise UnreachableError(problem.code)
    raise Refused(problem.code, **problem.facts)


def _of_our_format(answer: Any) -> Any:
    """Refuse with `formats_differ` what a server of another format says of changes."""
    if isinstance(answer, Pushed | Page) and answer.format != FORMAT:
        raise Refused("formats_differ")
    return answer


def now_of(clock: Callable[[], Any]) -> Callable[[], int]:
    """A clock in milliseconds."""
    return lambda: to_ms(clock())
