"""Pictures of the real program in every look, for the eye to judge: `python -m ui.tools.screenshots` writes them to `out/`.

A look is a theme, a zoom, a window and a language; a scene is what hands have brought onto the screen. Names on the
command line narrow both: `python -m ui.tools.screenshots dark` or `python -m ui.tools.screenshots light sell`.
"""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "2")
os.environ.setdefault("BIZET_NO_MOTION", "1")

from bizet_core.business.settings.operations import EditDeviceSettings, edit_device_settings
from bizet_core.business.staff.model import Role
from bizet_core.catalogue.timetable.operations import Hours
from bizet_core.describe.languages.language import Locale, speak
from bizet_core.setup.first_run.operations import FirstPerson, SetUp, set_up
from bizet_core.store import Store
from bizet_desk.devices.printer_simulator import PrinterSimulator
from bizet_desk.sample.sample_business import COUNTRY, ZONE, fill_with_sample
from bizet_desk.sample.sample_pin import PIN
from bizet_desk.storage.opening import create
from bizet_desk.storage.paths import Places
from ui.tools.demo import Demo, folders_in, hush

OUT = Path("out") / "pictures"
START = datetime(2026, 3, 12, 11, 24, tzinfo=ZoneInfo(ZONE))
"""A Thursday, so that the pictures of two days can be compared."""


@dataclass(frozen=True, slots=True)
class Look:
    """How the window looks."""

    theme: str = "light"
    zoom: int = 100
    size: tuple[int, int] = (1440, 900)
    language: str = ""
    empty: bool = False


LOOKS = {
    "light": Look(),
    "dark": Look("dark"),
    "contrast": Look("contrast"),
    "rtl": Look(language="ar"),
    "small": Look(size=(1366, 768)),
    "zoom150": Look(zoom=150),
    "empty": Look(empty=True),
}


def main() -> None:
    """Draw all, or what is named on the command line."""
    hush()
    named = sys.argv[1:]
    looks = [name for name in LOOKS if name in named] or list(LOOKS)
    scenes = [name for name in SCENES if name in named or name in FIRST] if set(named) & set(SCENES) else list(SCENES)
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, PrinterSimulator() as printer:
        for look in looks:
            home = Path(folder) / look
            draw(look, scenes, home, printer)
            shutil.rmtree(home)


def draw(name: str, scenes: list[str], home: Path, printer: PrinterSimulator) -> None:
    """Draw these scenes in one look."""
    look = LOOKS[name]
    speak(Locale(look.language or "en", "GB", "EUR", ZONE))  # the sample speaks it too
    folders_in(home)
    _make(Places(home / "sample-business", home / "sample-business" / "state"), look)
    morning = Demo(home, printer, START)
    try:
        morning.front.resize(*look.size)
        for scene in scenes:
            if look.empty and scene in _NEED_BOOKINGS:
                continue
            SCENES[scene](morning)
            _save(morning, OUT / f"{scene}_{name}.png")
    finally:
        morning.close()


def _save(morning: Demo, path: Path) -> None:
    morning.hands.pause(0.3)
    morning.front.grab().save(str(path))
    print(path, flush=True)


def _make(places: Places, look: Look) -> None:
    """A business on a file of its own, with this look in its settings."""
    opened, _recovery = create(places, clock=lambda: START.astimezone(UTC))
    if look.empty:
        _set_up_only(opened.store)
    else:
        fill_with_sample(opened.store)
    opened.store.do(
        edit_device_settings,
        EditDeviceSettings(theme=look.theme, zoom=look.zoom, language=look.language),  # type: ignore[arg-type]
    )
    opened.close()


def _set_up_only(store: Store) -> None:
    """A business on its first day: people, and nothing else."""
    week = Hours(weekdays=(0, 1, 2, 3, 4, 5), time=(9 * 60, 18 * 60))
    people = tuple(FirstPerson(name=name, role=Role.STAFF, pin=pin) for name, pin in (("Inês Duarte", "111111"),))
    store.do(
        set_up,
        SetUp(
            name="Salon Carmen",
            country=COUNTRY,
            zone=ZONE,
            language="en",
            trade="salon",
            owner_name="Marta Reis",
            owner_pin=PIN,
            hours=(week,),
            people=people,
        ),
    )


def _lock(morning: Demo) -> None:
    morning.hands.wait(lambda: morning.front.lock_screen.who.text(), "people to sign in")


def _day(morning: Demo) -> None:
    morning.sign_in()


def _visit(morning: Demo) -> None:
    morning.hands.click_card("Olivia Hart")
    morning.hands.wait(lambda: morning.front.register.cart.quote, "her cart")


def _booking(morning: Demo) -> None:
    panel = morning.front.new_booking()
    morning.hands.wait(lambda: panel.service_names, "services")
    panel.choose_service(panel.service_names[0])
    morning.hands.wait(lambda: panel.offered, "free times")


def _customer(morning: Demo) -> None:
    morning.hands.key("Ctrl+K")
    morning.hands.write("olivia")
    morning.hands.key("Return")
    morning.hands.pause(0.5)


def _page(name: str) -> Callable[[Demo], None]:
    def show(morning: Demo) -> None:
        morning.front.go(name)
        morning.hands.pause(0.5)

    return show


def _activity(morning: Demo) -> None:
    from ui.business.settings.settings_screen import SettingsScreen
    from ui.oversight.activity.activity_page import ActivitySection

    screen = morning.front.go("settings")
    assert isinstance(screen, SettingsScreen)
    section = screen.open_section("activity")
    assert isinstance(section, ActivitySection)
    morning.hands.wait(lambda: section.rows.model.rows, "what was done")
    section.rows.choose(0)


SCENES: dict[str, Callable[[Demo], None]] = {
    "lock": _lock,
    "day": _day,
    "visit": _visit,
    "booking": _booking,
    "customer": _customer,
    "sell": _page("sell"),
    "till": _page("till"),
    "customers": _page("customers"),
    "inbox": _page("inbox"),
    "settings": _page("settings"),
    "activity": _activity,
}
"""In the order in which one leads to the next."""
FIRST = ("lock", "day")
"""Without these there is no other."""
_NEED_BOOKINGS = frozenset({"visit", "booking", "customer"})


if __name__ == "__main__":
    main()
