"""The desk's log: JSON lines in a file that starts anew at 2 MB. No request's contents, no local variables."""

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path

import structlog

LARGEST = 2_000_000  # bytes
KEPT = 5


def open_log(folder: Path) -> logging.Handler:
    """Write everything that is logged into `folder`; returns the handler, to be closed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(
        folder / "bizet.log", maxBytes=LARGEST, backupCount=KEPT, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("bizet")
    logger.handlers = [handler]
    logger.propagate = False
    logger.setLevel(logging.INFO)
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
    return handler
