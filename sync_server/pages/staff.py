"""Staff pages: signing in by a link that works once, and what other services have sent."""

from starlette.responses import RedirectResponse, Response

from bizet_core.base.refusals import Refused
from bizet_core.business.hooks.queries import Deliveries, deliveries
from bizet_core.describe.formats.dates import show_instant
from bizet_core.describe.formats.numbers import show as show_number
from bizet_core.store import ActorKind
from sync_server.pages.links import use_link, whose_link
from sync_server.pages.page import Asked, Page


def offer(asked: Asked) -> Response:
    """Ask whether to sign in. Looking at a link does not use it: mail programs look at links too."""
    sessions = asked.site.sessions
    whose_link(sessions.control, asked.address.business, asked.request.path_params["link"])
    session = asked.session or sessions.begin(asked.address.business)
    shown = asked.site.showing.page(
        asked.request, "sign_in.html", asked.locale, base=asked.base, token=sessions.token_of(session)
    )
    if asked.session is None:
        sessions.keep(shown, session, secure=asked.is_secure)
    return shown


def sign_in(asked: Asked) -> Response:
    """Use the link: the session gets a new id, and from now on is somebody's."""
    sessions = asked.site.sessions
    person = use_link(sessions.control, asked.address.business, asked.request.path_params["link"])
    session = sessions.begin(asked.address.business, ActorKind.STAFF, person, instead_of=asked.session)
    there = RedirectResponse(f"{asked.base}/staff", 303)
    sessions.keep(there, session, secure=asked.is_secure)
    return there


def show(asked: Asked) -> Response:
    """What has come, for whoever may see it; to everybody else there is nothing here."""
    if asked.actor.kind is not ActorKind.STAFF or asked.session is None:
        raise Refused("page_unknown")
    rows = [
        (row.provider, row.event, row.delivery, show_number(row.size, asked.locale), show_instant(row.at, asked.locale))
        for row in asked.ask(deliveries, Deliveries())
    ]
    return asked.site.showing.page(
        asked.request, "staff.html", asked.locale, base=asked.base, rows=rows, name=asked.actor.name,
        token=asked.site.sessions.token_of(asked.session),
    )  # fmt: skip


def sign_out(asked: Asked) -> Response:
    """End the session; a visitor's own goes on."""
    sessions = asked.site.sessions
    back = RedirectResponse(asked.base or "/", 303)
    visitor = sessions.begin(asked.address.business, instead_of=asked.session)
    sessions.keep(back, visitor, secure=asked.is_secure)
    return back


PAGES = (
    Page("/sign-in/{link}", offer),
    Page("/sign-in/{link}", sign_in, "POST"),
    Page("/staff", show),
    Page("/sign-out", sign_out, "POST"),
)
