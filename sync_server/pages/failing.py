"""Pages of what did not work: kind, whole sentences, and nothing of our insides."""

from typing import NamedTuple

import structlog
from starlette.requests import Request
from starlette.responses import Response

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import N_, _, reading
from bizet_core.describe.languages.sentences import word
from sync_server.pages.readers import language_of, neutral
from sync_server.pages.showing import Showing
from sync_server.web.answers import is_database_away
from sync_server.web.request_log import OUTCOME

log = structlog.get_logger()
_AWAY = frozenset({"file_newer", "file_foreign", "file_damaged", "server_busy"})
SECONDS_AWAY = 60


class Told(NamedTuple):
    """How a page of a refusal answers: its status and its heading."""

    status: int
    heading: str


NOTHING = Told(404, N_("There is nothing here"))
AWAY = Told(503, N_("Back in a moment"))
BROKEN = Told(500, N_("Something on our side broke"))
TOLD = {
    "page_unknown": NOTHING,
    "too_many_requests": Told(429, N_("One moment, please")),
    "form_foreign": Told(403, N_("Please send it once more")),
    "message_too_large": Told(413, N_("That was too much")),
    "message_damaged": Told(400, N_("Please send it once more")),
    "not_permitted": Told(403, N_("This is not for everybody")),
    "link_ended": Told(410, N_("This link has ended")),
}
_UNKNOWN = frozenset({"device_unknown", "not_set_up", "gone"})  # a business that is not here, or not ready yet


class Failing:
    """Answers problems with pages."""

    def __init__(self, showing: Showing) -> None:
        self.showing = showing

    def page(self, request: Request, problem: Exception) -> Response:
        """The page for a problem. What is no refusal goes to the log, and to nobody else."""
        if isinstance(problem, Refused) and problem.code not in _AWAY:
            return self._refused(request, problem)
        if isinstance(problem, Refused) or is_database_away(problem):
            log.error("page_away", exc_info=problem)
            return self._told(request, AWAY, "page_away", {"retry-after": str(SECONDS_AWAY)})
        log.error("page_broke", exc_info=problem)
        return self._told(request, BROKEN, "page_broke", {})

    def _refused(self, request: Request, refused: Refused) -> Response:
        code = "page_unknown" if refused.code in _UNKNOWN else refused.code
        known = Refused(code) if code != refused.code else refused
        headers = {"retry-after": str(refused.facts["seconds"])} if code == "too_many_requests" else {}
        if code.startswith("message_"):
            headers["connection"] = "close"  # the rest of a body that nobody reads would be taken for the next request
        return self._told(request, TOLD.get(code, Told(409, N_("This did not work"))), code, headers, known)

    def _told(
        self, request: Request, told: Told, code: str, headers: dict[str, str], refused: Refused | None = None
    ) -> Response:
        setattr(request.state, OUTCOME, code)
        locale = neutral(language_of(request, None))
        with reading(locale):
            sentence = word(refused or Refused(code))
            heading = _(told.heading)
        number = structlog.contextvars.get_contextvars().get("request", "") if told.status == 500 else ""
        page = self.showing.page(
            request, "problem.html", locale, told.status, heading=heading, sentence=sentence, number=number
        )
        page.headers.update({"cache-control": "no-store", **headers})
        return page
