"""A lock that is given in the order in which it was asked for."""

import threading
from collections import deque


class Line:
    """A Line is a lock that threads get in the order in which they ask for it.

    A plain lock lets a thread that comes back at once overtake those that wait; a class that sends its tests must not
    be overtaken.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._is_taken = False

    def enter(self, seconds: float) -> bool:
        """Waits for the lock; returns False if it was not free within this many seconds."""
        with self._guard:
            if not self._is_taken:
                self._is_taken = True
                return True
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(seconds):
            return True
        with self._guard:
            if turn.is_set():  # it came in the last moment
                return True
            self._waiting.remove(turn)
            return False

    def leave(self) -> None:
        """Hands the lock over to the thread that has waited longest, or frees it."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._is_taken = False
