"""Money as people write it: minor units inside, the reader's marks and digits outside, never a float."""

import re
from decimal import Decimal
from functools import lru_cache

import msgspec
from babel.numbers import format_currency, get_currency_precision, get_currency_symbol, list_currencies

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats import numbers
from bizet_core.describe.languages.language import Locale, cldr, reader

LARGEST = 10**15
"""Minor units; far above any till and far below the 2⁶³ of a database."""


class Money(msgspec.Struct, frozen=True):
    """An amount in minor units (cents, fils, whole yen) of an ISO 4217 currency."""

    amount: int
    currency: str


@lru_cache
def exponent(currency: str) -> int:
    """How many decimals a currency has: EUR 2, JPY 0, KWD 3. Unknown codes are refused."""
    if currency not in list_currencies():
        raise Refused("unknown_currency", currency=currency)
    return get_currency_precision(currency)


@lru_cache(maxsize=4096)
def _shown(money: Money, locale: Locale) -> str:
    value = Decimal(money.amount).scaleb(-exponent(money.currency))
    return format_currency(value, money.currency, locale=locale.cldr)


def show(money: Money, locale: Locale | None = None) -> str:
    """The amount as the reader writes it: `€1,234.50`, `1.234,50 €`."""
    return _shown(money, locale or reader())


def parse(text: str, currency: str = "", locale: Locale | None = None) -> Money:
    """What was typed, as money of `currency` (else the reader's); signs and codes of another currency are refused."""
    locale = locale or reader()
    currency = currency or locale.currency
    decimals = exponent(currency)
    number = numbers.read(_without_sign(text, currency, locale), locale)
    if number.as_tuple().exponent < -decimals:  # type: ignore[operator]  # numbers.read gives finite numbers only
        raise Refused("too_many_decimals", count=decimals) if decimals else Refused("no_decimals", currency=currency)
    minor = int(number.scaleb(decimals))
    if abs(minor) > LARGEST:
        raise Refused("number_too_large")
    return Money(minor, currency)


def _without_sign(text: str, currency: str, locale: Locale) -> str:
    bare = numbers.plain(text)
    for sign in _signs(currency, locale):
        if bare.casefold().startswith(sign):
            return bare[len(sign) :]
        if bare.casefold().endswith(sign):
            return bare[: -len(sign)]
        if bare[:1] in "-+" and bare[1:].lstrip().casefold().startswith(sign):
            return bare[0] + bare[1:].lstrip()[len(sign) :]
    named = re.search(r"[A-Za-z]{3}|[$£¥€₹₺₽₩₪฿₫₦]", bare)
    if named and (not named.group().isalpha() or named.group().upper() in list_currencies()):
        raise Refused("other_currency", typed=named.group(), currency=currency)
    return bare


@lru_cache(maxsize=256)
def _signs(currency: str, locale: Locale) -> tuple[str, ...]:
    """What may stand for a currency, longest first: its code, its local sign and its international one."""
    signs = {currency, get_currency_symbol(currency, locale.cldr), get_currency_symbol(currency, "en")}
    signs.add(get_currency_symbol(currency, cldr("en", currency[:2])))  # CAD is "$" in en_CA
    return tuple(sorted((numbers.plain(sign).casefold() for sign in signs), key=len, reverse=True))
