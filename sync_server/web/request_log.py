"""Around each request: a number of its own, headers that browsers heed, one line in the log, and a count."""

import time
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from sync_server.web.metrics import Metrics

log = structlog.get_logger()

HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "strict-transport-security": "max-age=31536000",
    "x-content-type-options": "nosniff",
}
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})
OUTCOME = "outcome"  # where a handler leaves in one word how it went: `request.state`


class Observing:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self.app, self.metrics = app, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and look at how."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        number, began, status = uuid4().hex, time.perf_counter(), 500

        async def say(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with_ours(message.get("headers", []), number)
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            try:
                await self.app(scope, receive, say)
            finally:
                self._tell(scope, status, time.perf_counter() - began)

    def _tell(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        outcome = scope.get("state", {}).get(OUTCOME, "ok" if status < 400 else "none")
        self.metrics.request(route, status, outcome, seconds)
        if route not in QUIET:
            log.info("answered", route=route, status=status, outcome=outcome, ms=round(seconds * 1000, 1))


def _with_ours(headers: list[tuple[bytes, bytes]], number: str) -> list[tuple[bytes, bytes]]:
    there = {name for name, _value in headers}
    ours = HEADERS | {"x-request-id": number}
    return headers + [(n.encode(), v.encode()) for n, v in ours.items() if n.encode() not in there]
