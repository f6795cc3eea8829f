"""Readers: in which of our languages a page speaks to somebody, and how their region writes."""

from collections.abc import Iterator
from functools import cache

from starlette.requests import Request

from bizet_core.describe.languages.language import FOLDER, Locale, cldr
from sync_server.pages.sessions import Session

_LONGEST_HEADER, _MOST_WANTED = 400, 20


@cache
def languages() -> dict[str, str]:
    """Our languages by their codes, each by its own name."""
    codes = sorted({"en", *(path.parts[-3] for path in FOLDER.glob("*/LC_MESSAGES/*.po"))})
    return {code: (cldr(code, "").get_language_name(code) or code).capitalize() for code in codes}


def language_of(request: Request, session: Session | None, otherwise: str = "en") -> str:
    """`?lang`, else what they have chosen before, else what their browser asks for, else the business's own."""
    chosen = [request.query_params.get("lang", ""), session.language if session else ""]
    wanted = [*chosen, *_wanted(request.headers.get("accept-language", "")), otherwise]
    return next((code for code in wanted if code in languages()), "en")


def neutral(language: str) -> Locale:
    """A reader of whom only the language is known."""
    return Locale(language, "IE", "EUR", "UTC")


def _wanted(header: str) -> Iterator[str]:
    """The languages of an `Accept-Language`, the most wanted first, without their regions."""
    weighed = []
    for part in header[:_LONGEST_HEADER].split(",")[:_MOST_WANTED]:
        tag, _semicolon, weight = part.strip().partition(";")
        weighed.append((-_weight(weight), tag.split("-")[0].lower()))
    return (tag for weight, tag in sorted(weighed, key=lambda pair: pair[0]) if weight < 0)


def _weight(text: str) -> float:
    name, _equals, value = text.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0
