"""Web application: FastAPI around `sync_server/sync/dispatch.py`. Raw bodies in and out; nothing here decides anything.

POST /v1/begin  /v1/join  /v1/{business}/{verb}     answered by the door, on a thread
GET  /v1/{business}/events                          told that there is something to pull
POST /hooks/{provider}/{business}                   another service tells of something
GET  /b/{slug}  /static/{name}                      public pages
GET  /healthz  /readyz  /metrics                    for whoever runs this
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request as HttpRequest
from starlette.responses import Response, StreamingResponse

from bizet_core.base.refusals import Refused
from bizet_core.business.devices.model import DeviceState
from bizet_core.store import Store
from bizet_core.sync.server import feed
from sync_server.hooks.receiver import add as add_hooks
from sync_server.pages.site import add as add_pages
from sync_server.running.open_server import OpenServer
from sync_server.running.tracing import telemetry
from sync_server.sync.dispatch import VERBS, Caller, Request
from sync_server.sync.enrolment import device_of
from sync_server.sync.events import News
from sync_server.web import health
from sync_server.web.answers import Answer, answer_to, answered, refusal
from sync_server.web.bodies import body_of
from sync_server.web.request_log import OUTCOME, Observing


def application(serving: OpenServer) -> FastAPI:
    """The web application over an open server."""
    app = FastAPI(openapi_url=None, telemetry=telemetry(), redirect_slashes=False, lifespan=partial(_living, serving))
    app.add_middleware(Observing, metrics=serving.metrics)
    web = Web(serving)
    for path in ("/v1/begin", "/v1/join"):
        app.add_api_route(path, web.enrol, methods=["POST"])
    for verb in sorted(VERBS):
        app.add_api_route(f"/v1/{{business:uuid}}/{verb}", web.ask, methods=["POST"])
    app.add_api_route("/v1/{business:uuid}/events", web.events, methods=["GET"])
    health.add(app, serving)
    add_hooks(app, serving)
    add_pages(app, serving, _nothing_here)
    return app


class Web:
    """Handlers of what devices ask."""

    def __init__(self, serving: OpenServer) -> None:
        self.serving = serving

    async def enrol(self, request: HttpRequest) -> Response:
        """Somebody without a name yet: counted by where they come from."""
        return await self._answer(request, None, self.serving.newcomers.wait_of(_from(request)))

    async def ask(self, request: HttpRequest) -> Response:
        """A device of a business."""
        return await self._answer(request, _business(request), self._wait(request))

    async def events(self, request: HttpRequest) -> Response:
        """A device that wants to be told."""
        business = _business(request)
        try:
            caller = await run_in_threadpool(self._listener, request, business, self._wait(request))
        except Exception as problem:
            return _response(request, answer_to(problem))
        look = partial(_look, caller.store, caller.sender.device)
        stream = self.serving.hub.stream(business, caller.sender.device, look)
        return StreamingResponse(stream, media_type="text/event-stream", headers={"x-accel-buffering": "no"})

    async def _answer(self, request: HttpRequest, business: UUID | None, wait: float) -> Response:
        try:
            _be_patient(wait)
            body = await body_of(request)
        except Refused as refused:
            return _response(request, refusal(refused), hang_up=True)
        asked = _asked(request, body)
        async with self.serving.turns.of(business):
            answer = await run_in_threadpool(answered, self.serving.door, asked)
        return _response(request, answer)

    def _listener(self, request: HttpRequest, business: UUID, wait: float) -> Caller:
        _be_patient(wait)
        caller = self.serving.door.caller(_asked(request, b""), business)
        if caller.state is not DeviceState.ACTIVE:
            raise Refused(f"device_{caller.state}")
        if not self.serving.hub.room_for(caller.sender.device):
            raise Refused("slow_down")
        return caller

    def _wait(self, request: HttpRequest) -> float:
        return self.serving.devices.wait_of((_from(request), request.headers.get("bizet-device", "")))


@asynccontextmanager
async def _living(serving: OpenServer, app: FastAPI) -> AsyncIterator[None]:
    """While the server runs: commits reach those who listen."""
    serving.hub.begin()
    sweeper = asyncio.create_task(serving.hub.sweep(lambda business: _head(serving.stores.of(business))))
    try:
        yield
    finally:
        sweeper.cancel()
        with suppress(asyncio.CancelledError):
            await sweeper


def _head(store: Store) -> News:
    with store.reading() as connection:
        head = feed.head_of(connection, store.identity.business)
        return News(head.epoch, head.seq)


def _look(store: Store, device: UUID) -> News:
    """How far the feed is; refuses with `device_revoked` whoever has been sent away since it began to listen."""
    state = device_of(store, device).state
    if state != DeviceState.ACTIVE:
        raise Refused(f"device_{state}")
    return _head(store)


def _asked(request: HttpRequest, body: bytes) -> Request:
    return Request(request.method, request.scope["path"], request.headers, body)


def _business(request: HttpRequest) -> UUID:
    return UUID(str(request.path_params["business"]))


def _from(request: HttpRequest) -> str:
    return request.client.host if request.client else ""


def _be_patient(seconds: float) -> None:
    if seconds > 0:
        raise Refused("slow_down")


def _response(request: HttpRequest, answer: Answer, *, hang_up: bool = False) -> Response:
    """With `hang_up` the line is closed: the rest of a body that nobody reads would be taken for the next request."""
    setattr(request.state, OUTCOME, answer.outcome)
    headers = {"connection": "close"} if hang_up else {}
    return Response(answer.body, answer.status, headers, media_type="application/octet-stream")


async def _nothing_here(request: HttpRequest, problem: Any) -> Response:
    """What does not exist looks like what is not yours."""
    return _response(request, refusal(Refused("device_unknown")))
