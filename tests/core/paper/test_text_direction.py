"""Text of both directions stands on paper as people read it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bizet_core.paper.text_direction import visual_runs


def seen(text: str, rtl: bool) -> str:
    """As it stands on paper from left to right; capitals are Hebrew in the examples."""
    hebrew = {chr(ord("A") + i): chr(0x5D0 + i) for i in range(22)}
    back = {letter: capital for capital, letter in hebrew.items()}
    turned = str.maketrans("()", ")(")
    runs = visual_runs("".join(hebrew.get(char, char) for char in text), rtl)
    return "".join(
        "".join(back.get(c, c) for c in (reversed(run.translate(turned)) if right else run)) for run, right in runs
    )


@pytest.mark.parametrize(
    ("text", "rtl", "paper"),
    [
        ("abc", False, "abc"),
        ("ABC", False, "CBA"),
        ("car ABC 12", False, "car 12 CBA"),
        ("ABC car", True, "car CBA"),
        ("ABC (car) 12:30", True, "12:30 (car) CBA"),
        ("car (ABC) x", False, "car (CBA) x"),
        ("ABC 1,234.50", True, "1,234.50 CBA"),
        ("ABC 42%", True, "42% CBA"),
        ("1 234,56 €", True, "1 234,56 €"),
    ],
)
def test_runs_stand_in_the_order_of_reading(text: str, rtl: bool, paper: str) -> None:
    assert seen(text, rtl) == paper


def test_a_left_to_right_mark_keeps_a_minus_before_its_number() -> None:
    runs = visual_runs("\u200e-5.00 \u05d0", True)
    assert ("\u200e-5.00", False) in runs


@given(st.text(st.sampled_from("abAא1٣ .,-+%()[]\u200f\u0301עَ€"), max_size=20), st.booleans())
def test_every_character_stands_on_paper_once(text: str, rtl: bool) -> None:
    assert sorted("".join(run for run, _ in visual_runs(text, rtl))) == sorted(text)
