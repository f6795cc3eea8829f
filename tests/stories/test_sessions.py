"""Who was at which desk, and when: told by what people do at the program, and read at another computer."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from structlog.testing import capture_logs

from bizet_core.business.staff.operations import SetPin, set_pin
from bizet_core.describe.formats.numbers import plain
from bizet_core.oversight.activity.queries import Activity, activity
from bizet_core.oversight.activity.rules import Topic
from bizet_core.store import SYSTEM
from bizet_core.store.store import Store
from bizet_desk.storage.opening import open_desk
from tests.conftest import Clock
from tests.core.oversight.activity.test_queries import SINCE, UNTIL
from tests.simulator.network import Wires
from tests.stories.test_two_desks import agreed, arrive, front_of, invite, join, link, sign_in
from tests.support.makers import OWNER_PIN, STAFF_PIN
from ui.kit.shell.toast import Toast
from ui.startup.application import Application

CARMEN, INES = "Carmen Reis", "Inês Duarte"


@pytest.fixture
def program(first: Application, qtbot: QtBot) -> Application:
    """The salon's computer, where Inês has a PIN too."""
    give_ines_a_pin(first)
    qtbot.waitUntil(lambda: any(face.person.name == INES for face in front_of(first).lock_screen.shown))
    return first


def give_ines_a_pin(program: Application) -> None:
    assert program.desk is not None
    found = program.desk.ask_now(activity, Activity(since=SINCE, until=UNTIL, words=f"{INES} added"), actor=SYSTEM)
    [added] = found.deeds
    program.desk.do_now(set_pin, SetPin(staff=added.subject_id, pin=STAFF_PIN), actor=SYSTEM)
    front_of(program).porter.ask()


def type_pin(program: Application, name: str, pin: str) -> None:
    lock = front_of(program).lock_screen
    [face] = [face for face in lock.shown if face.person.name == name]
    face.button.click()
    QTest.keyClicks(lock.pin, pin)
    QTest.keyClick(lock.pin, Qt.Key.Key_Return)


def come(qtbot: QtBot, program: Application, name: str, pin: str) -> None:
    type_pin(program, name, pin)
    assert program.desk is not None
    qtbot.waitUntil(lambda: program.desk.actor.name == name)  # type: ignore[union-attr]


def sessions(store: Store) -> list[tuple[str, str]]:
    """Who and what, the oldest first."""
    found = store.ask(activity, Activity(since=SINCE, until=UNTIL, topic=Topic.SESSIONS))
    return [(deed.actor, deed.code) for deed in reversed(found.deeds)]


def store_of(program: Application) -> Store:
    assert program.opened is not None
    return program.opened.store


def becomes(qtbot: QtBot, program: Application, *expected: tuple[str, str]) -> None:
    def check() -> None:
        assert sessions(store_of(program)) == list(expected)

    qtbot.waitUntil(check)


@pytest.mark.feature("31.3.1")
def test_coming_leaving_and_being_left_alone_each_have_their_line(
    program: Application, qtbot: QtBot, clock: Clock
) -> None:
    come(qtbot, program, CARMEN, OWNER_PIN)
    becomes(qtbot, program, (CARMEN, "signed_in"))
    clock.pass_by(minutes=1)
    front = front_of(program)
    front.shell.top_bar.user.click()
    front.lock()  # there is nothing more to lock
    becomes(qtbot, program, (CARMEN, "signed_in"), (CARMEN, "locked"))
    clock.pass_by(minutes=1)
    come(qtbot, program, INES, STAFF_PIN)
    becomes(qtbot, program, (CARMEN, "signed_in"), (CARMEN, "locked"), (INES, "signed_in"))
    clock.pass_by(minutes=1)
    front.idle.timer.setInterval(0)
    front.idle.timer.start()
    becomes(
        qtbot, program,
        (CARMEN, "signed_in"), (CARMEN, "locked"), (INES, "signed_in"), (INES, "locked_itself"),
    )  # fmt: skip


@pytest.mark.feature("31.3.1")
def test_wrong_pins_have_a_line_each_until_waiting_begins(program: Application, qtbot: QtBot, clock: Clock) -> None:
    lock = front_of(program).lock_screen
    tried: list[tuple[str, str]] = []
    for left in ("4 more", "3 more", "2 more", "once more", "Wait"):
        clock.pass_by(seconds=1)
        type_pin(program, INES, "999999")
        qtbot.waitUntil(lambda left=left: left in plain(lock.told.accessibleName()))
        tried.append(("Somebody", "shut_out" if left == "Wait" else "wrong_pin"))
        becomes(qtbot, program, *tried)
    for _ in range(3):
        type_pin(program, INES, STAFF_PIN)
        qtbot.waitUntil(lambda: "Too many" in lock.told.accessibleName())
        lock.told.say("")
    becomes(qtbot, program, *tried)
    clock.pass_by(minutes=5)
    come(qtbot, program, INES, STAFF_PIN)
    becomes(qtbot, program, *tried, (INES, "signed_in"))


