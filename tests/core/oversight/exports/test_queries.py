"""All data of a business leaves in plain tables: complete, without secrets, and harmless in a spreadsheet."""

import csv
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from bizet_core.oversight.exports.queries import AllTables, RowsOf, exported_rows, exported_tables
from bizet_core.people.customers.operations import AddCustomer, AddNote, add_customer, add_note
from bizet_core.store import Actor
from bizet_core.store.tables.triggers import synced_tables
from bizet_desk.export.data_export import DANGEROUS, cell, export
from bizet_desk.messages import teach
from tests.support.makers import Salon, a_customer, refused


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_table_leaves_with_every_row(salon: Salon, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    count = export(salon.store.ask, tmp_path / "out", lambda done, total: told.append((done, total)))
    tables = salon.store.ask(exported_tables, AllTables())
    assert {table.name for table in tables} == {t.name for t in synced_tables()}
    for table in tables:
        assert len(read(tmp_path / "out" / f"{table.name}.csv")) == table.rows
    assert count == sum(table.rows for table in tables)
    assert told[-1] == (count, count)


def test_rows_are_as_they_were_written(salon: Salon, tmp_path: Path) -> None:
    export(salon.store.ask, tmp_path / "out")
    customers = {row["name"]: row for row in read(tmp_path / "out" / "customer.csv")}
    assert customers["Olivia Hart"]["phone"] == "+447700900142".replace("+", "'+")
    assert customers["王伟"]["id"] == str(salon.wang)
    assert customers["王伟"]["created_at"].endswith("+00:00")


def test_verifiers_of_pins_never_leave(salon: Salon, tmp_path: Path) -> None:
    export(salon.store.ask, tmp_path / "out")
    everything = b"".join(path.read_bytes() for path in (tmp_path / "out").rglob("*") if path.is_file())
    assert b"argon2" not in everything
    assert "pin" not in read(tmp_path / "out" / "staff.csv")[0]


def test_a_long_table_comes_in_pages(salon: Salon) -> None:
    for i in range(7):
        a_customer(salon.store, f"Customer {i}")
    seen, after = [], None
    while (page := salon.store.ask(exported_rows, RowsOf(table="customer", after=after, most=3))).rows:
        seen += page.rows
        after = page.last
    assert len(seen) == len({row[0] for row in seen}) == 9


def test_a_formula_becomes_text(salon: Salon, tmp_path: Path) -> None:
    salon.store.do(add_customer, AddCustomer(name='=HYPERLINK("http://evil.example";"Ana")'))
    export(salon.store.ask, tmp_path / "out")
    names = [row["name"] for row in read(tmp_path / "out" / "customer.csv")]
    assert any(name.startswith("'=HYPERLINK") for name in names)


@given(st.text())
def test_no_cell_begins_like_a_formula(text: str) -> None:
    assert not cell(text).startswith(DANGEROUS)
    assert cell(text).removeprefix("'") == text.removeprefix("'") or cell(text) == text


def test_numbers_stay_numbers() -> None:
    assert [cell(value) for value in (-450, 0, None, True, False)] == ["-450", "0", "", "yes", "no"]


def test_a_long_note_leaves_as_a_file(salon: Salon, tmp_path: Path) -> None:
    words = "Very long. " * 60_000
    salon.store.do(add_note, AddNote(customer=salon.olivia, words=words))
    export(salon.store.ask, tmp_path / "out")
    [file] = (tmp_path / "out" / "files").iterdir()
    assert file.read_text().strip() == words.strip()


def test_a_folder_with_something_in_it_is_left_alone(salon: Salon, tmp_path: Path) -> None:
    teach()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")
    with refused("folder_not_empty"):
        export(salon.store.ask, tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_an_unknown_table_and_somebody_without_the_right_are_refused(salon: Salon) -> None:
    with refused("no_such_table"):
        salon.store.ask(exported_rows, RowsOf(table="journal"))
    with refused("not_permitted"):
        salon.store.ask(exported_rows, RowsOf(table="customer"), actor=salon.actor(salon.bea))
    assert Actor(None, "").scope("exports.use") is None
