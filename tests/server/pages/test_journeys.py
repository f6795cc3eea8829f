"""What a person does on a public page in a real browser, without scripts, on a phone and on a desk."""

import os
from collections.abc import Iterator

import pytest

from sync_server.running.open_server import OpenServer
from sync_server.sample import sample_business
from tests.server.pages.browser import NAME, PROGRAM, Tab, browser

pytestmark = pytest.mark.skipif(PROGRAM is None and not os.environ.get("CI"), reason=f"sudo apt-get install {NAME}")


@pytest.fixture(scope="module")
def one() -> Iterator[Tab]:
    with browser() as tab:
        yield tab


@pytest.fixture
def tab(one: Tab) -> Iterator[Tab]:
    one.send("Network.clearBrowserCookies")
    one.send("Emulation.setEmulatedMedia", features=[])
    one.size(390, 844)
    yield one
    assert one.complaints() == []


@pytest.fixture
def page(serving: OpenServer, url: str) -> str:
    """The address of the sample business's page."""
    return url + sample_business(serving.stores).base


def test_somebody_looks_up_a_price_and_reads_on_in_german(tab: Tab, page: str) -> None:
    tab.open(page)
    assert "Salon Carmen" in tab.text()
    assert "Thursday, today" in tab.text()
    tab.press('a[href="#services-4"]', leads_on=False)  # a tab jumps, and hides nothing
    assert "Gel manicure" in tab.text()
    tab.press("a.round")
    assert "Language and time zone" in tab.text()
    tab.key("#language", "ArrowUp")  # from English to German
    tab.press("form button")
    assert tab.complaints() == []
    assert "Öffnungszeiten" in tab.text()
    tab.open(page)
    assert "Donnerstag, heute" in tab.text()


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("width", [320, 390, 899, 900, 1280])
def test_nobody_has_to_scroll_sideways(tab: Tab, page: str, language: str, width: int) -> None:
    tab.size(width, 800)
    for path in ("", "/preferences"):
        tab.open(f"{page}{path}?lang={language}")
        assert tab.width() <= width, path


def test_who_likes_the_dark_gets_it(tab: Tab, page: str) -> None:
    tab.open(page)
    assert tab.colour("body") == "rgb(245, 246, 245)"
    tab.dark()
    tab.open(page)
    assert tab.colour("body") == "rgb(15, 21, 19)"


def test_what_is_not_there_is_a_page_too(tab: Tab, page: str) -> None:
    tab.open(page + "-not")
    assert "There is nothing here" in tab.text()
    assert [each for each in tab.complaints() if "404" not in each] == []
    tab.open(page)


def test_the_policy_is_watched(tab: Tab, page: str) -> None:
    """A style that stands in the page itself must be seen by `complaints`, or the other tests see nothing."""
    tab.open(page)
    tab.send("DOM.setOuterHTML", nodeId=tab.node("h1"), outerHTML='<h1 style="color:red">Salon</h1>')
    tab.text()
    assert any("Content Security Policy" in each for each in tab.complaints())
    tab.open(page)
