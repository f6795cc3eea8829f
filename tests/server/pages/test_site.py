"""Finding a business by host or path, headers, limits, and pages of what did not work."""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from bizet_core.base.refusals import Refused
from sync_server.addresses import Addresses, host_of
from sync_server.pages.site import declared
from sync_server.pages.statics import FOLDER
from sync_server.running.configuration import Configuration
from sync_server.running.open_server import OpenServer
from sync_server.web.rate_limits import Buckets
from tests.server.pages.conftest import Carmen, settled
from tests.server.sync_server.reaching import on_loopback
from tests.server.sync_server.strange import self_signed
from tests.support.makers import a_salon, refused


def test_an_unknown_business_is_a_kind_page(web: httpx.Client) -> None:
    for path in ("/b/nobody", "/", "/preferences", "/b/nobody/preferences", "/b/x/y/z"):
        answer = web.get(path)
        assert answer.status_code == 404, path
        assert "There is nothing here" in answer.text
        assert answer.headers["cache-control"] == "no-store"


def test_a_program_that_asks_for_nothing_real_still_gets_the_programs_answer(web: httpx.Client) -> None:
    assert web.get("/nothing", headers={"accept": "*/*"}).status_code == 401
    assert web.get("/v1/nothing").status_code == 401


def test_a_host_of_its_own_shows_the_business_at_its_root(web: httpx.Client, serving: OpenServer) -> None:
    a_salon(settled(serving, "carmen", "salon.example.com"))
    for host in ("salon.example.com", "SALON.example.com:8443", "salon.example.com."):
        answer = web.get("/", headers={"host": host})
        assert answer.status_code == 200, host
        assert 'href="/preferences"' in answer.text
    assert web.get("/", headers={"host": "other.example.com"}).status_code == 404


