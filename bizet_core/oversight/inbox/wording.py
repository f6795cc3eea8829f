"""Cards in words: what happened as a full sentence, and both versions with the labels people know."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from babel.lists import format_list

from bizet_core.base.refusals import Refused
from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.catalogue.timetable.week import weekdays_of
from bizet_core.describe.formats import times
from bizet_core.describe.formats.dates import show_part
from bizet_core.describe.formats.money import Money, show
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.kinds.structs import Described
from bizet_core.describe.languages.language import Locale, Word, _, isolate, ngettext, reader
from bizet_core.describe.languages.sentences import fill, shortened, word
from bizet_core.oversight.inbox.messages import CARDS, LABELS, UNPOSTED
from bizet_core.oversight.inbox.requests import AGAIN
from bizet_core.store import OPERATIONS
from bizet_core.store.operations.edits import OTHER, label_of
from bizet_core.store.tables.all_tables import called
from bizet_core.sync.server.card_facts import spoken


def sentence(code: str, facts: Mapping[str, Any] | None) -> str:
    """What happened. It never fails: a card without words says so with its code."""
    said = _said(spoken({**(facts or {})}))
    try:
        return fill(_(CARDS[code]), said)
    except (LookupError, ValueError, TypeError):  # not a card's own sentence, or a fact that is not there
        return word(Refused(code, **said))


def _said(facts: dict[str, Any]) -> dict[str, Any]:
    """Facts with the words and the currency that a card keeps beside them."""
    if "permission" in facts:
        facts["permission"] = Word(PERMISSIONS.get(facts["permission"], facts["permission"]))
    if AGAIN in facts and "by" in facts:
        facts |= {AGAIN: things_in_words(facts), "by": Word(called(facts["by"]) or facts["by"])}
    if isinstance(facts.get("what"), str):
        facts["what"] = Word(called(facts["what"]) or facts["what"])
    if "currency" in facts:
        facts |= {each: Money(facts[each], facts["currency"]) for each in ("amount", "known") if each in facts}
    return facts


def label(name: str, field: str) -> str:
    """What a field of an operation is called."""
    found = _described(name).get(field)
    known = found.label if found is not None and found.label else LABELS.get(field, "")
    if not known and field and label_of(field) != OTHER:  # of a row, not of an operation
        known = label_of(field)
    return _(known)


def value(name: str, field: str, given: Any) -> str:
    """A value of an operation's field, as the reader writes it."""
    locale, found = reader(), _described(name).get(field)
    if isinstance(given, datetime):
        return show_part(given, "", locale)
    if isinstance(given, Money):
        return show(given, locale)
    if given in (None, ""):
        return "–"
    return shortened(_shown(found, given, locale))


def things_in_words(facts: Mapping[str, Any]) -> list[str]:
    """What was removed and is there again, a line each: by names and times, or by what such things are called."""
    kind: str = called(facts["what"]) or facts["what"]
    found = [[_worded(name, spoken({name: each})[name]) for name, each in thing] for thing in facts[AGAIN]]
    apart = isolate if reader().is_rtl else str  # so that a date after a name keeps its order
    return [" · ".join(map(apart, words)) or _(kind) for words in found]


def unposted_words(amount: Money, many: int) -> str:
    """`Unposted: €12.00 in 1 sale not accepted yet`."""
    return fill(ngettext(*UNPOSTED, many), {"amount": amount, "n": many})


def _worded(name: str, value: Any) -> str:
    locale = reader()
    if isinstance(value, datetime):
        return show_part(value, "", locale)
    if name == "weekdays":
        days = locale.cldr.days["stand-alone"]["abbreviated"]
        return format_list([days[day] for day in weekdays_of(value)], locale=locale.cldr)
    if name == "minutes":
        return times.show_span(value * 60, locale)
    if name == "hours":
        return times.show_range(value[0], value[1], locale)
    return shortened(str(value))


def _shown(found: Described | None, given: Any, locale: Locale) -> str:
    if found is None:
        return str(given)
    try:
        return found.kind.show(given, locale)
    except (TypeError, ValueError, LookupError, AttributeError):  # of an older or newer shape than this field's
        return str(given)


def _described(name: str) -> dict[str, Described]:
    """The fields of an operation's request by name; none where this version does not know it."""
    known = OPERATIONS.known(name)
    return {} if known is None else {each.name: each for each in fields_of(known.request_type)}
