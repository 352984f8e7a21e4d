"""`python -m tests.app.web.health_on_a_full_disk DATABASE FOLDER`: /healthz before, while and after the disk is full.

An empty disk of 80 MB is at FOLDER; DATABASE is copied to it. Prints status and word of each.
"""

import json
import sys
from pathlib import Path

from app import create_app
from app.store import Database
from app.store.pulse import Pulse
from config import Config
from tests.app.web.on_a_full_disk import fill
from tests.conftest import copy_instance


def main(source: str, folder: str) -> None:
    copy_instance(Path(source), Path(folder))
    database = Database(f"sqlite:///{Path(folder) / 'navigator.db'}")
    app = create_app(Config(data=Path(folder)), database)
    client = app.test_client()

    def ask() -> tuple[int, str]:
        app.extensions["pulse"] = Pulse(database)  # of this moment
        answer = client.get("/healthz")
        return answer.status_code, answer.get_json()["status"]

    states = [ask()]
    fill(Path(folder))
    states.append(ask())
    (Path(folder) / "filler").unlink()
    states.append(ask())
    sys.stdout.write(json.dumps(states))


if __name__ == "__main__":
    main(*sys.argv[1:])
