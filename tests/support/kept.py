"""A business that is made once in a worker, through operations as a person would, and copied for each test."""

import shutil
from dataclasses import dataclass, replace
from pathlib import Path

from bizet_core.store import Store
from bizet_core.store.store import Identity
from bizet_core.store.tables.ids import new_id
from tests.support.makers import Salon

BUSINESS, DEVICE = new_id(), new_id()
IDENTITY = Identity(BUSINESS, DEVICE, pepper=b"pepper")
"""Who writes in a kept file, and therefore in its copies."""


@dataclass(frozen=True)
class Kept:
    """A business in a desk's file. `empty` is the file that a copy may take the place of."""

    path: Path
    empty: Path
    salon: Salon

    def at(self, store: Store) -> Salon:
        """The salon, for a store that stands on a copy already."""
        assert (store.identity.business, store.identity.device) == (BUSINESS, DEVICE)
        return replace(self.salon, store=store)

    def lay(self, store: Store, path: Path) -> Salon:
        """Put a copy where the store keeps its file. Nothing may have happened there, and nobody may be reading."""
        store.engine.dispose()
        assert path.read_bytes() == self.empty.read_bytes(), "something has happened here before the salon came"
        shutil.copy(self.path, path)
        return self.at(store)
