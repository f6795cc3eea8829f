"""What the desks have told, in the order of their commits: the truth that everybody is compared with in the end."""

import threading
import time
from collections import Counter, defaultdict
from functools import partial
from itertools import pairwise
from uuid import UUID

from tests.processes.programs import PATIENCE, read


class Told:
    """Hears every desk, each on its own thread."""

    def __init__(self) -> None:
        self.operations: dict[UUID, int] = {}  # op → desk
        self.sales: dict[UUID, tuple[str, int]] = {}
        self.twice: list[UUID] = []
        self.statuses: dict[int, list[str]] = defaultdict(list)
        self.errors: list[str] = []
        self.names: Counter[str] = Counter()
        self.moments: list[float] = []  # of each operation
        self._heard = threading.Condition()

    def hear(self, desk: int, line: str) -> None:
        """One line of a desk."""
        said = read(line)
        with self._heard:
            if "did" in said:
                self._note(desk, said)
            elif "status" in said:
                self.statuses[desk].append(said["status"])
            elif "error" in said:
                self.errors.append(f"desk {desk}: {said['broke']}: {said['error']}")
            self._heard.notify_all()

    def from_desk(self, desk: int) -> "partial[None]":
        """What hears this desk."""
        return partial(self.hear, desk)

    def wait_for(self, many: int) -> None:
        """Until so many operations were told of."""
        with self._heard:
            came = self._heard.wait_for(lambda: len(self.operations) >= many, PATIENCE)
        assert came, f"no more than {len(self.operations)} of {many} operations in {PATIENCE} s: {self.errors}"

    def longest_pause(self, since: float) -> float:
        """Seconds in which nothing was done."""
        moments = [since, *(each for each in self.moments if each >= since)]
        return max((later - before for before, later in pairwise(moments)), default=0.0)

    def _note(self, desk: int, said: dict[str, str]) -> None:
        op = UUID(said["did"])
        if op in self.operations:
            self.twice.append(op)
        self.operations[op] = desk
        self.names[said["name"]] += 1
        self.moments.append(time.monotonic())
        if "number" in said:
            self.sales[op] = (said["series"], int(said["number"]))
