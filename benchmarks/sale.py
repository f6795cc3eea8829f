"""A sale through the store, beside bare SQLCipher that is handed the same rows and only writes them.

The sale: a service and a product whose stock is counted, paid by card. The peer has the same pragmas (WAL, FULL), the
same tables and indexes but no triggers: it writes the rows of a finished sale, its journal line and its before-images
by SQL written out beforehand, with nothing to price, to look up, to check or to hash. Both work in turns, in blocks.
A slow disk makes the two alike, since both wait for it; `cpu_share` leaves it out.
"""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

import bizet_core.booking.bookings.selling
import bizet_core.catalogue.products.selling  # noqa: F401  (what is sold has its effect)
from bizet_core.catalogue.products.operations import AddProduct, add_product
from bizet_core.selling.carts.operations import CartContent, CartLine
from bizet_core.selling.printing.operations import queue_job  # noqa: F401  (a receipt is queued)
from bizet_core.selling.sales.operations import Sell, TenderAsked, sell
from bizet_core.selling.till.operations import OpenTill, open_till
from bizet_core.setup.first_run.operations import SetUp, set_up
from bizet_core.store import Identity, Store
from bizet_core.store.database.engines import desk_engine
from bizet_core.store.tables.ids import new_id
from bizet_core.store.tables.schema import create

KEY = bytes(32)
BLOCKS, SALES = 24, 50
SHARE_GOAL, CPU_GOAL = 0.6, 1.0  # of the peer's sales per second; milliseconds a sale
NOW = datetime(2026, 3, 12, 11, 0, tzinfo=UTC)


def run() -> dict[str, object]:
    """Sales per second and milliseconds of CPU a sale, medians of the blocks."""
    with tempfile.TemporaryDirectory() as folder:
        house = _a_house(Path(folder) / "product.bizet")
        house.sell_one()
        house.store.engine.dispose()  # the file is whole without its log
        shutil.copy(Path(folder) / "product.bizet", Path(folder) / "peer.bizet")
        peer = Peer(Path(folder) / "peer.bizet")
        ours, theirs = Pace(house.sell_one), Pace(peer.sell_one)
        for _ in range(BLOCKS):
            ours.block()
            theirs.block()
    share = ours.a_second / theirs.a_second
    return {
        "product_per_s": round(ours.a_second),
        "bare_sqlcipher_per_s": round(theirs.a_second),
        "share": round(share, 2),
        "cpu_ms": round(ours.cpu_ms, 3),
        "bare_cpu_ms": round(theirs.cpu_ms, 3),
        "cpu_share": round(theirs.cpu_ms / ours.cpu_ms, 2),
        "rows_a_sale": sum(len(each.rows) for each in peer.script),
        "goals": {"share": SHARE_GOAL, "cpu_ms": CPU_GOAL},
        "met": share >= SHARE_GOAL and ours.cpu_ms <= CPU_GOAL,
    }


@dataclass
class Pace:
    """How fast something is done, in blocks."""

    act: Callable[[], None]
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def block(self) -> None:
        """Do it so many times, and note what each took on average."""
        begun, cpu = perf_counter(), process_time()
        for _ in range(SALES):
            self.act()
        self.seconds.append((perf_counter() - begun) / SALES)
        self.cpu.append((process_time() - cpu) / SALES)

    @property
    def a_second(self) -> float:
        """How many a second, in the median block."""
        return 1 / median(self.seconds)

    @property
    def cpu_ms(self) -> float:
        """Milliseconds of processor time each, in the median block."""
        return median(self.cpu) * 1000


@dataclass(frozen=True)
class House:
    """A shop with an open till."""

    store: Store
    location: UUID
    product: UUID

    def sell_one(self) -> None:
        """A service and a product, by card."""
        lines = (self.line("service", "Cut", 4500), self.line("product", "Shampoo", 1450, self.product))
        paid = (TenderAsked(method="card", given=5950, reference="0815"),)
        self.store.do(sell, Sell(content=CartContent(lines=lines), tenders=paid, location=self.location))

    def line(self, kind: str, name: str, price: int, item: UUID | None = None) -> CartLine:
        """One of its kind."""
        return CartLine(id=new_id(), kind=kind, item=item, name=name, unit_price=price, tax_class="standard")


