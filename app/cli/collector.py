"""The lines of the log also to another system, so that whoever gets into this one cannot take them back there.

By syslog (RFC 5424) over TLS (RFC 5425), or without TLS to a relay on this computer. A thread of its own sends, so that
no request waits. A line that cannot be sent is tried again; syslog answers nothing, so what was on its way when a
collector died is lost. When 10,000 lines wait, newer ones are left out.
"""

import logging
import queue
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from logging.handlers import QueueHandler
from urllib.parse import urlsplit

from app.cli.instance import WrongUse
from app.store.this_computer import is_this_computer

MOST = 10_000
"""Lines that wait for a collector."""
PATIENCE = 10.0
"""Seconds for a connection, and for a line."""
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
"""Seconds before a line is tried again."""
LOCAL_0 = 16 * 8
"""What syslog calls a program's own kind of lines; the urgency is added."""


@dataclass(frozen=True)
class Collector:
    """A Collector is the syslog server to which log lines are sent."""

    host: str
    port: int
    is_by_tls: bool

    def connect(self) -> socket.socket:
        """Opens and returns a connection; raises OSError if there is none, or its certificate does not fit."""
        plain = socket.create_connection((self.host, self.port), timeout=PATIENCE)
        if not self.is_by_tls:
            return plain
        try:
            return ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        except OSError:
            plain.close()
            raise


def collector_of(address: str) -> Collector:
    """Returns the collector of an address such as tls://logs.example:6514.

    Raises WrongUse for another form, and for tcp:// to another computer.
    """
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host.encode("idna")  # as a connection does
    except ValueError:
        host, port = "", None
    if not host or port is None or parts.scheme not in ("tls", "tcp"):
        raise WrongUse("NAVIGATOR_LOG_TO is an address such as tls://logs.example:6514")
    if parts.scheme == "tcp" and not is_this_computer(host):
        raise WrongUse(f"the log goes to '{host}' by TLS alone, tls://{host}:6514: without it others read along")
    return Collector(host, port, parts.scheme == "tls")


class Outgoing(QueueHandler):
    """An Outgoing hands lines to a thread that sends them, and never waits for it."""

    def __init__(self, collector: Collector) -> None:
        super().__init__(queue.Queue(MOST))
        self._collector, self._is_over = collector, threading.Event()
        threading.Thread(target=self._send_all, name="log", daemon=True).start()

    def enqueue(self, record: logging.LogRecord | None) -> None:
        """Puts a line in the queue, or drops it if 10,000 wait already."""
        with suppress(queue.Full):
            self.queue.put_nowait(record)

    def close(self) -> None:
        """Ends the sending thread; lines that wait are not sent."""
        self._is_over.set()
        self.enqueue(None)
        super().close()

    def _send_all(self) -> None:
        connection: socket.socket | None = None
        frame, pause = b"", FIRST_PAUSE
        while not self._is_over.is_set():
            frame = frame or _frame(self.queue.get())
            try:
                if connection is not None and _is_closed(connection):
                    raise ConnectionResetError
                connection = connection or self._collector.connect()
                connection.sendall(frame)
                frame, pause = b"", FIRST_PAUSE
            except OSError:
                _close(connection)
                connection = None
                self._is_over.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
        _close(connection)


def _is_closed(connection: socket.socket) -> bool:
    """Whether the other end has closed it, as at a restart: the first line after that would be sent to nobody."""
    connection.setblocking(False)
    try:
        while connection.recv(1024):
            pass  # a collector has nothing to say, but TLS has
    except (BlockingIOError, ssl.SSLWantReadError):
        return False
    finally:
        connection.settimeout(PATIENCE)
    return True


def _close(connection: socket.socket | None) -> None:
    if connection is not None:
        connection.close()


def _frame(record: logging.LogRecord | None) -> bytes:
    """A line as syslog has it, its length before it; neither this computer's name nor anything typed is in its head."""
    if record is None:
        return b""
    urgency = 3 if record.levelno >= logging.ERROR else 4 if record.levelno >= logging.WARNING else 6
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    line = f"<{LOCAL_0 + urgency}>1 {moment} - navigator - - - {record.getMessage()}".encode()
    return b"%d %s" % (len(line), line)
