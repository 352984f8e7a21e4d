"""How many attempts are on the disk in a second?

    python -m benchmarks.writer [--learners 400] [--threads 1 8] [--database URL]

Each thread takes attempts from one heap and gives them to `put_attempt`, a commit each, on SQLite with
synchronous=FULL (or the empty PostgreSQL database that is named). No HTTP: this is the writer alone.
"""

import argparse
import json
import queue
import statistics
import sys
import tempfile
import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from app.cli.init import make
from app.cli.seed import Town
from app.services.administrator.instance import prepare
from app.services.learner import phones
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.store import Database
from benchmarks.crowd import Sheet, sheets
from config import Config


def filled(database: Database, learners: int) -> list[Sheet]:
    """Fills a test instance with two attempts of every learner to send."""
    now = datetime.now(UTC)
    town = Town(1, now, expected_count=learners)
    nobody = hash_secret("nobody signs in here")
    with database.writing() as session:
        prepare(session, kind="test", now=now)
        people: dict[str, Any] = town.build(session, 8, dict.fromkeys(town.staff_names, nobody))
        people["learners"] = [town.settle(session, number, new_card(), None) for number in range(learners)]
    return sheets(people, Random(1))


def measured(database: Database, heap: list[Sheet], threads: int) -> dict[str, float]:
    waiting: queue.SimpleQueue[Sheet] = queue.SimpleQueue()
    for sheet in heap:
        waiting.put(sheet)
    seconds: list[float] = []

    def write() -> None:
        while True:
            try:
                sheet = waiting.get_nowait()
            except queue.Empty:
                return
            began = time.perf_counter()
            with database.writing() as session:
                result = phones.put_attempt(session, sheet.body["ticket"], sheet.key, sheet.body, datetime.now(UTC))
            seconds.append(time.perf_counter() - began)
            if result.status != 201:
                raise RuntimeError(f"not stored: {result.code}")

    crowd = [threading.Thread(target=write) for _ in range(threads)]
    began = time.perf_counter()
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()
    whole = time.perf_counter() - began
    return {
        "threads": threads,
        "attempts": len(seconds),
        "per_second": round(len(seconds) / whole, 1),
        "median_ms": round(1000 * statistics.median(seconds), 1),
        "p95_ms": round(1000 * statistics.quantiles(seconds, n=20)[-1], 1),
        "worst_ms": round(1000 * max(seconds), 1),
    }


def main() -> int:
    parser = argparse.ArgumentParser(description="How many attempts are on the disk in a second?")
    parser.add_argument("--learners", type=int, default=400)
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 8])
    parser.add_argument("--database", help="an empty PostgreSQL database instead of SQLite")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = make(Config(data=Path(folder), database_url=args.database))
        heap = filled(database, args.learners)
        share = len(heap) // len(args.threads)
        for number, threads in enumerate(args.threads):
            print(json.dumps(measured(database, heap[number * share : (number + 1) * share], threads)))
        database.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
