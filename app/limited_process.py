"""Calls a function in a process of its own, within limits: for whatever reads a file from outside.

A file that asks for too much, or trips over a fault of a library written in C, ends that process and nothing else. It
comes from the fork server of Python's `multiprocessing`, since a process with threads, as a web server's is, must not
fork itself: the first call takes up to two seconds more (two cores, 2026), each other one 20 ms. It has this user's
rights: a wall against files that cost too much, none against one that takes a process over.
"""

import math
import multiprocessing
import os
import pickle
import resource
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, TypeVar

Value = TypeVar("Value")

AT_ONCE = 4
"""Calls that one process makes at a time: of a web server's eight threads as many stay free."""
PATIENCE = 15
"""Times the seconds of processor time that are waited for an answer: others may be at work on the machine too."""
NICE = 5
"""How far the process stands back behind those that answer people."""

SCRIPT = "app.cli"
"""What the running script imports, each process imports again: once for all is quicker."""
CALLED = (
    "app.cli.course.importing",
    "app.content.articles.shelf",
    "app.content.shelf",
    "app.files.tables",
    "app.store.copies",
)
"""Modules of the functions that are called: those that the caller has imported, the fork server imports, too. Where it
began with a course, each table would import all of the statistics anew, which takes a second."""

_free = BoundedSemaphore(AT_ONCE)


@dataclass(frozen=True)
class Limits:
    """Holds what a call in a process of its own may use.

    memory: bytes, beyond what the process begins with. seconds: of processor time. written: bytes of each file that it
    writes; most calls write none.
    """

    memory: int
    seconds: int
    written: int = 0

    @classmethod
    def of_size(cls, size: int) -> "Limits":
        """Returns the limits for reading a file of `size` bytes; a file that unpacks to far more exceeds them."""
        return cls(memory=(120 << 20) + 60 * size, seconds=2 + 5 * (size >> 20))


class LimitReached(Exception):
    """Raised if a call took more than its limits, or its process ended without an answer."""


class TooManyCalls(Exception):
    """Raised if AT_ONCE (4) calls are being made already."""


def call_limited(
    limits: Limits, function: Callable[..., Value], *arguments: object, libraries: Sequence[str] = ()
) -> Value:
    """Calls the function in a process of its own with limits, and returns its value or raises what it raised.

    It must be a function of a module, since function, arguments and value are pickled. libraries: modules that are
    imported before the limits are set, if installed. Raises LimitReached if the call takes more than its limits or its
    process ends without an answer, and TooManyCalls if AT_ONCE are being made.
    """
    if not _free.acquire(blocking=False):
        raise TooManyCalls
    try:
        return _called(limits, function, arguments, libraries)
    finally:
        _free.release()


def _called(
    limits: Limits, function: Callable[..., Value], arguments: tuple[object, ...], libraries: Sequence[str]
) -> Value:
    context = multiprocessing.get_context("forkserver")
    imported = [name for name in CALLED if name in sys.modules]
    context.set_forkserver_preload([SCRIPT, function.__module__, *imported])  # of the first call: then it runs
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(sender, limits, function, arguments, libraries), daemon=True)
    try:
        process.start()
        sender.close()
        answer = _received(receiver, limits.seconds * PATIENCE)
    finally:
        receiver.close()
        if process.pid is not None:
            process.kill()
            process.join()
    if isinstance(answer, Exception):
        raise answer
    value: Value = answer
    return value


def _received(receiver: Connection, seconds: float) -> Any:
    try:
        if receiver.poll(seconds):
            return receiver.recv()
    except EOFError:  # it has ended, by a limit or by a fault
        pass
    raise LimitReached


def _answer(
    sender: Connection,
    limits: Limits,
    function: Callable[..., object],
    arguments: tuple[object, ...],
    libraries: Sequence[str],
) -> None:
    """In the process: sends the value, or what was raised."""
    for library in libraries:
        with suppress(ModuleNotFoundError):
            import_module(library)
    _begin(limits)
    try:
        value = function(*arguments)
        answer = pickle.dumps(value)
    except MemoryError:
        return
    except Exception as fault:  # noqa: BLE001 - it is raised where the call was made
        fault.add_note("".join(traceback.format_exception(fault)))  # else its place in the code would be lost
        answer = pickle.dumps(fault)
    sender.send_bytes(answer)


def _begin(limits: Limits) -> None:
    """Sets the limits, and keeps what a library says of its end from the terminal and from a report."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.nice(NICE)
    seconds = limits.seconds + math.ceil(time.process_time())
    _limit(resource.RLIMIT_CPU, seconds)
    _limit(resource.RLIMIT_FSIZE, limits.written)
    _limit(resource.RLIMIT_CORE, 0)  # a core would hold what was read
    # What is written, and not all that is mapped: libraries of 200 MB are mapped and hardly touched. macOS has neither
    # this file nor a limit that holds: there the processor time alone is bounded.
    pages = Path("/proc/self/statm")
    if pages.exists():
        most = int(pages.read_text().split()[5]) * resource.getpagesize() + limits.memory
        _limit(resource.RLIMIT_DATA, most)


def _limit(kind: int, most: int) -> None:
    """Sets a limit; where the system has set a lower one, that holds, since nobody may raise it."""
    _, hard = resource.getrlimit(kind)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))
