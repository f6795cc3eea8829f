"""Drawing of the gallery: `python -m tests.ui.gallery [--only "sell, pay"] [--look dark]` writes pictures to `out/`."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")
os.environ.setdefault("BIZET_NO_MOTION", "1")

from PySide6.QtWidgets import QApplication

from tests.ui.gallery.server import MemoryServer
from ui.tools.demo import hush
from ui.tools.gallery.draw import draw
from ui.tools.gallery.looks import LOOKS, named
from ui.tools.gallery.scene import acts

OUT = Path("out") / "pictures"


def main() -> int:
    """Draw what is asked for; 1 where a scene shows a fault or there is no such scene."""
    asked = argparse.ArgumentParser(prog="make pictures", description=__doc__)
    asked.add_argument("--only", default="", help="beginnings of the names of scenes, such as “sell, pay/cash”")
    asked.add_argument("--look", default="", help=f"names of looks: {', '.join(look.name for look in LOOKS)}")
    given = asked.parse_args()
    hush()
    app = QApplication.instance() or QApplication(sys.argv[:1])
    wanted, looks = acts(given.only), named(tuple(given.look.split()))
    if not wanted or not looks:
        print("There is no such scene or look.", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as home:
        wrong = draw(wanted, looks, OUT, Path(home), MemoryServer)
    print(f"{wrong} faults" if wrong else "No faults.", f"Pictures: {OUT.absolute()}", sep="\n")
    del app
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
