"""The way between a phone and the server, to be cut: what a browser's own offline switch does not do for its worker."""

import contextlib
import socket
import threading
from dataclasses import dataclass, field


@dataclass
class Network:
    """Hands every connection on to `port`; while it is cut, none is taken and those that are open break.

    While the server is lost, it answers `proxy`, as one does that has nobody behind it.
    """

    port: int
    own: int = 0
    is_up: bool = False
    proxy: str = ""
    listener: socket.socket | None = None
    wires: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.own}"

    def join(self) -> None:
        self.is_up = True
        self.listener = socket.create_server(("127.0.0.1", self.own))
        self.own = self.listener.getsockname()[1]
        threading.Thread(target=self._take, args=(self.listener,), daemon=True).start()

    def cut(self) -> None:
        self.is_up = False
        for wire in [self.listener, *self.wires]:
            if wire is not None:
                with contextlib.suppress(OSError):
                    wire.shutdown(socket.SHUT_RDWR)
                wire.close()
        self.wires.clear()

    def lose_server(self, proxy: str = "502 Bad Gateway") -> None:
        self.cut()
        self.proxy = proxy
        self.join()

    def find_server(self) -> None:
        self.lose_server("")

    def _take(self, listener: socket.socket) -> None:
        while self.is_up:
            try:
                phone, _ = listener.accept()
                if self.proxy:
                    self.wires.append(phone)
                    threading.Thread(target=self._say_so, args=(phone,), daemon=True).start()
                    continue
                server = socket.create_connection(("127.0.0.1", self.port))
            except OSError:
                return
            self.wires += [phone, server]
            for one, other in ((phone, server), (server, phone)):
                threading.Thread(target=self._hand_on, args=(one, other), daemon=True).start()

    def _say_so(self, phone: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while phone.recv(65536):
                phone.sendall(f"HTTP/1.1 {self.proxy}\r\nContent-Length: 4\r\n\r\nAway".encode())

    def _hand_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(65536):
                other.sendall(piece)
        for wire in (one, other):
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
