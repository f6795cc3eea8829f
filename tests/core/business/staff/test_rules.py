"""Who may change whom."""

import pytest

from bizet_core.business.staff.model import Role
from bizet_core.business.staff.rules import RANKS, may_change, plain_pin


def test_every_role_has_a_rank() -> None:
    assert set(RANKS) == set(Role)


@pytest.mark.parametrize(
    ("by", "whose", "to", "allowed"),
    [
        ("owner", "owner", None, True),
        ("admin", "owner", None, True),
        ("manager", "owner", None, False),
        ("manager", "admin", None, False),
        ("manager", "manager", None, False),
        ("manager", "staff", None, True),
        ("manager", "staff", "contractor", True),
        ("manager", "staff", "manager", False),
        ("manager", "staff", "owner", False),
        ("staff", "contractor", None, False),
        (None, "owner", "staff", True),
    ],
)
def test_people_change_those_below_them(by: str | None, whose: str, to: str | None, allowed: bool) -> None:
    assert may_change(by, whose, self=False, to=to) is allowed


@pytest.mark.parametrize("role", ["manager", "staff", "contractor"])
def test_everybody_changes_their_own_page_but_not_their_role(role: str) -> None:
    assert may_change(role, role, self=True)
    assert may_change(role, role, self=True, to=role)
    assert not may_change(role, role, self=True, to="owner")


def test_digits_of_any_script_make_the_same_pin() -> None:
    assert plain_pin(" ١٢٣٤ ") == plain_pin("१२३४") == "1234"
