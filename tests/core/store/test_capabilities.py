"""What capabilities declare is the same whatever was imported, and each address leads to what it says."""

import subprocess
import sys
from inspect import signature
from pathlib import Path

import pytest

from bizet_core.business.access.rules import PERMISSIONS
from bizet_core.catalogue.sellable import Sellable
from bizet_core.describe import capabilities
from bizet_core.describe.capabilities import Capability, Declared, declared, fields_declared, modules, resolved
from bizet_core.describe.languages.sentences import look_ups
from bizet_core.store import OPERATIONS
from bizet_core.store.journal.card_settling import Settling
from bizet_core.store.operations.registry import load_all
from bizet_core.store.tables.all_tables import whole
from bizet_core.store.tables.columns import METADATA

ROOT = Path(__file__).parents[3]
AT_START = """
import sys
import ui.startup.application
assert "bizet_core.catalogue.products.selling" not in sys.modules, "then this test shows nothing"
from tests.core.store.test_capabilities import told
print(told())
"""
ARGUMENTS = {
    "after": ["cause", "given"], "after_at_origin": ["cause", "given"], "restored": ["work", "was"],
    "in_its_place": ["work", "given"],
}  # fmt: skip
"""The parameters of what a field leads to, where it is a function that all callers call alike."""


def told() -> str:
    """All that is declared, as it is found here and now."""
    pairs = ((field, name, str(value)) for field in fields_declared() for name, value in declared(field).items())
    return f"{sorted(pairs)} {sorted(look_ups())} {sorted(PERMISSIONS.items())}"


def addresses(field: str) -> list[str]:
    return [each for value in declared(field).values() for each in (value if isinstance(value, tuple) else (value,))]


def run(script: str) -> str:
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_every_registry_is_the_same_at_the_programs_start_and_with_everything_loaded() -> None:
    at_start = run(AT_START).strip()
    load_all()
    assert at_start == told()
    assert "bizet_core.catalogue.products.selling:PRODUCT" in at_start


@pytest.mark.parametrize("field", fields_declared())
def test_something_is_declared_in_every_field_but_for_what_nothing_needs_yet(field: str) -> None:
    assert declared(field) or field == "after"


@pytest.mark.parametrize("field", [*ARGUMENTS, "owners", "claims"])
def test_functions_are_found_and_take_what_they_are_given(field: str) -> None:
    for address in addresses(field):
        names = list(signature(resolved(address)).parameters)
        assert len(names) == 2, address
        assert names == ARGUMENTS.get(field, names), address


def test_offers_and_settlings_are_what_they_are_called() -> None:
    assert all(isinstance(resolved(address), Sellable) for address in addresses("sells"))
    assert all(isinstance(resolved(address), Settling) for address in addresses("settles"))


def test_operations_and_tables_that_are_named_are_there() -> None:
    whole()
    for field in ("after", "after_at_origin", "in_its_place"):
        assert [name for name in declared(field) if OPERATIONS.known(name) is None] == []
    assert [name for name in declared("restored") if name not in METADATA.tables] == []


def test_no_two_capabilities_have_one_name() -> None:
    names = [module.split(".")[-2] for module in modules("operations")]
    assert len(names) == len(set(names))


def test_capabilities_are_read_without_a_database() -> None:
    read = "from bizet_core.describe.capabilities import capabilities\ncapabilities()\nimport sys\n"
    assert (
        run(f"{read}print([name for name in sys.modules if 'sqlalchemy' in name or name.endswith('.model')])") == "[]\n"
    )


def test_one_name_is_declared_once_and_what_follows_an_operation_by_all(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = {
        "a": Capability(sells={"boat": "a:BOAT"}, after={"a.sail": ("a:row",)}),
        "b": Capability(after={"a.sail": ("b:bail",)}),
    }
    monkeypatch.setattr(capabilities, "capabilities", lambda: ours)
    assert declared.__wrapped__("after") == {"a.sail": ("a:row", "b:bail")}
    ours["b"] = Capability(sells={"boat": "b:BOAT"})
    with pytest.raises(ValueError, match="b: sells has 'boat'"):
        declared.__wrapped__("sells")


def test_what_a_test_adds_is_there_for_as_long_as_it_says() -> None:
    sells = Declared("sells")
    with sells.having("boat", 3):
        assert (sells["boat"], sells["product"]) == (3, resolved("bizet_core.catalogue.products.selling:PRODUCT"))
        assert "boat" in set(sells)
        assert len(sells) == len(declared("sells")) + 1
    assert "boat" not in sells
