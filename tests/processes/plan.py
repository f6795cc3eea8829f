"""A seed is a plan: what goes wrong, and when. Time is counted in what the desks have done, not in seconds."""

from dataclasses import dataclass
from random import Random

from tests.processes.proxy import Weather

OPERATIONS = 120  # that all desks together do before everybody is healed
SHORTEST, LONGEST = 3, 18  # how long something stays wrong
BAD = [weather for weather in Weather if weather is not Weather.CLEAR]


@dataclass(frozen=True, order=True)
class Event:
    """After so many operations something happens to a desk, a server, or the line between."""

    at: int
    what: str
    which: int
    weather: Weather = Weather.CLEAR

    def __str__(self) -> str:
        return f"{self.at}:{self.what}@{self.which}{'' if self.what != 'weather' else f'={self.weather}'}"


def plan_of(seed: int, desks: int, servers: int) -> list[Event]:
    """Everybody is killed at least once, and every line has a bad time of some kind."""
    chance = Random(seed)
    events = [Event(_moment(chance), "kill_desk", i) for i in range(desks)]
    for i in [*range(servers), chance.randrange(servers)]:
        events += _server_down(chance, i)
    for weather in BAD:
        events += _bad_weather(chance, chance.randrange(desks), weather)
    return sorted(events)


def _server_down(chance: Random, i: int) -> list[Event]:
    at = _moment(chance)
    return [Event(at, "kill_server", i), Event(at + _long(chance), "start_server", i)]


def _bad_weather(chance: Random, i: int, weather: Weather) -> list[Event]:
    at = _moment(chance)
    return [Event(at, "weather", i, weather), Event(at + _long(chance), "weather", i)]


def _moment(chance: Random) -> int:
    return chance.randrange(5, OPERATIONS - LONGEST)


def _long(chance: Random) -> int:
    return chance.randrange(SHORTEST, LONGEST)
