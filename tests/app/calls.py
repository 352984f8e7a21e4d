"""What a process with limits is asked for in the tests: good and bad."""

import ctypes
import os
import sys
import time
from pathlib import Path


def add(left: int, right: int) -> int:
    return left + right


def imported() -> set[str]:
    return set(sys.modules)


def fail(what: str) -> None:
    raise LookupError(what)


def spend(seconds: float) -> None:
    """Processor time."""
    while time.process_time() < seconds:
        pass


def sleep(seconds: float) -> None:
    time.sleep(seconds)


def fill(size: int) -> int:
    return len(bytearray(size))


def write(path: Path) -> None:
    path.write_bytes(b"x" * 100)


def fall() -> None:
    """As a library in C falls over a damaged file."""
    for terminal in (1, 2):
        os.write(terminal, b"what nobody should see")
    ctypes.string_at(0)


def nice() -> int:
    return os.nice(0)
