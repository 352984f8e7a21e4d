"""A set of marked lines as a value: the same lines are the same answer, in whatever order they were marked."""

from collections.abc import Iterable

Answer = str | tuple[str, ...]
"""What was answered to an item: the id of an option, "unsure", or the ids of the lines that were marked, as `marks`
gives them. No line at all is a blank: every mark was taken back."""
MOST_LINES = 7
"""Lines of an item: its answer is kept in one byte, and more are no screen of a phone."""


def marks(lines: Iterable[str]) -> tuple[str, ...]:
    """Returns a set of lines in its canonical order, each once: by the signs of their ids."""
    return tuple(sorted(set(lines)))
