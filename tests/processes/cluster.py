"""Three PostgreSQL nodes under Patroni, one etcd, HAProxy: on 127.0.0.1, configured from `installers/server`."""

import os
import pwd
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from signal import SIGKILL
from typing import Any

import httpx
import psycopg

from tests.processes.programs import PATIENCE, ROOT, Program, free_port
from tests.support.postgres import OWNER, programs

EXAMPLES = ROOT / "installers" / "server"
NEEDED = {"patroni": "patroni", "etcd": "etcd-server", "haproxy": "haproxy"}
SECRET = "not so secret"
LOOK = 0.2  # seconds between two questions whether something has come about
PATH = f"{os.environ.get('PATH', '')}:/usr/sbin"


def missing() -> list[str]:
    """Debian packages that are to be installed first: `sh installers/debian/ensure.sh failover`."""
    return [package for program, package in NEEDED.items() if shutil.which(program, path=PATH) is None]


def until(is_so: Callable[[], Any], what: str) -> Any:
    """Ask until something is so; its answer."""
    ends = time.monotonic() + PATIENCE
    while time.monotonic() < ends:
        if found := is_so():
            return found
        time.sleep(LOOK)
    raise AssertionError(f"not in {PATIENCE} s: {what}")


class Node:
    """One PostgreSQL server with its Patroni."""

    def __init__(self, folder: Path, name: str, etcd: int) -> None:
        self.name, self.folder, self.data = name, folder, folder / name
        self.port, self.health = free_port(), free_port()
        command = [shutil.which("patroni", path=PATH) or "", str(EXAMPLES / "patroni.yml")]
        self.patroni = Program(command, folder / f"{name}.log", self._variables(etcd), **as_postgres(folder))

    def _variables(self, etcd: int) -> dict[str, str]:
        here, health, bin = f"127.0.0.1:{self.port}", f"127.0.0.1:{self.health}", programs()
        given = {
            "NAME": self.name, "ETCD3_HOSTS": f"127.0.0.1:{etcd}",
            "RESTAPI_LISTEN": health, "RESTAPI_CONNECT_ADDRESS": health,
            "POSTGRESQL_LISTEN": here, "POSTGRESQL_CONNECT_ADDRESS": here,
            "POSTGRESQL_DATA_DIR": str(self.data), "POSTGRESQL_BIN_DIR": str(bin),
            "POSTGRESQL_PGPASS": str(self.folder / f"{self.name}.pgpass"),
            "SUPERUSER_USERNAME": "postgres", "SUPERUSER_PASSWORD": SECRET,
            "REPLICATION_USERNAME": "replicator", "REPLICATION_PASSWORD": SECRET,
            "REWIND_USERNAME": "rewinder", "REWIND_PASSWORD": SECRET,
        }  # fmt: skip
        return {f"PATRONI_{name}": value for name, value in given.items()} | {"PYTHONPATH": ""}

    def kill(self) -> None:
        """Patroni first, so that it cannot save anything; then PostgreSQL itself."""
        postmaster = self.postmaster()
        self.patroni.signal(SIGKILL)
        if postmaster is not None:
            os.kill(postmaster, SIGKILL)
        self.patroni.wait()  # its output ends with that of PostgreSQL

    def postmaster(self) -> int | None:
        """The process id of its PostgreSQL, while there is one."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if Path(f"/proc/{pid}").exists() else None

    def roles(self) -> dict[str, str]:
        """What it knows of all nodes: `leader`, `sync_standby`, `replica`."""
        try:
            found = httpx.get(f"http://127.0.0.1:{self.health}/cluster", trust_env=False, timeout=2).json()
        except httpx.HTTPError:
            return {}
        running = {"running", "streaming"}
        return {each["name"]: each["role"] for each in found.get("members", []) if each["state"] in running}


class Cluster:
    """All of it. `url` is where a server of ours finds its database, whoever leads."""

    def __init__(self, nodes: list[Node], port: int) -> None:
        self.nodes, self.port = nodes, port
        self.url = f"postgresql://{OWNER}:{SECRET}@127.0.0.1:{port}/bizet".replace(" ", "%20")

    def leader(self) -> Node | None:
        """Who leads, once another has everything that is committed."""
        for node in self.nodes:
            roles = node.roles() if node.patroni.is_running else {}
            if "leader" in roles.values() and "sync_standby" in roles.values():
                return next(each for each in self.nodes if roles.get(each.name) == "leader")
        return None

    def furnish(self) -> bool:
        """Make the role and the database; whether that worked."""
        try:
            with psycopg.connect(self._as_superuser(), autocommit=True) as connection:
                connection.execute(f"CREATE ROLE {OWNER} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{SECRET}'")
                connection.execute(f"CREATE DATABASE bizet OWNER {OWNER} TEMPLATE template0")
        except (psycopg.OperationalError, psycopg.errors.ReadOnlySqlTransaction):  # HAProxy has not asked all yet
            return False
        return True

    def _as_superuser(self) -> str:
        return self.url.replace(f"{OWNER}:", "postgres:").replace("/bizet", "/postgres")


@contextmanager
def cluster(folder: Path) -> Iterator[Cluster]:
    """Started, with one leader and somebody who could take over at once."""
    with ExitStack() as open_:
        etcd = open_.enter_context(_etcd(folder))
        nodes = [Node(folder, f"pg{i}", etcd) for i in (1, 2, 3)]
        for node in nodes:
            open_.callback(node.kill)
            node.patroni.start()
        made = Cluster(nodes, free_port())
        until(made.leader, "a leader and its standby")
        open_.enter_context(_haproxy(folder, made))
        until(made.furnish, "a database")
        yield made


@contextmanager
def _etcd(folder: Path) -> Iterator[int]:
    port, peers = free_port(), f"http://127.0.0.1:{free_port()}"
    here = f"http://127.0.0.1:{port}"
    given = {
        "name": "etcd", "data-dir": str(folder / "etcd"), "listen-client-urls": here, "advertise-client-urls": here,
        "listen-peer-urls": peers, "initial-advertise-peer-urls": peers, "initial-cluster": f"etcd={peers}",
    }  # fmt: skip
    command = ["etcd", *(f"--{name}={value}" for name, value in given.items())]
    with _running(Program(command, folder / "etcd.log", **as_postgres(folder))):
        yield port


@contextmanager
def _haproxy(folder: Path, made: Cluster) -> Iterator[None]:
    variables = {"PG_LISTEN": f"127.0.0.1:{made.port}"}
    for i, node in enumerate(made.nodes, 1):
        variables |= {f"PG{i}": f"127.0.0.1:{node.port}", f"PG{i}_HEALTH": str(node.health)}
    command = [shutil.which("haproxy", path=PATH) or "", "-db", "-f", str(EXAMPLES / "haproxy.cfg")]
    with _running(Program(command, folder / "haproxy.log", variables)):
        yield


@contextmanager
def _running(program: Program) -> Iterator[None]:
    program.start()
    try:
        yield
    finally:
        program.kill()


def as_postgres(folder: Path) -> dict[str, Any]:
    """PostgreSQL refuses to run as root: how to start something as somebody else then, with a folder of theirs."""
    if os.getuid() != 0:
        return {}
    postgres = pwd.getpwnam("postgres")
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    return {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
