"""For whoever runs this: is the process alive, can it serve, and how much does it do.

/healthz   always 200 while the process answers: a balancer's or systemd's question
/readyz    200 when the database answers and its tables are of this version, 503 otherwise
/metrics   for Prometheus: with BIZET_METRICS_TOKEN as a bearer token, else only to this very computer
"""

import hmac
from functools import partial

import structlog
from fastapi import FastAPI
from sqlalchemy import text
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bizet_core.base.revisions import is_current
from bizet_core.store.migrations.migrate import revision_of
from sync_server.running.open_server import OpenServer

log = structlog.get_logger()

HERE = frozenset({"127.0.0.1", "::1"})


def add(app: FastAPI, serving: OpenServer) -> None:
    """Add the three routes."""
    app.add_api_route("/healthz", _alive, methods=["GET"])
    app.add_api_route("/readyz", partial(_ready, serving), methods=["GET"])
    app.add_api_route("/metrics", partial(_numbers, serving), methods=["GET"])


async def _alive() -> Response:
    return PlainTextResponse("alive\n")


async def _ready(serving: OpenServer) -> Response:
    is_ready = await run_in_threadpool(is_serving, serving)
    return PlainTextResponse("ready\n" if is_ready else "not ready\n", 200 if is_ready else 503)


async def _numbers(serving: OpenServer, request: Request) -> Response:
    if not _may_count(serving.metrics_token, request):
        return PlainTextResponse("", 404)
    return PlainTextResponse(await run_in_threadpool(serving.metrics.text), media_type="text/plain; version=0.0.4")


def is_serving(serving: OpenServer) -> bool:
    """Whether the database answers and its tables are of this version."""
    try:
        with serving.control.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            shared = connection.dialect.name == "postgresql"  # files are looked at when a business is asked for
            return not shared or is_current(revision_of(connection))
    except Exception as problem:
        log.error("not_ready", exc_info=problem)
        return False


def _may_count(token: str, request: Request) -> bool:
    if token:
        return hmac.compare_digest(request.headers.get("authorization", "").encode(), f"Bearer {token}".encode())
    is_forwarded = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return request.client is not None and request.client.host in HERE and not is_forwarded
