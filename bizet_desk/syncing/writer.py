"""Who writes: a running desk has one thread for it."""

from collections.abc import Callable
from typing import Any

Write = Callable[[Callable[[], Any]], Any]
"""Runs a job that writes, on the thread that may, and gives back what it returned: a running desk's writer, or here."""


def at_once(job: Callable[[], Any]) -> Any:
    """Where no other thread writes."""
    return job()
