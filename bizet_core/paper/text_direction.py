"""Reading direction: text cut into runs of one direction, in the order in which they stand on paper.

This is the Unicode Bidirectional Algorithm (Annex 9: W1–W7, N0–N2, I1–I2, L1–L2) for one line without embeddings
and isolates; `wrapping.cleaned` takes those out. Inside a right-to-left run the text stays in reading order: the shaper
turns it.
"""

import unicodedata
from collections.abc import Sequence
from itertools import groupby

RIGHT = ("R", "AL")
_STRONG = ("L", "R", "EN", "AN")  # once W1–W7 have settled the weak ones
_BRACKETS = {"(": ")", "[": "]", "{": "}", "「": "」", "『": "』", "（": "）", "【": "】"}


def is_rtl(text: str) -> bool:
    """Whether any letter is read from right to left."""
    return any(unicodedata.bidirectional(char) in RIGHT for char in text)


def visual_runs(text: str, rtl: bool) -> list[tuple[str, bool]]:
    """(run, whether it reads right to left) from left to right on paper; `rtl` is the direction of the paper.

    A text without any right-to-left letter keeps its own order, also on right-to-left paper: `1 234,56 €`.
    """
    if not is_rtl(text):
        return [(text, False)] if text else []
    levels = _levels(text, 1 if rtl else 0)
    places = groupby(range(len(text)), key=levels.__getitem__)
    runs = [("".join(text[i] for i in group), level) for level, group in places]
    for level in range(max(levels, default=0), 0, -1):
        runs = _reversed(runs, level)
    return [(run, level % 2 == 1) for run, level in runs]


def _reversed(runs: list[tuple[str, int]], level: int) -> list[tuple[str, int]]:
    """L2: turn every sequence of runs at `level` or higher."""
    turned: list[tuple[str, int]] = []
    for high, group in groupby(runs, key=lambda run: run[1] >= level):
        found = list(group)
        turned.extend(reversed(found) if high else found)
    return turned


def _levels(text: str, base: int) -> list[int]:
    kinds = _weak([unicodedata.bidirectional(char) or "L" for char in text], base)
    kinds = _neutral(_brackets(text, kinds, base), base)
    levels = [_level(kind, base) for kind in kinds]
    for i in range(len(text) - 1, -1, -1):  # L1: white space at the end goes with the paper
        if not text[i].isspace():
            break
        levels[i] = base
    return levels


def _level(kind: str, base: int) -> int:
    if base % 2:
        return base if kind == "R" else base + 1
    return {"L": base, "R": base + 1}.get(kind, base + 2)


def _weak(kinds: list[str], base: int) -> list[str]:
    """W1–W7: numbers, their signs, and marks."""
    start = "R" if base else "L"
    kinds = _marks_follow(kinds, start)
    strong = start
    for i, kind in enumerate(kinds):  # W2
        strong = kind if kind in ("L", *RIGHT) else strong
        kinds[i] = "AN" if kind == "EN" and strong == "AL" else kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]  # W3
    kinds = _signs(kinds)
    strong = start
    for i, kind in enumerate(kinds):  # W7
        strong = kind if kind in ("L", "R") else strong
        kinds[i] = "L" if kind == "EN" and strong == "L" else kind
    return kinds


def _marks_follow(kinds: Sequence[str], start: str) -> list[str]:
    """W1: a mark is what stands before it; invisible characters too, as the annex's note on BN allows."""
    followed: list[str] = []
    for kind in kinds:
        followed.append((followed[-1] if followed else start) if kind in ("NSM", "BN") else kind)
    return followed


def _signs(kinds: list[str]) -> list[str]:
    """W4–W6: separators between numbers and signs beside them belong to the number, others are neutral."""
    for i in range(1, len(kinds) - 1):
        before, after = kinds[i - 1], kinds[i + 1]
        if before == after and (kinds[i], before) in (("CS", "EN"), ("CS", "AN"), ("ES", "EN")):
            kinds[i] = before
    signed = tuple(kinds)
    for i, kind in enumerate(signed):
        if kind == "ET" and "EN" in (_next_to(signed, i, -1), _next_to(signed, i, 1)):
            kinds[i] = "EN"
    return ["ON" if kind in ("ES", "ET", "CS") else kind for kind in kinds]


def _next_to(kinds: Sequence[str], i: int, step: int) -> str:
    """The kind at the end of the row of signs that `i` is part of."""
    while 0 <= i < len(kinds) and kinds[i] == "ET":
        i += step
    return kinds[i] if 0 <= i < len(kinds) else ""


def _brackets(text: str, kinds: list[str], base: int) -> list[str]:
    """N0: both brackets of a pair take the direction of what they enclose, seen from the paper."""
    paper, other = ("R", "L") if base else ("L", "R")
    for opening, closing in _pairs(text):
        inside = {_side(kind) for kind in kinds[opening + 1 : closing] if kind in _STRONG}
        before = next((_side(kind) for kind in reversed(kinds[:opening]) if kind in _STRONG), paper)
        if paper in inside or (other in inside and before == paper):
            kinds[opening] = kinds[closing] = paper
        elif other in inside:
            kinds[opening] = kinds[closing] = other
    return kinds


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where matching brackets open and close, in the order of opening."""
    waiting: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for i, char in enumerate(text):
        if char in _BRACKETS:
            waiting.append((_BRACKETS[char], i))
        elif (match := next((j for j in reversed(range(len(waiting))) if waiting[j][0] == char), None)) is not None:
            pairs.append((waiting[match][1], i))
            del waiting[match:]
    return sorted(pairs)


def _neutral(kinds: Sequence[str], base: int) -> list[str]:
    """N1, N2: what has no direction takes that of both neighbours where they agree, else that of the paper."""
    paper = "R" if base else "L"
    settled: list[str] = []
    groups = [(neutral, list(group)) for neutral, group in groupby(kinds, key=lambda k: k not in _STRONG)]
    for i, (neutral, group) in enumerate(groups):
        if not neutral:
            settled.extend(group)
            continue
        before = _side(groups[i - 1][1][-1]) if i else paper
        after = _side(groups[i + 1][1][0]) if i + 1 < len(groups) else paper
        settled.extend([before if before == after else paper] * len(group))
    return settled


def _side(kind: str) -> str:
    return "L" if kind == "L" else "R"
