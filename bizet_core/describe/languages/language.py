"""The reader's language: who reads decides the words, the digits' marks, the currency, the zone and the week.

English is the source. A translation is `resources/translations/<language>/LC_MESSAGES/bizet.po`; it is compiled
in memory when first read, unless a newer `bizet.mo` lies beside it, so a checkout needs no build step.
"""

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import babel
import msgspec
from babel.core import UnknownLocaleError

DOMAIN = "bizet"
FOLDER = Path(__file__).parents[3] / "resources" / "translations"
_FIRST_STRONG, _POP = "\u2068", "\u2069"


class Locale(msgspec.Struct, frozen=True):
    """How one reader reads. An amount without a sign is in `currency`; `first_weekday` counts from Monday = 0."""

    language: str = "en"
    region: str = "GB"
    currency: str = "GBP"
    zone: str = "Europe/London"
    first_weekday: int = 0

    @property
    def cldr(self) -> babel.Locale:
        """Unicode's data on this language as written in this region, or the nearest there is."""
        return cldr(self.language, self.region)

    @property
    def is_rtl(self) -> bool:
        """Whether this language is written from right to left."""
        return self.cldr.text_direction == "rtl"


def regional(language: str, region: str, zone: str = "") -> Locale:
    """The locale a region suggests: its currency, its week and, unless given, its first zone."""
    from babel.numbers import get_territory_currencies

    currencies = get_territory_currencies(region) or ["EUR"]
    zones = zones_of(region) or ("UTC",)
    return Locale(language, region, currencies[0], zone or zones[0], cldr("und", region).first_week_day)


def zones_of(region: str) -> tuple[str, ...]:
    """The IANA zones of a country in the order of tzdata's zone.tab; none for an unknown country."""
    lines = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8").splitlines()
    return tuple(line.split("\t")[2] for line in lines if line.startswith(f"{region}\t"))


_reader: ContextVar[Locale] = ContextVar("reader")
_everyone = Locale()


def reader() -> Locale:
    """Who reads now: the one set by `reading`, else the one the whole program was told by `speak`."""
    return _reader.get(_everyone)


@contextmanager
def reading(locale: Locale) -> Iterator[Locale]:
    """Word everything in this block for this reader (a page, an e-mail, a receipt in the customer's language)."""
    token = _reader.set(locale)
    try:
        yield locale
    finally:
        _reader.reset(token)


def speak(locale: Locale) -> None:
    """From now on the whole program speaks so, in every thread (a desk has one reader at a time)."""
    global _everyone
    _everyone = locale


def N_(message: str) -> str:
    """Mark a sentence for translation where it stands; `_` translates it where it is read."""
    return message


def NN_(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that depends on a number, as `N_` does."""
    return one, many


class Word(str):
    """A fact that is itself a marked word of ours; it is translated with its sentence."""

    __slots__ = ()


def _(message: str) -> str:
    """The sentence in the reader's language, or in English."""
    return _translation(reader()).gettext(message) if message else ""


def ngettext(one: str, many: str, n: int) -> str:
    """The form of the sentence that the reader's language uses for `n` things."""
    return _translation(reader()).ngettext(one, many, n)


def isolate(text: str) -> str:
    """The text in Unicode isolates, so that amounts and times keep their order inside right-to-left words."""
    return f"{_FIRST_STRONG}{text}{_POP}" if text else ""


@lru_cache(maxsize=64)
def cldr(language: str, region: str) -> babel.Locale:
    """Unicode's data for a language in a region; a pair it does not know is read as the language elsewhere."""
    for name in (f"{language}_{region}", f"{language}_001", language):
        try:
            return babel.Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return babel.Locale("en", "001")


def _translation(locale: Locale) -> _gettext.NullTranslations:
    return translation(locale.language, locale.region, FOLDER)


@lru_cache(maxsize=32)
def translation(language: str, region: str, folder: Path) -> _gettext.NullTranslations:
    """The catalogue of a language, the one for its region first; untranslated sentences stay English."""
    for name in (f"{language}_{region}", language):
        po = folder / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if po.is_file() or po.with_suffix(".mo").is_file():
            return _gettext.GNUTranslations(BytesIO(_compiled(po)))
    return _gettext.NullTranslations()


def _compiled(po: Path) -> bytes:
    mo = po.with_suffix(".mo")
    if mo.is_file() and not (po.is_file() and po.stat().st_mtime > mo.stat().st_mtime):
        return mo.read_bytes()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with po.open("rb") as lines:
        catalogue = read_po(lines, domain=DOMAIN)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()
