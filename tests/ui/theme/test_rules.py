"""The tokens: everyone can read them, and every gap of both style sheets is filled."""

import re

import pytest

from resources.theme import THEMES, categories, colours, css, hue, status_look, statuses
from resources.theme.contrast import failures, pairs, ratio
from ui.kit.theme.style_sheet import qss


def test_all_pairs_of_colours_can_be_read():
    assert len(list(pairs())) > 300
    assert failures() == []


def test_contrast_of_black_on_white_is_twenty_one():
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert ratio("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)  # the well-known grey that just fails


def test_themes_have_the_same_colours():
    assert {frozenset(colours(theme)) for theme in THEMES} == {frozenset(colours("light"))}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("zoom", [0.9, 1.0, 1.15, 1.3, 1.5, 2.0])
def test_style_sheet_has_no_gap_left(theme, zoom):
    sheet = qss(theme, zoom)
    assert not re.findall(r"\$\w*|\{\w+\}", sheet)
    assert sheet.count("{") == sheet.count("}")
    assert all(int(size) > 0 for size in re.findall(r"font-size: (\d+)px", sheet))


def test_zoom_makes_type_and_targets_larger():
    def heights(sheet):
        return [int(n) for n in re.findall(r"min-height: (\d+)px", sheet)]

    assert sum(heights(qss("light", 2.0))) > 1.8 * sum(heights(qss("light", 1.0)))


def test_every_category_and_status_has_a_look_in_every_theme():
    assert len(categories()) == 8
    for theme in THEMES:
        assert all(len(hue(name, theme)) == 3 for name in categories())
    tones = {status_look(status).tone for status in statuses()}
    assert tones <= set(colours("light"))


def test_no_two_statuses_share_their_icon_and_shape():
    shapes = [
        (s.icon, s.edge, s.fill, s.badge, s.strike) for s in map(status_look, statuses()) if s.icon != "check-check"
    ]
    assert len(set(shapes)) == len(shapes)


def test_css_follows_what_the_reader_prefers():
    sheet = css.css()
    for query in ("prefers-color-scheme:dark", "prefers-contrast:more", "prefers-reduced-motion:reduce"):
        assert query in sheet
    assert sheet.count("{") == sheet.count("}")
