"""Nobody answered."""


class UnreachableError(Exception):
    """Nobody knows whether the request has arrived; the same one is sent again later."""
