"""An application on a port of its own, as phones and desks reach it."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from threading import Thread

from flask import Flask
from waitress import wasyncore
from waitress.server import create_server


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serves on this machine, gives the address, and closes what is still connected."""
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.effective_port}"
    app.config["NAVIGATOR"] = replace(app.config["NAVIGATOR"], listens_on=address, hosts=("hub.test",))
    yield address
    server.task_dispatcher.shutdown()  # what is being answered is answered before the server goes
    # Only its own thread may close what it is waiting on: closed from here, its poll fails on a bad descriptor.
    with suppress(OSError):  # told of an answer in the same moment, it has closed everything before it is called
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))
    thread.join(5)
    assert not thread.is_alive(), "the server did not stop"
