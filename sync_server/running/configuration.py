"""What a server is told about itself, by options or by variables of the environment; and what it refuses to run with.

BIZET_DATA            a folder of SQLite files (default: ./bizet-server-data)
BIZET_DATABASE_URL    or a PostgreSQL database: postgresql://role:password@host/database
BIZET_HOST, BIZET_PORT, BIZET_CERT, BIZET_KEY, BIZET_BEHIND_PROXY=1, BIZET_PROXIES (addresses of proxies, 127.0.0.1)
BIZET_METRICS_TOKEN   who may read /metrics from elsewhere
"""

import os
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

from sqlalchemy import URL, make_url, text
from sqlalchemy.exc import OperationalError

from bizet_core.base.refusals import Refused
from bizet_core.store.database.engines import postgres_engine
from sync_server.data.business_databases import Clock, Files, Place, Postgres
from sync_server.data.control_database import Control
from sync_server.data.folder_lock import Lock
from sync_server.data.row_level_security import passes_by

VARIABLES = frozenset(
    {
        "BIZET_DATA",
        "BIZET_DATABASE_URL",
        "BIZET_HOST",
        "BIZET_PORT",
        "BIZET_CERT",
        "BIZET_KEY",
        "BIZET_BEHIND_PROXY",
        "BIZET_PROXIES",
        "BIZET_METRICS_TOKEN",
    }
)
ONE_AT_A_TIME = 7060  # an advisory lock: processes that start together make or migrate the tables once
CONNECTIONS, MORE_CONNECTIONS = 10, 20


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """Everything that is chosen."""

    data: Path = Path("bizet-server-data")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8766
    cert: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    proxies: str = "127.0.0.1"
    metrics_token: str = ""
    i_know: bool = False

    @staticmethod
    def of(variables: Mapping[str, str] = os.environ) -> "Configuration":
        """What the environment says."""
        cert, key = variables.get("BIZET_CERT", ""), variables.get("BIZET_KEY", "")
        return Configuration(
            data=Path(variables.get("BIZET_DATA", "bizet-server-data")),
            database_url=variables.get("BIZET_DATABASE_URL", ""),
            host=variables.get("BIZET_HOST", "127.0.0.1"),
            port=int(variables.get("BIZET_PORT", "8766")),
            cert=Path(cert) if cert else None,
            key=Path(key) if key else None,
            behind_proxy=variables.get("BIZET_BEHIND_PROXY", "") == "1",
            proxies=variables.get("BIZET_PROXIES", "127.0.0.1"),
            metrics_token=variables.get("BIZET_METRICS_TOKEN", ""),
        )

    @property
    def url(self) -> URL | None:
        """PostgreSQL's address, with the driver we use; None where there are files."""
        return make_url(self.database_url).set(drivername="postgresql+psycopg") if self.database_url else None

    def address(self, port: int) -> str:
        """Where it listens, as a desk on this computer types it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{'https' if self.cert else 'http'}://{host}:{port}"


@contextmanager
def databases(config: Configuration, clock: Clock, *, alone: bool = False) -> Iterator[Place]:
    """The databases, opened; with `alone` no server may be running on the folder. Refuses what is weak."""
    if config.url is not None:
        place = _postgres(config.url, config, clock)
        try:
            yield place
        finally:
            place.engine.dispose()
        return
    files = Files(config.data, clock)
    if not config.i_know:
        check_folder(config.data)
    if alone:
        with Lock(config.data):
            yield files
    else:
        yield files


def check_folder(folder: Path) -> None:
    """Refuse a folder that other users of this computer can read."""
    if os.name == "posix" and folder.stat().st_mode & 0o077:
        raise Refused("folder_open_to_others", folder=str(folder))


def check_line(config: Configuration) -> None:
    """Refuse to listen in a way in which data would travel unencrypted, or with certificates that do not hold."""
    if (config.cert is None) != (config.key is None):
        raise Refused("key_without_certificate")
    if config.cert is None and not (_is_here(config.host) or config.behind_proxy or config.i_know):
        raise Refused("not_encrypted", host=config.host)
    if config.cert is not None:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(config.cert, config.key)
        except (OSError, ssl.SSLError) as error:
            raise Refused("certificate_not_read", cert=str(config.cert), key=str(config.key)) from error


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _postgres(url: URL, config: Configuration, clock: Clock) -> Postgres:
    """The database, its tables made or migrated by one process at a time."""
    full = url.render_as_string(hide_password=False)
    gate = postgres_engine(full)
    try:
        with gate.connect() as connection:
            if not config.i_know and passes_by(connection):
                raise Refused("role_too_strong", role=url.username or "")
            connection.execute(text("SELECT pg_advisory_lock(:lock)"), {"lock": ONE_AT_A_TIME})
            place = Postgres(full, pool_size=CONNECTIONS, max_overflow=MORE_CONNECTIONS)
            Control(place.control(), clock)
            return place
    except OperationalError as error:
        raise Refused("database_away") from error
    finally:
        gate.dispose()  # and with its connection goes the lock
