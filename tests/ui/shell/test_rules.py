"""What the shell decides without a screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.kit.shell.progress import seconds_left, stage, words
from ui.kit.widgets import initials


@pytest.mark.parametrize(
    ("waited", "shown"),
    [(0, "nothing"), (0.149, "nothing"), (0.15, "spinner"), (0.99, "spinner"), (1, "bar"), (60, "bar")],
)
def test_waiting_shows_what_its_length_calls_for(waited: float, shown: str):
    assert stage(waited) == shown


def test_time_left_follows_the_rate_so_far():
    assert seconds_left(4_210, 100_000, 1.67) == 38
    assert seconds_left(0, 100, 10) is None
    assert seconds_left(50, 0, 10) is None


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.floats(1, 10**4))
def test_time_left_is_never_negative(done: int, total: int, waited: float):
    left = seconds_left(done, total, waited)
    assert left is not None
    assert left >= 0


def test_progress_is_said_with_count_and_rest():
    assert words(4_210, 100_000, 1.67, "customers") == "4,210 of 100,000 customers, 38 s left"
    assert words(0, 0, 5, "Reading the file") == "Reading the file"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Inês Duarte", "ID"), ("Prince", "P"), ("Anna Maria van Dyke", "AD"), ("", ""), ("  ", ""), ("李 小龙", "李小")],
)
def test_initials_are_of_the_first_and_last_word(name: str, letters: str):
    assert initials(name) == letters
