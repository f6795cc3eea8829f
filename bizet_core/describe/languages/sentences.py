"""Refusals in words: the sentence of each code, its gaps filled with facts as the reader writes them."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import cache
from importlib import import_module
from string import Formatter
from typing import Any

from babel.dates import format_date
from babel.lists import format_list

from bizet_core.base.refusals import Refused
from bizet_core.describe.capabilities import modules, resolved
from bizet_core.describe.formats import dates, money, numbers, times
from bizet_core.describe.formats.text import one_line
from bizet_core.describe.languages.language import N_, Locale, Word, _, isolate, ngettext, reader, reading

Sentence = str | tuple[str, str]
"""A sentence, or its singular and plural, chosen by the fact `count`."""

UNWORDED = N_("Bizet refused this and has no words for the reason yet. Please report it with this name: {code}.")
LONGEST_FACT = 120


@cache
def sentences() -> dict[str, Sentence]:
    """Every sentence of `bizet_core/*/messages.py` by its code; `learn` adds those of other packages."""
    found: dict[str, Sentence] = {}
    for module in modules("messages"):
        found.update(import_module(module).SENTENCES)
    return found


@cache
def names() -> dict[str, dict[str, str]]:
    """Facts that carry a name of ours, such as that of a table, and people's words for each: `NAMES` in messages.py."""
    found: dict[str, dict[str, str]] = {}
    for module in modules("messages"):
        for fact, words in getattr(import_module(module), "NAMES", {}).items():
            found.setdefault(fact, {}).update(words)
    return found


@cache
def gathered(name: str) -> dict[str, str]:
    """What all messages.py together have under a name, such as `NOTES`."""
    found: dict[str, str] = {}
    for module in modules("messages"):
        found.update(getattr(import_module(module), name, {}))
    return found


@cache
def look_ups() -> dict[str, Callable[[str], str]]:
    """Facts whose words are found rather than listed, such as what a form calls a field: `LOOK_UP` in messages.py."""
    found = [getattr(import_module(module), "LOOK_UP", {}) for module in modules("messages")]
    return {fact: resolved(address) for some in found for fact, address in some.items()}


def in_words(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a refusal with people's words in place of our names."""
    return {fact: _in_words(fact, value) for fact, value in facts.items()}


def _in_words(fact: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    words = names().get(fact, {}).get(value) or (look_ups()[fact](value) if fact in look_ups() else "")
    return Word(words) if words else value


def learn(more: Mapping[str, Sentence]) -> None:
    """Word the refusals of a package outside the core too, such as those of devices."""
    sentences().update(more)


def word(refused: Refused, locale: Locale | None = None) -> str:
    """The refusal as a full sentence in the reader's language. It never fails; what has no words says so."""
    with reading(locale or reader()) as locale:
        sentence = sentences().get(refused.code, UNWORDED)
        facts = {"code": refused.code, **in_words(refused.facts)}
        try:
            return fill(_chosen(sentence, facts), facts, locale)
        except (LookupError, ValueError, TypeError):  # a gap that no fact fills, in a translation perhaps
            return fill(_(UNWORDED), {"code": refused.code}, locale)


def fill(sentence: str, facts: Mapping[str, Any], locale: Locale | None = None) -> str:
    """The sentence with its gaps filled: `{name}`, or `{starts_at:time}`, `{starts_at:date}` for a part."""
    return _Filler(locale or reader()).vformat(sentence, (), facts)


def gaps(sentence: Sentence) -> set[str]:
    """The names of the facts a sentence asks for."""
    texts = (sentence,) if isinstance(sentence, str) else sentence
    return {name for text in texts for _text, name, _spec, _conversion in Formatter().parse(text) if name}


def _chosen(sentence: Sentence, facts: Mapping[str, Any]) -> str:
    return _(sentence) if isinstance(sentence, str) else ngettext(*sentence, facts["count"])


class _Filler(Formatter):
    """Formats facts by their type. Gaps are plain names: a translation cannot reach into objects."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale

    def get_field(self, field_name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> Any:
        return kwargs[field_name], field_name

    def format_field(self, value: Any, format_spec: str) -> str:
        text = _fact(value, format_spec, self.locale)
        mixed = self.locale.is_rtl or any("\u0590" <= ch <= "\u08ff" for ch in text)
        return isolate(text) if mixed else text


def _fact(value: Any, part: str, locale: Locale) -> str:
    """One fact in the reader's marks, digits, zone and language. What a person typed is kept to one short line."""
    match value:
        case None:
            return ""
        case Word():
            return _(str(value))
        case money.Money():
            return money.show(value, locale)
        case datetime():
            return dates.show_part(value, part, locale)
        case date():
            return format_date(value, "medium", locale=locale.cldr)
        case timedelta():
            return times.show_span(math.ceil(value.total_seconds()), locale)
        case int() if not isinstance(value, bool):
            return numbers.show(value, locale)
        case list() | tuple():
            return format_list([_fact(item, part, locale) for item in value], locale=locale.cldr)
        case _:
            return shortened(str(value))


def shortened(text: str) -> str:
    """Text from outside, fit for a sentence: one line, nothing invisible, not endless."""
    line = one_line(text[: LONGEST_FACT * 4])
    return line if len(line) <= LONGEST_FACT else line[: LONGEST_FACT - 1] + "…"
