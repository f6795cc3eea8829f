"""When a desk asks its server: soon after something was done here or there, now and then otherwise, ever more seldom
while nobody answers."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from random import SystemRandom


class Ring(Enum):
    """Why a desk should look."""

    COMMIT = auto()  # somebody did something here
    HEAD = auto()  # the server has something new
    NOW = auto()  # a person asked
    JOB = auto()  # something else is to be done on that thread
    CLOSE = auto()


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds. After a failure a random time up to twice as long as the last: desks must not all come at once."""

    gather: float = 0.1  # what is done within it goes out together
    quiet: tuple[float, float] = (30.0, 60.0)
    least: float = 1.0
    most: float = 60.0
    between: Callable[[float, float], float] = field(default=SystemRandom().uniform)

    def pause(self, failures: int) -> float:
        """How long to wait after so many failures in a row, unless something rings."""
        if failures == 0:
            return self.between(*self.quiet)
        ceiling = min(self.most, self.least * 2.0 ** min(failures, 16))
        return self.between(self.least, ceiling)

    def is_time(self, rung: frozenset[Ring], failures: int) -> bool:
        """Whether to ask now; nothing has rung when a pause is over. While nobody answers, what is done here waits."""
        return not rung or bool(rung & {Ring.NOW, Ring.HEAD}) or (Ring.COMMIT in rung and failures == 0)


class Bell:
    """Wakes one thread. Rings that come before it looks are one."""

    def __init__(self) -> None:
        self._condition = threading.Condition()
        self._rung: set[Ring] = set()

    def ring(self, why: Ring) -> None:
        """From any thread."""
        with self._condition:
            self._rung.add(why)
            self._condition.notify()

    def wait(self, seconds: float | None) -> frozenset[Ring]:
        """What has rung, or nothing once so many seconds are over."""
        with self._condition:
            self._condition.wait_for(lambda: self._rung, seconds)
            rung = frozenset(self._rung)
            self._rung.clear()
            return rung

    def wait_for_close(self, seconds: float) -> bool:
        """Let more come together for so long; whether it is time to end."""
        with self._condition:
            return self._condition.wait_for(lambda: Ring.CLOSE in self._rung, seconds)
