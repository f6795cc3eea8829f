"""The server's log: one JSON object a line on standard error, whoever writes it.

Of an error it says what kind it was and where it came from, not its words: a database's name values of rows.
"""

import logging
import sys
import traceback
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def log_to(stream: TextIO, level: int = logging.INFO) -> None:
    """From now on, for all of this process."""
    after: list[Any] = [
        without_words,
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.JSONRenderer(),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=_SHARED, processors=after))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for noisy in ("alembic", "httpx", "uvicorn.access"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )


def without_words(_logger: Any, _name: str, event: EventDict) -> EventDict:
    """An exception as its kinds, from the first cause on, and the places it came through."""
    problem = event.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()[1]
    if isinstance(problem, tuple):
        problem = problem[1]
    if isinstance(problem, BaseException):
        event["error"] = [_kind(each) for each in _causes(problem)]
        event["where"] = [f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(problem.__traceback__)]
    return event


def _causes(problem: BaseException) -> list[BaseException]:
    """Each once, also where they name each other in a circle."""
    found: list[BaseException] = []
    cause: BaseException | None = problem
    while cause is not None and cause not in found:
        found.insert(0, cause)
        cause = cause.__cause__ or cause.__context__
    return found


def _kind(problem: BaseException) -> str:
    kind = type(problem)
    return f"{kind.__module__}.{kind.__qualname__}"
