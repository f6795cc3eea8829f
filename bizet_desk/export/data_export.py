"""Write everything a business has into a folder: a CSV per table and its files, readable without Bizet."""

import csv
import mimetypes
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Protocol

import msgspec

from bizet_core.base.refusals import Refused
from bizet_core.business.attachments.queries import OneAttachment, attachment
from bizet_core.oversight.exports.queries import (
    AllTables,
    ExportedFile,
    ExportedTable,
    RowsOf,
    Value,
    exported_files,
    exported_rows,
    exported_tables,
)
from bizet_core.store.operations.operation import Query

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula (OWASP ASVS 5.0, 1.2.10)."""


class Ask(Protocol):
    """Whoever answers questions: a store, or the running desk."""

    def __call__(self, query: Query[Any, Any], asked: msgspec.Struct) -> Any:
        """The answer."""
        ...


def _silently(done: int, total: int) -> None:
    pass


def export(ask: Ask, folder: Path, tell: Callable[[int, int], None] = _silently) -> int:
    """Write all tables and files into an empty or new folder; returns how many rows and files. `tell` counts them."""
    if folder.exists() and any(folder.iterdir()):
        raise Refused("folder_not_empty", folder=str(folder))
    tables: tuple[ExportedTable, ...] = ask(exported_tables, AllTables())
    files: tuple[ExportedFile, ...] = ask(exported_files, AllTables())
    total, done = sum(table.rows for table in tables) + len(files), 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for table in tables:
            done = _write_table(ask, table, folder / f"{table.name}.csv", done, lambda n: tell(n, total))
        for file in files:
            _write_file(ask, file, folder / "files")
            done += 1
            tell(done, total)
    except OSError as error:
        raise Refused("export_not_written", folder=str(folder)) from error
    return done


def cell(value: Value) -> str:
    """A value as a cell: text that a spreadsheet could take for a formula is led by an apostrophe."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return "" if value is None else str(value)


def _write_table(ask: Ask, table: ExportedTable, path: Path, done: int, tell: Callable[[int], None]) -> int:
    with path.open("x", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)  # RFC 4180
        writer.writerow(table.columns)
        for rows in _pages(ask, table.name):
            writer.writerows([cell(value) for value in row] for row in rows)
            done += len(rows)
            tell(done)
    return done


def _pages(ask: Ask, table: str) -> Iterator[tuple[tuple[Value, ...], ...]]:
    page = ask(exported_rows, RowsOf(table=table))
    while page.rows:
        yield page.rows
        page = ask(exported_rows, RowsOf(table=table, after=page.last))


def _write_file(ask: Ask, file: ExportedFile, folder: Path) -> None:
    found = ask(attachment, OneAttachment(hash=file.hash))
    folder.mkdir(exist_ok=True)
    ending = mimetypes.guess_extension(file.media_type) or ""
    if found is not None:
        (folder / f"{file.hash}{ending}").write_bytes(found.content)
