"""Memory: `pytest -p tests.support.memory` tells how much each worker held at most, and after which tests it grew."""

import resource
from collections.abc import Generator
from typing import Any

import pytest

GREW = 16
"""MiB by which a test must have raised the most, to be named."""

_told: list[str] = []
_grew: list[tuple[int, str]] = []


def most() -> int:
    """The most that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Compare before and after."""
    before = most()
    result = yield
    if most() - before >= GREW:
        _grew.append((most() - before, item.nodeid))
    return result


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A worker gives its figures to the process that prints."""
    lines = [f"  +{mib} MiB {name}" for mib, name in _grew]
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["memory"] = [f"{session.config.workerinput['workerid']}: {most()} MiB", *lines]  # type: ignore[attr-defined]
    elif not session.config.pluginmanager.has_plugin("dsession"):
        _told.extend([f"{most()} MiB", *lines])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take a worker's figures."""
    _told.extend(getattr(node, "workeroutput", {}).get("memory", []))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them."""
    terminalreporter.section("memory")
    for line in _told:
        terminalreporter.line(line)
