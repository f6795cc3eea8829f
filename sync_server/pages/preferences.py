"""How pages are shown to somebody: their language and time zone, remembered in their own browser."""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import groupby

from msgspec.structs import replace
from starlette.responses import RedirectResponse, Response

from sync_server.pages.page import Asked, Page
from sync_server.pages.readers import languages


def show(asked: Asked) -> Response:
    """The form. It begins a visitor's session, whose token it carries."""
    session = asked.session or asked.site.sessions.begin(asked.address.business)
    shown = asked.site.showing.page(
        asked.request, "preferences.html", asked.locale, base=asked.base, zones=zones(), chosen=session.zone,
        token=asked.site.sessions.token_of(session),
    )  # fmt: skip
    if asked.session is None:
        asked.site.sessions.keep(shown, session, secure=asked.is_secure)
    return shown


def choose(asked: Asked) -> Response:
    """Remember what was chosen; what is none of ours is left as it was."""
    session = asked.session
    assert session is not None, "a form without a session is refused"
    language, zone = asked.form.get("language", ""), asked.form.get("zone", "")
    if language in languages():
        session = replace(session, language=language)
    if not zone or any(zone in names for _continent, names in zones()):
        session = replace(session, zone=zone)
    back = RedirectResponse(asked.base or "/", 303)
    asked.site.sessions.keep(back, session, secure=asked.is_secure)
    return back


@cache
def zones() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The zones of the world by continent."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    names = sorted({line.split("\t")[2] for line in lines if line and not line.startswith("#")})
    return tuple((continent, tuple(found)) for continent, found in groupby(_known(names), lambda n: n.split("/")[0]))


def _known(names: Iterable[str]) -> list[str]:
    return [name for name in names if "/" in name]


PAGES = (Page("/preferences", show), Page("/preferences", choose, "POST"))
