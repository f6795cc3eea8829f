"""The server's own small database: which businesses live here, its key, codes that open it, numbers used once.

With SQLite it is `control.db` beside one file for each business; with PostgreSQL it is a schema of the same database.
"""

import secrets
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from nacl.signing import SigningKey
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Engine,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from bizet_core.base.instants import from_ms, to_ms
from bizet_core.base.refusals import Refused
from bizet_core.store.tables.columns import Id
from bizet_core.sync.wire.signing import WINDOW_MS

CONTROL = MetaData()
HEARD_ANEW_MS = 60_000
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32

houses = Table(
    "control_house",
    CONTROL,
    Column("business", Id(), primary_key=True),
    Column("server_device", Id(), nullable=False),  # the server is a device of each business
    Column("pepper", LargeBinary, nullable=False),
    Column("recovery", LargeBinary, nullable=False),
    Column("began_at", BigInteger, nullable=False),
)
setup_codes = Table(
    "control_setup_code",
    CONTROL,
    Column("verifier", LargeBinary, primary_key=True),
    Column("made_at", BigInteger, nullable=False),
    Column("used_for", Id()),
)
nonces = Table(
    "control_nonce",
    CONTROL,
    Column("device", Id(), nullable=False),
    Column("nonce", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    PrimaryKeyConstraint("device", "nonce"),
)
heard = Table(
    "control_heard",
    CONTROL,
    Column("device", Id(), primary_key=True),
    Column("business", Id(), nullable=False),
    Column("at", BigInteger, nullable=False),
)
public_addresses = Table(
    "control_public_address",
    CONTROL,
    Column("slug", Text, primary_key=True),
    Column("business", Id(), nullable=False, unique=True),
    Column("host", Text, unique=True),  # a name of its own, besides /b/<slug>
    Column("sample", Boolean, nullable=False),
)
hook_secrets = Table(
    "control_hook_secret",
    CONTROL,
    Column("business", Id(), nullable=False),
    Column("provider", Text, nullable=False),
    Column("secret", LargeBinary, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    PrimaryKeyConstraint("business", "provider"),
)
web_sessions = Table(  # of people who are signed in; a visitor's is in the cookie alone
    "control_web_session",
    CONTROL,
    Column("verifier", LargeBinary, primary_key=True),
    Column("business", Id(), nullable=False),
    Column("person", Id(), nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)
sign_in_links = Table(
    "control_sign_in_link",
    CONTROL,
    Column("verifier", LargeBinary, primary_key=True),
    Column("business", Id(), nullable=False),
    Column("person", Id(), nullable=False),
    Column("ends_at", BigInteger, nullable=False),
)
secrets_kept = Table("control_secret", CONTROL, Column("name", Text, primary_key=True), Column("value", LargeBinary))


class House(NamedTuple):
    """A business that lives here."""

    business: UUID
    server_device: UUID
    pepper: bytes
    recovery: bytes


class Control:
    """The control database."""

    def __init__(self, engine: Engine, clock: Callable[[], datetime]) -> None:
        self.engine, self.clock = engine, clock
        self._heard: dict[UUID, int] = {}
        CONTROL.create_all(engine)
        self.key = SigningKey(self.secret("seed"))

    @property
    def public_key(self) -> bytes:
        """The server's public key: part of the six words."""
        return bytes(self.key.verify_key)

    def new_setup_code(self) -> str:
        """A code that lets one new business in; it holds until it is used."""
        raw = secrets.token_bytes(10)
        code = "".join(ALPHABET[byte & 31] for byte in raw)
        with self.engine.begin() as connection:
            made = {"verifier": _verifier(code), "made_at": to_ms(self.clock())}
            connection.execute(insert(setup_codes).values(**made))
        return f"{code[:5]}-{code[5:]}"

    def use_setup_code(self, code: str, house: House) -> House:
        """Let a business in, once for each code. The same business may ask again: its first answer may be lost."""
        with self.engine.begin() as connection:
            mine = setup_codes.c.verifier == _verifier(code)
            found = connection.execute(select(setup_codes).where(mine).with_for_update()).first()
            if found is None or found.used_for not in (None, house.business):
                raise Refused("code_wrong")
            known = connection.execute(select(houses).where(houses.c.business == house.business)).first()
            if known is not None:
                return _house(known)
            connection.execute(update(setup_codes).where(mine).values(used_for=house.business))
            connection.execute(insert(houses).values(**house._asdict(), began_at=to_ms(self.clock())))
        return house

    def settle(self, house: House) -> None:
        """Let a business in that this server itself has made."""
        with self.engine.begin() as connection:
            connection.execute(insert(houses).values(**house._asdict(), began_at=to_ms(self.clock())))

    def house(self, business: UUID) -> House:
        """A business that lives here; refuses with `unknown` like everything that a stranger asks."""
        with self.engine.connect() as connection:
            found = connection.execute(select(houses).where(houses.c.business == business)).first()
        if found is None:
            raise Refused("device_unknown")
        return _house(found)

    def all_houses(self) -> list[House]:
        """Every business that lives here."""
        with self.engine.connect() as connection:
            return [_house(row) for row in connection.execute(select(houses).order_by(houses.c.began_at))]

    def use_nonce(self, device: UUID, nonce: str) -> None:
        """Remember a number used once; refuses with `replayed` the second time."""
        now = to_ms(self.clock())
        try:
            with self.engine.begin() as connection:
                connection.execute(insert(nonces).values(device=device, nonce=nonce, at=now))
                if nonce.startswith("0"):  # now and then
                    connection.execute(delete(nonces).where(nonces.c.at < now - 3 * WINDOW_MS))
        except IntegrityError as error:
            raise Refused("replayed") from error

    def hear(self, business: UUID, device: UUID) -> None:
        """Remember that a device has spoken, to the minute: a kiosk may speak every second."""
        now = to_ms(self.clock())
        if now - self._heard.get(device, 0) < HEARD_ANEW_MS:
            return
        self._heard[device] = now
        with suppress(IntegrityError), self.engine.begin() as connection:  # another process has just heard it too
            if connection.execute(update(heard).where(heard.c.device == device).values(at=now)).rowcount == 0:
                connection.execute(insert(heard).values(device=device, business=business, at=now))

    def heard(self, business: UUID) -> dict[UUID, datetime]:
        """When each device of a business has last spoken."""
        with self.engine.connect() as connection:
            rows = connection.execute(select(heard).where(heard.c.business == business)).all()
        return {row.device: from_ms(row.at) for row in rows}

    def secret(self, name: str) -> bytes:
        """32 random bytes that this server alone knows, made when they are first asked for."""
        with self.engine.begin() as connection:
            found = connection.execute(select(secrets_kept.c.value).where(secrets_kept.c.name == name)).scalar()
            if found is None:
                found = secrets.token_bytes(32)
                connection.execute(insert(secrets_kept).values(name=name, value=found))
        return bytes(found)


def _verifier(code: str) -> bytes:
    plain = "".join(code.upper().split()).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    return sha256(b"bizet setup" + plain.encode()).digest()


def _house(row: object) -> House:
    return House(*(getattr(row, name) for name in House._fields))
