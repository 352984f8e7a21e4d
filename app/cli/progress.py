"""Shows a bar for work that takes a while, on a terminal only: never in a pipe, never in a file."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

PATIENCE = 0.7
"""Seconds for which nothing is shown."""
LIFE_SIGN = 0.5
"""Seconds after which what is shown is brought up to date, also while one step takes long."""
WIDTH = 30


class _Bar:
    """How much of how much is done, on one line."""

    def __init__(self, total: int) -> None:
        self.total, self.done, self.what = total, 0, ""
        self.begun = time.monotonic()

    def show(self) -> None:
        """Writes the line again if standard error is a terminal and the work has taken 0.7 seconds."""
        seconds = time.monotonic() - self.begun
        if seconds >= PATIENCE and sys.stderr.isatty():
            full = "\u2588" * (WIDTH * self.done // max(self.total, 1))
            clock = f"{int(seconds) // 60:02}:{int(seconds) % 60:02}"
            self._write(f"{self.what} {full:<{WIDTH}} {self.done}/{self.total} {clock}")

    def wipe(self) -> None:
        """Removes the line from the terminal."""
        if sys.stderr.isatty():
            self._write("")
            sys.stderr.write("\r")

    def _write(self, line: str) -> None:
        room = shutil.get_terminal_size().columns - 1
        sys.stderr.write(f"\r{line[:room]:<{room}}")
        sys.stderr.flush()


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Yields a function to call with a few words at the beginning of each step.

    On a terminal a bar is shown on standard error once the work has taken 0.7 seconds, and removed at the end.
    """
    with _bar(steps) as bar:
        done = count()

        def begin(what: str) -> None:
            bar.what, bar.done = what, next(done)
            bar.show()

        yield begin


@contextmanager
def share_done(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields a function to call with (done, total) during one long step; it shows a bar as `progress` does."""
    with _bar(100) as bar:
        bar.what = what

        def is_done(done: int, of: int) -> None:
            bar.done = 100 * done // of if of else bar.done
            bar.show()

        yield is_done


@contextmanager
def _bar(total: int) -> Iterator[_Bar]:
    bar, is_over = _Bar(total), Event()

    def go_on() -> None:
        while not is_over.wait(LIFE_SIGN):
            bar.show()

    watching = Thread(target=go_on, daemon=True)
    watching.start()
    try:
        yield bar
    finally:
        is_over.set()
        watching.join()
        bar.wipe()
