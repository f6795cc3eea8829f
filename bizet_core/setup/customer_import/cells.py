"""Reading single cells of a list: what programs did to phones and addresses on the way is undone first."""

import re

from bizet_core.base.refusals import Refused
from bizet_core.describe.fields import Field
from bizet_core.describe.kinds.contacts import Email, Phone
from bizet_core.describe.languages.language import N_, Locale

_PHONE, _EMAIL = Phone(Field(N_("Phone"))), Email(Field(N_("E-mail")))

_SEVERAL = re.compile(r"\s*(?::::|[;,|\n]|\bor\b|\boder\b|\bou\b|\bo\b)\s*", re.IGNORECASE)


def split_phones(cell: str) -> list[str]:
    """The phone numbers of a cell; "07700 900142; 020 7946 0123" are two. A slash may stand within a number."""
    return [part for part in _SEVERAL.split(_unwrapped(cell)) if part]


def split_emails(cell: str) -> list[str]:
    """The addresses of a cell, without what programs put around them: "Ana <ana@example.com>; mailto:b@example.com"."""
    parts = re.split(r"\s*(?::::|[;,|\n])\s*", _unwrapped(cell))
    return [re.sub(r"^.*<([^<>]*)>$|^mailto:", r"\1", part, flags=re.IGNORECASE) for part in parts if part]


def read_phone(typed: str, region: str) -> str:
    """A number in E.164; one without a country is of `region` (ISO 3166). What could be dialled is accepted."""
    if re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", typed):
        raise Refused("import_phone_shortened", typed=typed)
    return _PHONE.read(re.sub(r"\.0+$|^tel:", "", typed), Locale(region=region))


def read_email(typed: str) -> str:
    """An address as mail programs want it; whether the domain answers is not asked."""
    return _EMAIL.read(typed, Locale())


def _unwrapped(cell: str) -> str:
    """Without the marks that keep a spreadsheet from counting with a number: ="0770" and '0770."""
    text = cell.strip()
    formula = re.fullmatch(r'="?([^"]*)"?', text)
    return (formula[1] if formula else text.removeprefix("'")).strip()
