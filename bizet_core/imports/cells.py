"""Reading single cells of a list: what programs did to phones and addresses on the way is undone first."""

import re
import unicodedata

from bizet_core.refusals import Refused

_SEVERAL = re.compile(r"\s*(?::::|[;,|\n]|\bor\b|\boder\b|\bou\b|\bo\b)\s*", re.IGNORECASE)


def split_phones(cell: str) -> list[str]:
    """The phone numbers of a cell; "07700 900142; 020 7946 0123" are two. A slash may stand within a number."""
    return [part for part in _SEVERAL.split(_unwrapped(cell)) if part]


def split_emails(cell: str) -> list[str]:
    """The addresses of a cell, without what programs put around them: "Ana <ana@example.com>; mailto:b@example.com"."""
    parts = re.split(r"\s*(?::::|[;,|\n])\s*", _unwrapped(cell))
    return [re.sub(r"^.*<([^<>]*)>$|^mailto:", r"\1", part, flags=re.IGNORECASE) for part in parts if part]


def read_phone(typed: str, region: str) -> str:
    """A number in E.164; one without a country is of `region` (ISO 3166). Numbers that could be dialled are accepted."""
    import phonenumbers

    if re.fullmatch(r"\d+([.,]\d+)?[eE]\+?\d+", typed):
        raise Refused("import_phone_shortened", typed=typed)
    plain = re.sub(r"\.0+$", "", typed)
    if sum(c.isalpha() for c in plain) > 4 or not any(c.isdigit() for c in plain):
        raise Refused("import_phone_unreadable", typed=typed)
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", plain), region)
    except phonenumbers.NumberParseException:
        raise Refused("import_phone_unreadable", typed=typed) from None
    if not phonenumbers.is_possible_number(number):
        raise Refused("import_phone_length", typed=typed)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def read_email(typed: str) -> str:
    """An address as mail programs want it; whether the domain answers is not asked."""
    from email_validator import EmailNotValidError, validate_email

    try:
        return validate_email(typed, check_deliverability=False).normalized
    except EmailNotValidError:
        raise Refused("import_email_unreadable", typed=typed) from None


def _unwrapped(cell: str) -> str:
    """Without the marks that keep a spreadsheet from counting with a number: ="0770" and '0770."""
    text = cell.strip()
    formula = re.fullmatch(r'="?([^"]*)"?', text)
    return (formula[1] if formula else text.removeprefix("'")).strip()
