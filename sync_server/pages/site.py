"""The site: every declared page of every business, found by host or path, within limits."""

from collections.abc import Awaitable, Callable, Iterator, Mapping
from functools import partial
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, NamedTuple

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import sync_server.pages
from bizet_core.base.refusals import Refused
from bizet_core.business.settings.queries import Business, TheBusiness, business
from bizet_core.describe.languages.language import Locale
from bizet_core.store import Store
from sync_server.addresses import Address, Addresses
from sync_server.messages import teach
from sync_server.pages import csrf
from sync_server.pages.actors import actor_of_session
from sync_server.pages.failing import Failing
from sync_server.pages.forms import form_of
from sync_server.pages.limits import take_one
from sync_server.pages.page import Asked, Page
from sync_server.pages.readers import language_of
from sync_server.pages.sessions import Session, Sessions
from sync_server.pages.showing import Showing
from sync_server.pages.statics import Statics
from sync_server.running.open_server import OpenServer
from sync_server.web.rate_limits import Turns

Otherwise = Callable[[Request, Any], Awaitable[Response]]
AT_ONCE = 2  # pages of one business: the desks' own turns are others


class _Label(NamedTuple):
    path: str


def add(app: FastAPI, serving: OpenServer, otherwise: Otherwise) -> None:
    """Add all pages; what a browser asks for and is not there gets a page too, anything else the answer `otherwise`."""
    teach()
    site = Site(serving)
    app.router.routes.append(Route("/static/{name}", site.static))
    for page in declared():
        app.router.routes.append(Route(f"/b/{{slug}}{page.path}", partial(site.answer, page), methods=[page.method]))
        app.router.routes.append(Route(page.path or "/", partial(site.answer, page), methods=[page.method]))
    app.add_exception_handler(HTTPException, partial(site.nothing_here, otherwise))


def declared() -> Iterator[Page]:
    """What the modules of this package declare as `PAGES`."""
    for found in iter_modules(sync_server.pages.__path__, f"{sync_server.pages.__name__}."):
        yield from getattr(import_module(found.name), "PAGES", ())


class Site:
    """All pages over an open server."""

    def __init__(self, serving: OpenServer) -> None:
        self.serving = serving
        self.addresses = Addresses(serving.control)
        self.sessions = Sessions(serving.control)
        self.statics = Statics()
        self.showing = Showing(self.statics)
        self.failing = Failing(self.showing)
        self.turns = Turns(AT_ONCE)

    async def answer(self, page: Page, request: Request) -> Response:
        """Answer one request, whatever happens."""
        request.scope["route"] = _Label(f"/b/{{slug}}{page.path}")
        try:
            take_one(self.serving.visitors, request)
            form = await form_of(request) if page.method == "POST" else {}
            address = await run_in_threadpool(self._address, request)
            async with self.turns.of(address.business):
                return await run_in_threadpool(self._answer, page, request, address, form)
        except Exception as problem:
            return self.failing.page(request, problem)

    async def static(self, request: Request) -> Response:
        """A style sheet, a font or a picture."""
        request.scope["route"] = _Label("/static")
        return self.statics.answer(request) or self.failing.page(request, Refused("page_unknown"))

    async def nothing_here(self, otherwise: Otherwise, request: Request, problem: Any) -> Response:
        """What does not exist, in the way of whoever asks."""
        is_page = request.url.path.startswith("/b/") or "text/html" in request.headers.get("accept", "")
        if not is_page or request.url.path.startswith("/v1/"):
            return await otherwise(request, problem)
        return self.failing.page(request, Refused("page_unknown"))

    def _address(self, request: Request) -> Address:
        found = self.addresses.find(request.headers.get("host", ""), request.path_params.get("slug"))
        if found is None:
            raise Refused("page_unknown")
        return found

    def _answer(self, page: Page, request: Request, address: Address, form: Mapping[str, str]) -> Response:
        session = self.sessions.read(request.cookies, address.business, secure=request.url.scheme == "https")
        if page.method != "GET":
            csrf.check(request, self.sessions, session, form)
        store = self.serving.stores.of(address.business)
        return page.handle(
            Asked(
                site=self,
                request=request,
                address=address,
                base=address.base if "slug" in request.path_params else "",
                store=store,
                session=session,
                actor=actor_of_session(store, session),
                locale=_locale(request, session, store),
                form=form,
            )
        )


def _locale(request: Request, session: Session | None, store: Store) -> Locale:
    """The reader's language, written as it is in the business's country."""
    house: Business | None = store.ask(business, TheBusiness())
    if house is None:
        raise Refused("not_set_up")
    return Locale(language_of(request, session, house.language), house.country, house.currency, house.zone)
