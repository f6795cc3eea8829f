"""Text cleaned for paper and broken into lines that fit, in any script."""

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], int]

LONGEST = 2000
"""Characters of one text on paper; a note of megabytes must not empty the roll."""

_TAKES_OVER = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad")
_JOINS = frozenset("\u200d\u2060")


def cleaned(text: str) -> str:
    """The text without what is no text: control characters (a name with ESC in it could open the drawer), lone
    surrogates, and the invisible brackets that turn the reading direction (a name could turn an amount round).
    """
    shown = "".join(_clean(char) for char in unicodedata.normalize("NFC", limited(text)))
    return re.sub(r" +", " ", shown).strip()


def limited(text: str) -> str:
    """The beginning of an endless text."""
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _clean(char: str) -> str:
    if char in _TAKES_OVER:
        return ""
    if char in "\t\n\r\v\f\x85\u2028\u2029":
        return " "
    return "\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char


def wrapped(text: str, width: int, measure: Measure) -> list[str]:
    """Lines no wider than `width`, broken between words, inside a word only where it is wider than a whole line.

    An empty text is one empty line. A single letter wider than the line still gets a line.
    """
    lines = [""]
    for piece in _pieces(text):
        if measure((lines[-1] + piece).rstrip()) <= width:
            lines[-1] += piece
        elif measure(piece.rstrip()) <= width:
            lines.append(piece)
        else:
            lines.extend(_broken(piece, lines.pop(), width, measure))
    return [line.strip() for line in lines if line.strip()] or [""]


def _broken(piece: str, line: str, width: int, measure: Measure) -> Iterator[str]:
    """The lines of a word that is wider than a whole line, begun on `line`."""
    for cluster in clusters(piece):
        if line and measure(line + cluster.rstrip()) > width:
            yield line
            line = ""
        line += cluster
    yield line


def _pieces(text: str) -> Iterator[str]:
    """Words with the spaces that follow them; scripts that are written without spaces break at each wide character."""
    piece = ""
    for cluster in clusters(text):
        wide = unicodedata.east_asian_width(cluster[0]) in "WF" and unicodedata.category(cluster[0]) == "Lo"
        if piece and (wide or (piece[-1].isspace() and not cluster.isspace())):
            yield piece
            piece = ""
        piece += cluster
    if piece:
        yield piece


def clusters(text: str) -> Iterator[str]:
    """What a reader takes for one letter: a base with its marks, an emoji with what is joined to it, a flag."""
    cluster = ""
    for char in text:
        if cluster and not _belongs(cluster, char):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _belongs(cluster: str, char: str) -> bool:
    flag = _is_flag(char) and len(cluster) == 1 and _is_flag(cluster)
    skin = "\U0001f3fb" <= char <= "\U0001f3ff"
    return unicodedata.category(char)[0] == "M" or char in _JOINS or cluster[-1] in _JOINS or flag or skin


def _is_flag(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"
