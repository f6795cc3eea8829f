"""Facts of the history say themselves what they are, and whatever stands there, the log is read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from bizet_core.describe.facts import (
    Amount,
    Change,
    Changes,
    Day,
    Fields,
    Foreign,
    Instant,
    Nothing,
    Number,
    Quantity,
    Rate,
    Rows,
    Text,
    Texts,
    Times,
    Week,
    YesNo,
    fact,
    facts_from_json,
    facts_to_json,
)
from bizet_core.describe.formats.money import Money
from bizet_core.describe.languages.language import Locale, reading
from bizet_core.oversight.activity.messages import FURTHER
from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.oversight.activity.rules import is_echo
from bizet_core.oversight.activity.telling import findable, told, what
from bizet_core.oversight.customer_timeline.queries import Timeline, timeline
from bizet_core.store import Store, all_capabilities
from bizet_core.store.database.engines import mark
from bizet_core.store.tables.columns import METADATA
from bizet_core.store.tables.ids import new_id
from tests.support.makers import a_salon

all_capabilities.load()
ENGLISH = Locale("en", "GB", "EUR", "Europe/Lisbon")
NOON = datetime(2026, 3, 12, 12, tzinfo=UTC)

small = st.integers(-(10**15), 10**15)
minutes = st.integers(0, 7 * 1440)
values = st.one_of(
    st.builds(Text, st.text()),
    st.builds(Texts, st.lists(st.text()).map(tuple)),
    st.builds(Number, st.integers(-(2**60), 2**60)),
    st.builds(YesNo, st.booleans()),
    st.just(Nothing()),
    st.builds(Instant, st.integers(-2_208_988_800_000, 7_258_118_400_000)),
    st.builds(Day, st.dates()),
    st.builds(Amount, small, st.sampled_from(["", "EUR", "JPY", "KWD", "XQZ"])),
    st.builds(Quantity, small),
    st.builds(Rate, small),
    st.builds(Rows, st.sampled_from(["resource", "nowhere"]), st.lists(st.uuids(), max_size=3).map(tuple)),
    st.builds(Fields, st.lists(st.sampled_from(["name", "no_field"])).map(tuple)),
    st.builds(
        Week,
        st.lists(st.builds(Times, st.booleans(), st.integers(0, 127), minutes, minutes), max_size=3).map(tuple),
    ),
)
changed = st.builds(
    Changes, st.lists(st.builds(Change, st.sampled_from(["name", "price", "x"]), values, values)).map(tuple)
)
json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
tagged = st.tuples(
    st.sampled_from(["text", "rows", "money", "instant", "day", "week", "changes", "fields", "number", "later"]),
    json,
    json,
).map(list)
named = st.sampled_from(
    ["changes", "was", "status", "starts_at", "name", "number", "reason", "settings", "week", "total"]
)
operations = st.sampled_from([*sorted(FURTHER), "store.undo", "customers.edit_customer", "flights.board"])


@given(st.dictionaries(named, values | changed, max_size=5))
def test_facts_come_back_as_they_were_written(facts: Any) -> None:
    assert facts_from_json(facts_to_json(facts)) == facts


@given(operations, st.dictionaries(named, values | changed, max_size=6))
def test_every_line_is_told_whatever_its_facts_are(name: str, facts: Any) -> None:
    with reading(ENGLISH):
        assert told(name, "", facts, "EUR").startswith(what(name))
        assert findable(name, "", facts, "EUR").startswith(what(name))
    assert is_echo(name, "customer", facts) in (True, False)


@given(operations, json | st.dictionaries(named, json | tagged, max_size=6))
def test_so_is_one_whose_facts_nobody_here_can_read(name: str, raw: Any) -> None:
    facts = facts_from_json(msgspec.json.encode(raw).decode() if not _is_huge(raw) else "{}")
    with reading(ENGLISH):
        assert told(name, "", facts, "EUR").startswith(what(name))
    assert is_echo(name, "booking", facts or {}) in (True, False)


def _is_huge(raw: Any) -> bool:
    """Whether the encoder has no way to write a number of it."""
    if isinstance(raw, list):
        return any(map(_is_huge, raw))
    if isinstance(raw, dict):
        return any(map(_is_huge, raw.values()))
    return isinstance(raw, int) and not -(2**63) <= raw < 2**64


@pytest.mark.parametrize(
    "text", ["", "nonsense", "[" * 5000, "null", "3", "{}", '{"a": [}', '{"was": ["instant", 9e99]}']
)
def test_what_is_no_facts_at_all_is_none(text: str) -> None:
    assert [each for each in (facts_from_json(text) or {}).values() if not isinstance(each, Foreign)] == []


def test_what_a_later_version_wrote_stays_as_it_is() -> None:
    kept = '{"name":["text","Ana"],"seat":["seat","B",12]}'
    facts = facts_from_json(kept)
    assert facts == {"name": Text("Ana"), "seat": Foreign(["seat", "B", 12])}
    assert facts_to_json(facts) == kept


def test_values_say_what_they_are() -> None:
    assert fact(Money(5, "EUR")) == Amount(5, "EUR")
    assert fact(True) == YesNo(True)
    assert fact(date(2026, 3, 12)) == Day(date(2026, 3, 12))
    assert fact(NOON) == Instant(1_773_316_800_000)
    assert fact(None) == Nothing()
    with pytest.raises(TypeError, match="UUID"):
        fact(new_id())


ODD = (
    '{"changes": {"alert": [["a"], ["b"]]}}',
    '{"changes": ["changes", [["alert", ["rows", "resource", ["not an id"]], ["nothing"]]]]}',
    '{"changes": ["changes", [["alert", ["rows", "nowhere", ["0195aa00-0000-7000-8000-000000000000"]], ["nothing"]]]]}',
    '{"name": 3, "number": [], "was": ["instant", 99999999999999999999]}',
    '["text", "no object"]',
    "not even JSON",
    "7",
)


def test_an_odd_line_is_told_by_its_description_and_all_others_as_ever(store: Store) -> None:
    salon = a_salon(store)
    for odd in ODD:
        _write(store, salon.olivia, odd)
    asked = Activity(since=NOON - timedelta(days=30), until=NOON + timedelta(days=30), limit=1000)
    with reading(ENGLISH):
        words = [deed.words() for deed in store.ask(activity, asked).deeds]
    assert sum(each.startswith("Details of a customer changed") for each in words) == len(ODD)
    assert "Business set up" in words
    lines = store.ask(timeline, Timeline(customer=salon.olivia))
    assert len([line for line in lines if line.words == "customers.edit_customer"]) == len(ODD)


def _write(store: Store, subject: UUID, facts: str) -> None:
    """A row as it might come from elsewhere."""
    row = {
        "business_id": store.identity.business, "id": new_id(), "name": "customers.edit_customer", "code": "",
        "actor_name": "Ana", "at": NOON, "subject": "customer", "subject_id": subject, "last_op": new_id(),
    }  # fmt: skip
    with store.transaction() as connection:
        mark(connection, row["last_op"])
        connection.execute(METADATA.tables["history"].insert().values(**row))
        put = text("UPDATE history SET facts = :facts WHERE id = :id").bindparams(facts=facts, id=row["id"].bytes)
        connection.execute(put)
        mark(connection, None)
