"""What a country suggests to a new business: language, currency, zone, taxes and cash. All of it can be changed.

Rates are starting values as known in spring 2026, each with the law or office they come from; the owner confirms them.
`second_reduced` and `super_reduced` are further rates below the reduced one. The United States have no common rate:
sales tax is the state's and the town's, so a shop there enters its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

EVERY_DAY_BUT_SUNDAY = (0, 1, 2, 3, 4, 5)
NINE_TO_SIX = (9 * 60, 18 * 60)


@dataclass(frozen=True, slots=True)
class StartingRate:
    """One tax on one class of goods; `rate` in millionths."""

    tax_class: str
    name: str
    rate: int


@dataclass(frozen=True, slots=True)
class Country:
    """Starting values. `cash_rounding` in minor units."""

    language: str
    currency: str
    zone: str
    rates: tuple[StartingRate, ...]
    inclusive: bool = True
    cash_rounding: int = 1
    tips: tuple[int, ...] = (5, 10, 15)


def _rates(word: str, *steps: tuple[str, float]) -> tuple[StartingRate, ...]:
    """Rates in percent, named as receipts there name them: "VAT 20 %"."""
    return tuple(StartingRate(c, f"{word} {percent:g} %", round(percent * 10_000)) for c, percent in steps)


COUNTRIES: Mapping[str, Country] = {
    # gov.uk, "VAT rates on different goods and services"
    "GB": Country(
        "en", "GBP", "Europe/London", _rates("VAT", ("standard", 20), ("reduced", 5), ("zero", 0)), tips=(10, 12, 15)
    ),
    # Revenue.ie, "VAT rates": 13.5 % and 9 % are the reduced ones. Cash totals are rounded to 5 cent since 2015.
    "IE": Country(
        "en",
        "EUR",
        "Europe/Dublin",
        _rates("VAT", ("standard", 23), ("reduced", 13.5), ("second_reduced", 9), ("zero", 0)),
        cash_rounding=5,
    ),
    # § 12 UStG
    "DE": Country("de", "EUR", "Europe/Berlin", _rates("MwSt", ("standard", 19), ("reduced", 7))),
    # § 10 UStG (Austria)
    "AT": Country(
        "de", "EUR", "Europe/Vienna", _rates("USt", ("standard", 20), ("second_reduced", 13), ("reduced", 10))
    ),
    # Art. 25 MWSTG, since 1 January 2024. The smallest coin is 5 Rappen.
    "CH": Country(
        "de",
        "CHF",
        "Europe/Zurich",
        _rates("MWST", ("standard", 8.1), ("second_reduced", 3.8), ("reduced", 2.6)),
        cash_rounding=5,
    ),
    # art. 278, 278-0 bis, 279 and 281 quater ff. CGI
    "FR": Country(
        "fr",
        "EUR",
        "Europe/Paris",
        _rates("TVA", ("standard", 20), ("second_reduced", 10), ("reduced", 5.5), ("super_reduced", 2.1)),
    ),
    # arts. 90 and 91 Ley 37/1992
    "ES": Country("es", "EUR", "Europe/Madrid", _rates("IVA", ("standard", 21), ("reduced", 10), ("super_reduced", 4))),
    # art. 18.º CIVA, mainland
    "PT": Country(
        "pt", "EUR", "Europe/Lisbon", _rates("IVA", ("standard", 23), ("second_reduced", 13), ("reduced", 6))
    ),
    # art. 16 DPR 633/1972. Cash totals may be rounded to 5 cent since 2018.
    "IT": Country(
        "it",
        "EUR",
        "Europe/Rome",
        _rates("IVA", ("standard", 22), ("reduced", 10), ("second_reduced", 5), ("super_reduced", 4)),
        cash_rounding=5,
    ),
    # art. 9 Wet OB 1968. Shops round cash to 5 cent.
    "NL": Country(
        "nl", "EUR", "Europe/Amsterdam", _rates("BTW", ("standard", 21), ("reduced", 9), ("zero", 0)), cash_rounding=5
    ),
    # KB nr. 20 of 1970. Cash totals are rounded to 5 cent by law since December 2019.
    "BE": Country(
        "nl",
        "EUR",
        "Europe/Brussels",
        _rates("BTW", ("standard", 21), ("second_reduced", 12), ("reduced", 6)),
        cash_rounding=5,
    ),
    # art. 41 and 146ef Ustawa o VAT
    "PL": Country(
        "pl",
        "PLN",
        "Europe/Warsaw",
        _rates("VAT", ("standard", 23), ("reduced", 8), ("second_reduced", 5), ("zero", 0)),
    ),
    # 9 kap. mervärdesskattelagen (2023:200). The smallest coin is 1 krona.
    "SE": Country(
        "sv",
        "SEK",
        "Europe/Stockholm",
        _rates("Moms", ("standard", 25), ("reduced", 12), ("second_reduced", 6)),
        cash_rounding=100,
    ),
    "US": Country("en", "USD", "America/New_York", (), inclusive=False, tips=(18, 20, 25)),
    # Consumption Tax Act, art. 29, and the reduced rate for food since October 2019. Tipping is not the custom.
    "JP": Country("ja", "JPY", "Asia/Tokyo", _rates("消費税", ("standard", 10), ("reduced", 8)), tips=()),
    # art. 3 Federal Decree-Law 8 of 2017. The smallest coin in use is 25 fils.
    "AE": Country("ar", "AED", "Asia/Dubai", _rates("VAT", ("standard", 5), ("zero", 0)), cash_rounding=25),
    # Royal Order A/638 of 2020
    "SA": Country("ar", "SAR", "Asia/Riyadh", _rates("VAT", ("standard", 15), ("zero", 0))),
    # art. 3 Law 67 of 2016, 14 % since July 2017. The smallest coin in use is 25 piastres.
    "EG": Country("ar", "EGP", "Africa/Cairo", _rates("VAT", ("standard", 14), ("reduced", 5)), cash_rounding=25),
    # Notification 9/2025-Central Tax (Rate): 18 % and 5 % within a state, half the centre's and half the state's.
    "IN": Country(
        "en",
        "INR",
        "Asia/Kolkata",
        (
            *_rates("CGST", ("standard", 9), ("reduced", 2.5)),
            *_rates("SGST", ("standard", 9), ("reduced", 2.5)),
            *_rates("GST", ("zero", 0)),
        ),
        cash_rounding=100,
    ),
    # s 9-70 A New Tax System (Goods and Services Tax) Act 1999. The smallest coin is 5 cents.
    "AU": Country("en", "AUD", "Australia/Sydney", _rates("GST", ("standard", 10), ("zero", 0)), cash_rounding=5),
}
