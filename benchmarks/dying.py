"""Runs a command of ours in a child that dies at one of its moments."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Engine, event

from app.cli import main as navigator

WRITES = os.O_WRONLY | os.O_RDWR
KILLED = (-signal.SIGKILL, -signal.SIGALRM)


@dataclass(frozen=True)
class Run:
    """A Run of a command: its status (one of KILLED: it died), how many moments it had, and its seconds."""

    status: int
    moments: int
    seconds: float


def run(words: Sequence[str], *, die_at: int = 0, die_after: float = 0) -> Run:
    """Runs a command in a child that dies before this moment, or after these seconds."""
    reading, writing = os.pipe()
    began = time.monotonic()
    child = os.fork()
    if not child:
        _be_the_command(words, writing, die_at, die_after)
    os.close(writing)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        moments = int(pipe.read() or b"0")
    return Run(os.waitstatus_to_exitcode(status), moments, time.monotonic() - began)


def _be_the_command(words: Sequence[str], writing: int, die_at: int, die_after: float) -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    status, count = 70, _count_moments(die_at)
    if die_after:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # it ends the process at once, whatever a library is doing
        signal.setitimer(signal.ITIMER_REAL, die_after)
    try:
        status = navigator(list(words))
    except SystemExit as left:
        status = int(left.code or 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        os.write(writing, str(count["moments"]).encode())
        os._exit(status)


def _count_moments(die_at: int) -> Counter[str]:
    count = Counter[str]()

    def moment(*_: object) -> None:
        count["moments"] += 1
        if count["moments"] == die_at:
            os.kill(os.getpid(), signal.SIGKILL)

    def audit(name: str, arguments: tuple[Any, ...]) -> None:
        is_file = name == "open" and isinstance(arguments[2], int) and arguments[2] & WRITES
        if is_file or name in ("os.rename", "os.remove", "os.truncate"):
            moment()

    sys.addaudithook(audit)
    event.listen(Engine, "before_cursor_execute", moment)
    event.listen(Engine, "commit", moment)
    return count
