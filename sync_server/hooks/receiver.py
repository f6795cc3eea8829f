"""Webhook receiver: a delivery with a right signature becomes an operation; everything else is one and the same no.

204  taken in, now or before: the sender need not come again
401  no such business, no such service, a wrong signature, or too late: nobody learns which
413  longer than a delivery may be    429  too many at once    503  ask again
"""

import secrets
from functools import partial
from typing import NamedTuple
from uuid import UUID

import structlog
from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bizet_core.base.refusals import Refused
from bizet_core.business.access.outsiders import hook_actor
from bizet_core.business.hooks.operations import ReceiveDelivery, receive_delivery
from bizet_core.business.hooks.rules import LARGEST_BODY
from sync_server.hooks.secrets import secret_of
from sync_server.hooks.signature import Signed, is_right
from sync_server.pages.limits import take_one
from sync_server.running.open_server import OpenServer
from sync_server.web.answers import is_database_away
from sync_server.web.bodies import body_of
from sync_server.web.rate_limits import Turns
from sync_server.web.request_log import OUTCOME

log = structlog.get_logger()
PATH = "/hooks/{provider}/{business:uuid}"
AT_ONCE = 2  # of one business: the desks' own turns are others
_NOBODYS = secrets.token_bytes(32)  # what an unknown service is compared with: that takes as long
_STATUSES = {"hook_wrong": 401, "message_too_large": 413, "message_damaged": 400, "too_many_requests": 429}


class _Label(NamedTuple):
    path: str


def add(app: FastAPI, serving: OpenServer) -> None:
    """Add the route."""
    app.router.routes.append(Route(PATH, partial(_receive, serving, Turns(AT_ONCE)), methods=["POST"]))


async def _receive(serving: OpenServer, turns: Turns, request: Request) -> Response:
    request.scope["route"] = _Label("/hooks")
    try:
        take_one(serving.tellers, request)
        body = await body_of(request, LARGEST_BODY)
        business = UUID(str(request.path_params["business"]))
        async with turns.of(business):
            await run_in_threadpool(_take_in, serving, request, business, body)
    except Refused as refused:
        return _refused(request, refused)
    except Exception as problem:
        log.error("hook_broke", exc_info=problem)
        return _told(request, 503 if is_database_away(problem) else 500, "hook_broke")
    return _told(request, 204, "ok")


def _take_in(serving: OpenServer, request: Request, business: UUID, body: bytes) -> None:
    """One operation, as the service itself; refuses with `hook_wrong` whatever is not right."""
    provider, signed = str(request.path_params["provider"]), Signed.of(request.headers)
    secret = secret_of(serving.control, business, provider)
    right = is_right(signed, secret or _NOBODYS, body, serving.control.clock().timestamp())
    if secret is None or not right:
        raise Refused("hook_wrong")
    store = serving.stores.of(business)
    asked = ReceiveDelivery(provider=provider, delivery=signed.delivery, body=body)
    try:
        store.do(receive_delivery, asked, actor=hook_actor(provider))
    except Refused as refused:
        if refused.code != "delivery_known":  # it has come before: that is what the sender wants to hear
            raise


def _refused(request: Request, refused: Refused) -> Response:
    response = _told(request, _STATUSES.get(refused.code, 409), refused.code)
    if refused.code == "too_many_requests":
        response.headers["retry-after"] = str(refused.facts["seconds"])
    if refused.code.startswith("message_"):
        response.headers["connection"] = "close"
    return response


def _told(request: Request, status: int, code: str) -> Response:
    setattr(request.state, OUTCOME, code)
    return Response(b"", status)
