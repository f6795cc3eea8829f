"""A file of before the first release is refused in a full sentence that says what to do, and never opened by halves."""

import pytest

from bizet_core.base.refusals import Refused
from bizet_core.describe.languages.sentences import word
from bizet_core.store.migrations.revisions import HEAD, is_current


@pytest.mark.parametrize("revision", [f"{n:04}" for n in range(1, 14)])
def test_a_file_of_before_the_first_release_is_refused_in_words(revision: str) -> None:
    with pytest.raises(Refused, match="file_older") as refused:
        is_current(revision)
    assert "Open it with that version" in word(refused.value)


def test_todays_is_opened() -> None:
    assert is_current(HEAD)
