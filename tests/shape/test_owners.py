"""Every answer that a screen waits for names its owner, so that nothing is called for a widget that was deleted."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ui

FILES = sorted(Path(ui.__file__).parent.rglob("*.py"))
ROOT = Path(ui.__file__).parents[1]
ASKING = {"ask", "do", "answer", "run_chunks"}


def calls(path: Path) -> Iterator[tuple[str, ast.Call]]:
    """Each call of something named a desk: `desk.ask(…)`, `self._desk.do(…)`, `office.desk.watch(…)`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = ast.unparse(node.func.value).rsplit(".", 1)[-1]
            if of.strip("_") == "desk":
                yield node.func.attr, node


def has_owner(verb: str, call: ast.Call) -> bool:
    """A watch is given its owner first; the others by name."""
    if verb == "watch":
        return bool(call.args) and not isinstance(call.args[0], ast.Constant)
    given = {keyword.arg: keyword.value for keyword in call.keywords}
    return "owner" in given and not isinstance(given["owner"], ast.Constant)


def test_the_calls_are_seen() -> None:
    seen = [verb for path in FILES for verb, _call in calls(path)]
    assert min(seen.count(verb) for verb in ("ask", "do", "watch")) > 20


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_answer_names_its_owner(path: Path) -> None:
    bare = [f"line {call.lineno}: {ast.unparse(call)}" for verb, call in calls(path)
            if verb in ASKING | {"watch"} and not has_owner(verb, call)]  # fmt: skip
    assert bare == [], "say whom the answer is for: owner=self"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("self._desk.ask(people, People(), then=show)", False),
        ("self._desk.ask(people, People(), then=show, owner=None)", False),
        ("office.desk.do(add, Add(), owner=self)", True),
        ("desk.watch(self, people, People, show)", True),
        ("desk.watch(None, people, People, show)", False),
    ],
)
def test_an_owner_that_is_left_out_is_noticed(line: str, named: bool, tmp_path: Path) -> None:
    path = tmp_path / "screen.py"
    path.write_text(line)
    assert [has_owner(verb, call) for verb, call in calls(path)] == [named]
