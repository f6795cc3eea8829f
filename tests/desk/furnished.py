"""A desk that stands in a salon from the beginning. A conftest takes this by importing it, with the desk's fixtures."""

from pathlib import Path

import pytest

from bizet_desk.desk import Desk
from tests.support.kept import Kept
from tests.support.makers import Salon


@pytest.fixture
def ground(salon_file: Kept) -> Path:
    """The file of a salon which has just been set up."""
    return salon_file.path


@pytest.fixture
def salon(desk: Desk, salon_file: Kept) -> Salon:
    """The salon at the desk."""
    return salon_file.at(desk.store)
