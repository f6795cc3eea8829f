"""HTTP to the server: one request out, one bounded answer back, and the news that there is something to pull.

Everything that is not the server's own answer (a proxy's page, a redirect, a certificate that does not hold, a cut
line) is `UnreachableError`: nobody knows whether the request has arrived, and it is sent again later.
"""

import ssl
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx

from bizet_core.sync.wire.protocol import LARGEST_PAGE
from bizet_desk.syncing.transport.address import address_of
from bizet_desk.syncing.transport.carrier import UnreachableError

TIMEOUTS = httpx.Timeout(60, connect=5, pool=5)
SLOW_DOWN = 429
HEADERS = {"accept-encoding": "identity", "content-type": "application/octet-stream", "user-agent": "Bizet"}
"""Messages are compressed already; an answer that a proxy has compressed once more is refused."""


def client_of(url: str, authority: Path | None = None, timeouts: httpx.Timeout = TIMEOUTS) -> httpx.Client:
    """An HTTP client for one server: certificates verified (by the computer's authorities, and one more), no redirects.

    On this very computer there is no proxy between.
    """
    address = address_of(url)
    return httpx.Client(
        base_url=address.url,
        verify=trusted(authority),
        timeout=timeouts,
        headers=HEADERS,
        follow_redirects=False,
        trust_env=not address.is_here,
    )


def trusted(authority: Path | None) -> ssl.SSLContext:
    """Whom to believe: the computer's own authorities and, where a business has its own, that one too."""
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    if authority is not None:
        context.load_verify_locations(cafile=authority)
    return context


class HttpCarrier:
    """Brings bytes to a server (a `wire.Carrier`). One of these may be used by one thread at a time."""

    def __init__(self, url: str, authority: Path | None = None, timeouts: httpx.Timeout = TIMEOUTS) -> None:
        self.client = client_of(url, authority, timeouts)

    def post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        """The answer's status and body; raises `UnreachableError`."""
        return reaching(lambda: self._post(path, headers, body))

    def _post(self, path: str, headers: Mapping[str, str], body: bytes) -> tuple[int, bytes]:
        with self.client.stream("POST", path, headers=dict(headers), content=body) as answer:
            if answer.status_code == SLOW_DOWN:
                raise UnreachableError("slow_down")
            return answer.status_code, bounded(answer)

    def close(self) -> None:
        """Let go of the connection."""
        self.client.close()


def reaching(ask: Callable[[], Any]) -> Any:
    """Do something over the network; whatever goes wrong there is `UnreachableError`, with its kind."""
    try:
        return ask()
    except (httpx.HTTPError, httpx.StreamError, httpx.InvalidURL, ssl.SSLError, OSError) as error:
        raise UnreachableError(type(error).__name__) from error


def bounded(answer: httpx.Response) -> bytes:
    """The body, unless it is more than a page can be; a redirect or something packed by others is not ours."""
    if answer.is_redirect or answer.headers.get("content-encoding", "identity") != "identity":
        raise UnreachableError("answered by something else")
    parts, size = [], 0
    for part in answer.iter_raw():
        size += len(part)
        if size > LARGEST_PAGE:
            raise UnreachableError("too long an answer")
        parts.append(part)
    return b"".join(parts)
