"""What the door says, as HTTP. Whoever is refused learns a code; the door says which facts go with it.

200  the answer                     409  refused, or `server_broke`: this request ends in an error of ours
401  a stranger, or nothing there   413  too long    429  too many at once    503  our database is away: ask again
"""

from typing import NamedTuple

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from bizet_core.base.refusals import Refused
from bizet_core.store.database.engines import is_away
from bizet_core.sync.server.rerun import TRANSIENT
from bizet_core.sync.wire.protocol import Problem, encode
from sync_server.sync.dispatch import STRANGERS, Door, Request, problem_of

log = structlog.get_logger()

STATUSES = dict.fromkeys(STRANGERS, 401) | dict.fromkeys(TRANSIENT, 503)
STATUSES |= {"message_too_large": 413, "slow_down": 429, "file_damaged": 503}


class Answer(NamedTuple):
    """A status, an encoded body, and in one word how it went."""

    status: int
    body: bytes
    outcome: str = "ok"


def answered(door: Door, request: Request) -> Answer:
    """What a request gets, whatever happens."""
    try:
        return Answer(200, door.answer(request))
    except Exception as problem:
        return answer_to(problem)


def answer_to(problem: Exception) -> Answer:
    """What somebody is told of a refusal, or of an error of ours."""
    if isinstance(problem, Refused):
        return refusal(problem)
    if is_database_away(problem):
        log.error("database_away", exc_info=problem)
        return Answer(503, encode(Problem(code="database_away")), "database_away")
    log.error("server_broke", exc_info=problem)
    return Answer(409, encode(Problem(code="server_broke")), "server_broke")


def refusal(refused: Refused) -> Answer:
    """A refusal as it goes out."""
    return Answer(STATUSES.get(refused.code, 409), encode(problem_of(refused)), refused.code)


def is_database_away(problem: BaseException) -> bool:
    """Whether the database did not answer, so that nothing is known of the request itself."""
    if isinstance(problem, PoolTimeoutError):
        return True
    return isinstance(problem, DBAPIError) and is_away(problem)
