"""Writers take their turns in the order in which they came."""

import threading
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store import Database, database
from app.store.line import Line
from app.store.pulse import Health, beat


def test_turns_are_given_in_the_order_of_asking() -> None:
    line, order = Line(), []
    assert line.enter(1)

    def wait(number: int) -> None:
        assert line.enter(5)
        order.append(number)
        line.leave()

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
        time.sleep(0.01)
    line.leave()
    for thread in threads:
        thread.join()

    assert order == [0, 1, 2, 3, 4, 5]


def test_who_gave_up_is_passed_over() -> None:
    line = Line()
    assert line.enter(1)
    assert not line.enter(0.01)

    line.leave()

    assert line.enter(0.01)


def test_a_busy_writer_does_not_keep_the_others_waiting(sqlite: Database) -> None:
    """Without a line the thread that has just written writes again, as long as it likes."""
    stop, busy_count = threading.Event(), [0]

    def write() -> None:
        with sqlite.writing() as session:
            session.execute(text("UPDATE instance SET kind = kind"))

    def keep_busy() -> None:
        while not stop.is_set():
            write()
            busy_count[0] += 1

    busy = threading.Thread(target=keep_busy)
    busy.start()
    between = []
    try:
        for _ in range(20):
            before = busy_count[0]
            write()
            between.append(busy_count[0] - before)
    finally:
        stop.set()
        busy.join()

    assert max(between) <= 3, f"writes of the busy thread while another one waited: {between}"


def test_whoever_waits_too_long_is_told_so_and_the_line_goes_on(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SECONDS_TO_WAIT", 0.05)
    with sqlite.writing() as session:
        session.execute(text("UPDATE instance SET kind = kind"))
        with pytest.raises(PoolTimeout), sqlite.writing() as late:
            late.execute(text("UPDATE instance SET kind = kind"))

    assert beat(sqlite) is Health.OK
