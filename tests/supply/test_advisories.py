"""The look for advisories: it is believed only where it is seen to find something."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version

from tests.supply.advisories import KNOWN, ROOT

Knows = Mapping[str, str]
"""library and version -> an advisory on it"""


@contextmanager
def service(knows: Knows) -> Iterator[str]:
    """A stand-in for OSV on this machine."""

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            library = f"{query['package']['name']}=={query['version']}"
            advisory = {"id": knows.get(library), "affected": [{"package": query["package"]}]}
            content = json.dumps({"vulns": [advisory]} if library in knows else {}).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        server.server_close()


def look(address: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.supply.advisories", "--service", address]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_where_nobody_answers_it_fails_and_says_so() -> None:
    run = look("http://127.0.0.1:9/v1/query")

    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith("Nobody could be asked, so nothing is known: not a pass.")


def test_a_service_that_knows_nothing_of_anything_is_not_believed() -> None:
    with service({}) as address:
        run = look(address)

    assert run.returncode == 2
    assert f"knows nothing against {KNOWN}" in run.stderr


def test_a_service_that_knows_something_is_believed_when_it_knows_nothing_of_ours() -> None:
    with service({KNOWN: "CVE-2023-30861"}) as address:
        run = look(address)

    assert (run.returncode, run.stderr) == (0, "")


def test_what_is_known_is_named_and_fails() -> None:
    ours = f"lxml=={version('lxml')}"
    with service({KNOWN: "CVE-2023-30861", ours: "CVE-2099-1"}) as address:
        run = look(address)

    assert (run.returncode, run.stdout) == (1, f"lxml {version('lxml')}: CVE-2099-1\n")
