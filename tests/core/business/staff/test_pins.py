"""What is kept instead of a PIN, at the cost that counts in a shop and at others."""

import subprocess
import sys

import pytest
from argon2 import extract_parameters

from bizet_core.business.staff import pins
from bizet_core.business.staff.pins import Cost, is_pin, verifier_of
from tests.conftest import SHOPS_COST

PRINT_ONE = "from bizet_core.business.staff.pins import verifier_of; print(verifier_of(b'pepper', '246810'))"


@pytest.fixture
def as_in_a_shop() -> str:
    """A verifier of 246810 as another process makes it, with nothing that tests have changed."""
    run = subprocess.run([sys.executable, "-c", PRINT_ONE], capture_output=True, text=True, check=True)
    return run.stdout.strip()


def test_a_shop_pays_owasps_price(as_in_a_shop: str) -> None:
    assert as_in_a_shop.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Cost(19_456, 2, 1) == SHOPS_COST != pins.COST


def test_a_verifier_of_another_cost_still_knows_its_pin(as_in_a_shop: str) -> None:
    assert is_pin(b"pepper", "246810", as_in_a_shop)
    assert not is_pin(b"pepper", "246811", as_in_a_shop)
    assert not is_pin(b"salt", "246810", as_in_a_shop)


def test_without_a_verifier_no_pin_fits_at_the_same_cost() -> None:
    assert not is_pin(b"pepper", "246810", "")
    nobodys, made = extract_parameters(pins._nobodys()), extract_parameters(verifier_of(b"pepper", "246810"))
    assert nobodys == made


def test_what_is_no_verifier_fits_no_pin() -> None:
    assert not is_pin(b"pepper", "246810", "246810")
