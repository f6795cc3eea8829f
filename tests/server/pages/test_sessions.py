"""Sessions of visitors, customers and staff, and forms that come from elsewhere."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.responses import Response

from bizet_core.business.hooks.operations import ReceiveDelivery, receive_delivery
from bizet_core.business.staff.operations import RemoveStaff, remove_staff
from bizet_core.people.customers.queries import Customers, all_customers
from bizet_core.store import ActorKind
from sync_server.pages.actors import actor_of_session
from sync_server.pages.forms import LARGEST_FORM
from sync_server.pages.links import new_link
from sync_server.pages.sessions import COOKIE, Session, Sessions
from sync_server.running.open_server import OpenServer
from tests.conftest import Clock
from tests.server.pages.conftest import Carmen, settled, token_in
from tests.support.makers import a_salon, refused


@pytest.fixture
def sessions(serving: OpenServer) -> Sessions:
    return Sessions(serving.control)


def cookies(sessions: Sessions, session: Session) -> dict[str, str]:
    response = Response()
    sessions.keep(response, session, secure=False)
    name, _equals, value = response.headers["set-cookie"].partition(";")[0].partition("=")
    return {name: value}


def read(sessions: Sessions, session: Session, **change: Any) -> Session | None:
    return sessions.read(change.get("cookies", cookies(sessions, session)), session.business, secure=False)


def choose(web: httpx.Client, carmen: Carmen, headers: dict[str, str] | None = None, **form: str) -> httpx.Response:
    return web.post(f"{carmen.base}/preferences", data=form, headers=headers or {})


def test_a_visitor_chooses_a_language_and_keeps_it(web: httpx.Client, carmen: Carmen) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    answer = choose(web, carmen, form_token=token, language="de", zone="")
    assert (answer.status_code, answer.headers["location"]) == (303, carmen.base)
    assert '<html lang="de"' in web.get(carmen.base, headers={"accept-language": "ar"}).text


def test_a_visitor_elsewhere_reads_todays_hours_by_their_own_clock(web: httpx.Client, carmen: Carmen) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    choose(web, carmen, form_token=token, language="en", zone="Asia/Kolkata")
    assert "Times are those in Lisbon. In Kolkata today’s are 14:30–00:30." in web.get(carmen.base).text
    choose(web, carmen, form_token=token, language="en", zone="Europe/London")  # the same time
    assert "Times are those" not in web.get(carmen.base).text


def test_what_is_not_offered_is_not_taken(web: httpx.Client, carmen: Carmen) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    assert choose(web, carmen, form_token=token, language="tlh", zone="Mars/Olympus").status_code == 303
    assert '<html lang="en"' in web.get(carmen.base).text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_form_from_another_site_is_refused_even_with_the_token(
    web: httpx.Client, carmen: Carmen, headers: dict[str, str]
) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    answer = choose(web, carmen, headers, form_token=token, language="de")
    assert answer.status_code == 403
    assert "Please send it once more" in answer.text
    assert '<html lang="en"' in web.get(carmen.base).text


def test_a_form_from_here_is_taken(web: httpx.Client, url: str, carmen: Carmen) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    here = {"origin": url, "sec-fetch-site": "same-origin"}
    assert choose(web, carmen, here, form_token=token, language="de").status_code == 303


@pytest.mark.parametrize("token", ["", "guess", "ü"])
def test_a_form_without_its_sessions_token_is_refused(web: httpx.Client, carmen: Carmen, token: str) -> None:
    web.get(f"{carmen.base}/preferences")
    assert choose(web, carmen, form_token=token, language="de").status_code == 403


def test_another_sessions_token_is_refused(web: httpx.Client, url: str, carmen: Carmen) -> None:
    with httpx.Client(base_url=url, trust_env=False, timeout=30) as other:
        token = token_in(other.get(f"{carmen.base}/preferences"))
    web.get(f"{carmen.base}/preferences")
    assert choose(web, carmen, form_token=token, language="de").status_code == 403


def test_a_form_without_a_session_is_refused(web: httpx.Client, carmen: Carmen) -> None:
    token = token_in(web.get(f"{carmen.base}/preferences"))
    web.cookies.clear()
    assert choose(web, carmen, form_token=token, language="de").status_code == 403


def test_a_form_too_long_or_of_another_kind_is_refused(web: httpx.Client, carmen: Carmen) -> None:
    path = f"{carmen.base}/preferences"
    assert web.post(path, data={"language": "x" * LARGEST_FORM}).status_code == 413
    assert web.post(path, json={"language": "de"}).status_code == 403
    many = {f"field{i}": "x" for i in range(60)}
    assert web.post(path, data=many).status_code == 403


def endless() -> Iterator[bytes]:
    while True:
        yield b"a=b&" * 1024


def test_a_body_without_an_end_is_cut_off(web: httpx.Client, carmen: Carmen) -> None:
    form = {"content-type": "application/x-www-form-urlencoded"}
    answer = web.post(f"{carmen.base}/preferences", content=endless(), headers=form)
    assert (answer.status_code, answer.headers["connection"]) == (413, "close")


def test_a_changed_cookie_is_nobodys(sessions: Sessions, carmen: Carmen) -> None:
    session = sessions.begin(carmen.store.identity.business)
    (value,) = cookies(sessions, session).values()
    body, _dot, seal = value.partition(".")
    assert read(sessions, session) == session
    for changed in (body[:-1] + ("A" if body[-1] != "A" else "B") + "." + seal, f"{body}.{seal[:-2]}", body, "", "ü.ü"):
        assert read(sessions, session, cookies={COOKIE: changed}) is None


def test_a_session_of_one_business_is_none_in_another(sessions: Sessions, serving: OpenServer, carmen: Carmen) -> None:
    session = sessions.begin(carmen.store.identity.business)
    other = settled(serving, "other").identity.business
    assert sessions.read(cookies(sessions, session), other, secure=False) is None


@pytest.mark.parametrize(("kind", "days"), [(ActorKind.VISITOR, 180), (ActorKind.CUSTOMER, 30), (ActorKind.STAFF, 1)])
def test_a_session_ends_by_itself(sessions: Sessions, carmen: Carmen, clock: Clock, kind: ActorKind, days: int) -> None:
    person = None if kind is ActorKind.VISITOR else carmen.salon.olivia
    session = sessions.begin(carmen.store.identity.business, kind, person)
    assert read(sessions, session) == session
    clock.pass_by(days=days)
    assert read(sessions, session) is None


def test_signing_in_gives_a_new_id_and_ends_the_old_one(sessions: Sessions, carmen: Carmen) -> None:
    business, person = carmen.store.identity.business, carmen.salon.owner
    visitor = sessions.begin(business)
    first = sessions.begin(business, ActorKind.STAFF, person, instead_of=visitor)
    second = sessions.begin(business, ActorKind.STAFF, person, instead_of=first)
    assert len({visitor.id, first.id, second.id}) == 3
    assert sessions.token_of(visitor) != sessions.token_of(first)
    assert read(sessions, first) is None
    assert read(sessions, second) == second


def test_a_session_that_was_ended_cannot_be_used_again(sessions: Sessions, carmen: Carmen) -> None:
    session = sessions.begin(carmen.store.identity.business, ActorKind.STAFF, carmen.salon.owner)
    kept = cookies(sessions, session)
    sessions.end(session)
    assert read(sessions, session, cookies=kept) is None


def test_each_kind_of_session_asks_as_its_own_kind_of_actor(sessions: Sessions, carmen: Carmen) -> None:
    business = carmen.store.identity.business
    visitor = actor_of_session(carmen.store, sessions.begin(business))
    customer = actor_of_session(carmen.store, sessions.begin(business, ActorKind.CUSTOMER, carmen.salon.olivia))
    staff = actor_of_session(carmen.store, sessions.begin(business, ActorKind.STAFF, carmen.salon.owner))
    assert [actor.kind for actor in (visitor, customer, staff)] == ["visitor", "customer", "staff"]
    assert (customer.customer, customer.staff, customer.name) == (carmen.salon.olivia, None, "Olivia Hart")
    for stranger in (visitor, customer):
        with refused("not_permitted"):
            carmen.store.ask(all_customers, Customers(), actor=stranger)
    assert carmen.store.ask(all_customers, Customers(), actor=staff)


def test_whoever_is_gone_is_a_visitor(sessions: Sessions, carmen: Carmen) -> None:
    business = carmen.store.identity.business
    session = sessions.begin(business, ActorKind.STAFF, carmen.salon.ines)
    carmen.store.do(remove_staff, RemoveStaff(staff=carmen.salon.ines))
    assert actor_of_session(carmen.store, session).kind is ActorKind.VISITOR
    nobody = sessions.begin(business, ActorKind.CUSTOMER, uuid4())
    assert actor_of_session(carmen.store, nobody).kind is ActorKind.VISITOR


def signed_in(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> str:
    """Sign the owner in by a link; the link's path."""
    link = new_link(serving.control, carmen.store.identity.business, carmen.salon.owner)
    path = f"{carmen.base}/sign-in/{link}"
    answer = web.post(path, data={"form_token": token_in(web.get(path))})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{carmen.base}/staff")
    return path


