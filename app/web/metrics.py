"""Counters for whoever watches a server, in the form of Prometheus, on a place of their own and never on the site's.

They tell what the whole server does, from the start of this process: nothing by group, no name, no code. A room is the
part of the pages that answered.
"""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

from flask import Flask, Response, g, request

from app.store import Database

ATTEMPT = "phone.keep_attempt"
WRONG_TRY = "wrong_try"
OUTCOMES = {200: "already", 201: "stored"}
"""What became of a test that a phone sent; whatever else is an error of the sender's is refused, ours is failed."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


def register(app: Flask, database: Database) -> None:
    """Adds the extension `show_metrics(host, port, waiting=...)`, which counts from its call on and opens that port.

    Before that nothing is counted.
    """

    def show(host: str, port: int, *, waiting: Callable[[], int]) -> Any:
        """Counts from now on, and shows it at this place. Returns the server and its thread.

        waiting: how many requests wait for a hash. Raises ImportError without the extra, OSError for a place that
        cannot be had.
        """
        library = import_module("prometheus_client")
        registry = library.CollectorRegistry(auto_describe=True)
        running = library.start_http_server(port, host, registry)
        _count_requests(app, library, registry)
        _measure(app, database, library, registry, waiting)
        return running

    app.extensions["show_metrics"] = show


def _count_requests(app: Flask, library: Any, registry: Any) -> None:
    requests = library.Counter(
        "navigator_requests", "Answers, by room and class", ("room", "status"), registry=registry
    )
    seconds = library.Histogram(
        "navigator_request_seconds", "Seconds to an answer, by room", ("room",), buckets=SECONDS, registry=registry
    )
    attempts = library.Counter("navigator_attempts", "Tests that phones sent", ("outcome",), registry=registry)
    tries = library.Counter("navigator_wrong_tries", "Wrong codes, PINs and passphrases", registry=registry)

    def begin() -> None:
        g.began = time.monotonic()

    def count(response: Response) -> Response:
        room, status = request.blueprint or "none", response.status_code
        requests.labels(room, f"{status // 100}xx").inc()
        if "began" in g:
            seconds.labels(room).observe(time.monotonic() - g.began)
        if request.endpoint == ATTEMPT:
            attempts.labels(OUTCOMES.get(status, "refused" if status < 500 else "failed")).inc()
        tries.inc(sum(event == WRONG_TRY for event, _ in g.get("events", ())))
        return response

    app.before_request_funcs.setdefault(None, []).insert(0, begin)
    # Before the one that writes the log, which takes the events: what stands later in the list runs sooner.
    app.after_request_funcs.setdefault(None, []).append(count)


def _measure(app: Flask, database: Database, library: Any, registry: Any, waiting: Callable[[], int]) -> None:
    def gauge(name: str, meaning: str, value: Callable[[], float]) -> None:
        library.Gauge(f"navigator_{name}", meaning, registry=registry).set_function(value)

    def age() -> float:
        seconds = app.extensions["pulse"].age
        return float("nan") if seconds is None else float(seconds)

    gauge("hashing_waiting", "Requests that wait for the hash of a PIN or passphrase", waiting)
    gauge("pulse_age_seconds", "Seconds since /healthz last tried to store something", age)
    gauge("database_bytes", "Size of the database", database.size)
