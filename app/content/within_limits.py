"""A folder of words from anybody: looked at before a file is opened, and read in a process with limits."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.content.bounds import folder_faults
from app.content.faults import CourseFault, CourseFaults
from app.content.text import WHOLE
from app.limited_process import LimitReached, Limits, call_limited
from app.sentences import N_, Remark

LIMITS = Limits(memory=200 << 20, seconds=10)
"""For reading a folder: the course that ships takes half a second, the articles one."""

Read = TypeVar("Read")


def read_within_limits(folder: Path, read: Callable[..., Read], *arguments: object) -> Read:
    """Returns what `read` makes of the folder and the arguments, in a process of its own with limits.

    Raises CourseFaults for what may not lie in the folder and if the limits are reached, what `read` raises, and
    TooManyCalls while others are read.
    """
    outside = folder_faults(folder)
    if outside:
        raise CourseFaults(outside)
    try:
        return call_limited(LIMITS, read, folder, *arguments)
    except LimitReached as reason:
        what = N_(
            "takes more than %(seconds)d seconds or %(size)d MB to read: "
            "look for a file that nobody has written by hand"
        )
        remark = Remark(what, seconds=LIMITS.seconds, size=LIMITS.memory >> 20)
        raise CourseFaults([CourseFault(folder, 1, WHOLE, remark)]) from reason
