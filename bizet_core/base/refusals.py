"""`Refused` is for people: a code and facts, worded at the edge in the reader's language."""

from typing import Any


class Refused(Exception):  # noqa: N818  # not an error: an answer
    """The request cannot be done, for a reason a person can act on.

    `code` names the sentence (see `describe.sentences`), `facts` fill its gaps: plain values such as
    names, amounts (`Money`) and instants, never ready-made text.
    """

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts
