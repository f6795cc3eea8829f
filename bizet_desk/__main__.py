"""Start the desk: `python -m bizet_desk [--sample] [--home FOLDER]`. The one place that may import screens."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bizet_desk.storage.paths import Places, places

SAMPLE = "Bizet sample"


def main(argv: Sequence[str] | None = None) -> int:
    """Open the desk in a window; where there is no display, play a sample morning instead."""
    asked = _arguments(argv)
    if asked.sample and not _has_display():
        from ui.tools.demo import play

        return play(Path(asked.out))
    return _open(sample_places(asked.home) if asked.sample else places(asked.home), is_sample=asked.sample)


def _open(where: Places, *, is_sample: bool) -> int:
    """What people see comes first, at each step: a window, the lock screen, the program."""
    from PySide6.QtCore import QTimer

    from ui.startup.splash import open_splash

    window = open_splash()
    from ui.startup.early_lock_screen import open_early_lock_screen

    lobby = open_early_lock_screen(window, where, is_sample=is_sample)
    if lobby is not None and not lobby.read_program():
        return 0  # closed again meanwhile
    from ui.startup.application import Application

    program = Application(where, is_sample=is_sample, lobby=lobby)
    if lobby is None:
        QTimer.singleShot(0, window.close)  # when the program shows a window of its own
    try:
        return program.run()
    finally:
        window.close()


def sample_places(home: Path | None) -> Places:
    """The sample business lives beside the real one, never in it."""
    own = places(home)
    return Places(own.data / SAMPLE, own.state / SAMPLE)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bizet-desk", description="Bizet's desk: bookings, sales and receipts.")
    parser.add_argument("--sample", action="store_true", help="open a sample business instead of your own")
    parser.add_argument("--home", type=Path, help="keep everything in this folder")
    parser.add_argument("--out", default="out/morning", help="where a morning without a display leaves its papers")
    return parser.parse_args(argv)


def _has_display() -> bool:
    """Windows and macOS always have one; elsewhere the session says so."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
