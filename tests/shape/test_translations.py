"""Every word people read can be translated: it is marked where it stands, and translations keep its gaps."""

import inspect
import pkgutil
from functools import cache
from importlib import import_module
from pathlib import Path

import msgspec
import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po

import bizet_core
from bizet_core.describe.introspection import fields_of
from bizet_core.describe.languages.language import DOMAIN, FOLDER
from bizet_core.describe.languages.sentences import gaps, sentences

ROOT = Path(bizet_core.__file__).parents[1]
KEYWORDS = DEFAULT_KEYWORDS | {"N_": None, "NN_": (1, 2)}
SIGNS = {"", "%", "ml"}  # units that are the same everywhere
CATALOGUES = sorted(FOLDER.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


@cache
def marked() -> frozenset[str]:
    """Every sentence that translators are given."""
    found: set[str] = set()
    for package in ("bizet_core", "bizet_desk", "sync_server", "ui"):
        for _file, _line, message, _comments, _context in extract_from_dir(ROOT / package, keywords=KEYWORDS):
            found |= {message} if isinstance(message, str) else set(message)
    return frozenset(found)


def described() -> list[tuple[str, str]]:
    """Where each described field stands, and every word of it that people read."""
    words = []
    for module in pkgutil.walk_packages(bizet_core.__path__, "bizet_core."):
        if module.name.endswith((".operations", ".requests", ".queries", ".rules")):
            words += [word for made in structs(module.name) for word in words_of(made)]
    return words


def structs(module: str) -> list[type]:
    found = [made for _name, made in inspect.getmembers(import_module(module), inspect.isclass)]
    return [made for made in found if issubclass(made, msgspec.Struct) and made.__module__ == module]


def words_of(made: type) -> list[tuple[str, str]]:
    found = []
    for about in fields_of(made):
        field = about.kind.field
        labels = field.choices.values() if isinstance(field.choices, dict) else ()
        words = (about.label, field.help, field.section, field.unit, *labels)
        found += [(f"{made.__qualname__}.{about.name}", word) for word in words]
    return found


def test_every_sentence_of_a_refusal_is_marked() -> None:
    texts = {
        text for sentence in sentences().values() for text in ([sentence] if isinstance(sentence, str) else sentence)
    }
    assert texts - marked() == set()


def test_every_word_of_a_described_field_is_marked() -> None:
    words = described()
    assert len(words) > 100
    assert [(where, word) for where, word in words if word not in SIGNS and word not in marked()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])
def test_a_translation_keeps_the_gaps_of_its_sentence(path: Path) -> None:
    with path.open("rb") as lines:
        catalogue = read_po(lines)
    for message in catalogue:
        if message.id and any(forms(message.string)):
            assert not message.fuzzy, message.id
            assert gaps_of(message.string) <= gaps_of(message.id), message.id  # a singular may leave its number out


def forms(text: object) -> list[str]:
    """A sentence, or all its forms for numbers."""
    return [text] if isinstance(text, str) else [str(form) for form in text] if isinstance(text, list | tuple) else []


def gaps_of(text: object) -> set[str]:
    return {gap for form in forms(text) for gap in gaps(form)}
