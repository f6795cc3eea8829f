"""Whatever features contribute to a place can be found, made, drawn and read, and costs the start nothing."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import ui
from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.languages.language import DOMAIN, FOLDER
from bizet_core.people.customers.queries import Customers, FindCustomers
from bizet_core.selling.sales.queries import SalesOn
from ui.kit.entries import Entry, contributed, entries_of, groups, place_names
from ui.oversight.activity.activity_filter import Chosen

ROOT = Path(ui.__file__).parents[1]
ENTRIES = [(place, entry) for place in place_names() for entry in entries_of(place)]
NAMES = [f"{place} {entry.id}" for place, entry in ENTRIES]
CATALOGUES = sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))
FIRST = """
import sys, time
import bizet_core.store, bizet_core.describe.languages.language, ui
known = set(sys.modules)
began = time.process_time()
from ui.kit.entries import entries_of, place_names
count = sum(len(entries_of(place)) for place in place_names())
print(time.process_time() - began, count)
print(" ".join(sorted(name for name in set(sys.modules) - known if name.startswith(("ui.", "PySide6", "bizet_")))))
"""


def test_every_module_of_places_is_found() -> None:
    declaring = sorted((ROOT / "ui").rglob("places.py"))
    assert len(contributed()) == len(declaring) >= 7
    assert len(ENTRIES) > 20


@pytest.mark.parametrize(("place", "entry"), ENTRIES, ids=NAMES)
def test_an_entry_resolves_and_has_its_icon_and_its_permission(place: str, entry: Entry) -> None:
    made = entry.resolve()
    assert callable(made) or place in ("settings", "tiles")
    assert (ROOT / "resources" / "icons" / f"{entry.icon}.svg").is_file()
    assert not entry.needs or entry.needs in PERMISSIONS
    assert entry.target.startswith("ui.")


@pytest.mark.parametrize("place", place_names())
def test_ids_and_keys_are_given_once(place: str) -> None:
    ids = Counter((entry.group if place == "filters" else "", entry.id) for entry in entries_of(place))
    keys = Counter(entry.key for entry in entries_of(place) if entry.key)
    assert [one for one, times in (ids + keys).items() if times > 1] == []


def test_every_group_of_the_settings_has_a_heading() -> None:
    known = Counter(group.id for group in groups())
    assert [id for id, times in known.items() if times > 1] == []
    assert {entry.group for entry in entries_of("settings")} == set(known)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_every_word_of_an_entry_is_translated(path: Path) -> None:
    with path.open("rb") as lines:
        translated = {str(message.id) for message in read_po(lines) if message.id and message.string}
    words = {word for _place, entry in ENTRIES for word in (entry.label, entry.words) if word}
    assert (words | {group.label for group in groups()}) - translated == set()


def test_the_places_are_known_at_once_and_no_screen_is_read_for_them() -> None:
    out = subprocess.run([sys.executable, "-c", FIRST], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    figures, read = out.splitlines()
    seconds, count = float(figures.split()[0]), int(figures.split()[1])
    assert count == len(ENTRIES)
    assert seconds < 0.05, "of the processor"
    allowed = {"ui.kit", "ui.kit.entries"}
    others = {name for name in read.split() if not name.endswith(".places")} - allowed
    folders = {name[:end] for name in read.split() if name.endswith(".places") for end in _dots(name)}
    assert others <= folders, "only folders"


def _dots(name: str) -> list[int]:
    return [place for place, character in enumerate(name) if character == "."]


QUESTIONS = {"customers": (Customers, FindCustomers), "receipts": (SalesOn,), "activity": (Chosen,)}
"""What is asked for each list that has filters: a filter's fields are fields of the question."""


@pytest.mark.parametrize("entry", entries_of("filters"), ids=lambda entry: entry.id)
def test_a_filter_narrows_a_question_that_has_its_fields(entry: Entry) -> None:
    for question in QUESTIONS[entry.group]:
        known = {"first", "last", *question.__annotations__} if question is Chosen else set(question.__annotations__)
        fields = fields_of(entry.resolve())
        assert fields
        assert {about.name for about in fields} <= known
        assert all(about.label for about in fields)
