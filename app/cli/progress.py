"""Shows a bar for work that takes a while, on a terminal only: never in a pipe, never in a file."""

import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from threading import Event, Thread

from tqdm import tqdm

PATIENCE = 0.7
"""Seconds for which nothing is shown."""
LIFE_SIGN = 0.5
"""Seconds after which what is shown is brought up to date, also while one step takes long."""


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Yields a function to call with a few words at the beginning of each step; the bar is wiped away at the end."""
    with _bar(steps) as bar:
        done = count()

        def begin(what: str) -> None:
            bar.set_description_str(what, refresh=False)
            bar.update(next(done) - bar.n)

        yield begin


@contextmanager
def share_done(what: str) -> Iterator[Callable[[int, int], None]]:
    """Yields a function to call with how much of how much is done, for one long step."""
    with _bar(100) as bar:
        bar.set_description_str(what, refresh=False)

        def is_done(done: int, of: int) -> None:
            bar.update(100 * done // of - bar.n if of else 0)

        yield is_done


@contextmanager
def _bar(total: int) -> Iterator[tqdm]:
    bar = tqdm(
        total=total,
        file=sys.stderr,
        disable=None,  # that is, where it is no terminal
        delay=PATIENCE,
        miniters=0,
        mininterval=0,
        ncols=shutil.get_terminal_size().columns,
        leave=False,
        bar_format="{desc} {bar:30} {n_fmt}/{total_fmt} {elapsed}",
    )
    with bar, _kept_up_to_date(bar):
        yield bar


@contextmanager
def _kept_up_to_date(bar: tqdm) -> Iterator[None]:
    if bar.disable:
        yield
        return
    is_over = Event()

    def go_on() -> None:
        while not is_over.wait(LIFE_SIGN):
            bar.update(0)

    watching = Thread(target=go_on, daemon=True)
    watching.start()
    try:
        yield
    finally:
        is_over.set()
        watching.join()
