"""Read a request's body, and no further than is allowed: by what it says of itself, and as it comes."""

import asyncio

from starlette.requests import ClientDisconnect, Request

from bizet_core.base.refusals import Refused
from bizet_core.sync.wire.protocol import LARGEST_MESSAGE

PATIENCE = 60.0  # seconds for a whole body: a slow line sends a push in that, a deliberate trickle does not


async def body_of(request: Request, largest: int = LARGEST_MESSAGE) -> bytes:
    """The whole body; refuses with `message_too_large` or `message_damaged` as soon as that is known."""
    said = request.headers.get("content-length", "0")
    if "content-length" in request.headers and "transfer-encoding" in request.headers:
        raise Refused("message_damaged")  # two lengths: a proxy before us may have believed the other one
    if said.isdecimal() and int(said) > largest:
        raise _too_large(largest)
    try:
        async with asyncio.timeout(PATIENCE):
            return await _read(request, largest)
    except (TimeoutError, ClientDisconnect) as error:
        raise Refused("message_damaged") from error


async def _read(request: Request, largest: int) -> bytes:
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > largest:
            raise _too_large(largest)
        parts.append(part)
    return b"".join(parts)


def _too_large(largest: int) -> Refused:
    return Refused("message_too_large", most=largest >> 20)
