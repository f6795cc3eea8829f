"""The desk's log: JSON lines in a file that starts anew at 2 MB. No request's contents, no local variables."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

LARGEST = 2_000_000  # bytes
KEPT = 5


@contextmanager
def logging_to(folder: Path) -> Iterator[None]:
    """Write into `folder` everything that is logged in this block."""
    close = open_log(folder)
    try:
        yield
    finally:
        close()


def open_log(folder: Path) -> Callable[[], None]:
    """From now on write into `folder` everything that is logged; returns what ends it."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "bizet.log"
    handler = RotatingFileHandler(path, maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True)
    logger = logging.getLogger("bizet")
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO)
    _send_to(logger)

    def close() -> None:
        logger.removeHandler(handler)
        handler.close()
        structlog.reset_defaults()

    return close


def _send_to(logger: logging.Logger) -> None:
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=lambda *_: logger,
        cache_logger_on_first_use=False,
    )
