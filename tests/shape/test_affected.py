"""`make quick` finds what a change reaches, goes no farther than hubs, and never leaves the shape out."""

from pathlib import Path

import pytest

from tests.support.affected import choose, distances
from tests.support.import_graph import MANY, Graph

SOURCES = {
    "bizet_core/store/__init__.py": "from bizet_core.store.store import Store",
    "bizet_core/store/store.py": "",
    "bizet_core/tags/operations.py": "from bizet_core.store import Store",
    "bizet_core/selling/sales/operations.py": "def later():\n    from bizet_core.tags.operations import add_tag",
    "resources/theme/__init__.py": "",
    "resources/theme/icons/check.svg": "",
    "ui/kit/theme/look.py": "from resources.theme import colours",
    "tests/support/makers.py": "from bizet_core.tags.operations import add_tag\n"
    + "".join(f"from bizet_core.part{n}.model import x\n" for n in range(MANY)),
    "tests/conftest.py": "from tests.support.makers import a_salon",
    "tests/tags/test_operations.py": "",
    "tests/core/selling/sales/test_operations.py": "from bizet_core.selling.sales.operations import sell",
    "tests/core/business/staff/test_operations.py": "from tests.support.makers import a_salon",
    "tests/ui/theme/conftest.py": "from ui.kit.theme.look import look",
    "tests/ui/theme/test_look.py": "",
    "tests/shape/test_rules.py": "",
} | {f"bizet_core/part{n}/model.py": "" for n in range(MANY)}


@pytest.fixture
def graph(tmp_path: Path) -> Graph:
    for file, source in SOURCES.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(source)
    return Graph.of(tmp_path)


def test_a_change_reaches_the_tests_of_its_name_and_of_those_that_use_it(graph: Graph) -> None:
    assert distances(graph, ["bizet_core/tags/operations.py"]) == {
        "tests/tags/test_operations.py": 0,
        "tests/core/selling/sales/test_operations.py": 2,
    }


def test_a_hub_is_walked_from_but_not_through(graph: Graph) -> None:
    assert graph.is_hub("tests.support.makers")
    assert "tests/core/business/staff/test_operations.py" not in distances(graph, ["bizet_core/tags/operations.py"])
    assert distances(graph, ["tests/support/makers.py"])["tests/core/business/staff/test_operations.py"] == 1


def test_what_a_package_passes_on_is_looked_for_where_it_is_made(graph: Graph) -> None:
    assert graph.importers["bizet_core.store.store"] == {"bizet_core.store", "bizet_core.tags.operations"}


def test_a_picture_counts_as_the_nearest_code_above_it_and_a_conftest_as_used_by_its_folder(graph: Graph) -> None:
    assert distances(graph, ["resources/theme/icons/check.svg"])["tests/ui/theme/test_look.py"] == 3


def test_the_nearest_run_and_the_rest_is_named() -> None:
    far = {"tests/a/test_a.py": 0, "tests/b/test_b.py": 2, "tests/c/test_c.py": 1, "tests/d/test_d.py": 1}
    took = {"tests/shape/test_x.py": 4.0, "tests/a/test_a.py": 3.0, "tests/c/test_c.py": 50.0, "tests/d/test_d.py": 2.5}
    chosen = choose(far, took, ["tests/shape/test_x.py"], budget=10)
    assert chosen.run == ["tests/shape/test_x.py", "tests/a/test_a.py", "tests/d/test_d.py"]
    assert (chosen.left, chosen.seconds) == (["tests/c/test_c.py", "tests/b/test_b.py"], 9.5)


def test_the_shape_is_tested_whatever_it_takes() -> None:
    assert choose({"tests/a/test_a.py": 0}, {}, ["tests/shape/test_x.py"], budget=0).run == ["tests/shape/test_x.py"]
