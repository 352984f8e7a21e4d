"""Do wrong sign-ins keep those waiting who send their tests?

    python -m benchmarks.sign_ins [--rounds 5] [--attempts 60] [--rate 200] [--most 3]

Starts `navigator serve` on a test instance of its own. Two phones send attempts, one after another; by turns it is
quiet, or somebody tries 200 wrong cards a second, each over a connection of its own and without waiting for answers.
Prints the 95th percentile of the seconds that an attempt takes, quiet and beside the wrong ones, their ratio by rounds
(median), and how many wrong cards were looked at (401) and sent away at once (503). Fails where the ratio is more
than `--most`, or an attempt was not stored.
"""

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from multiprocessing import get_context
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.crowd import Sheet, sheets
from benchmarks.server import Server, free_port, navigator

PHONES = 2
SECONDS_TO_FILL_THE_LINE = 1.0


def try_cards(port: int, rate: int, stop: Event, answers: Any) -> None:
    """In a process of its own: wrong cards at this rate until it is stopped; sends the count of each status."""
    answers.send(asyncio.run(_try_cards(port, rate, stop)))


async def _try_cards(port: int, rate: int, stop: Event) -> Counter[int]:
    statuses: Counter[int] = Counter()
    tasks = []
    began, number = time.monotonic(), 0
    while not stop.is_set():
        number += 1
        tasks.append(asyncio.create_task(_try_card(port, number, statuses)))
        await asyncio.sleep(max(0, began + number / rate - time.monotonic()))
    await asyncio.gather(*tasks)
    return statuses


async def _try_card(port: int, number: int, statuses: Counter[int]) -> None:
    body = json.dumps({"learner_code": "ABCDEFGH", "pin": f"{number % 10**6:06}"})
    head = f"POST /api/v1/session HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {len(body)}"
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"{head}\r\nContent-Type: application/json\r\n\r\n{body}".encode())
        statuses[int((await reader.readline()).split()[1])] += 1
        writer.close()
    except (OSError, IndexError):
        statuses[0] += 1


def seconds_of(server: Server, outbox: list[Sheet]) -> list[float]:
    """Seconds that each of these attempts took, sent by two phones."""
    seconds: list[float] = []

    def send(own: list[Sheet]) -> None:
        for sheet in own:
            began = time.perf_counter()
            status, _ = server.request("PUT", f"/api/v1/attempts/{sheet.key}", sheet.body)
            seconds.append(time.perf_counter() - began)
            if status != 201:
                raise RuntimeError(f"not stored: {status}")
            time.sleep(0.02)

    phones = [threading.Thread(target=send, args=(outbox[number::PHONES],)) for number in range(PHONES)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    return seconds


def beside_wrong_cards(server: Server, outbox: list[Sheet], rate: int, statuses: Counter[int]) -> list[float]:
    context = get_context("spawn")
    stop = context.Event()
    receiver, sender = context.Pipe(duplex=False)
    rival = context.Process(target=try_cards, args=(server.port, rate, stop, sender))
    rival.start()
    time.sleep(SECONDS_TO_FILL_THE_LINE)
    try:
        return seconds_of(server, outbox)
    finally:
        stop.set()
        statuses.update(receiver.recv())
        rival.join()


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sign_ins", description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--attempts", type=int, default=60, help="in each half of a round")
    parser.add_argument("--rate", type=int, default=200, help="wrong cards a second")
    parser.add_argument("--most", type=float, default=3.0, help="times the quiet 95th percentile")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        navigator("init", "--test-instance", "--data", folder)
        learners = str(2 * args.rounds * args.attempts)
        made = navigator("seed", "--learners", learners, "--cohorts", "8", "--seed", "1", "--data", folder)
        outbox = sheets(json.loads(made), Random(1))[: int(learners)]  # of everybody the first test
        server = Server(Path(folder), free_port(), is_twin=False)
        server.start()
        statuses: Counter[int] = Counter()
        ratios, quiet, beside = [], [], []
        try:
            for number in range(args.rounds):
                half = outbox[2 * number * args.attempts :][: 2 * args.attempts]
                quiet.append(p95(seconds_of(server, half[: args.attempts])))
                beside.append(p95(beside_wrong_cards(server, half[args.attempts :], args.rate, statuses)))
                ratios.append(beside[-1] / quiet[-1])
        finally:
            server.kill()
    result = {
        "quiet_p95_ms": round(1000 * statistics.median(quiet), 1),
        "beside_p95_ms": round(1000 * statistics.median(beside), 1),
        "ratios": [round(it, 2) for it in ratios],
        "ratio": round(statistics.median(ratios), 2),
        "wrong_cards": {str(status): count for status, count in sorted(statuses.items())},
    }
    print(json.dumps(result, indent=1))
    return 0 if result["ratio"] <= args.most else 1


if __name__ == "__main__":
    sys.exit(main())
