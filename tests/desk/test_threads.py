"""One writer, one reader: people overtake imports, answers reach who still wants them, and closing loses nothing."""

import threading
import time
import weakref
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QThread
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import select, text

from bizet_core.base.refusals import Refused
from bizet_core.business.resources.model import resources
from bizet_core.business.resources.operations import AddResource, EditResource, add_resource, edit_resource
from bizet_core.store import SYSTEM, Actor, Cause, Done, Permission, Read, Request, Store, Undo, Work, undo
from bizet_core.store.operations.after import having_after
from bizet_core.store.operations.operation import Operation, Query
from bizet_core.store.tables.ids import new_id
from bizet_desk.background.batches import CHUNK_SECONDS, BulkDone
from bizet_desk.desk import NOBODY, Desk
from tests.desk.gate import Gate
from tests.support.patience import PATIENCE


class Nothing(Request):
    """No choice to make."""


def _names(read: Read, asked: Nothing) -> tuple[str, ...]:
    return tuple(row.name for row in read.all(select(resources.c.name).order_by(resources.c.name)))


NAMES = Query("test.names", _names, Nothing, None, "")


class Screen(QWidget):
    """A screen that remembers what it was told, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Any] = []
        self.threads: set[QThread] = set()

    def show_rows(self, rows: Any) -> None:
        self.told.append(rows)
        self.threads.add(QThread.currentThread())


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    screen = Screen()
    qtbot.addWidget(screen)
    return screen


def qApp() -> QCoreApplication:
    application = QCoreApplication.instance()
    assert application is not None
    return application


def first(heard: Any) -> Any:
    """What a signal brought."""
    return heard.args[0]


def many(count: int) -> Iterator[tuple[Any, Any]]:
    return ((add_resource, AddResource(name=f"Row {i:04}")) for i in range(count))


def test_an_answer_arrives_in_the_windows_thread(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    desk.do(add_resource, AddResource(name="Room 2"), then=screen.show_rows)
    qtbot.waitUntil(lambda: screen.told != [])
    assert isinstance(screen.told[0], Done)
    assert screen.told[0].tables == {"resource", "history"}
    assert screen.threads == {qApp().thread()}


def test_asking_sees_what_was_just_done(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    desk.do(add_resource, AddResource(name="Room 2"), then=lambda _: desk.ask(NAMES, Nothing(), then=screen.show_rows))
    qtbot.waitUntil(lambda: screen.told == [("Room 2",)])


def test_reading_goes_on_while_the_writer_is_busy(desk: Desk, screen: Screen, qtbot: QtBot, gate: Gate) -> None:
    with gate.on_the_writer(desk):
        desk.ask(NAMES, Nothing(), then=screen.show_rows)
        qtbot.waitUntil(lambda: screen.told == [()])


def test_a_refusal_reaches_whoever_asked(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    desk.do(edit_resource, EditResource(resource=new_id(), name="Nowhere"), refused=screen.show_rows)
    qtbot.waitUntil(lambda: screen.told != [])
    assert screen.told[0].code == "gone"


def test_the_person_signed_in_acts_and_a_locked_desk_refuses(desk: Desk, qtbot: QtBot) -> None:
    desk.sign_out()
    with qtbot.waitSignal(desk.refused) as heard:
        desk.do(add_resource, AddResource(name="Room 2"))
    assert first(heard).code == "not_permitted"
    ana = Actor(new_id(), "Ana", everything=True)
    desk.sign_in(ana)
    assert desk.do_now(add_resource, AddResource(name="Room 2")).n == 1


def test_a_refusal_for_a_screen_that_has_gone_goes_to_the_shell(desk: Desk, gate: Gate, qtbot: QtBot) -> None:
    screen = Screen()
    with gate.on_the_writer(desk):
        desk.do(edit_resource, EditResource(resource=new_id(), name="Nowhere"), refused=screen.show_rows)
        shiboken6.delete(screen)
    with qtbot.waitSignal(desk.refused) as heard:
        pass
    assert first(heard).code == "gone"


def test_an_answer_to_a_deleted_widget_is_dropped(
    desk: Desk, gate: Gate, qtbot: QtBot, problems: Callable[[], list[str]]
) -> None:
    gone, there = Screen(), []
    with gate.on_the_reader(desk):
        desk.ask(NAMES, Nothing(), then=gone.show_rows)
        desk.ask(NAMES, Nothing(), then=there.append)
        shiboken6.delete(gone)
    qtbot.waitUntil(lambda: there == [()])
    assert (gone.told, problems()) == ([], [])


@pytest.mark.parametrize("shape", ["lambda", "partial", "method"])
def test_nothing_is_called_for_a_deleted_owner_whatever_was_given(
    desk: Desk, gate: Gate, qtbot: QtBot, problems: Callable[[], list[str]], shape: str
) -> None:
    gone, there, refusals = Screen(), list[object](), list[str]()
    desk.refused.connect(lambda refusal: refusals.append(refusal.code))
    told: list[object] = []
    call = {"lambda": lambda it: told.append(it), "partial": partial(told.append), "method": gone.show_rows}[shape]
    nowhere = EditResource(resource=new_id(), name="Nowhere")
    locked = Query("test.locked", lambda *_: 1, Nothing, Permission("resources.change"), "")
    with gate.on_the_reader(desk), gate.on_the_writer(desk):
        desk.ask(NAMES, Nothing(), owner=gone, then=call)
        desk.ask(locked, Nothing(), owner=gone, then=call, refused=call, actor=NOBODY)
        desk.do(add_resource, AddResource(name="Room 2"), owner=gone, then=call)
        desk.do(edit_resource, nowhere, owner=gone, refused=call)
        desk.run_chunks(many(3), owner=gone, then=call, progress=call)
        shiboken6.delete(gone)
    desk.run_chunks(many(3), then=there.append)  # ends after the other, and that after what people wait for
    qtbot.waitUntil(lambda: there != [], timeout=30_000)
    assert len(desk.ask_now(NAMES, Nothing())) == 7, "all was done"
    assert (told, gone.told, problems()) == ([], [], [])
    assert refusals == ["gone"], "what was not done is told; what could not be read is not"


def test_a_newer_question_drops_the_older_answer(desk: Desk, screen: Screen, gate: Gate, qtbot: QtBot) -> None:
    asked: list[int] = []
    counted = Query("test.counted", lambda *_: asked.append(1) or len(asked), Nothing, None, "")
    with gate.on_the_reader(desk):
        for _ in range(5):
            desk.ask(counted, Nothing(), then=screen.show_rows)
    qtbot.waitUntil(lambda: screen.told != [])
    assert screen.told == [1], "only the newest question was read and answered"


def test_two_topics_of_an_owner_do_not_drop_each_other(desk: Desk, screen: Screen, gate: Gate, qtbot: QtBot) -> None:
    answers: list[str] = []
    with gate.on_the_reader(desk):
        for name in ("left", "right"):
            desk.ask(NAMES, Nothing(), owner=screen, then=lambda _, name=name: answers.append(name), topic=name)
    qtbot.waitUntil(lambda: sorted(answers) == ["left", "right"])


def test_the_newest_question_of_an_owner_wins_whatever_is_called(
    desk: Desk, screen: Screen, gate: Gate, qtbot: QtBot
) -> None:
    answers: list[int] = []
    with gate.on_the_reader(desk):
        for number in range(5):
            desk.ask(NAMES, Nothing(), owner=screen, then=lambda _, number=number: answers.append(number))
        desk.ask(NAMES, Nothing(), owner=screen, then=lambda _: answers.append(9), topic=("a", "pair made anew"))
        desk.ask(NAMES, Nothing(), owner=screen, then=lambda _: answers.append(10), topic=("a", "pair made anew"))
    qtbot.waitUntil(lambda: answers == [4, 10])


def test_owners_that_are_equal_are_still_two(desk: Desk, gate: Gate, qtbot: QtBot) -> None:
    answers: list[str] = []
    left, right = [1], [1]
    with gate.on_the_reader(desk):
        desk.ask(NAMES, Nothing(), owner=left, then=lambda _: answers.append("left"))
        desk.ask(NAMES, Nothing(), owner=right, then=lambda _: answers.append("right"))
    qtbot.waitUntil(lambda: answers == ["left", "right"])


def test_a_person_overtakes_an_import(desk: Desk, qtbot: QtBot, gate: Gate) -> None:
    order: list[str] = []
    with gate.on_the_writer(desk):
        desk.run_chunks(many(400), then=lambda done: order.append(f"import {done.count}"))
        desk.do(add_resource, AddResource(name="By hand"), then=lambda _: order.append("person"))
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["person", "import 400"]


def test_a_click_in_the_middle_of_an_import_waits_for_one_chunk_at_most(desk: Desk, qtbot: QtBot) -> None:
    places: list[int] = []
    done: list[BulkDone] = []

    def click(count: int) -> None:
        if not places:
            places.append(count)
            desk.do(add_resource, AddResource(name="By hand"), then=lambda it: places.append(it.n))

    bulk = desk.run_chunks(many(3000), progress=click, then=done.append)
    qtbot.waitUntil(lambda: len(places) == 2)
    bulk.cancel()
    qtbot.waitUntil(lambda: done != [])
    chunk = places[0]
    assert places[1] <= 4 * chunk + 1, "the click came after many chunks"
    assert done[0].cancelled
    assert done[0].count < 3000


def test_a_chunk_lasts_fifty_milliseconds(desk: Desk, qtbot: QtBot) -> None:
    counts: list[int] = []
    done: list[BulkDone] = []
    desk.run_chunks(many(600), progress=counts.append, then=done.append)
    started = time.monotonic()
    qtbot.waitUntil(lambda: done != [])
    chunks = (time.monotonic() - started) / CHUNK_SECONDS
    assert done[0].count == 600
    assert 1 <= len(counts) <= chunks + 1


def test_an_import_collects_what_is_refused_and_is_undone_as_one_group(desk: Desk, qtbot: QtBot) -> None:
    work = [
        (add_resource, AddResource(name="One")),
        (edit_resource, EditResource(resource=new_id(), name="Nowhere")),
        (add_resource, AddResource(name="Two")),
    ]
    done: list[BulkDone] = []
    desk.run_chunks(work, then=done.append)
    qtbot.waitUntil(lambda: done != [])
    assert (done[0].count, [(place, why.code) for place, why in done[0].refused]) == (2, [(1, "gone")])
    with desk.store.readers.connect() as connection:
        groups = connection.execute(text("SELECT DISTINCT group_id FROM journal")).scalars().all()
    assert groups == [done[0].group.bytes]


def test_an_import_that_breaks_says_so_and_ends(desk: Desk, qtbot: QtBot, problems: Callable[[], list[str]]) -> None:
    def breaking() -> Iterator[tuple[Any, Any]]:
        yield add_resource, AddResource(name="One")
        raise ValueError("line 2")

    done: list[BulkDone] = []
    desk.run_chunks(breaking(), then=done.append)
    qtbot.waitUntil(lambda: done != [])
    assert (done[0].count, done[0].cancelled) == (1, True)
    assert problems() == ["bulk: ValueError('line 2')"]


def test_our_own_errors_come_out_in_one_place(desk: Desk, qtbot: QtBot, problems: Callable[[], list[str]]) -> None:
    broken = Operation("test.broken", lambda *_: 1 / 0, Nothing, None, False, True, 1, "")
    desk.do(broken, Nothing())
    desk.ask(NAMES, Nothing(), then=lambda rows: rows[7])
    qtbot.waitUntil(lambda: len(problems()) == 2)
    assert sorted(p.split(":")[0] for p in problems()) == ["test.broken", "test.names"]


def test_a_watching_screen_follows_changes_it_is_concerned_by(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    screen.show()
    desk.watch(screen, NAMES, Nothing, screen.show_rows)
    qtbot.waitUntil(lambda: screen.told == [()])
    done = desk.do_now(add_resource, AddResource(name="Room 2"))
    qtbot.waitUntil(lambda: screen.told[-1] == ("Room 2",))
    desk.do_now(undo, Undo(op=done.op_id))
    qtbot.waitUntil(lambda: screen.told[-1] == ())


def test_a_change_elsewhere_does_not_make_a_screen_ask_again(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    screen.show()
    desk.watch(screen, NAMES, Nothing, screen.show_rows)
    qtbot.waitUntil(lambda: screen.told == [()])
    desk.changed.emit(frozenset({"sale", "tender"}))
    desk.do_now(add_resource, AddResource(name="Room 2"))
    qtbot.waitUntil(lambda: screen.told == [(), ("Room 2",)])


def test_a_hidden_screen_catches_up_when_it_is_shown(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    desk.watch(screen, NAMES, Nothing, screen.show_rows)
    qtbot.waitUntil(lambda: screen.told == [()])
    with qtbot.waitSignal(desk.changed):
        desk.do(add_resource, AddResource(name="Room 2"))
    desk.ask_now(NAMES, Nothing())
    QCoreApplication.processEvents()
    assert screen.told == [()]
    screen.show()
    qtbot.waitUntil(lambda: screen.told == [(), ("Room 2",)])


def test_a_change_during_the_reading_is_not_missed(desk: Desk, screen: Screen, qtbot: QtBot, gate: Gate) -> None:
    slow = Query("test.slow", lambda read, asked: (_names(read, asked), gate._stand())[0], Nothing, None, "")
    screen.show()
    desk.watch(screen, slow, Nothing, screen.show_rows)
    assert gate.reached.wait(PATIENCE)
    with qtbot.waitSignal(desk.changed):
        desk.do(add_resource, AddResource(name="Room 2"))
    gate.open.set()
    qtbot.waitUntil(lambda: screen.told == [(), ("Room 2",)])


def test_widgets_die_in_the_windows_thread_alone(desk: Desk, qtbot: QtBot) -> None:
    died_in: list[threading.Thread] = []

    class Cyclic(Screen):
        def __init__(self) -> None:
            super().__init__()
            self.itself = self
            weakref.finalize(self, lambda: died_in.append(threading.current_thread()))

    for _ in range(20):
        Cyclic()
    desk.run_chunks(many(1000))
    enough = [[] for _ in range(10_000)]  # more than any Python's threshold for a first look
    qtbot.waitUntil(lambda: len(died_in) == 20)
    assert enough
    assert set(died_in) == {threading.main_thread()}


def test_the_threads_keep_no_screen_alive(desk: Desk, qtbot: QtBot) -> None:
    screen = Screen()
    gone = weakref.ref(screen)
    told = screen.told
    desk.do(add_resource, AddResource(name="Room 2"), then=screen.show_rows)
    desk.ask(NAMES, Nothing(), then=screen.show_rows)
    desk.run_chunks(many(3), then=screen.show_rows)
    qtbot.waitUntil(lambda: len(told) == 3)
    del screen
    assert gone() is None


def test_what_follows_runs_by_itself_and_shows(desk: Desk, qtbot: QtBot) -> None:
    def add_another(cause: Cause, given: Any) -> None:
        if not given.name.endswith("annex"):
            cause.do(add_resource, AddResource(name=f"{given.name} annex"))

    with having_after(add_resource, add_another):
        desk.do(add_resource, AddResource(name="Room 2"))
        qtbot.waitUntil(lambda: desk.ask_now(NAMES, Nothing()) == ("Room 2", "Room 2 annex"))


def test_what_follows_makes_way_for_people(desk: Desk, qtbot: QtBot, gate: Gate) -> None:
    ran: list[str] = []
    with having_after(add_resource, lambda _, given: ran.append(given.name)):
        with gate.on_the_writer(desk):
            for i in range(20):
                desk.do(add_resource, AddResource(name=f"Room {i}"))
            desk.do(add_resource, AddResource(name="last"), then=lambda _: ran.append("asked by a person"))
        qtbot.waitUntil(lambda: len(ran) == 22)
    assert ran.index("asked by a person") <= 5


def test_closing_finishes_what_people_asked_for(desk: Desk, gate: Gate) -> None:
    with gate.on_the_writer(desk):
        for i in range(10):
            desk.do(add_resource, AddResource(name=f"Room {i}"))
        bulk = desk.run_chunks(many(10_000))
        threading.Timer(0, gate.open.set).start()
        assert desk.close()
    assert len(desk.store.ask(NAMES, Nothing())) == 10
    assert bulk.done.count == 0


def test_nothing_is_taken_once_it_is_closing(desk: Desk, qtbot: QtBot) -> None:
    desk.close()
    with pytest.raises(Refused, match="closing"):
        desk.do_now(add_resource, AddResource(name="Room 2"))
    with qtbot.waitSignal(desk.refused) as heard:
        desk.do(add_resource, AddResource(name="Room 2"))
    assert first(heard).code == "closing"


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_closing_interrupts_a_long_reading(desk: Desk) -> None:
    reached = threading.Event()

    def read(read: Read, asked: Nothing) -> Any:
        reached.set()
        return read.connection.execute(text(ENDLESS)).scalar()

    desk.ask(Query("test.endless", read, Nothing, None, ""), Nothing(), then=lambda _: None)
    assert reached.wait(PATIENCE)
    assert desk.close()


def test_closing_interrupts_a_writer_that_never_ends_and_nothing_of_it_is_kept(desk: Desk, desk_store: Store) -> None:
    reached = threading.Event()

    def write(work: Work, given: Nothing) -> None:
        work.do(add_resource, AddResource(name="Half done"))
        reached.set()
        work.connection.execute(text(ENDLESS)).scalar()

    desk.do(Operation("test.endless", write, Nothing, None, False, False, 1, ""), Nothing(), actor=SYSTEM)
    assert reached.wait(PATIENCE)
    assert desk.close(seconds=0.2)
    assert desk_store.ask(NAMES, Nothing()) == ()


def test_a_full_disk_is_a_sentence_and_the_desk_goes_on(desk: Desk, screen: Screen, qtbot: QtBot) -> None:
    with desk.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 4}")
    desk.run_chunks(many(2000), then=screen.show_rows)
    qtbot.waitUntil(lambda: screen.told != [])
    done = screen.told[0]
    assert done.cancelled
    assert [why.code for _, why in done.refused] == ["disk_full"]
    with desk.store.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    assert desk.do_now(add_resource, AddResource(name="Room 2")).n == done.count + 1
