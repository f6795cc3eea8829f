"""What Prometheus may ask: `/metrics`. Numbers only; businesses appear by their ids, people not at all."""

from collections.abc import Callable, Iterator
from typing import Any

import structlog
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from bizet_core.store import Store
from bizet_core.store.journal.journal import journal
from bizet_core.sync.server import feed
from bizet_core.sync.wire.protocol import Pushed
from sync_server.data.business_databases import Stores

log = structlog.get_logger()


class Metrics:
    """Counters of this process, and what its stores hold when somebody asks."""

    def __init__(self, stores: Stores, open_streams: Callable[[], int]) -> None:
        self.registry = CollectorRegistry()
        own = self.registry
        self._requests = Counter("bizet_requests", "Requests", ["route", "status", "outcome"], registry=own)
        self._seconds = Histogram("bizet_request_seconds", "How long an answer takes", ["route"], registry=own)
        self._pushed = Counter(
            "bizet_pushed_operations", "Operations pushed here, by outcome", ["outcome"], registry=own
        )
        self._epochs = Counter("bizet_epochs_begun", "Epochs begun because a desk knew more than we", registry=own)
        self._differed = Counter("bizet_rows_differed", "Rows of devices that were not as here", registry=own)
        self._suspect = Counter("bizet_rows_suspect", "Rows in which several devices differed from us", registry=own)
        self._damaged = Counter("bizet_files_damaged", "Nightly checks that a file did not pass", registry=own)
        self.registry.register(_Stock(stores, open_streams))

    def request(self, route: str, status: int, outcome: str, seconds: float) -> None:
        """Count an answered request."""
        self._requests.labels(route, str(status), outcome).inc()
        self._seconds.labels(route).observe(seconds)

    def pushed(self, answer: Pushed) -> None:
        """Count what became of the lines of a push."""
        for told in answer.told:
            self._pushed.labels(told.outcome.value).inc()

    def epoch_begun(self) -> None:
        """Count that this server went back in time and was not told."""
        self._epochs.inc()

    def differed(self, rows: int, suspect: int) -> None:
        """Count rows that a device had otherwise, and those of them that are to be suspected here."""
        self._differed.inc(rows)
        self._suspect.inc(suspect)

    def file_damaged(self) -> None:
        """Count that a business's file does not hold together."""
        self._damaged.inc()

    def text(self) -> bytes:
        """All of it, as Prometheus reads it. Asks databases: not for the event loop."""
        return generate_latest(self.registry)


class _Stock(Collector):
    """What there is now: asked from the businesses that this process has opened."""

    def __init__(self, stores: Stores, open_streams: Callable[[], int]) -> None:
        self.stores, self.open_streams = stores, open_streams

    def describe(self) -> list[Any]:
        return []  # its numbers are asked for only when somebody reads them

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield GaugeMetricFamily("bizet_event_streams", "Devices that listen", value=self.open_streams())
        head = GaugeMetricFamily("bizet_feed_head", "Number of the last change", labels=["business"])
        held = GaugeMetricFamily("bizet_held_operations", "Operations that wait for a person", labels=["business"])
        for store in self.stores.opened():
            self._add(store, head, held)
        yield from (head, held)

    def _add(self, store: Store, head: GaugeMetricFamily, held: GaugeMetricFamily) -> None:
        business = store.identity.business
        waiting = select(func.count()).where(journal.c.business_id == business, journal.c.state == "held")
        try:
            with store.reading() as connection:
                head.add_metric([str(business)], feed.head_of(connection, business).seq)
                held.add_metric([str(business)], connection.execute(waiting).scalar_one())
        except Exception as problem:  # what else there is to read is told all the same
            log.warning("not_counted", business=str(business), exc_info=problem)
