"""Who gets a booking when the customer does not mind, and who never does."""

from bizet_core.booking.availability.assignment import Candidate, Choice, able, in_order

TEAM = (
    Candidate("ana", preference=2, busy=60, last=300),
    Candidate("ben", preference=1, busy=120, last=100),
    Candidate("cleo", preference=3, busy=60, last=None),
)


def test_round_robin_asks_whoever_waited_longest_and_newcomers_first() -> None:
    assert in_order(TEAM, Choice.ROUND_ROBIN) == ("cleo", "ben", "ana")


def test_the_least_busy_is_asked_first_and_preference_breaks_the_tie() -> None:
    assert in_order(TEAM, Choice.LEAST_BUSY) == ("ana", "cleo", "ben")


def test_preference_is_the_order_the_business_gave() -> None:
    assert in_order(TEAM, Choice.PREFERENCE) == ("ben", "ana", "cleo")


def test_whom_the_customer_asks_for_stands_before_all() -> None:
    assert in_order(TEAM, Choice.PREFERENCE, wanted="cleo") == ("cleo", "ben", "ana")


def test_whoever_is_alike_keeps_the_given_order() -> None:
    same = (Candidate("zoe"), Candidate("abe"))
    assert [in_order(same, how) for how in Choice] == [("zoe", "abe")] * 3


def test_everybody_can_do_a_service_that_names_nobody() -> None:
    assert able(("ana", "ben"), {}) == ("ana", "ben")


def test_only_those_named_can_do_a_service_that_names_some() -> None:
    assert able(("ana", "ben"), {"ben": True}) == ("ben",)


def test_whoever_is_blocked_never_does_it() -> None:
    assert able(("ana", "ben"), {"ana": False}) == ("ben",)
    assert able(("ana", "ben", "cleo"), {"ana": False, "ben": True}) == ("ben",)
