"""The reader's language: words, plurals, who reads in which thread, and refusals in sentences."""

import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages import language, sentences
from bizet_core.describe.languages.language import (
    Locale,
    Word,
    _,
    isolate,
    ngettext,
    reader,
    reading,
    regional,
    speak,
    translation,
    zones_of,
)
from bizet_core.describe.languages.sentences import fill, gaps, learn, word
from tests.core.describe.readers import BERLIN, CAIRO, LONDON

GERMAN = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

msgid "Fill this in."
msgstr "Bitte ausfüllen."

msgid "Use at least {count} character."
msgid_plural "Use at least {count} characters."
msgstr[0] "Mindestens {count} Zeichen."
msgstr[1] "Mindestens {count} Zeichen, bitte."

msgid "This is not {expected}."
msgstr "Das ist {expected} nicht."

msgid "a list"
msgstr "eine Liste"

msgid "Choose one."
msgstr "Bitte {etwas} wählen."

msgid "{hours} h"
msgstr "{hours} Stündchen"
"""


@pytest.fixture
def german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of translations with some German."""
    po = tmp_path / "de" / "LC_MESSAGES" / "bizet.po"
    po.parent.mkdir(parents=True)
    po.write_text(GERMAN, encoding="utf-8")
    monkeypatch.setattr(language, "FOLDER", tmp_path)
    return po


def test_a_sentence_is_read_in_the_readers_language(german: Path) -> None:
    with reading(BERLIN):
        assert _("Fill this in.") == "Bitte ausfüllen."
        assert ngettext("Use at least {count} character.", "Use at least {count} characters.", 3).endswith(", bitte.")
    assert _("Fill this in.") == "Fill this in."


def test_what_is_not_translated_stays_english(german: Path) -> None:
    with reading(BERLIN):
        assert _("Not in the catalogue.") == "Not in the catalogue."
        assert _("") == ""
    with reading(CAIRO):
        assert _("Fill this in.") == "Fill this in."


def test_a_compiled_catalogue_is_used_unless_the_source_is_newer(german: Path) -> None:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    compiled = german.with_suffix(".mo")
    with german.open("rb") as source, compiled.open("wb") as out:
        write_mo(out, read_po(source))
    german.write_text(GERMAN.replace("Bitte ausfüllen.", "Ausfüllen!"), encoding="utf-8")
    os.utime(german, (1, 1))
    translation.cache_clear()
    assert translation("de", "DE", language.FOLDER).gettext("Fill this in.") == "Bitte ausfüllen."
    os.utime(compiled, (0, 0))
    translation.cache_clear()
    assert translation("de", "DE", language.FOLDER).gettext("Fill this in.") == "Ausfüllen!"


def test_a_block_reads_for_somebody_else_and_only_there() -> None:
    before = reader()
    with reading(BERLIN) as there:
        assert reader() == there == BERLIN
    assert reader() == before


def test_every_thread_speaks_the_language_of_the_program() -> None:
    heard: list[Locale] = []
    before = reader()
    try:
        speak(BERLIN)
        thread = Thread(target=lambda: heard.append(reader()))
        thread.start()
        thread.join()
    finally:
        speak(before)
    assert heard == [BERLIN]


def test_a_region_suggests_its_currency_zone_and_week() -> None:
    assert Locale("ar", "EG", "EGP", "Africa/Cairo", 5) == CAIRO
    assert regional("en", "PT") == Locale("en", "PT", "EUR", "Europe/Lisbon", 6)
    assert regional("de", "DE", "Europe/Busingen").zone == "Europe/Busingen"
    assert zones_of("PT")[0] == "Europe/Lisbon"
    assert zones_of("??") == ()


def test_a_language_outside_its_countries_is_read_as_it_is_elsewhere() -> None:
    assert str(Locale("de", "JP").cldr) == "de"
    assert str(Locale("en", "EG").cldr) == "en_001"
    assert str(Locale("xx", "YY").cldr) == "en_001"


def test_arabic_is_written_from_right_to_left() -> None:
    assert CAIRO.is_rtl
    assert not BERLIN.is_rtl
    assert isolate("12:00") == "\u206812:00\u2069"


def test_facts_are_written_as_the_reader_writes_them() -> None:
    at = datetime(2026, 3, 12, 14, 30, tzinfo=UTC)
    facts = {"money": Money(123450, "EUR"), "at": at, "day": date(2026, 3, 12), "long": timedelta(minutes=90)}
    assert fill("{money} {at}", facts, LONDON) == "€1,234.50 12 Mar 2026, 14:30"
    assert fill("{money} {at:time} {at:date}", facts, BERLIN) == "1.234,50\xa0€ 15:30 12.03.2026"
    assert fill("{day}, {long}", facts, LONDON) == "12 Mar 2026, 1 h 30 min"
    assert fill("{n} {names}", {"n": 1234567, "names": ["Ana", "Ben", "Cy"]}, LONDON) == "1,234,567 Ana, Ben and Cy"


def test_a_fact_from_outside_cannot_break_a_sentence() -> None:
    assert fill("“{name}” is taken.", {"name": "A\n\u202eB {n}" + "x" * 500}, LONDON).startswith("“A B {n}xxx")
    assert len(fill("{name}", {"name": "x" * 500}, LONDON)) == 120


def test_names_of_another_direction_stand_apart() -> None:
    assert fill("{name} came.", {"name": "محمد"}, LONDON) == "\u2068محمد\u2069 came."
    assert fill("{n}", {"n": 12}, CAIRO) == "\u206812\u2069"


def test_a_translation_cannot_reach_into_facts() -> None:
    with pytest.raises(LookupError):
        fill("{name.__class__}", {"name": "Ana"}, LONDON)


def test_a_refusal_is_worded_in_the_readers_language(german: Path) -> None:
    assert word(Refused("required"), BERLIN) == "Bitte ausfüllen."
    assert word(Refused("too_few_characters", count=1), BERLIN) == "Mindestens 1 Zeichen."
    assert word(Refused("too_few_characters", count=2), BERLIN) == "Mindestens 2 Zeichen, bitte."


def test_a_word_of_ours_inside_a_sentence_is_translated_with_it(german: Path) -> None:
    assert word(Refused("wrong_shape", expected=Word("a list")), BERLIN) == "Das ist eine Liste nicht."


def test_a_code_without_words_says_so_honestly() -> None:
    assert word(Refused("no_such_code"), LONDON) == (
        "Bizet refused this and has no words for the reason yet. Please report it with this name: no_such_code."
    )


def test_a_wrong_gap_in_a_translation_does_not_hide_the_refusal(german: Path) -> None:
    assert "not_chosen" in word(Refused("not_chosen"), BERLIN)


def test_a_length_is_read_back_in_the_translators_own_words(german: Path) -> None:
    from bizet_core.describe.formats import times

    times._units.cache_clear()  # another test may have asked before there was German
    try:
        assert times.show_span(7200, BERLIN) == "2 Stündchen"
        assert times.read_span("2 Stündchen", BERLIN) == 120
    finally:
        times._units.cache_clear()


def test_other_packages_word_their_refusals_too() -> None:
    learn({"paper_out_in_test": "The printer {name} has no paper."})
    try:
        assert word(Refused("paper_out_in_test", name="Front")) == "The printer Front has no paper."
    finally:
        del sentences.sentences()["paper_out_in_test"]


def test_the_gaps_of_a_sentence_are_known() -> None:
    assert gaps("{by} took {at:time}") == {"by", "at"}
    assert gaps(("{count} seat", "{count} seats")) == {"count"}
