"""Page rendering: templates with everything escaped, in the reader's language, under headers that allow no script."""

import gzip
import re
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from bizet_core.describe.languages.language import Locale, _, ngettext, reading
from sync_server.pages.readers import languages
from sync_server.pages.statics import Statics, accepts_gzip

ICONS = Path(__file__).parents[2] / "resources" / "icons"
POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",  # `no-referrer` would make browsers hide where a form of ours was
    "vary": "Accept-Language, Cookie, Accept-Encoding",
}
_SIZE = 5  # of gzip: 0.03 ms for a page


class Showing:
    """Makes pages from templates."""

    def __init__(self, statics: Statics) -> None:
        self.environment = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self.environment.globals |= {"_": _, "ngettext": ngettext, "icon": icon, "static": statics.urls.__getitem__}

    def page(self, request: Request, template: str, locale: Locale, status: int = 200, **view: Any) -> Response:
        """A page that may be kept by the browser and asked for again, or an error that may not."""
        body = self._drawn(template, locale, view)
        tag = f'"{sha256(body).hexdigest()[:20]}"'
        headers = HEADERS | {"cache-control": "private, no-cache", "etag": tag} if status == 200 else HEADERS
        if status == 200 and request.headers.get("if-none-match") == tag:
            return Response(b"", 304, headers)
        if view.get("token") is None and accepts_gzip(request.headers):  # a secret is never packed with what is typed
            body, headers = gzip.compress(body, _SIZE, mtime=0), headers | {"content-encoding": "gzip"}
        return Response(body, status, headers, media_type="text/html; charset=utf-8")

    def _drawn(self, template: str, locale: Locale, view: dict[str, Any]) -> bytes:
        about = {"language": locale.language, "direction": "rtl" if locale.is_rtl else "ltr", "languages": languages()}
        with reading(locale):
            return self.environment.get_template(template).render(**about, **view).encode()


@cache
def icon(name: str) -> Markup:
    """One of our icons as it stands in a page; words beside it say what it means."""
    drawn = (ICONS / f"{name}.svg").read_text(encoding="utf-8")
    inside = re.sub(r"<!--.*?-->|\s+class=\"[^\"]*\"|\s+(?:width|height)=\"24\"", "", drawn, flags=re.DOTALL)
    plain = re.sub(r"\s+", " ", inside).strip().replace("<svg", '<svg class="icon" aria-hidden="true"', 1)
    return Markup(plain)  # noqa: S704  # a file of ours
