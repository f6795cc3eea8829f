"""What a column of a customer list holds: told by its heading in many languages, else by what stands in it."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from bizet_core.people.customers.rules import search_key
from bizet_core.setup.customer_import.cells import split_emails, split_phones
from bizet_core.setup.customer_import.dates import looks_like_date, years_of
from bizet_core.setup.customer_import.headings import HEADINGS, NEAR, ONCE, STEMS, Role


@dataclass(frozen=True, slots=True)
class Guess:
    """What a column is taken for and why: its "heading", its "content", or "" when it is left out."""

    role: Role
    because: str


def guess_columns(headings: Sequence[str], columns: Sequence[Sequence[str]], region: str, today: date) -> list[Guess]:
    """A guess for every column from its heading (empty where there is none) and some of its filled cells."""
    guesses = [_guess(heading, cells, region) for heading, cells in zip(headings, columns, strict=True)]
    if not any(headings):
        guesses = _with_birthday(guesses, columns, today)
    return _once(_with_names(_settle_names(guesses, columns), columns))


@lru_cache(maxsize=4096)
def role_of_heading(heading: str) -> Role | None:
    """The role that a heading names for sure, if it does."""
    return _named().get(_heading_key(heading))


def is_name_cell(text: str) -> bool:
    """Could this be (a part of) a person's name? Letters, few words, no digits."""
    words = text.split()
    letters = sum(c.isalpha() or c in " .,'’-·" or ord(c) > 0x2FF for c in text)
    return (
        0 < len(words) <= 6
        and len(text) <= 60
        and letters >= 0.9 * len(text)
        and not any(c.isdigit() or c == "@" for c in text)
    )


