"""Whoever collects the lines of a log, at a port of this computer."""

import socket
import ssl
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO


def lines_sent_to(port: int, count: int, *, pem: Path | None = None, seconds: float = 10) -> list[str]:
    """Listens at this port; returns as many lines as come within these seconds, at most so many.

    pem: file with the key and certificate by which it speaks TLS; None: in the clear. What is no line ends it.
    """
    lines: list[str] = []
    server = socket.create_server(("127.0.0.1", port))
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server = context.wrap_socket(server, server_side=True)
    server.settimeout(seconds)
    with suppress(OSError), closing(server), closing(server.accept()[0]) as peer, peer.makefile("rb") as stream:
        while len(lines) < count and (length := _length(stream)).isdigit():
            lines.append(stream.read(int(length)).decode())
    return lines


def _length(stream: BinaryIO) -> bytes:
    """What stands before a line: how many bytes it has, and a space."""
    length = b""
    while (sign := stream.read(1)) not in (b" ", b""):
        length += sign
    return length
