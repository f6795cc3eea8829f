"""Numbers as people type them: any script's digits, either decimal mark, grouped or not. Decimal, never a float."""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from babel.numbers import format_decimal

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.language import Locale

_MINUS = "−‐‑‒–﹣－"
_SAME = str.maketrans(dict.fromkeys(_MINUS, "-") | {"٫": "\x01", "٬": " ", "’": " ", "'": " ", "_": " "})
_NUMBER = re.compile(r"[+-]? ?[\d., \x01]*\d[.,\x01]?")
_GROUPED = re.compile(
    r"\d{1,3}(?P<mark>[., ])(?:\d{3}(?P=mark))*\d{3}|\d{1,2}(?P<lakh>[., ])(?:\d{2}(?P=lakh))*\d{3}|\d*"
)
LONGEST = 40


def plain(text: str) -> str:
    """The text with ASCII digits, one kind of minus and of space, and nothing invisible."""
    kept = (
        " " if ch.isspace() else ch for ch in unicodedata.normalize("NFKC", text) if unicodedata.category(ch) != "Cf"
    )
    digits = "".join(str(unicodedata.decimal(ch)) if ch.isdecimal() else ch for ch in kept)
    return " ".join(digits.translate(_SAME).split())


def read(text: str, locale: Locale) -> Decimal:
    """The number typed: `1,234.50` or `1.234,50` or `١٢٫٥`. Where a mark could be both, the reader's habit decides."""
    bare = plain(text[: LONGEST * 2])
    if len(text) > LONGEST * 2 or not _NUMBER.fullmatch(bare):
        raise not_a_number(text, locale)
    negative, digits = bare.startswith("-"), bare.lstrip("+- ")
    whole, fraction = _split(digits, *marks(locale))
    if not _GROUPED.fullmatch(whole) or not (fraction.isdigit() or (whole and not fraction)):
        raise not_a_number(text, locale)
    value = Decimal(re.sub(r"\D", "", whole) + "." + fraction)
    return -value if negative and value else value


def show(value: Decimal | int, locale: Locale) -> str:
    """The number as the reader writes it, with all its decimals."""
    return format_decimal(value, locale=locale.cldr, decimal_quantization=False)


def not_a_number(text: str, locale: Locale) -> Refused:
    """The refusal of text that is no number, with an example in the reader's marks."""
    return Refused("not_a_number", typed=text[:LONGEST], example=show(Decimal("12.5"), locale))


@lru_cache(maxsize=64)
def marks(locale: Locale) -> tuple[str, str]:
    """The reader's decimal mark and group mark (a space for every kind of thin or narrow space)."""
    symbols = locale.cldr.number_symbols["latn"]
    return plain(symbols["decimal"]), plain(symbols["group"]) or " "


def _split(digits: str, decimal: str, group: str) -> tuple[str, str]:
    """Whole part and fraction. The last of two kinds of mark is the decimal one; one that repeats groups."""
    digits, arabic = digits.replace("\x01", "."), "\x01" in digits
    last = max(digits.rfind("."), digits.rfind(","))
    mark, other = digits[last], "," if digits[last] == "." else "."
    whole, fraction = digits[:last], digits[last + 1 :]
    if last < 0 or (digits.count(mark) > 1 and not arabic):
        return digits, ""
    groups = mark == group and mark != decimal and len(fraction) == 3 and 0 < len(whole) <= 3 and whole.strip("0")
    if groups and other not in whole and not arabic:
        return digits, ""
    return whole, fraction