def is_email_cell(text: str) -> bool:
    """Do e-mail addresses stand here, one or several?"""
    parts = split_emails(text)
    return bool(parts) and all(re.fullmatch(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>.]{2,}", part) for part in parts)


def is_phone_cell(text: str) -> bool:
    """Do phone numbers stand here: seven digits or more each, and nothing that numbers are not written with?"""
    parts = split_phones(text)
    return bool(parts) and all(map(_is_phone, parts))


def _is_phone(text: str) -> bool:
    dialled = re.fullmatch(r"[\d\s+()./\-–x]+", text) is not None
    return dialled and 7 <= sum(c.isdigit() for c in text) <= 15 and not looks_like_date(text)


def _guess(heading: str, cells: Sequence[str], region: str) -> Guess:
    sure = role_of_heading(heading)
    if sure:
        return Guess(sure, "heading")
    key = _heading_key(heading)
    if set(key.split()) & set(NEAR.split()):
        return Guess(Role.SKIP, "")
    for role, stems in _stems().items():
        if any(stem in key for stem in stems) and (role not in _CHECKS or _share(cells, _CHECKS[role]) >= 0.3):
            return Guess(role, "heading")
    return Guess(_by_content(cells), "content") if _by_content(cells) is not Role.SKIP else Guess(Role.SKIP, "")


def _by_content(cells: Sequence[str]) -> Role:
    if _share(cells, is_email_cell) >= 0.6:
        return Role.EMAIL
    return Role.PHONE if _share(cells, is_phone_cell) >= 0.6 and not _counts_up(cells) else Role.SKIP


def _with_birthday(guesses: list[Guess], columns: Sequence[Sequence[str]], today: date) -> list[Guess]:
    """Without headings, dates that lie mostly ten years back and more are birthdays; newer ones may be visits."""
    for i, cells in enumerate(columns):
        years = years_of(cells)
        if (
            guesses[i].role is Role.SKIP
            and len(years) * 2 > len(cells) > 0
            and sorted(years)[len(years) // 2] <= today.year - 10
        ):
            return [*guesses[:i], Guess(Role.BORN, "content"), *guesses[i + 1 :]]
    return guesses


def _settle_names(guesses: list[Guess], columns: Sequence[Sequence[str]]) -> list[Guess]:
    """ "Name" beside "Vorname" is the family name, "Nombre" beside "Apellidos" the given one, unless it holds both."""
    roles = [guess.role for guess in guesses]
    if Role.NAME not in roles or (Role.GIVEN in roles) == (Role.FAMILY in roles):
        return guesses
    missing, present = (Role.FAMILY, Role.GIVEN) if Role.GIVEN in roles else (Role.GIVEN, Role.FAMILY)
    whole, part = columns[roles.index(Role.NAME)], columns[roles.index(present)]
    within = sum(p.strip() in w and p.strip() != w.strip() for w, p in zip(whole, part, strict=False) if p.strip())
    role = Role.NAME if within * 2 > min(len(whole), len(part)) else missing
    return [Guess(role, "heading") if guess.role is Role.NAME else guess for guess in guesses]


def _with_names(guesses: list[Guess], columns: Sequence[Sequence[str]]) -> list[Guess]:
    """Find the name by content if no heading told it, and see whether full names are written "Hart, Olivia"."""
    guesses = list(guesses)
    if not {guess.role for guess in guesses} & {Role.NAME, Role.GIVEN, Role.FAMILY}:
        unknown = [
            i for i, guess in enumerate(guesses) if guess.role is Role.SKIP and _share(columns[i], is_name_cell) >= 0.8
        ]
        for i, role in zip(unknown, _name_roles([columns[i] for i in unknown]), strict=False):
            guesses[i] = Guess(role, "content") if role is not Role.SKIP else guesses[i]
    for i, guess in enumerate(guesses):
        if guess.role is Role.NAME and _share(columns[i], lambda cell: bool(re.fullmatch(r"[^,]+,[^,]+", cell))) >= 0.8:
            guesses[i] = Guess(Role.NAME_FAMILY_FIRST, guess.because)
    return guesses


def _name_roles(columns: Sequence[Sequence[str]]) -> list[Role]:
    """Names of several words are full ones; two columns of single words are a given and a family name."""
    full = [_share(cells, lambda cell: " " in cell.strip() or cell[0] > "\u2e80") >= 0.5 for cells in columns]
    if True in full:
        return [Role.NAME if i == full.index(True) else Role.SKIP for i in range(len(columns))]
    return [Role.GIVEN, Role.FAMILY] if len(columns) >= 2 else [Role.NAME]


def _once(guesses: list[Guess]) -> list[Guess]:
    """A role that may stand once stays with its first column."""
    seen: set[Role] = set()
    settled = []
    for guess in guesses:
        settled.append(Guess(Role.SKIP, "") if guess.role in seen & ONCE else guess)
        seen.add(guess.role)
    return settled


_CHECKS: dict[Role, Callable[[str], bool]] = {
    Role.EMAIL: is_email_cell,
    Role.PHONE: is_phone_cell,
    Role.BORN: looks_like_date,
}


def _share(cells: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, cells)) / len(cells) if cells else 0


def _counts_up(cells: Sequence[str]) -> bool:
    """Numbers that only rise, as customer numbers do."""
    digits = [int(re.sub(r"\D", "", cell) or 0) for cell in cells]
    return len(digits) > 2 and all(a < b for a, b in pairwise(digits)) and digits[-1] - digits[0] < 10**6


def _heading_key(heading: str) -> str:
    """Words of a heading: "E-Mail_1:" is "e mail"."""
    words = re.sub(r"[\d._#&+@]+", " ", search_key(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)))
    return " ".join(words.split())


@lru_cache(maxsize=1)
def _named() -> dict[str, Role]:
    """The role of each heading, folded."""
    lists = (one for language in HEADINGS.values() for one in language.items())
    return {_heading_key(heading): role for role, headings in lists for heading in headings.split(";")}


@lru_cache(maxsize=1)
def _stems() -> dict[Role, list[str]]:
    return {role: [_heading_key(stem) for stem in stems.split(";")] for role, stems in STEMS.items()}
