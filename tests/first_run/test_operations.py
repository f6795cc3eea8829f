"""The first run as facts."""

from bizet_core.store import Store
from tests.makers import a_salon


def test_a_salon_stands(store: Store) -> None:
    a_salon(store)
