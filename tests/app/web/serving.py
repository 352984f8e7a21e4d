"""The application served to sockets, in this process."""

import threading
from collections.abc import Iterator
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
