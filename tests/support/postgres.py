"""A PostgreSQL server of our own for the tests: Debian's program, a temporary folder, a socket and no network."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from glob import glob
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Engine, create_engine, text

from bizet_core.store.tables.schema import create

OWNER = "bizet_house"


def programs() -> Path | None:
    """Where initdb and pg_ctl are, newest version first."""
    found = sorted(glob("/usr/lib/postgresql/*/bin"), key=lambda p: int(p.split("/")[-2]))
    which = shutil.which("initdb")
    return Path(found[-1]) if found else Path(which).parent if which else None


@contextmanager
def server(folder: Path, *, durable: bool = False) -> Iterator[str]:
    """Run a server in `folder`; yields a URL with `{database}` to fill. A test needs no commit to outlive the power."""
    bin = programs()
    assert bin is not None, "PostgreSQL is missing: run `make system`"
    as_other = _as_postgres(folder)
    data = folder / "data"
    quick = "" if durable else "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    options = f"-k {folder} -c listen_addresses='' -c max_connections=40 {quick}"
    run(
        [
            *as_other,
            str(bin / "initdb"),
            "-D",
            str(data),
            "-U",
            "bizet",
            "--auth=trust",
            "-E",
            "UTF8",
            "--locale=C",
            "-N",
        ]
    )
    run([*as_other, str(bin / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://bizet@/{{database}}?host={folder}"
    finally:
        run([*as_other, str(bin / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop"])


class Databases:
    """Fresh databases copied from one template that holds the whole schema."""

    def __init__(self, url: str) -> None:
        self.url, self._owner_is_there = url, False
        self._do("CREATE DATABASE ground TEMPLATE template0")
        engine = create_engine(url.format(database="ground"))
        create(engine)
        engine.dispose()

    @contextmanager
    def fresh(self) -> Iterator[Engine]:
        """An engine on a new database, dropped afterwards."""
        name = f"t{uuid4().hex}"
        self._do(f"CREATE DATABASE {name} TEMPLATE ground")
        engine = create_engine(self.url.format(database=name), pool_size=10)
        try:
            yield engine
        finally:
            engine.dispose()
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    @contextmanager
    def owned(self) -> Iterator[str]:
        """The URL of a new, empty database of a role that is no superuser: row level security holds for it."""
        name = f"t{uuid4().hex}"
        if not self._owner_is_there:
            self._do(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS")
            self._owner_is_there = True
        self._do(f"CREATE DATABASE {name} TEMPLATE template0 OWNER {OWNER}")
        try:
            yield self.url.format(database=name).replace("bizet@", f"{OWNER}@")
        finally:
            self._do(f"DROP DATABASE {name} WITH (FORCE)")

    def _do(self, statement: str) -> None:
        engine = create_engine(self.url.format(database="postgres"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))
        engine.dispose()


def run(command: list[str]) -> None:
    """Run a program, showing what it said where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, cwd="/")
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


def _as_postgres(folder: Path) -> list[str]:
    """PostgreSQL refuses to run as root."""
    if os.getuid() != 0:
        return []
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    return ["runuser", "-u", "postgres", "--"]
