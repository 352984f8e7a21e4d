"""A process with limits: it answers, or it ends, and whoever called it goes on."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app import limited_process
from app.content.within_limits import read_within_limits
from app.limited_process import AT_ONCE, CALLED, LimitReached, Limits, TooManyCalls, call_limited
from tests.app import calls

LIMITS = Limits(memory=100 << 20, seconds=1)
CALLS = f"{call_limited.__name__}(", f"{read_within_limits.__name__}("
DOORS = ("limited_process", "within_limits")


def test_it_answers_with_the_value() -> None:
    assert call_limited(LIMITS, calls.add, 2, 3) == 5


def test_it_begins_with_what_other_calls_need_whichever_came_first() -> None:
    """A table that is read after a course would wait a second for the statistics, each time."""
    assert {"app.content.shelf", "app.files.tables", "app.store.copies"} <= call_limited(LIMITS, calls.imported)


def test_every_module_that_calls_so_is_named() -> None:
    app = Path(limited_process.__file__).parent
    modules = {path: path.read_text(encoding="utf-8") for path in app.rglob("*.py") if path.stem not in DOORS}
    calling = {
        ".".join(path.relative_to(app.parent).with_suffix("").parts)
        for path, it in modules.items()
        if any(call in it for call in CALLS)
    }

    assert calling == set(CALLED)


def test_what_is_raised_there_is_raised_here_with_its_place() -> None:
    with pytest.raises(LookupError, match="nowhere") as raised:
        call_limited(LIMITS, calls.fail, "nowhere")

    assert "calls.py" in "".join(raised.value.__notes__)


def test_memory_beyond_the_limit_is_not_given() -> None:
    assert call_limited(LIMITS, calls.fill, 50 << 20) == 50 << 20
    with pytest.raises(LimitReached):
        call_limited(LIMITS, calls.fill, 150 << 20)


def test_processor_time_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.limited_process.PATIENCE", 120)
    began = time.monotonic()
    with pytest.raises(LimitReached):
        call_limited(LIMITS, calls.spend, 60)

    assert time.monotonic() - began < 50


def test_waiting_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.limited_process.PATIENCE", 0.5)
    with pytest.raises(LimitReached):
        call_limited(LIMITS, calls.sleep, 60)


def test_nothing_is_written_to_a_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="File too large"):
        call_limited(LIMITS, calls.write, tmp_path / "left")


def test_a_library_that_falls_takes_nobody_with_it_and_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(LimitReached):
        call_limited(LIMITS, calls.fall)

    assert capfd.readouterr() == ("", "")
    assert call_limited(LIMITS, calls.add, 2, 3) == 5


def test_it_stands_back_behind_those_that_answer_people() -> None:
    assert call_limited(LIMITS, calls.nice) > 0


def test_threads_that_call_at_once_all_get_their_own_answer() -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        values = list(threads.map(lambda number: call_limited(LIMITS, calls.add, number, 1), range(20)))

    assert values == list(range(1, 21))


def test_one_call_too_many_is_refused_at_once_and_the_place_is_free_afterwards() -> None:
    with ThreadPoolExecutor(AT_ONCE) as threads:
        under_way = [threads.submit(call_limited, LIMITS, calls.sleep, 1.5) for _ in range(AT_ONCE)]
        time.sleep(0.5)
        with pytest.raises(TooManyCalls):
            call_limited(LIMITS, calls.add, 2, 3)
        assert [it.result() for it in under_way] == [None] * AT_ONCE

    assert call_limited(LIMITS, calls.add, 2, 3) == 5


@pytest.mark.parametrize(("size", "seconds"), [(1_000, 2), (900_000, 2), (50 << 20, 252)])
def test_limits_grow_with_a_file(size: int, seconds: int) -> None:
    limits = Limits.of_size(size)

    assert limits.seconds == seconds
    assert limits.memory == (120 << 20) + 60 * size
