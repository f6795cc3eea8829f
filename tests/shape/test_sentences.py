"""Every refusal has its sentence, once, with gaps for exactly the facts it brings."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import Table

import bizet_core
import bizet_core.business.staff.operations
import bizet_core.catalogue.services.operations
import bizet_desk
import sync_server
from bizet_core.base.refusals import Refused
from bizet_core.booking.bookings.model import Status
from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.describe.capabilities import modules, modules_in
from bizet_core.describe.languages.language import Locale
from bizet_core.describe.languages.sentences import Sentence, gaps, names, word
from bizet_core.store.operations.edits import label_of
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import is_synced
from tests.support.places import to_declare

ROOT = Path(bizet_core.__file__).parents[1]
PACKAGES = ("bizet_core", "bizet_desk", "sync_server", "ui")
FREE = {"field", "count", "now", "now_ms"}  # where a form shows it, which plural, what stands there, a clock
"""Facts that the sentence need not say."""


@dataclass(frozen=True)
class Raised:
    """A `Refused("code", fact=…)` in the source."""

    where: str
    code: str
    facts: frozenset[str]
    open: bool  # whether more facts come by `**`


def raised() -> list[Raised]:
    files = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return [call for path in files for call in calls(path)]


def calls(path: Path) -> Iterator[Raised]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refused"):
            continue
        for code in codes(node.args[0]) if node.args else ():
            names = frozenset(keyword.arg for keyword in node.keywords if keyword.arg)
            opened = any(keyword.arg is None for keyword in node.keywords)
            yield Raised(f"{path.relative_to(ROOT)}:{node.lineno}", code, names, opened)


def codes(node: ast.expr) -> Iterator[str]:
    """The literal codes of an argument, both arms of a condition; a variable has none."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from codes(node.body)
        yield from codes(node.orelse)


def worded() -> list[tuple[str, Sentence]]:
    named = modules("messages")
    for package in (bizet_desk, sync_server):
        named += modules_in(package.__path__[0], package.__name__, "messages")
    found = (import_module(module) for module in named)
    return [pair for module in found for pair in getattr(module, "SENTENCES", {}).items()]


SENTENCES = dict(worded())


def test_every_code_has_one_sentence() -> None:
    twice = [code for code, times in Counter(code for code, _sentence in worded()).items() if times > 1]
    assert twice == []


@pytest.mark.parametrize("call", raised(), ids=lambda call: f"{call.where} {call.code}")
def test_every_refusal_has_a_sentence_for_its_facts(call: Raised) -> None:
    assert call.code in SENTENCES, f"{call.where}: no messages.py words {call.code!r}"
    asked = gaps(SENTENCES[call.code])
    assert asked - call.facts == set() or call.open, f"{call.where}: the sentence asks for facts that are not given"
    assert call.facts - asked - FREE == set(), f"{call.where}: the sentence leaves facts out"


def test_no_sentence_reaches_into_a_fact() -> None:
    assert [code for code, sentence in SENTENCES.items() if any(not gap.isidentifier() for gap in gaps(sentence))] == []


GERMAN = Locale("de", "DE", "EUR", "Europe/Berlin")
UNSEEN = {"history"}  # written by the runner alone: nobody can find one gone, or changed since


@pytest.mark.parametrize(
    "table", [made for made in whole().sorted_tables if is_synced(made)], ids=lambda made: made.name
)
def test_every_table_is_called_by_peoples_words(table: Table) -> None:
    assert table.info["called"] or table.name in UNSEEN, to_declare(table, 'called=N_("…")')


def test_every_status_and_right_is_called_by_peoples_words() -> None:
    assert {status.value for status in Status} <= names()["status"].keys() & names()["was"].keys() & names()[
        "to"
    ].keys()
    assert names()["permission"].keys() == PERMISSIONS.keys()


def test_a_refusal_carries_no_name_of_ours_in_the_readers_language() -> None:
    assert "(Termin)" in word(Refused("gone", what="booking_part"), GERMAN)
    assert "(Erstatten)" in word(Refused("not_permitted", permission="sales.refund"), GERMAN)
    told = word(Refused("status_step", was="no_show", to="in_service"), GERMAN)
    assert "no_show" not in told
    assert "in_service" not in told
    told = word(Refused("undo_changed_since", by="Ana", what="service_length"), GERMAN)
    assert "service" not in told.casefold()


def test_a_field_somebody_else_changed_is_called_as_on_its_form() -> None:
    assert label_of("bio") == "About"
    assert label_of("no_such_field") == "something else about it"
    told = word(Refused("changed_meanwhile", field="bio", now="Ten years of colour"), GERMAN)
    assert "Über" in told
    assert "bio" not in told
