"""Both chains name the first thing that is not as it was written."""

from contextlib import closing
from typing import Any

import pytest

from bizet_core.oversight.audit.queries import JournalChain, ReceiptChain, TheChains, journal_chains, receipt_chains
from bizet_core.store import Actor, Store
from bizet_core.store.database.engines import SUSPENDED
from tests.support.makers import Salon, refused


def journals(store: Store) -> tuple[JournalChain, ...]:
    return store.ask(journal_chains, TheChains())


def receipts(store: Store) -> tuple[ReceiptChain, ...]:
    return store.ask(receipt_chains, TheChains())


def tamper(store: Store, statement: str) -> None:
    """What somebody with the key and a database program could do."""
    with closing(store.engine.raw_connection()) as connection:
        bare: Any = connection.driver_connection
        bare.execute("PRAGMA foreign_keys = OFF")
        bare.running = SUSPENDED
        assert bare.execute(statement).rowcount > 0
        bare.execute("PRAGMA foreign_keys = ON")


@pytest.fixture
def lived(lived_in: Salon) -> Store:
    return lived_in.store


def test_what_nobody_touched_holds(lived: Store) -> None:
    [journal] = journals(lived)
    assert (journal.device, journal.inc, journal.broken) == (lived.identity.device, 1, None)
    assert journal.lines > 40
    chains = receipts(lived)
    assert [(chain.broken, chain.reason) for chain in chains] == [(None, "")]
    assert chains[0].receipts >= 3


def test_an_empty_business_holds(store: Store) -> None:
    assert (journals(store), receipts(store)) == ((), ())


@pytest.mark.parametrize(
    ("statement", "broken"),
    [
        ("UPDATE journal SET body = x'80' WHERE n = 7", 7),
        ("UPDATE journal SET header = CAST(header || x'00' AS BLOB) WHERE n = 8", 8),
        ("DELETE FROM journal WHERE n = 9", 9),
        ("DELETE FROM journal WHERE n = (SELECT max(n) FROM journal)", None),
        ("UPDATE journal_head SET n = n + 1", None),
    ],
)
def test_a_journal_names_its_first_broken_line(lived: Store, statement: str, broken: int | None) -> None:
    lines = journals(lived)[0].lines
    tamper(lived, statement)
    [chain] = journals(lived)
    assert chain.broken == (broken or chain.broken)
    assert chain.broken is not None
    assert chain.broken >= lines if broken is None else True
    assert str(chain.broken) in chain.words()


@pytest.mark.parametrize(
    ("statement", "number", "reason"),
    [
        ("UPDATE sale SET total = total - 100 WHERE number = 2", 2, "altered"),
        (
            "UPDATE sale_line SET gross = gross - 100 WHERE sale_id = (SELECT id FROM sale WHERE number = 1)",
            1,
            "altered",
        ),
        ("UPDATE sale SET previous = x'00' WHERE number = 2", 2, "unlinked"),
        ("UPDATE sale SET number = 900 WHERE number = 2", 2, "missing"),
        ("UPDATE series SET last_hash = x'00'", None, "not_the_head"),
    ],
)
def test_a_series_of_receipts_names_its_first_break(
    lived: Store, statement: str, number: int | None, reason: str
) -> None:
    count = receipts(lived)[0].receipts
    tamper(lived, statement)
    [chain] = receipts(lived)
    assert (chain.broken, chain.reason) == (number or count, reason)
    assert chain.series in chain.words()


def test_a_cut_end_is_noticed_by_the_counter(lived: Store) -> None:
    count = receipts(lived)[0].receipts
    tamper(lived, f"DELETE FROM sale WHERE number = {count}")
    [chain] = receipts(lived)
    assert (chain.broken, chain.reason) == (count - 1, "not_the_head")


def test_who_may_not_see_the_history_may_not_check_it(lived: Store) -> None:
    with refused("not_permitted"):
        lived.ask(journal_chains, TheChains(), actor=Actor(None, "Nobody"))
