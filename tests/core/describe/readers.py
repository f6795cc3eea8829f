"""The readers every kind of value is tried with: other marks, other digits, other orders, another direction."""

from hypothesis import strategies as st

from bizet_core.describe.languages.language import Locale, regional

LONDON = regional("en", "GB")
BERLIN = regional("de", "DE")
CAIRO = regional("ar", "EG")
BANGKOK = regional("th", "TH")
READERS = [LONDON, BERLIN, regional("fr", "FR"), CAIRO, BANGKOK, regional("ja", "JP"), regional("hi", "IN")]
READERS += [regional("en", "US"), regional("de", "CH"), regional("zh", "TW"), regional("en", "PT")]

readers = st.sampled_from(READERS)


def named(locale: Locale) -> str:
    return f"{locale.language}_{locale.region}"
