"""Static files: read once at start, named by their content, and answered from memory."""

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from resources.theme.css import css

FOLDER = Path(__file__).parent / "static"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_FOR_EVER = "public, max-age=31536000, immutable"
_NAMED = re.compile(rb'url\("([a-z0-9.-]+)"\)')


@dataclass(frozen=True, slots=True)
class Static:
    """A file with its two codings."""

    media_type: str
    plain: bytes
    packed: bytes  # empty where packing gains nothing


class Statics:
    """Every file of `static/`, and the style sheet with the tokens before it."""

    def __init__(self) -> None:
        self._by_name: dict[str, Static] = {}
        self.urls: dict[str, str] = {}
        files = sorted(path for path in FOLDER.iterdir() if path.suffix in TYPES)
        for path in sorted(files, key=lambda path: path.suffix == ".css"):  # a style sheet names the others
            self._add(path)

    def answer(self, request: Request) -> Response | None:
        """The file of this name, or None."""
        found = self._by_name.get(str(request.path_params["name"]))
        if found is None:
            return None
        headers = {"cache-control": _FOR_EVER, "vary": "Accept-Encoding"}
        if found.packed and accepts_gzip(request.headers):
            return Response(found.packed, 200, headers | {"content-encoding": "gzip"}, media_type=found.media_type)
        return Response(found.plain, 200, headers, media_type=found.media_type)

    def _add(self, path: Path) -> None:
        plain = path.read_bytes()
        if path.suffix == ".css":
            plain = _NAMED.sub(lambda found: f'url("{self.urls[found[1].decode()]}")'.encode(), css().encode() + plain)
        name = f"{path.stem}.{sha256(plain).hexdigest()[:12]}{path.suffix}"
        packed = b"" if path.suffix == ".woff2" else gzip.compress(plain, 9, mtime=0)
        self._by_name[name] = Static(TYPES[path.suffix], plain, packed)
        self.urls[path.name] = f"/static/{name}"


def accepts_gzip(headers: Mapping[str, str]) -> bool:
    """Whether the browser unpacks."""
    return "gzip" in headers.get("accept-encoding", "")
