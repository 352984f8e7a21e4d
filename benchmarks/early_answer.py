"""The bad twin: our application behind a server that says "stored" before it is. It lives here to be caught."""

import hashlib
import io
import json
import queue
import sys
import threading
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app import create_app
from app.cli.serve import listen
from config import Config

App = Callable[..., Iterable[bytes]]


class EarlyAnswer:
    """Answers a PUT of an attempt at once and hands it to the application afterwards."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.waiting: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        threading.Thread(target=self._work, daemon=True).start()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "PUT":
            return self.app(environ, start)
        raw = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        body = json.loads(raw)
        content = {name: value for name, value in body.items() if name not in ("ticket", "sent_at")}
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        self.waiting.put({**environ, "wsgi.input": io.BytesIO(raw)})
        answer = {
            "key": environ["PATH_INFO"].rsplit("/", 1)[1],
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "received_at": datetime.now(UTC).isoformat(),
        }
        start("201 CREATED", [("Content-Type", "application/json")])
        return [json.dumps(answer).encode()]

    def _work(self) -> None:
        while True:
            list(self.app(self.waiting.get(), lambda *_: None))


if __name__ == "__main__":
    listen(EarlyAnswer(create_app(Config(data=Path(sys.argv[1])))), host="127.0.0.1", port=int(sys.argv[2])).run()
