"""Scenes of the settings: each section with and without content, forms with errors, imports and backups."""

from bizet_core.describe.languages.language import N_
from ui.business.settings.settings_screen import SettingsScreen
from ui.kit.entries import entries_of
from ui.kit.fields import Form
from ui.kit.forms.list_page import Catalogue, CatalogueSection, Tabs
from ui.oversight.activity.activity_page import ActivitySection
from ui.setup.imports.calendar_import import CalendarImport
from ui.setup.imports.customer_import import CustomerImport
from ui.tools.gallery.scene import Play, scene
from ui.tools.gallery.stage import Stage

PEOPLE = """Name;Telefon;E-Mail;Geburtstag;Bemerkung
Wilhelmine-Charlotte Freifrau von Oldershausen-Hohenlohe;+44 7700 900777;wilhelmine@example.com;3.4.1962;Tee
Olivia Hart;+44 7700 900142;olivia@example.com;;
;;;;
Jan Novák;12;jan at home;31.2.1990;
"""
EVENTS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Bizet//EN
BEGIN:VEVENT
UID:1@example.com
DTSTART:20260316T100000Z
DTEND:20260316T110000Z
SUMMARY:Steuerberaterin, Unterlagen für das erste Vierteljahr mitbringen
END:VEVENT
END:VCALENDAR
"""


def _open(stage: Stage, section: str) -> object:
    screen = stage.front.go("settings")
    assert isinstance(screen, SettingsScreen)
    made = screen.open_section(section)
    stage.settle()
    return made


def _listed(stage: Stage, section: str) -> CatalogueSection:
    made = _open(stage, section)
    assert isinstance(made, CatalogueSection)
    return made


def _only(section: str) -> Play:
    def play(stage: Stage) -> None:
        _open(stage, section)

    return play


def _first(section: str) -> Play:
    def play(stage: Stage) -> None:
        made = _listed(stage, section)
        stage.wait(lambda: made.list.model.rows)
        made.list.choose(0)
        made.list.opened.emit(made.list.model.rows[0])

    return play


def _tab(section: str, place: int) -> Play:
    def play(stage: Stage) -> None:
        page = _listed(stage, section).sides.page
        assert page is not None
        tabs = page.findChild(Tabs)
        assert isinstance(tabs, Tabs)
        stage.click(tabs.buttons[place])

    return play


def _wrong(section: str) -> Play:
    def play(stage: Stage) -> None:
        made = _listed(stage, section)
        made.add()
        stage.settle()
        page = made.sides.page
        assert page is not None
        next(form for form in page.findChildren(Form)).submit()

    return play


def _declare() -> str:
    """One after the other on one screen: each section, its first row with all pages, and its form with errors."""
    before = {"sample": "", "new": "pay/till closed"}

    def then(name: str, play: Play, world: str = "sample") -> None:
        scene(f"settings/{name}", world=world, after=before[world])(play)
        before[world] = f"settings/{name}"

    for name in ("business", "desk", "activity"):
        then(name, _only(name))
    for name, about in _lists():
        then(f"{name} new", _only(name), "new")
        then(f"{name} list", _only(name))
        for place, tab in enumerate(about.tabs if name != "taxes" else ()):
            then(f"{name} {tab.label.lower()}", _tab(name, place) if place else _first(name))
        then(f"{name} wrong", _wrong(name))
    return before["sample"]


def _lists() -> list[tuple[str, Catalogue]]:
    made = [(entry.id, entry.resolve()) for entry in entries_of("settings")]
    return [(id, about) for id, about in made if isinstance(about, Catalogue)]


LAST = _declare()


@scene("settings/without rights", who="staff")
def without_rights(stage: Stage) -> None:
    """Somebody who may change little."""
    _open(stage, "staff")


@scene("settings/activity of one", after=LAST)
def deed(stage: Stage) -> None:
    """What was done, in full."""
    section = _open(stage, "activity")
    assert isinstance(section, ActivitySection)
    stage.wait(lambda: section.rows.model.rows)
    section.rows.choose(0)


def _data(stage: Stage, place: int) -> Tabs:
    section = _open(stage, "data")
    tabs = section.findChild(Tabs)  # type: ignore[attr-defined]
    assert isinstance(tabs, Tabs)
    stage.click(tabs.buttons[place])
    return tabs


@scene("settings/sample data", after="settings/activity of one")
def sample_data(stage: Stage) -> None:
    """Taking the sample away."""
    _data(stage, 3)


@scene("backup/made", after="settings/sample data")
def backed_up(stage: Stage) -> None:
    """A backup was made just now."""
    _data(stage, 0)
    stage.later(minutes=1)  # the backup that is made by itself may have this minute's name
    stage.press(N_("Back up now"))
    stage.wait(lambda: stage.front.toast.isVisible())


@scene("backup/refused")
def not_backed_up(stage: Stage) -> None:
    """The folder of the backups cannot be written to."""
    stage.places.backups.parent.mkdir(exist_ok=True)
    stage.places.backups.write_text("a file in the way")
    _data(stage, 0)
    stage.press(N_("Back up now"))
    stage.wait(lambda: stage.window.isVisible())


@scene("import/customers none", after="backup/made")
def no_file(stage: Stage) -> None:
    """No file is chosen."""
    _data(stage, 1)


@scene("import/customers", after="import/customers none")
def customers(stage: Stage) -> None:
    """What a list holds, and what is wrong in it."""
    page = stage.front.findChild(CustomerImport)
    assert isinstance(page, CustomerImport)
    page.take(stage.file("customers.csv", PEOPLE))
    stage.wait(lambda: page.rows.model.rows)


@scene("import/customers done", after="import/customers")
def customers_done(stage: Stage) -> None:
    """The list is imported."""
    page = stage.front.findChild(CustomerImport)
    assert isinstance(page, CustomerImport)
    stage.click(page.go)
    stage.wait(page.back.isVisible)


@scene("import/customers unreadable", after="import/customers done")
def unreadable(stage: Stage) -> None:
    """That is no list."""
    page = stage.front.findChild(CustomerImport)
    assert isinstance(page, CustomerImport)
    page.take(stage.file("customers.csv", ""))
    stage.wait(page.problem.isVisible)


@scene("import/calendar", after="import/customers unreadable")
def calendar(stage: Stage) -> None:
    """What a calendar holds."""
    _data(stage, 2)
    page = stage.front.findChild(CalendarImport)
    assert isinstance(page, CalendarImport)
    page.take(stage.file("calendar.ics", EVENTS))
    stage.wait(lambda: page.rows.model.rows)
