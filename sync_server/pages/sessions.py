"""Web sessions: who is at a page. A visitor's stands in a signed cookie alone; of somebody signed in the server keeps
a row besides, so that it can be taken away.

The cookie holds what the session is, and an HMAC over it with a key of this server. Signing in gives a new id, so that
nobody who knew the old one is signed in too. Times are ms since 1970.
"""

import hmac
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

import msgspec
from sqlalchemy import delete, insert, select
from starlette.responses import Response

from bizet_core.base.instants import DAY, HOUR, to_ms
from bizet_core.store.operations.actor import ActorKind
from sync_server.data.control_database import Control, web_sessions

LIVES = {ActorKind.VISITOR: 180 * DAY, ActorKind.CUSTOMER: 30 * DAY, ActorKind.STAFF: 8 * HOUR}
"""How long a session lasts. A visitor's remembers a language and a time zone, and nothing about them."""
COOKIE = "bizet_session"
LONGEST_COOKIE = 1024


class Session(msgspec.Struct, frozen=True, array_like=True):
    """Who is at a page of a business."""

    id: str
    business: UUID
    kind: ActorKind
    ends_at: int
    person: UUID | None = None
    language: str = ""
    zone: str = ""


class Sessions:
    """Makes, reads and ends sessions."""

    def __init__(self, control: Control) -> None:
        self.control = control
        self._key = control.secret("web")

    def begin(
        self,
        business: UUID,
        kind: ActorKind = ActorKind.VISITOR,
        person: UUID | None = None,
        *,
        instead_of: Session | None = None,
    ) -> Session:
        """A new session with an id that nobody has seen; what somebody chose about language and zone goes along."""
        ends = self._now() + LIVES[kind]
        old = instead_of or Session("", business, kind, 0)
        made = Session(secrets.token_urlsafe(16), business, kind, ends, person, old.language, old.zone)
        self.end(old)
        if person is not None:
            row = {"verifier": _verifier(made), "business": business, "person": person, "ends_at": ends}
            with self.control.engine.begin() as connection:
                connection.execute(delete(web_sessions).where(web_sessions.c.ends_at < self._now()))
                connection.execute(insert(web_sessions).values(**row))
        return made

    def read(self, cookies: Mapping[str, str], business: UUID, *, secure: bool) -> Session | None:
        """The session of a request, if it is whole, of this business, not over and not taken away."""
        session = self._opened(cookies.get(cookie_name(secure=secure), ""))
        if session is None or session.business != business or session.ends_at <= self._now():
            return None
        if session.kind is not ActorKind.VISITOR and not self._is_kept(session):
            return None
        return session

    def end(self, session: Session) -> None:
        """From now on nobody is in it."""
        if session.person is not None:
            with self.control.engine.begin() as connection:
                connection.execute(delete(web_sessions).where(web_sessions.c.verifier == _verifier(session)))

    def keep(self, response: Response, session: Session, *, secure: bool) -> None:
        """Let the browser remember it: for this host alone, unseen by scripts, not sent along from other sites."""
        response.set_cookie(
            cookie_name(secure=secure), self._closed(session), max_age=(session.ends_at - self._now()) // 1000,
            path="/", secure=secure, httponly=True, samesite="lax",
        )  # fmt: skip

    def token_of(self, session: Session) -> str:
        """What a form of this session carries: no other site can read or guess it."""
        return _sealed(self._key, b"form", session.id.encode())

    def _now(self) -> int:
        return to_ms(self.control.clock())

    def _is_kept(self, session: Session) -> bool:
        with self.control.engine.connect() as connection:
            mine = select(web_sessions.c.person).where(web_sessions.c.verifier == _verifier(session))
            return bool(connection.execute(mine).scalar() == session.person)

    def _closed(self, session: Session) -> str:
        body = urlsafe_b64encode(msgspec.msgpack.encode(session)).decode().rstrip("=")
        return f"{body}.{_sealed(self._key, b'cookie', body.encode())}"

    def _opened(self, cookie: str) -> Session | None:
        body, _dot, seal = cookie[:LONGEST_COOKIE].partition(".")
        if not hmac.compare_digest(seal.encode(), _sealed(self._key, b"cookie", body.encode()).encode()):
            return None
        try:
            return msgspec.msgpack.decode(urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=Session)
        except (NotBase64, msgspec.DecodeError):  # sealed by an older version of ours
            return None


def cookie_name(*, secure: bool) -> str:
    """Over TLS browsers hold a `__Host-` cookie to be this very host's."""
    return f"__Host-{COOKIE}" if secure else COOKIE


def _sealed(key: bytes, purpose: bytes, message: bytes) -> str:
    return urlsafe_b64encode(hmac.digest(key, purpose + b"\0" + message, "sha256")).decode().rstrip("=")


def _verifier(session: Session) -> bytes:
    return sha256(b"bizet web session" + session.id.encode()).digest()
