"""Where a desk keeps its things on this computer. `BIZET_HOME` puts them all into one folder instead."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """`data` is what matters; `state` lies apart, so that what comes back from an old copy of `data` is noticed."""

    data: Path
    state: Path

    @property
    def desk(self) -> Path:
        """The encrypted file with everything in it."""
        return self.data / "desk.bizet"

    @property
    def keys(self) -> Path:
        """The keys, or where they are."""
        return self.data / "desk.keys"

    @property
    def lock(self) -> Path:
        """Held by the one program that has the desk open."""
        return self.data / "desk.lock"

    @property
    def backups(self) -> Path:
        """Where daily backups go unless the settings name another folder."""
        return self.data / "backups"

    @property
    def mark(self) -> Path:
        """How far the journal has come, outside the file."""
        return self.state / "high-water"

    @property
    def key_unconfirmed(self) -> Path:
        """There as long as nobody has said that the recovery key of a new business is on paper."""
        return self.data / "recovery-key-unconfirmed"

    @property
    def log(self) -> Path:
        """The folder of the log."""
        return self.state / "log"

    def make(self) -> None:
        """Make the folders, for this user alone."""
        for folder in (self.data, self.state):
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o700)


def places(home: Path | None = None) -> Places:
    """This computer's own, or those inside `home` or the folder that `BIZET_HOME` names."""
    named = home or os.environ.get("BIZET_HOME")
    if named:
        folder = Path(named).expanduser().absolute()
        return Places(folder, folder / "state")
    import platformdirs  # not before it is needed: start-up counts

    data = Path(platformdirs.user_data_dir("Bizet", appauthor=False))
    state = Path(platformdirs.user_state_dir("Bizet", appauthor=False))
    return Places(data, state / "state" if state == data else state)
