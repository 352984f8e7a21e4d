"""The application served to sockets, in this process."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from waitress import wasyncore

from app.cli.serve import listen
from app.cli.server import Server


@contextmanager
def served(app: Any, **settings: Any) -> Iterator[Server]:
    """A server that answers until the block ends."""
    server = listen(app, host="127.0.0.1", port=0, **settings)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.task_dispatcher.shutdown()
        server.hashing.shutdown()
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
        thread.join(5)


def until(is_so: Callable[[], bool]) -> None:
    """Waits for what the server does in its own time."""
    end = time.monotonic() + 30
    while not is_so():
        assert time.monotonic() < end, "it never came so"
        time.sleep(0.01)
