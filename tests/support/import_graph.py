"""The graph of imports of the whole source: which module imports which, read without running any."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]
TREES = ("bizet_core", "bizet_desk", "ui", "sync_server", "resources", "benchmarks", "tests")
MANY = 8
"""Folders from which a hub imports: it puts a program, a registry or a whole business together. What a hub is made of
changes little for those who use the hub, so a walk does not go on through it."""


def module_of(file: str) -> str:
    """The module in a file, given from the root."""
    parts = Path(file).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@dataclass
class Graph:
    """Modules by name, with the files they are in."""

    files: dict[str, str]
    root: Path = ROOT
    _trees: dict[str, ast.Module] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Path = ROOT) -> "Graph":
        """All modules below a root."""
        found = [path.relative_to(root).as_posix() for tree in TREES for path in sorted((root / tree).rglob("*.py"))]
        return cls({module_of(file): file for file in found}, root)

    @cached_property
    def imports(self) -> dict[str, set[str]]:
        """What each module imports. A test stands on the conftest of each folder it is in."""
        return {module: set(self._imported(module)) | self._conftests(module) for module in self.files}

    @cached_property
    def importers(self) -> dict[str, set[str]]:
        """Who imports a module."""
        found: dict[str, set[str]] = defaultdict(set)
        for module, used in self.imports.items():
            for each in used:
                found[each].add(module)
        return found

    def is_hub(self, module: str) -> bool:
        """Whether it imports from so many folders that it stands for all of them."""
        return len({each.rpartition(".")[0] for each in self.imports[module]}) > MANY

    def distances(self, changed: Iterable[str]) -> dict[str, int]:
        """How many imports lie between what has changed and each module that it reaches."""
        found = {module: 0 for module in changed if module in self.files}
        border = list(found)
        for module in border:
            if found[module] and self.is_hub(module) and not module.endswith("conftest"):
                continue
            for user in sorted(self.importers[module]):
                if user not in found:
                    found[user] = found[module] + 1
                    border.append(user)
        return found

    def _imported(self, module: str) -> Iterator[str]:
        for node in _statements(self._tree(module)):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names if alias.name in self.files)
            elif isinstance(node, ast.ImportFrom) and node.module in self.files and not node.level:
                yield from (self._home(node.module, alias.name) for alias in node.names)

    def _home(self, module: str, name: str) -> str:
        """Where a name that is imported from a module or package is really made."""
        if f"{module}.{name}" in self.files:
            return f"{module}.{name}"
        if self.files[module].endswith("__init__.py"):
            for node in (each for each in self._tree(module).body if isinstance(each, ast.ImportFrom)):
                if node.module in self.files and name in {alias.asname or alias.name for alias in node.names}:
                    return self._home(node.module, name)
        return module

    def _conftests(self, module: str) -> set[str]:
        """A test asks for fixtures without importing them."""
        if not module.rpartition(".")[2].startswith("test_"):
            return set()
        folders = module.split(".")[:-1]
        names = (".".join([*folders[:depth], "conftest"]) for depth in range(1, len(folders) + 1))
        return {name for name in names if name in self.files}

    def _tree(self, module: str) -> ast.Module:
        if module not in self._trees:
            self._trees[module] = ast.parse((self.root / self.files[module]).read_text("utf-8"))
        return self._trees[module]


def _statements(node: ast.AST) -> Iterator[ast.AST]:
    """All statements within, however deep; expressions import nothing."""
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        for inner in getattr(node, part, ()):
            yield inner
            yield from _statements(inner)
