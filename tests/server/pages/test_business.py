"""A business's public page: what it says, in whose language, and what it says where there is nothing to say."""

from datetime import date

import httpx
import pytest

from bizet_core.business.locations.operations import EditLocation, edit_location
from bizet_core.business.settings.operations import EditBusiness, edit_business
from bizet_core.catalogue.services.operations import RemoveService, remove_service
from bizet_core.catalogue.timetable.operations import (
    AddClosure,
    AddOverride,
    SetHours,
    add_closure,
    add_override,
    set_hours,
)
from sync_server.running.open_server import OpenServer
from tests.conftest import Clock
from tests.server.pages.conftest import Carmen, settled

THURSDAY = date(2026, 3, 12)


def page(web: httpx.Client, carmen: Carmen, **asked: str) -> str:
    answer = web.get(carmen.base, params=asked)
    assert answer.status_code == 200
    return " ".join(answer.text.split())


def test_it_says_name_services_and_prices(web: httpx.Client, carmen: Carmen) -> None:
    told = page(web, carmen)
    for said in ("Salon Carmen", "Cut &amp; finish", "35 €", "45 €", "1 h 30 min", "Massage", "Prices include tax."):
        assert said in told.replace("\xa0", " ")


def test_today_is_marked_and_it_says_until_when_it_is_open(web: httpx.Client, carmen: Carmen, clock: Clock) -> None:
    clock.pass_by(hours=2)
    told = page(web, carmen)
    assert "Open until 19:00" in told
    assert '<tr class="today"> <th scope="row">Thursday, today</th> <td><bdi>09:00–19:00</bdi></td>' in told
    assert '<tr class="closed"> <th scope="row">Sunday</th> <td>Closed</td>' in told


def test_before_it_opens_it_says_when_it_does(web: httpx.Client, carmen: Carmen) -> None:
    assert "Closed · opens at 09:00" in page(web, carmen)


def test_after_closing_time_it_names_tomorrow_or_the_day(web: httpx.Client, carmen: Carmen, clock: Clock) -> None:
    clock.pass_by(hours=12)
    assert "Closed · opens tomorrow at 09:00" in page(web, carmen)
    clock.pass_by(days=2)
    assert "Closed · opens on Tue, 17 Mar at 09:00" in page(web, carmen)


def test_a_holiday_is_closed_today(web: httpx.Client, carmen: Carmen) -> None:
    carmen.store.do(
        add_closure, AddClosure(resource=carmen.salon.location, first_day=THURSDAY, last_day=THURSDAY, note="Secret")
    )
    told = page(web, carmen)
    assert "Closed · opens tomorrow at 09:00" in told
    assert 'Thu, 12 Mar, today <span class="chip">Not as usual</span></th> <td>Closed</td>' in told
    assert "Secret" not in told


def test_other_hours_in_three_weeks_are_told_now(web: httpx.Client, carmen: Carmen) -> None:
    day = date(2026, 4, 3)
    carmen.store.do(
        add_override, AddOverride(resource=carmen.salon.location, first_day=day, last_day=day, hours=((600, 840),))
    )
    told = page(web, carmen)
    assert "Coming up" in told
    assert "Fri, 3 Apr" in told
    assert "10:00–14:00" in told


def test_without_hours_none_are_claimed(web: httpx.Client, carmen: Carmen) -> None:
    carmen.store.do(set_hours, SetHours(resource=carmen.salon.location, hours=()))
    told = page(web, carmen)
    assert "Opening hours" not in told
    assert "Closed" not in told


def test_without_services_it_says_so_kindly(web: httpx.Client, carmen: Carmen) -> None:
    for service in (carmen.salon.cut, carmen.salon.colour, carmen.salon.massage):
        carmen.store.do(remove_service, RemoveService(service=service))
    told = page(web, carmen)
    assert "The list of services is being written" in told
    assert "Prices" not in told


def test_address_and_phone_lead_somewhere(web: httpx.Client, carmen: Carmen) -> None:
    edit = EditLocation(location=carmen.salon.location, address="Rua do Sol 14\n1100 Lisboa", phone="+351213000142")
    carmen.store.do(edit_location, edit)
    told = page(web, carmen)
    assert 'href="tel:+351213000142"' in told
    assert "+351 21 300 0142" in told
    assert "query=Rua%20do%20Sol%2014%2C%201100%20Lisboa" in told
    assert "Call to book" in told


@pytest.mark.parametrize(
    ("header", "language", "said"),
    [
        ("de-AT,de;q=0.9,en;q=0.5", "de", "Geschlossen"),
        ("fr, en;q=0.1, de;q=0.4", "de", "Geschlossen"),
        ("ar", "ar", "مغلق"),
        ("xx", "en", "Closed"),
        ("de;q=0, en", "en", "Closed"),
        ("de;q=nonsense", "en", "Closed"),
        ("", "en", "Closed"),
    ],
)
def test_it_speaks_the_readers_language(
    web: httpx.Client, carmen: Carmen, header: str, language: str, said: str
) -> None:
    answer = web.get(carmen.base, headers={"accept-language": header})
    assert f'<html lang="{language}"' in answer.text
    assert said in answer.text
    assert "Accept-Language" in answer.headers["vary"]


def test_a_language_in_the_address_comes_first(web: httpx.Client, carmen: Carmen) -> None:
    answer = web.get(carmen.base, params={"lang": "ar"}, headers={"accept-language": "de"})
    assert '<html lang="ar" dir="rtl">' in answer.text
    assert (
        '<html lang="de" dir="ltr">'
        in web.get(carmen.base, params={"lang": "../x"}, headers={"accept-language": "de"}).text
    )


def test_prices_are_written_as_the_reader_writes_them(web: httpx.Client, carmen: Carmen) -> None:
    assert "35 €" in page(web, carmen, lang="de").replace("\xa0", " ")


def test_what_a_business_writes_is_shown_and_not_run(web: httpx.Client, carmen: Carmen) -> None:
    carmen.store.do(edit_business, EditBusiness(name="<script>alert(1)</script>"))
    told = page(web, carmen)
    assert "<script" not in told
    assert "&lt;script&gt;" in told


def test_a_page_that_has_not_changed_is_not_sent_again(web: httpx.Client, carmen: Carmen) -> None:
    first = web.get(carmen.base)
    again = web.get(carmen.base, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    carmen.store.do(edit_business, EditBusiness(name="Carmen & Co"))
    assert web.get(carmen.base, headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_a_look_at_a_page_sets_no_cookie(web: httpx.Client, carmen: Carmen) -> None:
    assert "set-cookie" not in web.get(carmen.base).headers


def test_a_business_before_its_first_run_is_not_there(web: httpx.Client, serving: OpenServer) -> None:
    settled(serving, "soon")
    assert web.get("/b/soon").status_code == 404
