"""The kept names of languages are Babel's."""

import babel
import pytest

from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.language_names import kept_names, names_by_babel
from bizet_core.describe.languages.world_lists import languages


def test_the_file_agrees_with_babel() -> None:
    again = "python -m bizet_core.describe.languages.language_names writes resources/languages.json anew"
    assert kept_names() == names_by_babel(), again


@pytest.mark.parametrize("reader", [Locale("de", "DE"), Locale("ar", "EG"), Locale("ja", "JP"), Locale("en", "GB")])
def test_every_language_is_named_as_babel_names_it(reader: Locale) -> None:
    named = {option.value: option for option in languages(reader)}
    assert set(named) == set(kept_names())
    for code, option in named.items():
        expected = babel.Locale.parse(code).get_display_name(reader.cldr) or code
        assert option.label in (expected, f"{expected} ({code})")
