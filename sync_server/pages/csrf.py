"""Forged forms: a POST counts only if it comes from a page of ours, and with the token of its session."""

import hmac
from collections.abc import Mapping

from starlette.requests import Request

from bizet_core.base.refusals import Refused
from sync_server.pages.sessions import Session, Sessions

FIELD = "form_token"
_OURS = frozenset({"same-origin", "none"})  # `none`: typed, or from a bookmark


def check(request: Request, sessions: Sessions, session: Session | None, form: Mapping[str, str]) -> None:
    """Refuse with `form_foreign` unless both the browser and the token say that the form was ours."""
    token = form.get(FIELD, "")
    if session is None or not is_from_here(request):
        raise Refused("form_foreign")
    if not hmac.compare_digest(token.encode(), sessions.token_of(session).encode()):
        raise Refused("form_foreign")


def is_from_here(request: Request) -> bool:
    """What the browser says about where the form was; one too old to say anything is held to its token alone."""
    origin = request.headers.get("origin")
    ours = f"{request.url.scheme}://{request.headers.get('host', '')}"
    return request.headers.get("sec-fetch-site", "none") in _OURS and origin in (None, ours)
