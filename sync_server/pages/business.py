"""The business's own page: name, whether it is open, services with prices, where it is and when."""

from starlette.responses import Response

from bizet_core.base.instants import to_ms
from bizet_core.booking.public_page.queries import ThePage, public_page
from sync_server.pages.business_view import shown
from sync_server.pages.page import Asked, Page


def show(asked: Asked) -> Response:
    """The page, as of now."""
    told = asked.ask(public_page, ThePage())
    zone = asked.session.zone if asked.session else ""
    view = shown(told, asked.locale, to_ms(asked.store.clock()), zone)
    return asked.site.showing.page(asked.request, "business.html", asked.locale, view=view, base=asked.base)


PAGES = (Page("", show),)
