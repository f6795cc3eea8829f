"""Values as they come back from the database of an engine."""

import json

from sync_server.jobs.port import Plain


def carried(value: Plain) -> Plain:
    """The value as JSON carries it: tuples become lists. Raises `TypeError` or `ValueError` for what is not plain.

    Every runner hands on values through this, so that a job sees the same on its first run and on a repeated one.
    """
    return json.loads(json.dumps(value, allow_nan=False))
