"""What whoever runs a server sees of it: alive, ready, numbers, and a log without anybody's data."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from threading import Condition
from typing import Any

import httpx
import psycopg
import pytest
import structlog
from fastapi.telemetry import TelemetryConfig
from sqlalchemy import text
from sqlalchemy.exc import InternalError, OperationalError

from bizet_core.base.refusals import Refused
from bizet_core.people.customers.operations import AddCustomer, add_customer
from bizet_core.sync.wire.protocol import Problem, decode
from sync_server.running.logs import log_to
from sync_server.running.open_server import OpenServer
from sync_server.running.tracing import telemetry
from sync_server.web.answers import answer_to
from sync_server.web.rate_limits import Buckets, Turns
from tests.simulator.world import DeskSide
from tests.support.makers import Salon


class Log(StringIO):
    """What was logged."""

    def __init__(self) -> None:
        super().__init__()
        self._came = Condition()

    def write(self, text: str) -> int:
        with self._came:
            self._came.notify_all()
            return super().write(text)

    def answered(self, route: str) -> list[dict[str, Any]]:
        """The lines about a route; the first comes a moment after its answer."""

        def found() -> list[dict[str, Any]]:
            lines = [json.loads(line) for line in self.getvalue().splitlines()]
            return [line for line in lines if line["event"] == "answered" and line["route"] == route]

        with self._came:
            return self._came.wait_for(found, 20)


@pytest.fixture
def log() -> Iterator[Log]:
    """The server's own way of logging; the tests' way afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = Log()
    log_to(stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()


def numbers(web: httpx.Client) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in web.get("/metrics").text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


@pytest.mark.feature("35.1.7")
def test_prometheus_reads_what_the_server_does(salon: Salon, first: DeskSide, web: httpx.Client) -> None:
    before = numbers(web)
    first.do(add_customer, AddCustomer(name="Zoë Blanc", phone=""))
    first.sync()
    web.post("/v1/join", content=b"?")
    now = numbers(web)
    push = 'bizet_requests_total{outcome="ok",route="/v1/{business:uuid}/push",status="200"}'
    assert now[push] == before[push] + 1
    assert now['bizet_requests_total{outcome="message_damaged",route="/v1/join",status="409"}'] == 1
    ok = 'bizet_pushed_operations_total{outcome="ok"}'
    assert now[ok] == before[ok] + 1
    head = f'bizet_feed_head{{business="{first.business}"}}'
    assert now[head] > before[head]
    assert now[f'bizet_held_operations{{business="{first.business}"}}'] == 0
    assert now["bizet_event_streams"] == 0
    assert now['bizet_request_seconds_count{route="/v1/{business:uuid}/push"}'] >= 2


def test_numbers_are_only_for_who_runs_it(serving: OpenServer, web: httpx.Client) -> None:
    assert web.get("/metrics", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
    serving.metrics_token = "s3cret"
    assert web.get("/metrics").status_code == 404
    assert web.get("/metrics", headers={"authorization": "Bearer wrong"}).status_code == 404
    assert web.get("/metrics", headers={"authorization": "Bearer s3cret"}).status_code == 200


def test_a_server_whose_database_is_gone_is_alive_but_not_ready(
    serving: OpenServer, web: httpx.Client, tmp_path: Path
) -> None:
    assert web.get("/readyz").status_code == 200
    serving.control.engine.dispose()
    (tmp_path / "server").rename(tmp_path / "gone")
    assert web.get("/readyz").status_code == 503
    assert web.get("/healthz").status_code == 200
    (tmp_path / "gone").rename(tmp_path / "server")
    assert web.get("/readyz").status_code == 200


def test_a_desk_waits_while_the_database_is_away(
    salon: Salon, first: DeskSide, serving: OpenServer, web: httpx.Client, tmp_path: Path
) -> None:
    serving.control.engine.dispose()
    (tmp_path / "server").rename(tmp_path / "gone")
    answer = web.post("/v1/join", content=_join_body(first))
    assert (answer.status_code, decode(answer.content, Problem).code) == (503, "database_away")


def _join_body(desk: DeskSide) -> bytes:
    from msgspec.structs import replace

    from bizet_core.store.tables.ids import new_id
    from bizet_core.sync.wire.enrolment import Join, signed_part
    from bizet_core.sync.wire.protocol import encode

    asked = Join(business=new_id(), code="x", device=desk.device, key=bytes(desk.key.verify_key), signature=bytes(64))
    return encode(replace(asked, signature=desk.sign(signed_part(asked))))


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (Refused("busy"), 503),
        (Refused("disk_full"), 503),
        (Refused("code_wrong"), 409),
        (OperationalError("SELECT", {}, psycopg.OperationalError("connection failed: no route")), 503),
        (InternalError("UPDATE", {}, psycopg.errors.ReadOnlySqlTransaction("read-only")), 503),
        (OperationalError("SELECT", {}, Exception("no such column: seq")), 409),
        (ZeroDivisionError(), 409),
    ],
    ids=str,
)
def test_what_may_pass_is_asked_again_and_what_will_not_is_said(problem: Exception, status: int) -> None:
    assert answer_to(problem).status == status


