"""What a desk did before it was started again names operations whose screens nobody has opened yet."""

import subprocess
import sys
from pathlib import Path

import pytest

from bizet_core.store import OPERATIONS

LOOK = "from bizet_core.store import OPERATIONS; print(OPERATIONS['devices.admit_device'].undo, len(OPERATIONS))"


def test_an_operation_is_found_though_nothing_has_imported_its_capability() -> None:
    asked = [sys.executable, "-c", LOOK]
    told = subprocess.run(asked, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]).stdout
    is_undoable, count = told.split()
    assert is_undoable == "False"
    assert int(count) < 20, "the one capability is imported, not all"


@pytest.mark.parametrize("name", ["products.fly", "nowhere.fly", "..", "", "os.path", "store.fly"])
def test_what_no_capability_has_is_not_known(name: str) -> None:
    assert OPERATIONS.known(name) is None
    with pytest.raises(KeyError):
        OPERATIONS[name]
