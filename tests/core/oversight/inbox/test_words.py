"""Every code that can come onto a card has words in every language."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import bizet_core
from bizet_core.base.refusals import Refused
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import Locale, reading
from bizet_core.describe.languages.sentences import UNWORDED, gaps, sentences, word
from bizet_core.oversight.inbox.messages import CARDS, TITLES
from bizet_core.oversight.inbox.wording import sentence, unposted_words
from bizet_core.store.journal.cards import CardKind

CORE = Path(bizet_core.__file__).parent
FROM_SQL = {"slot_taken", "there_already", "refers_to_gone"}
"""Refusals that the database's own errors become."""


OF_REQUESTS = {"server/push", "wire/enrolment", "server/pull", "wire/signing", "wire/protocol"}
"""Modules of `sync` that refuse a device's whole request: the desk's engine hears that, no card."""


def calls() -> Iterator[tuple[str, set[str]]]:
    """Every call in the core with the words it is given: `Refused(…)`, `work.concern(…)`, `self._hold(…)`."""
    for path in CORE.rglob("*.py"):
        is_of_requests = "/".join(path.with_suffix("").parts[-2:]) in OF_REQUESTS
        module = ast.parse(path.read_text("utf-8"))
        named = constants_of(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
                name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
                if not (is_of_requests and name == "Refused"):
                    yield name, words_given(node, named)


def constants_of(module: ast.Module) -> dict[str, str]:
    """Words that have a name in this module."""
    return {
        node.targets[0].id: node.value.value
        for node in module.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }  # fmt: skip


def words_given(call: ast.Call, named: dict[str, str]) -> set[str]:
    """The words given to a call as they stand or by name, in either branch of a choice too."""
    given = [each for arg in call.args for each in ([arg.body, arg.orelse] if isinstance(arg, ast.IfExp) else [arg])]
    found = {each.value for each in given if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return found | {named[each.id] for each in given if isinstance(each, ast.Name) and each.id in named}


def codes() -> set[str]:
    """What can be refused, held or a concern."""
    found = set(FROM_SQL)
    for name, words in calls():
        if name in ("Refused", "concern", "_hold"):
            found |= {code for code in words if code.isidentifier()}
    return found


def test_the_walk_finds_concerns_and_refusals() -> None:
    assert {"device_copied", "not_permitted_there", "operation_unknown", "changed_meanwhile"} <= codes()
    assert len(codes()) > 100


@pytest.mark.parametrize("code", sorted(codes()))
def test_a_card_has_words_for_it(code: str) -> None:
    text = CARDS.get(code) or sentences().get(code)
    assert text, f"a card may say {code}, and there are no words for it"


@pytest.mark.parametrize("language", ["en", "de", "ar"])
@pytest.mark.parametrize("code", sorted(CARDS))
def test_a_card_says_a_whole_sentence(code: str, language: str) -> None:
    facts = dict.fromkeys(gaps(CARDS[code]), "Inês")
    with reading(Locale(language)):
        said = sentence(code, facts)
    assert said.endswith(".")
    assert code not in said


def test_a_card_without_its_facts_still_says_something() -> None:
    assert sentence("undo_changed_since", {}) == word(Refused("undo_changed_since"))
    assert sentence("of_tomorrow", None) == UNWORDED.format(code="of_tomorrow")


def test_every_kind_has_a_title() -> None:
    assert set(TITLES) == {kind.value for kind in CardKind}


def test_amounts_of_a_concern_are_told_as_money() -> None:
    facts = {"name": "Shampoo", "amount": 1450, "known": 1600, "currency": "EUR"}
    assert sentence("price_differs", facts).startswith(
        "Shampoo was sold for €14.50, where the price known here is €16.00"
    )


def test_what_is_unposted_is_said_with_its_amount() -> None:
    assert unposted_words(Money(1200, "EUR"), 1) == "Unposted: €12.00 in 1 sale not accepted yet"
    assert unposted_words(Money(2400, "EUR"), 2) == "Unposted: €24.00 in 2 sales not accepted yet"
