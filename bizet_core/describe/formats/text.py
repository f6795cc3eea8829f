"""Text as it is kept: composed, without what cannot be seen, stored or trusted to stay in its place."""

import re
import unicodedata

_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters; PostgreSQL takes no NUL
    "\u202a-\u202e\u2066-\u2069"  # bidi overrides and isolates: they reorder what stands beside them
    "\ud800-\udfff\ufeff\ufff9-\ufffb]"  # halves of characters, byte order mark, interlinear marks
)
NO_NUL = r"^[^\x00]*$"
"""A pattern for texts that nobody tidies: hashes, codes, names that programs send."""
_BREAKS = re.compile("\r\n?|[\x85\u2028\u2029]")
_EDGES = " \t\n\xa0\u200b\u200e\u200f"


def one_line(text: str) -> str:
    """A name or title: one line, single spaces. Joiners stay, for Persian and for emoji families."""
    return " ".join(safe(text).split()).strip(_EDGES)


def lines(text: str) -> str:
    """A note: its line breaks as `\\n`, no spaces at the ends of lines."""
    kept = (line.rstrip(_EDGES) for line in _BREAKS.sub("\n", safe(text)).split("\n"))
    return "\n".join(kept).strip(_EDGES)


def safe(text: str) -> str:
    """The text to the letter, but for what no database or screen may get."""
    if text.isascii() and text.isprintable():
        return text  # as most are, and always for what programs write
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text))