@pytest.mark.feature("31.3.1")
def test_closing_the_program_ends_the_session_and_a_locked_one_has_none(
    program: Application, qtbot: QtBot, clock: Clock
) -> None:
    come(qtbot, program, CARMEN, OWNER_PIN)
    becomes(qtbot, program, (CARMEN, "signed_in"))
    clock.pass_by(minutes=1)
    program.close()
    opened = open_desk(program.places, clock=clock)
    assert sessions(opened.store) == [(CARMEN, "signed_in"), (CARMEN, "closed")]
    opened.close()
    program.close()


def test_nobody_at_the_desk_has_no_session_to_end(program: Application, clock: Clock) -> None:
    program.close()
    opened = open_desk(program.places, clock=clock)
    assert sessions(opened.store) == []
    opened.close()


def test_where_the_program_was_killed_the_next_session_stands_after_an_unfinished_one(
    program: Application,
    qtbot: QtBot,
    clock: Clock,
    tmp_path: Path,
    computer: Callable[[str], Application],
) -> None:
    come(qtbot, program, CARMEN, OWNER_PIN)
    becomes(qtbot, program, (CARMEN, "signed_in"))
    assert program.desk is not None
    program.desk.sign_out()  # as good as gone: nobody is there who could leave
    program.close()
    clock.pass_by(hours=12)
    again = computer("first")
    qtbot.waitUntil(lambda: bool(front_of(again).lock_screen.shown))
    come(qtbot, again, CARMEN, OWNER_PIN)
    becomes(qtbot, again, (CARMEN, "signed_in"), (CARMEN, "signed_in"))


def test_no_line_on_a_full_disk_keeps_nobody_out_and_nobody_is_told(program: Application, qtbot: QtBot) -> None:
    """The PIN is compared and remembered where there is no room for a line any more."""
    told: list[object] = []
    desk, store, front = program.desk, store_of(program), front_of(program)
    assert desk is not None
    desk.refused.connect(told.append)
    desk.broke.connect(told.append)
    there_is_no_room(store)
    with capture_logs() as logged:
        type_pin(program, INES, "999999")
        come(qtbot, program, INES, STAFF_PIN)
        front.lock()
        come(qtbot, program, CARMEN, OWNER_PIN)
        qtbot.waitUntil(lambda: len(logged) >= 4)
    assert [(line["event"], line["code"]) for line in logged] == [("session_not_noted", "disk_full")] * 4
    assert told == []
    assert [toast.isVisible() for toast in front.findChildren(Toast)] == [False]
    assert sessions(store) == []


def there_is_no_room(store: Store) -> None:
    """For lines of the history: what SQLite says of a full disk."""
    with store.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TEMP TRIGGER no_room BEFORE INSERT ON main.history "
            "BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        )


def test_signing_in_offers_nothing_to_undo(program: Application, qtbot: QtBot) -> None:
    come(qtbot, program, CARMEN, OWNER_PIN)
    becomes(qtbot, program, (CARMEN, "signed_in"))
    assert [toast.isVisible() for toast in front_of(program).findChildren(Toast)] == [False]


@pytest.mark.feature("31.3.1")
def test_the_owner_reads_in_the_back_office_who_was_at_the_front_desk(
    first: Application,
    computer: Callable[[str], Application],
    wires: Wires,
    qtbot: QtBot,
    clock: Clock,
) -> None:
    here = sign_in(qtbot, first)
    link(here, first, wires)
    give_ines_a_pin(first)
    qtbot.waitUntil(lambda: any(face.person.name == INES for face in front_of(first).lock_screen.shown))
    second = computer("second")
    join(qtbot, second, invite(here, first, "Back office"), here)
    arrive(qtbot, second)
    done = [(CARMEN, "signed_in")]
    for step, line in (
        (front_of(first).lock, (CARMEN, "locked")),
        (partial(type_pin, first, INES, "999999"), ("Somebody", "wrong_pin")),
        (partial(come, qtbot, first, INES, STAFF_PIN), (INES, "signed_in")),
    ):
        clock.pass_by(minutes=1)
        step()
        done.append(line)
        becomes(qtbot, first, *done)
    there = sign_in(qtbot, second)
    there.wait(lambda: agreed(second))
    settings = front_of(second).go("settings")
    settings.open_section("activity")  # type: ignore[attr-defined]
    there.choose("Sort of thing", "Signing in and out")
    there.write("Search what was done", "Front desk")
    there.wait(lambda: "Wrong PIN entered" in there.cells() and there.cells()[2::5] == ["Front desk"] * 4)
    rows = [there.cells()[i + 1 : i + 4] for i in range(0, len(there.cells()), 5)]
    assert rows == [
        [INES, "Front desk", "Signed in"],
        ["Somebody", "Front desk", "Wrong PIN entered"],
        [CARMEN, "Front desk", "Desk locked"],
        [CARMEN, "Front desk", "Signed in"],
    ]
