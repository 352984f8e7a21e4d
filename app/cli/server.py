"""The web server: waitress, with bounds on what one address, one slow sender and one kind of request take of it."""

import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol

from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ErrorTask, ThreadedTaskDispatcher, WSGITask

from app.services.networks import network_of

THREADS = 8
"""For all that hashes nothing."""
HASHING_THREADS = 1
"""For sign-ins and the like, whose hashes take a processor each: they are the last to get one."""
WAITING = 60
"""Of them so many wait: two classes at once, some two seconds. Whoever comes then is sent away at once."""
CONNECTIONS = 500
AT_ADDRESS = 250
"""Connections of one address: forty phones of a school open six each."""
PACE = 200
"""Bytes a second that are expected of whoever sends: a bad mobile connection has more."""
PATIENCE = 60.0
"""Seconds that a sender may lie behind this pace: so long, and a second for each 200 bytes, a request may take."""
SECONDS_BETWEEN_LOOKS = 5

Unread = Callable[[int], Mapping[str, str]]


class Lane(Protocol):
    """Decides which requests have threads and a queue of their own."""

    crowded: str
    """key of a request's environment, set to True if too many wait before it"""

    def has(self, method: str, path: str) -> bool:
        """Returns whether this request has threads of its own."""


class Refusal(ErrorTask):
    """Answers a request that never reaches the application, such as one with a body of more than 8 MB.

    Below /api/ the answer is application/problem+json.
    """

    def execute(self) -> None:
        status = self.request.error.code
        self.response_headers.extend(self.channel.server.unread(status).items())
        path = getattr(self.request, "path", "")  # what cannot be read has none
        if not path.startswith("/api/"):
            super().execute()
            return
        code, detail = (
            ("too_large", "Nothing was changed. Send a smaller file.")
            if status in (413, 431)
            else ("bad_request", "Nothing was changed: this is not a request that can be read.")
        )
        body = json.dumps({"type": "about:blank", "status": status, "code": code, "detail": detail}).encode()
        self.status = f"{status} {self.request.error.reason}"
        self.response_headers.append(("Content-Type", "application/problem+json"))
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Task(WSGITask):
    def get_environment(self) -> dict[str, Any]:
        environ: dict[str, Any] = super().get_environment()
        if getattr(self.request, "is_crowded", False):
            environ[self.channel.server.lane.crowded] = True
        return environ


class Channel(HTTPChannel):
    """Represents one connection and measures how fast its sender sends a request."""

    task_class = Task
    error_task_class = Refusal

    def __init__(self, server: "Server", sock: Any, addr: Any, adj: Adjustments, map: Any = None) -> None:
        self.network = network_of(addr[0])
        self._began: float | None = time.time()
        self._came = 0
        super().__init__(server, sock, addr, adj, map=map)

    def received(self, data: bytes) -> bool:
        if self._began is None:
            self._began, self._came = time.time(), 0
        self._came += len(data)
        is_received: bool = super().received(data)
        if self.request is None:
            self._began = None
        return is_received

    def lag(self, now: float) -> float:
        """Returns by how many seconds this sender is behind PACE or, between requests, silent; negative: ahead."""
        if self._began is None:
            return now - float(self.last_activity)
        return now - self._began - self._came / PACE

    def may_end(self) -> bool:
        """Returns whether the connection can be closed: no request is being answered and no answer is left to send."""
        return not (self.requests or self.total_outbufs_len or self.will_close)


class Server(TcpWSGIServer):
    """Serves as waitress does, within bounds: if all places are taken, a new connection gets the slowest sender's.

    lane: requests that hash a PIN or a passphrase; None: none. proxy: the address of a web server before this one, from
    which all connections come; it may have any number. unread: returns the headers, by status, of answers that the
    server gives by itself.
    """

    channel_class = Channel

    def __init__(self, app: Any, listener: Any, *, proxy: str | None, lane: Lane | None, unread: Unread) -> None:
        self.lane = lane
        self.unread = unread
        self.hashing = _threads(HASHING_THREADS)
        self.shared = network_of(proxy) if proxy else None
        adjustments = Adjustments(
            sockets=[listener],
            threads=THREADS,
            connection_limit=CONNECTIONS + 100,  # below, so that it never stops listening
            asyncore_use_poll=True,
            cleanup_interval=SECONDS_BETWEEN_LOOKS,
            channel_timeout=int(PATIENCE),
            max_request_body_size=8 << 20,  # from 1 MB on the application refuses it, in the sender's language
            ident=None,
            trusted_proxy=proxy,
            trusted_proxy_headers={"x-forwarded-for"} if proxy else set(),
            clear_untrusted_proxy_headers=True,
        )
        place = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            app, {}, _sock=listener, dispatcher=_threads(THREADS), adj=adjustments, sockinfo=place, bind_socket=False
        )

    def add_task(self, channel: Channel) -> None:
        request = channel.requests[0]
        if self.lane and request.error is None and self.lane.has(request.command, request.path):
            if len(self.hashing.queue) < WAITING:
                self.hashing.add_task(channel)
                return
            request.is_crowded = True
        super().add_task(channel)

    def run(self) -> None:
        super().run()
        self.hashing.shutdown()

    def handle_accept(self) -> None:
        super().handle_accept()
        self._make_room()

    def _make_room(self) -> None:
        channels = [it for it in self.active_channels.values() if not it.will_close]
        counts = Counter(it.network for it in channels)
        if not channels:
            return
        *before, newest = channels  # in the order in which they came
        crowd = newest.network
        if crowd == self.shared or counts[crowd] <= AT_ADDRESS:
            if len(channels) <= CONNECTIONS:
                return
            crowd = counts.most_common(1)[0][0]
        _end_slowest(it for it in before if it.network == crowd)

    def maintenance(self, now: float) -> None:
        super().maintenance(now)
        for channel in list(self.active_channels.values()):
            if channel.may_end() and channel.lag(now) > PATIENCE:
                channel.will_close = True


def _end_slowest(channels: Iterable[Channel]) -> None:
    now = time.time()
    slowest = max((it for it in channels if it.may_end()), key=lambda it: it.lag(now), default=None)
    if slowest is not None:
        slowest.will_close = True


def _threads(count: int) -> ThreadedTaskDispatcher:
    threads = ThreadedTaskDispatcher()
    threads.set_thread_count(count)
    return threads
