"""Durations: `pytest -p tests.support.durations` writes how many seconds each file of tests takes, for `make quick`."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

DURATIONS = Path(__file__).with_name("durations.json")
_seconds: defaultdict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Told of each set-up, test and tear-down, by all workers."""
    _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep them; a worker knows only a part."""
    if not hasattr(session.config, "workerinput"):
        rounded = {file: round(seconds, 1) for file, seconds in sorted(_seconds.items())}
        DURATIONS.write_text(json.dumps(rounded, indent=1) + "\n")
