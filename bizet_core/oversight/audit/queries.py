"""The first break of each chain: of each device's journal, and of each series of receipts."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import structs
from sqlalchemy import select

from bizet_core.business.settings.model import series
from bizet_core.describe.languages.language import _
from bizet_core.describe.languages.sentences import fill
from bizet_core.oversight.audit.messages import BREAKS_OF_JOURNAL
from bizet_core.selling.sales.loading import load_documents
from bizet_core.selling.sales.messages import BREAKS
from bizet_core.selling.sales.model import sales
from bizet_core.selling.sales.rules import Sealed, verify
from bizet_core.store import Permission, Read, Request, query
from bizet_core.store.journal.journal import first_broken, head

SEE = Permission("history.see")
AT_ONCE = 500


class TheChains(Request):
    """All of them."""


@dataclass(frozen=True, slots=True)
class JournalChain:
    """One incarnation of one device: how many lines it has, and the first that does not hold."""

    device: UUID
    inc: int
    lines: int
    broken: int | None

    def words(self) -> str:
        """The break as a sentence."""
        return fill(_(BREAKS_OF_JOURNAL), {"n": self.broken, "device": str(self.device), "inc": self.inc})


@dataclass(frozen=True, slots=True)
class ReceiptChain:
    """One series: how many receipts it has, the first place that does not hold, and why (`sales.rules.Break`)."""

    series: str
    receipts: int
    broken: int | None
    reason: str

    def words(self) -> str:
        """The break as a sentence."""
        return fill(_(BREAKS[self.reason]), {"series": f"{self.series}-", "number": f"{self.broken:06}"})


@query(needs=SEE)
def journal_chains(read: Read, asked: TheChains) -> tuple[JournalChain, ...]:
    """Every journal this device holds, each line compared with the bytes it was made of, from the first one kept."""
    heads = read.all(select(head).order_by(head.c.device, head.c.inc))
    broken = [first_broken(read.connection, read.business, h.device, h.inc) for h in heads]
    return tuple(JournalChain(h.device, h.inc, h.n - (h.base_n or 0), at) for h, at in zip(heads, broken, strict=True))


@query(needs=SEE)
def receipt_chains(read: Read, asked: TheChains) -> tuple[ReceiptChain, ...]:
    """Every series of receipts, each compared with its amounts; the last with what this device's own counter holds."""
    heads = {row.code: row.last_hash for row in read.all(select(series).order_by(series.c.code))}
    found = read.all(select(sales.c.series).distinct().order_by(sales.c.series))
    return tuple(_chain(read, code, heads.get(code)) for code in sorted({row.series for row in found} | set(heads)))


def _chain(read: Read, code: str, last: bytes | None) -> ReceiptChain:
    rows = read.all(select(sales.c.id).where(sales.c.series == code).order_by(sales.c.number, sales.c.id))
    broken = verify(_documents(read, [row.id for row in rows]), code, head=last)
    return ReceiptChain(code, len(rows), broken.number if broken else None, broken.reason if broken else "")


def _documents(read: Read, ids: list[UUID]) -> Iterator[Sealed]:
    for i in range(0, len(ids), AT_ONCE):
        some = select(sales).where(sales.c.id.in_(ids[i : i + AT_ONCE])).order_by(sales.c.number, sales.c.id)
        rows = read.all(some)
        for row, document in zip(rows, load_documents(read, rows), strict=True):
            # The chain is over the lines; the sums that lists and reports read must be theirs as well.
            yield document if _sums_hold(row, document) else structs.replace(document, hash=b"")


def _sums_hold(row: Any, document: Sealed) -> bool:
    figures = document.sale.figures
    return (row.goods, row.discount, row.tax, row.total) == (
        figures.goods,
        figures.discount,
        figures.tax,
        figures.total,
    )