def test_on_a_host_of_its_own_nobody_else_is_found(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    a_salon(settled(serving, "other", "other.example.com"))
    assert web.get(carmen.base, headers={"host": "other.example.com"}).status_code == 404
    assert web.get("/b/other", headers={"host": "other.example.com"}).status_code == 200
    assert web.get("/b/other").status_code == 200


@pytest.mark.parametrize("slug", ["", "A b", "-x", "x-", "ü", "x" * 61, "a/b"])
def test_a_slug_that_cannot_stand_in_an_address_is_refused(serving: OpenServer, carmen: Carmen, slug: str) -> None:
    with refused("address_odd"):
        Addresses(serving.control).set(carmen.store.identity.business, slug)


@pytest.mark.parametrize("host", ["localhost", "a b.com", "-a.com", "x." * 130 + "com"])
def test_a_host_that_is_none_is_refused(serving: OpenServer, carmen: Carmen, host: str) -> None:
    with refused("host_odd"):
        Addresses(serving.control).set(carmen.store.identity.business, "carmen", host)


def test_two_businesses_cannot_have_one_address(serving: OpenServer, carmen: Carmen) -> None:
    other = settled(serving, "other", "other.example.com").identity.business
    addresses = Addresses(serving.control)
    with refused("address_taken"):
        addresses.set(other, "carmen")
    with refused("address_taken"):
        addresses.set(carmen.store.identity.business, "carmen", "other.example.com")
    assert addresses.of(other) is not None  # and it keeps the one that it had


@pytest.mark.parametrize(
    ("header", "host"),
    [("A.example:80", "a.example"), ("[::1]:80", ""), ("[::1]", ""), ("a.example.", "a.example"), ("", "")],
)
def test_a_host_is_compared_without_its_port(header: str, host: str) -> None:
    assert host_of(header) == host


def test_every_page_forbids_scripts_frames_and_foreign_forms(web: httpx.Client, carmen: Carmen) -> None:
    for path in (carmen.base, f"{carmen.base}/preferences", "/b/nobody", "/"):
        answer = web.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "form-action 'self'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "same-origin"
        assert answer.headers["cross-origin-opener-policy"] == "same-origin"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "style=" not in answer.text
        assert "<script" not in answer.text


def test_every_page_is_registered_below_every_address() -> None:
    pages = {(page.method, page.path) for page in declared()}
    assert {("GET", ""), ("GET", "/preferences"), ("POST", "/preferences"), ("GET", "/staff")} <= pages


def test_a_static_file_is_named_by_its_content_and_kept_for_ever(web: httpx.Client, carmen: Carmen) -> None:
    text = web.get(carmen.base).text
    sheet = next(part.partition('"')[0] for part in text.split('href="') if part.startswith("/static/pages."))
    answer = web.get(sheet)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert "--primary:" in answer.text
    assert "/static/inter-regular." in answer.text
    assert web.get(sheet, headers={"accept-encoding": "identity"}).text == answer.text
    assert web.get("/static/pages.css").status_code == 404
    assert web.get("/static/..%2f..%2fpyproject.toml").status_code == 404


def test_the_first_page_is_light(web: httpx.Client, carmen: Carmen) -> None:
    fonts = sum((FOLDER / name).stat().st_size for name in ("inter-regular.woff2", "inter-semibold.woff2"))
    with web.stream("GET", carmen.base) as page:
        sent = sum(len(part) for part in page.iter_raw())
    sheet = next(part.partition('"')[0] for part in web.get(carmen.base).text.split('href="') if "/pages." in part[:20])
    with web.stream("GET", sheet) as css:
        sent += sum(len(part) for part in css.iter_raw())
    assert fonts + sent < 50_000


def test_whoever_asks_too_much_is_told_when_to_come_again(
    web: httpx.Client, serving: OpenServer, carmen: Carmen
) -> None:
    serving.visitors = Buckets(0.5, 3, now=lambda: 0.0)
    statuses = [web.get(carmen.base).status_code for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    answer = web.get(carmen.base)
    assert answer.headers["retry-after"] == "2"
    assert "Try again in 2 seconds" in answer.text


def test_behind_a_trusted_proxy_each_visitor_is_counted_alone(
    web: httpx.Client, serving: OpenServer, carmen: Carmen
) -> None:
    serving.visitors = Buckets(0.5, 1, now=lambda: 0.0)
    one, other = {"x-forwarded-for": "203.0.113.1"}, {"x-forwarded-for": "203.0.113.2"}
    assert web.get(carmen.base, headers=one).status_code == 200
    assert web.get(carmen.base, headers=other).status_code == 200
    assert web.get(carmen.base, headers=one).status_code == 429


def test_of_a_proxy_that_is_not_trusted_nothing_is_believed(serving: OpenServer, carmen: Carmen) -> None:
    serving.visitors = Buckets(0.5, 1, now=lambda: 0.0)
    with (
        on_loopback(serving, Configuration(proxies="192.0.2.1")) as url,
        httpx.Client(trust_env=False, timeout=30) as web,
    ):
        asked = [web.get(url + carmen.base, headers={"x-forwarded-for": f"203.0.113.{i}"}) for i in range(2)]
    assert [answer.status_code for answer in asked] == [200, 429]


def test_one_household_of_ipv6_is_one_visitor(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    serving.visitors = Buckets(0.5, 1, now=lambda: 0.0)
    here = [{"x-forwarded-for": f"2001:db8:1:1::{i}"} for i in (1, 2)]
    assert [web.get(carmen.base, headers=each).status_code for each in here] == [200, 429]
    assert web.get(carmen.base, headers={"x-forwarded-for": "2001:db8:1:2::1"}).status_code == 200


def broken(problem: Exception) -> Callable[..., None]:
    def fail(*_asked: object, **_how: object) -> None:
        raise problem

    return fail


def test_an_error_of_ours_says_nothing_of_our_insides(
    web: httpx.Client, serving: OpenServer, carmen: Carmen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carmen.store, "ask", broken(ValueError("/secret/path")))
    answer = web.get(carmen.base)
    assert answer.status_code == 500
    assert "Something on our side broke" in answer.text
    assert answer.headers["x-request-id"] in answer.text
    for inside in ("secret", "ValueError", "Traceback", "sync_server"):
        assert inside not in answer.text


@pytest.mark.parametrize(
    "problem", [OperationalError("SELECT", {}, Exception("unable to open database file")), Refused("file_newer")]
)
def test_while_the_database_is_away_visitors_are_asked_to_come_again(
    web: httpx.Client, carmen: Carmen, monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    monkeypatch.setattr(carmen.store, "ask", broken(problem))
    answer = web.get(carmen.base, headers={"accept-language": "de"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "60")
    assert "Gleich wieder da" in answer.text


def test_over_tls_the_cookie_is_this_hosts_alone(serving: OpenServer, carmen: Carmen, tmp_path: Path) -> None:
    tls = self_signed(tmp_path)
    config = Configuration(cert=tls.cert, key=tls.key)
    with on_loopback(serving, config) as url, httpx.Client(verify=False, trust_env=False, timeout=30) as web:
        cookie = web.get(f"{url}{carmen.base}/preferences").headers["set-cookie"]
    assert cookie.startswith("__Host-bizet_session=")
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Domain" not in cookie
