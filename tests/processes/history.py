"""One history with real processes: a seed's plan is carried out while the desks work; then all are healed and agree."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from signal import SIGTERM
from typing import Any

from tests.processes.ending import check, heads
from tests.processes.house import KIOSK, make_house
from tests.processes.ledger import Told
from tests.processes.plan import OPERATIONS, Event, plan_of
from tests.processes.programs import Program, a_server, free_port, read, ready, setup_code
from tests.processes.proxy import Relay, Relays, Weather

DESKS = 3
ROUNDS = 40  # of asking every desk, until all have everything


@dataclass
class Street:
    """Everybody who takes part."""

    variables: dict[str, str]
    servers: list[Program]
    relays: list[Relay]
    desks: list[Program] = field(default_factory=list)
    homes: list[Path] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def start_server(self, i: int) -> None:
        if not self.servers[i].is_running:
            self.servers[i].start()

    def kill_server(self, i: int) -> None:
        self.servers[i].kill()

    def kill_desk(self, i: int) -> None:
        """It is switched on again at once."""
        self.desks[i].kill()
        self.desks[i].start()

    def end(self) -> None:
        """Whatever still runs was started here."""
        for program in self.desks + self.servers:
            program.kill()


def live(seed: int, variables: dict[str, str], folder: Path, *, servers: int = 1) -> Told:
    """Live through a seed; raises `AssertionError` with everything that does not hold in the end."""
    events = plan_of(seed, DESKS, servers)
    try:
        with _street(seed, variables, folder, servers) as street:
            _happen(street, events)
            _heal(street)
            _agree(street)
            _close(street)
            check(street.homes, variables, street.told, KIOSK)
            return street.told
    except AssertionError as problem:
        raise AssertionError(f"seed {seed} ({', '.join(map(str, events))}): {problem}") from problem


@contextmanager
def _street(seed: int, variables: dict[str, str], folder: Path, servers: int) -> Iterator[Street]:
    ports = [free_port() for _ in range(servers)]
    running = [a_server(variables, port, folder / f"server{i}.log") for i, port in enumerate(ports)]
    with closing(Relays()) as relays:
        street = Street(variables, running, _relays(relays, ports, seed))
        try:
            _furnish(street, folder, seed)
            yield street
        finally:
            street.end()


def _relays(relays: Relays, ports: Sequence[int], seed: int) -> list[Relay]:
    """One for each desk; where there are several servers, in front of one that balances them."""
    target = ports[0] if len(ports) == 1 else relays.to(ports, Random(seed)).port
    return [relays.to([target], Random(seed + i)) for i in range(DESKS)]


def _furnish(street: Street, folder: Path, seed: int) -> None:
    for server in street.servers:
        server.start()
    for server in street.servers:
        ready(server)
    code = setup_code(street.servers[0])
    street.homes = make_house(folder, [f"http://127.0.0.1:{relay.port}" for relay in street.relays], code)
    for i, home in enumerate(street.homes):
        command = [sys.executable, "-m", "tests.processes.desk", str(home), str(seed * DESKS + i)]
        street.desks.append(Program(command, folder / f"desk{i}.log", heard=street.told.from_desk(i)))
        street.desks[i].start()


def _happen(street: Street, events: Sequence[Event]) -> None:
    for event in events:
        street.told.wait_for(event.at)
        if event.what == "weather":
            street.relays[event.which].become(event.weather)
        else:
            getattr(street, event.what)(event.which)
    street.told.wait_for(OPERATIONS)


def _heal(street: Street) -> None:
    for relay in street.relays:
        relay.become(Weather.CLEAR)
    for i, server in enumerate(street.servers):
        street.start_server(i)
        ready(server)
    for desk in street.desks:
        desk.say("rest")
        desk.wait_for(lambda line: "rests" in read(line))


def _agree(street: Street) -> None:
    """Ask round after round until everybody has sent everything and has all that the server has."""
    answers: list[dict[str, Any]] = []
    for _ in range(ROUNDS):
        answers = [_round(desk) for desk in street.desks]
        have = {(said["epoch"], said["cursor"]) for said in answers}
        if all(said["state"] == "agreed" for said in answers) and have == heads(street.homes, street.variables):
            return
    raise AssertionError(f"they do not agree: {answers}")


def _round(desk: Program) -> dict[str, Any]:
    spoken = len(desk.lines)
    desk.say("agree")
    return read(desk.wait_for(lambda line: "state" in read(line), spoken))


def _close(street: Street) -> None:
    """Everybody is told to end, and ends."""
    for desk in street.desks:
        desk.leave()
    for server in street.servers:
        server.signal(SIGTERM)
    ended = [desk.wait() for desk in street.desks] + [server.wait() for server in street.servers]
    assert not any(ended), f"ended with {ended}"
