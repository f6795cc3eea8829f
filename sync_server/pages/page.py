"""Page declaration: a path below a business's address, and what answers it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from starlette.requests import Request
from starlette.responses import Response

from bizet_core.describe.languages.language import Locale
from bizet_core.store import Actor, Store
from bizet_core.store.operations.operation import Query
from sync_server.addresses import Address
from sync_server.pages.sessions import Session

if TYPE_CHECKING:
    from sync_server.pages.site import Site

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for a page: of which business, by whom, in which language, with what in its form."""

    site: "Site"
    request: Request
    address: Address
    base: str  # what the paths of this business begin with here
    store: Store
    session: Session | None
    actor: Actor
    locale: Locale
    form: Mapping[str, str]

    @property
    def is_secure(self) -> bool:
        """Whether the browser's own line is encrypted; a trusted proxy says so for its callers."""
        return self.request.url.scheme == "https"

    def ask(self, query: Query[Any, R], about: Any) -> R:
        """Answer a question as whoever is asking."""
        return self.store.ask(query, about, actor=self.actor)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of every business."""

    path: str  # "" is the business's own page
    handle: Callable[[Asked], Response]
    method: str = "GET"
