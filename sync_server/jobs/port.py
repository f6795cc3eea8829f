"""What runs jobs, seen from outside: a small port, so that the engine behind it can be changed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, Protocol

Plain = Any
"""A value of None, bool, int, float, str, and lists and dicts (by str) of them: what JSON carries unchanged."""

Step = Callable[[Plain], Plain]
"""One step of a job. The first is given the job's payload, each next one what the step before it returned."""

State = Literal["waiting", "running", "done", "failed", "cancelled"]
ENDED = frozenset[State]({"done", "failed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Retry:
    """How often a step is tried and the wait after each failure: `first` seconds, then `factor` times that."""

    tries: int = 5
    first: float = 1.0
    factor: float = 4.0

    def wait(self, failures: int) -> float | None:
        """Seconds until the next try after so many failures, or None where that was the last."""
        return self.first * self.factor ** (failures - 1) if failures < self.tries else None


USUALLY = Retry()
ONCE = Retry(tries=1)


@dataclass(frozen=True, slots=True)
class JobStatus:
    """Where a job stands, what it returned, and what went wrong with it."""

    job_id: str
    name: str
    state: State
    result: Plain = None
    problem: str = ""

    @property
    def ended(self) -> bool:
        """Whether nothing more happens with it by itself."""
        return self.state in ENDED


class JobRunner(Protocol):
    """Runs registered jobs in the background, each at least once, none of its finished steps a second time."""

    def register(self, name: str, *steps: Step, retry: Retry = USUALLY) -> None:
        """Say what a job of this name does. Register before `open`: jobs left over from the last run start with it.

        Steps may be interrupted and repeated, so each must do no harm when it runs twice. Changed steps of a job that
        may still be under way need a new name.
        """
        ...

    def open(self) -> None:
        """Begin to work. A runner is opened once."""
        ...

    def start(self, name: str, job_id: str, payload: Plain = None) -> None:
        """Have a job done soon. A job of this id that is known already stands as it is, whatever became of it."""
        ...

    def schedule(self, name: str, cron: str, job: str, payload: Plain = None, *, zone: str = "UTC") -> None:
        """Start a job at each of these times (five fields, or six with seconds first); replaces what had this name.

        To be called after `open`. A runner that keeps its jobs keeps this as well, until it is unscheduled.
        """
        ...

    def unschedule(self, name: str) -> None:
        """Start nothing more under this name."""
        ...

    def cancel(self, job_id: str) -> None:
        """Do no further step of a job that has not ended. The step that runs now runs to its end."""
        ...

    def retry(self, job_id: str) -> None:
        """Go on with a job that has failed or was cancelled, from the step it failed at; do a finished one again."""
        ...

    def status(self, job_id: str) -> JobStatus | None:
        """Where a job stands; None where there is none of this id."""
        ...

    def failed(self, most: int = 100) -> list[JobStatus]:
        """The jobs that failed, latest first: what somebody should look at."""
        ...

    def wait(self, job_id: str, seconds: float) -> JobStatus:
        """Where a job stands once it has ended; raises `TimeoutError` where that takes longer."""
        ...

    def sweep(self) -> int:
        """Take over the work of replicas that have died; returns how many jobs. A runner does it by itself as well."""
        ...

    def close(self) -> None:
        """Stop after the steps that run now. What is left goes on after the next `open`, where the runner keeps it."""
        ...
