"""A server of its own for a benchmark: `navigator serve` on an instance in a folder, which can be killed."""

import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.place import Place

ROOT = Path(__file__).parents[1]
NAVIGATOR = (sys.executable, "-c", "import sys; from app.cli import main; sys.exit(main())")
TWIN = (sys.executable, "-m", "benchmarks.early_answer")
SECONDS_TO_BOOT = 60


@dataclass
class Server:
    """A Server is the process that is killed; it has its own group, and nothing else is touched."""

    data: Path
    port: int
    is_twin: bool
    twin: tuple[str, ...] = TWIN
    database: str | None = None
    """a PostgreSQL address; None: SQLite in the folder"""
    process: "subprocess.Popen[bytes] | None" = None
    boots: list[float] = field(default_factory=list)

    @property
    def place(self) -> Place:
        return Place(self.data, self.database)

    def start(self) -> None:
        began = time.monotonic()
        with (self.data / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(self.command(), cwd=ROOT, stdout=log, stderr=log, start_new_session=True)
        while not self._is_well():
            if self.process.poll() is not None or time.monotonic() - began > SECONDS_TO_BOOT:
                raise RuntimeError(f"the server did not come up: see {self.data / 'serve.log'}")
            time.sleep(0.02)
        self.boots.append(time.monotonic() - began)

    def command(self) -> tuple[str, ...]:
        if self.is_twin:
            return (*self.twin, str(self.data), str(self.port))
        return (*NAVIGATOR, *self.place.words("serve", "--port", str(self.port)))

    def kill(self) -> None:
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _is_well(self) -> bool:
        try:
            return self.request("GET", "/healthz")[0] == 200
        except (OSError, http.client.HTTPException):
            return False

    def request(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(
                method, path, None if body is None else json.dumps(body), {"Content-Type": "application/json"}
            )
            response = connection.getresponse()
            return response.status, response.read()
        finally:
            connection.close()


def navigator(*arguments: str) -> str:
    return subprocess.run([*NAVIGATOR, *arguments], cwd=ROOT, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