def _a_house(path: Path) -> House:
    engine = desk_engine(path, KEY)
    create(engine)
    store = Store(engine, Identity(new_id(), new_id()), clock=lambda: NOW)
    first = SetUp(name="Salon", country="PT", language="en", trade="salon", owner_name="Carmen", owner_pin="246810")
    location = store.do(set_up, first).result.location
    product = store.do(add_product, AddProduct(name="Shampoo", price=1450, stock=1_000_000)).result
    store.do(open_till, OpenTill(float=0))
    return House(store, location, product)


@dataclass(frozen=True)
class Write:
    """One statement of the peer's sale, with its values in the order of the question marks."""

    sql: str
    rows: tuple[tuple[Any, ...], ...]
    columns: tuple[str, ...]


class Peer:
    """Bare SQLCipher on a copy of the same file: it repeats the writes of the last sale under fresh ids."""

    def __init__(self, path: Path) -> None:
        _drop_triggers(path)
        self._held = desk_engine(path, KEY).raw_connection()
        self._connection: Any = self._held.driver_connection
        self.script = tuple(_writes(self._all))
        self._prepared = iter([_renewed(self.script, i) for i in range(1, BLOCKS * SALES + 1)])

    def sell_one(self) -> None:
        """The rows of one sale, and nothing else."""
        write = self._connection.execute
        write("BEGIN IMMEDIATE")
        for each in next(self._prepared):
            if len(each.rows) == 1:
                write(each.sql, each.rows[0])
            else:
                self._connection.executemany(each.sql, each.rows)
        write("COMMIT")

    def _all(self, sql: str, *given: object) -> list[tuple[Any, ...]]:
        return list(self._connection.execute(sql, given))


def _drop_triggers(path: Path) -> None:
    """On a connection of its own: so many statements would fill the driver's cache, and each sale be parsed anew."""
    engine = desk_engine(path, KEY)
    with engine.begin() as connection:
        for (trigger,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
            connection.exec_driver_sql(f"DROP TRIGGER {trigger}")
    engine.dispose()


Ask = Callable[..., list[tuple[Any, ...]]]
_COUNTED = {"number", "n", "next"}  # what must grow from sale to sale


def _writes(ask: Ask) -> list[Write]:
    """What the last operation wrote, as statements."""
    op, *_ = ask("SELECT op_id FROM journal ORDER BY n DESC LIMIT 1")[0]
    images = ask("SELECT tbl, image IS NULL FROM before_image WHERE op_id = ? GROUP BY tbl ORDER BY min(k)", op)
    mine = [(tbl, "last_op", () if is_new else ("stock", "last_op")) for tbl, is_new in images]
    own = [("before_image", "op_id", ()), ("journal", "op_id", ()), ("after_run", "op_id", ())]
    written = [_write(ask, table, f"{by} = ?", changes, op) for table, by, changes in [*mine, *own]]
    moved = [_write(ask, "series", "true", ("next", "last_hash")), _write(ask, "journal_head", "true", ("n", "hash"))]
    return [*moved, *written]


def _write(ask: Ask, table: str, where: str, changes: tuple[str, ...], *given: object) -> Write:
    """Rows to insert, or named columns to change."""
    info = ask(f"PRAGMA table_info({table})")
    keys = [name for _, name, _, _, _, place in sorted(info, key=lambda column: column[5]) if place]
    columns = [*changes, *keys] if changes else [name for _, name, *_ in info if name != "k"]
    rows = tuple(ask(f"SELECT {', '.join(columns)} FROM {table} WHERE {where}", *given))
    if changes:
        sets, wheres = (sep.join(f"{c} = ?" for c in cs) for sep, cs in ((", ", changes), (" AND ", keys)))
        return Write(f"UPDATE {table} SET {sets} WHERE {wheres}", rows, tuple(columns))
    marks = ", ".join("?" * len(columns))
    return Write(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows, tuple(columns))


def _renewed(script: tuple[Write, ...], i: int) -> list[Write]:
    """The same sale once more: fresh ids for its rows, the next numbers."""
    made = {
        row[each.columns.index("id")]
        for each in script
        if "id" in each.columns and "INSERT" in each.sql
        for row in each.rows
    }
    op = next(each.rows[0][each.columns.index("op_id")] for each in script if "op_id" in each.columns)
    fresh = {old: new_id().bytes for old in (op, *sorted(made))}

    def renew(column: str, value: Any) -> Any:
        return value + i if column in _COUNTED else fresh.get(value, value) if isinstance(value, bytes) else value

    return [replace(each, rows=tuple(tuple(map(renew, each.columns, row)) for row in each.rows)) for each in script]
