"""Prices of the sample in other currencies: what such a thing roughly costs there, rounded as shops do."""

from bizet_core.describe.formats.money import exponent

# How many units of the currency stand for one euro on a price list: by purchasing power, roughly, never for exchange.
_FOR_A_EURO = """
    EUR 1 GBP 1 USD 1 KWD 1 BHD 1 OMR 1 JOD 1 CAD 2 AUD 2 NZD 2 CHF 2 SGD 2 BND 2 BGN 2 BAM 2 TND 3 GEL 3
    PLN 4 RON 4 ILS 4 AED 4 SAR 4 QAR 4 MYR 4 PEN 4 BRL 5 CNY 5 HKD 8 DKK 8 MAD 9 NOK 11 SEK 11 ZAR 15 MXN 18
    CZK 22 TWD 30 THB 30 TRY 35 UAH 40 PHP 45 EGP 45 INR 60 RUB 70 RSD 100 KES 110 JPY 130 ISK 150 HUF 300
    KZT 400 CLP 900 KRW 1100 NGN 1200 ARS 1200 TZS 2500 COP 3500 UGX 3500 PYG 7000 IDR 12000 VND 18000
"""
_RATES: dict[str, int] = dict(zip(_FOR_A_EURO.split()[::2], map(int, _FOR_A_EURO.split()[1::2]), strict=True))


def price_in(currency: str, cents: int) -> int:
    """A sample price as minor units of `currency`; unknown ones count as the euro. Nought stays nought."""
    rate = _RATES.get(currency, 1)
    scale: int = 10 ** exponent(currency)
    if rate == 1:
        return cents * scale // 100
    whole = cents * rate // 100
    step = next(step for step in (10_000, 1_000, 500, 100, 50, 10, 5, 1) if whole >= 10 * step or step == 1)
    return (whole + step // 2) // step * step * scale