def test_a_link_signs_in_once(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    carmen.store.do(receive_delivery, ReceiveDelivery(provider="bank", delivery="evt_7", body=b'{"type":"paid"}'))
    assert web.get(f"{carmen.base}/staff").status_code == 404
    path = signed_in(web, serving, carmen)
    told = web.get(f"{carmen.base}/staff").text
    assert "Carmen Reis" in told
    assert "evt_7" in told
    assert web.get(path).status_code == 410
    assert web.post(path, data={"form_token": token_in(web.get(f"{carmen.base}/staff"))}).status_code == 410


def test_looking_at_a_link_does_not_use_it(
    web: httpx.Client, serving: OpenServer, carmen: Carmen, clock: Clock
) -> None:
    link = new_link(serving.control, carmen.store.identity.business, carmen.salon.owner)
    assert [web.get(f"{carmen.base}/sign-in/{link}").status_code for _ in range(3)] == [200] * 3
    clock.pass_by(minutes=15)
    assert web.get(f"{carmen.base}/sign-in/{link}").status_code == 410


def test_a_link_of_one_business_is_none_in_another(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    a_salon(settled(serving, "other"))
    link = new_link(serving.control, carmen.store.identity.business, carmen.salon.owner)
    assert web.get(f"/b/other/sign-in/{link}").status_code == 410


def test_signing_out_ends_the_session_for_good(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    signed_in(web, serving, carmen)
    kept = dict(web.cookies)
    token = token_in(web.get(f"{carmen.base}/staff"))
    assert web.post(f"{carmen.base}/sign-out", data={"form_token": token}).status_code == 303
    assert web.get(f"{carmen.base}/staff").status_code == 404
    web.cookies.update(kept)
    assert web.get(f"{carmen.base}/staff").status_code == 404


def test_staff_without_the_right_are_told_so(web: httpx.Client, serving: OpenServer, carmen: Carmen) -> None:
    link = new_link(serving.control, carmen.store.identity.business, carmen.salon.ines)
    path = f"{carmen.base}/sign-in/{link}"
    web.post(path, data={"form_token": token_in(web.get(path))})
    answer = web.get(f"{carmen.base}/staff")
    assert answer.status_code == 403
    assert "This is not for everybody" in answer.text