@pytest.mark.feature("35.1.7")
def test_the_log_is_json_with_a_number_for_each_request(
    log: Log, salon: Salon, first: DeskSide, web: httpx.Client
) -> None:
    answer = web.post("/v1/join", content=b"?")
    (line,) = log.answered("/v1/join")
    assert line["request"] == answer.headers["x-request-id"]
    assert (line["status"], line["outcome"], line["level"]) == (409, "message_damaged", "info")


def test_the_log_holds_nobodys_data(
    log: Log,
    salon: Salon,
    first: DeskSide,
    serving: OpenServer,
    web: httpx.Client,
) -> None:
    def broken(_answer: object) -> None:
        raise RuntimeError("Failing row contains (Canary Person, +351 900 000 001)")

    serving.door.on_pushed = broken
    first.do(add_customer, AddCustomer(name="Canary Person", phone="+351912345678"))
    with pytest.raises(Exception, match="server_broke"):
        first.sync()
    said = log.getvalue()
    (line,) = [json.loads(line) for line in said.splitlines() if '"server_broke"' in line and '"error"' in line]
    assert line["error"] == ["builtins.RuntimeError"]
    assert any("broken" in place for place in line["where"])
    for secret in ("Canary", "900 000", "912345678", serving.control.key.encode().hex(), first.pepper.decode()):
        assert secret not in said


def test_other_programs_lines_are_json_too(log: Log) -> None:
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    assert json.loads(log.getvalue())["event"] == "Invalid HTTP request received."


def test_traces_go_nowhere_unless_they_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    off: TelemetryConfig = telemetry()
    assert not off.get("tracing")
    assert not off.get("auto_configure")
    assert not off.get("logs")


def test_tokens_come_back_with_time() -> None:
    now = 0.0
    buckets = Buckets(rate=2, burst=2, now=lambda: now)
    assert [buckets.wait_of("a") for _ in range(3)] == [0, 0, 0.5]
    assert buckets.wait_of("b") == 0
    now = 0.5
    assert [buckets.wait_of("a") for _ in range(2)] == [0, 0.5]


def test_invented_callers_take_no_memory() -> None:
    buckets = Buckets(rate=1, burst=1, most=100)
    for caller in range(10_000):
        buckets.wait_of(caller)
    assert len(buckets._left) == 100


def test_turns_are_forgotten_when_nobody_waits(salon: Salon, first: DeskSide, serving: OpenServer) -> None:
    first.sync()
    assert isinstance(serving.turns, Turns)
    assert len(serving.turns._of) == 0


def test_an_error_whose_causes_go_in_a_circle_is_logged_all_the_same(log: Log) -> None:
    one, other = KeyError("one"), ValueError("other")
    one.__cause__, other.__cause__ = other, one
    structlog.get_logger().error("odd", exc_info=one)
    assert json.loads(log.getvalue())["error"] == ["builtins.ValueError", "builtins.KeyError"]


def test_a_database_error_that_means_nothing_to_people_is_not_its_own_cause(first: DeskSide) -> None:
    for open_store in (first.store.reading, first.store.transaction):
        with pytest.raises(OperationalError) as raised, open_store() as connection:
            connection.execute(text("SELECT nothing FROM nowhere"))
        assert raised.value.__cause__ is not raised.value
