"""What each role may do, and how slow guessing becomes."""

import pkgutil
from datetime import timedelta
from importlib import import_module
from itertools import pairwise

import pytest

import bizet_core
from bizet_core.business.access.rules import EVERYTHING, FREE_TRIES, GRANTS, PERMISSIONS, wait_after
from bizet_core.business.staff.model import Role
from bizet_core.store import ANY, OPERATIONS, OWN, QUERIES


def test_every_role_is_described() -> None:
    assert set(GRANTS) == set(Role)
    assert set(Role) > EVERYTHING


def test_roles_grant_only_permissions_that_have_words() -> None:
    for role, grants in GRANTS.items():
        assert set(grants) <= set(PERMISSIONS), role


def test_every_permission_of_an_operation_or_query_has_words() -> None:
    for module in pkgutil.walk_packages(bizet_core.__path__, "bizet_core."):
        if ".migrations" not in module.name:
            import_module(module.name)
    verbs = {one.needs for one in OPERATIONS.values() if one.handle.__module__.startswith("bizet_core")}
    questions = {one.needs for one in QUERIES.values() if one.answer.__module__.startswith("bizet_core")}
    needed = {needs.name for needs in verbs | questions if needs is not None}
    assert len(needed) > 20, "the walk has found them"
    assert needed <= set(PERMISSIONS)


def test_each_role_may_no_more_than_the_one_above() -> None:
    order = [Role.CONTRACTOR, Role.STAFF, Role.MANAGER, Role.ADMIN, Role.OWNER]
    for lower, higher in pairwise(order):
        assert all(GRANTS[higher].get(name, 0) >= scope for name, scope in GRANTS[lower].items()), (lower, higher)


@pytest.mark.parametrize(
    ("role", "permission", "scope"),
    [
        (Role.STAFF, "sales.make", ANY),
        (Role.STAFF, "sales.refund", None),
        (Role.STAFF, "timetable.change", OWN),
        (Role.CONTRACTOR, "bookings.change", OWN),
        (Role.CONTRACTOR, "sales.make", None),
        (Role.MANAGER, "sales.refund", ANY),
        (Role.MANAGER, "settings.change", None),
        (Role.OWNER, "settings.change", ANY),
    ],
)
def test_a_role_reaches_as_far_as_the_shop_expects(role: Role, permission: str, scope: object) -> None:
    assert GRANTS[role].get(permission) == scope


def test_four_wrong_pins_cost_nothing_and_each_further_one_more() -> None:
    waits = [wait_after(failed) for failed in range(15)]
    assert waits[:FREE_TRIES] == [timedelta(0)] * FREE_TRIES
    assert waits[FREE_TRIES:] == sorted(waits[FREE_TRIES:])
    assert (waits[FREE_TRIES], waits[-1]) == (timedelta(seconds=30), timedelta(hours=1))
