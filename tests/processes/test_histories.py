"""Real processes, sockets and files: killed at any moment, over bad lines, they lose nothing and agree in the end.

They want the whole machine: `BIZET_PROCESSES=1` runs them, as `python -m tests.processes` does for many.
"""

import os
from pathlib import Path

import pytest

from tests.processes.history import live
from tests.support.postgres import Databases

pytestmark = [
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif(not os.environ.get("BIZET_PROCESSES"), reason="BIZET_PROCESSES=1 runs real processes"),
]


@pytest.mark.feature("25.4.4")
def test_desks_and_a_server_on_files_that_are_killed_agree_in_the_end(tmp_path: Path) -> None:
    told = live(1, {"BIZET_DATA": str(tmp_path / "server")}, tmp_path)
    assert told.sales


@pytest.mark.feature("35.1.5")
def test_desks_and_two_servers_on_postgresql_that_are_killed_agree_in_the_end(
    databases: Databases, tmp_path: Path
) -> None:
    with databases.owned() as url:
        told = live(2, {"BIZET_DATABASE_URL": url}, tmp_path, servers=2)
    assert told.sales
