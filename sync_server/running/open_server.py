"""An open server: its databases, its door, and who listens. Everything that `app.py` needs, and nothing of the web."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sync_server.data.business_databases import Place, Stores
from sync_server.data.commit_notifications import Announcer
from sync_server.data.control_database import Control
from sync_server.sync.dispatch import Door
from sync_server.sync.events import STEADY, Hub, Pace
from sync_server.web.metrics import Metrics
from sync_server.web.rate_limits import Buckets, Turns

REQUESTS_A_SECOND, REQUESTS_AT_ONCE = 20, 200
PAGES_A_SECOND, PAGES_AT_ONCE = 2, 60
HOOKS_A_SECOND, HOOKS_AT_ONCE = 5, 100
NEWCOMERS_A_SECOND, NEWCOMERS_AT_ONCE = 0.2, 20  # codes are guessed no quicker


@dataclass
class OpenServer:
    """A server that can answer."""

    control: Control
    stores: Stores
    door: Door
    hub: Hub
    metrics: Metrics
    devices: Buckets
    newcomers: Buckets
    turns: Turns
    visitors: Buckets = field(default_factory=lambda: Buckets(PAGES_A_SECOND, PAGES_AT_ONCE))
    tellers: Buckets = field(default_factory=lambda: Buckets(HOOKS_A_SECOND, HOOKS_AT_ONCE))  # who posts to /hooks
    announcer: Announcer | None = None
    metrics_token: str = ""
    woken: Callable[[UUID], None] = lambda _business: None  # whoever does what follows operations

    def close(self) -> None:
        """Let go of everything."""
        if self.announcer is not None:
            self.announcer.stop()
        self.stores.close()
        self.control.engine.dispose()

    def committed(self, business: UUID) -> None:
        """Tell those who listen here, and the other processes."""
        self.hub.tell(business)
        self.woken(business)
        if self.announcer is not None:
            self.announcer.tell(business)


def serve_from(
    place: Place, clock: Callable[[], datetime], *, pace: Pace = STEADY, metrics_token: str = ""
) -> OpenServer:
    """Open a server on its databases."""
    control = Control(place.control(), clock)
    stores = Stores(place, control, clock)
    door, hub = Door(stores, control, clock), Hub(pace)
    serving = OpenServer(
        control=control,
        stores=stores,
        door=door,
        hub=hub,
        metrics=Metrics(stores, hub.open_streams),
        devices=Buckets(REQUESTS_A_SECOND, REQUESTS_AT_ONCE),
        newcomers=Buckets(NEWCOMERS_A_SECOND, NEWCOMERS_AT_ONCE),
        turns=Turns(),
        metrics_token=metrics_token,
    )
    stores.on_commit = serving.committed
    door.on_pushed, door.on_epoch = serving.metrics.pushed, serving.metrics.epoch_begun
    door.on_differed = serving.metrics.differed
    url = control.engine.url
    if url.get_backend_name() == "postgresql":
        serving.announcer = Announcer(url, hub.tell)
        serving.announcer.start()
    return serving
