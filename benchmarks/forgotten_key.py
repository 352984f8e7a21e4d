"""A bad twin: our application behind a server that forgets under which key an attempt came. It lives to be caught."""

import json
import sys
import uuid
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from app import create_app
from app.cli.serve import listen
from config import Config

App = Callable[..., Iterable[bytes]]


class ForgottenKey:
    """Hands on every PUT of an attempt under a new key and answers with the one that the phone knows."""

    def __init__(self, app: App) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path, _, key = environ["PATH_INFO"].rpartition("/")
        if environ["REQUEST_METHOD"] != "PUT" or not path.endswith("/attempts"):
            return self.app(environ, start)
        other = str(uuid.uuid4())

        def begin(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            return start(status, [it for it in headers if it[0].lower() != "content-length"], *rest)

        answer = json.loads(b"".join(self.app({**environ, "PATH_INFO": f"{path}/{other}"}, begin)))
        if answer.get("key") == other:
            answer["key"] = key
        return [json.dumps(answer).encode()]


if __name__ == "__main__":
    listen(ForgottenKey(create_app(Config(data=Path(sys.argv[1])))), host="127.0.0.1", port=int(sys.argv[2])).run()
