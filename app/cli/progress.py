"""A bar for work that takes a while, on a terminal only: never in a pipe, never in a file."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm

PATIENCE = 0.7
"""Seconds for which nothing is shown."""


@contextmanager
def progress(steps: int) -> Iterator[Callable[[str], None]]:
    """Call what is given with a few words at the beginning of each step; the bar is wiped away at the end."""
    bar = tqdm(
        total=steps,
        file=sys.stderr,
        disable=None,  # that is, where it is no terminal
        delay=PATIENCE,
        leave=False,
        bar_format="{desc} {bar:30} {n_fmt}/{total_fmt}",
    )
    with bar:

        def begin(what: str) -> None:
            bar.set_description_str(what)
            bar.update(1)

        yield begin
