"""Is what was acknowledged still there after SIGKILL?

    python -m benchmarks.kill [--kills 25] [--postgresql] [--tally FILE] [--phones 8] [--seconds 0 0.6] [--twin]

Starts `navigator serve` on a test instance of its own. Phones send attempts, each under a key that it made, and send
again under the same key until they are told "stored" with their own hash. The server's whole process group is killed
in the midst of it, again and again; with PostgreSQL the server, the database with all its processes, or both. In the
end the database is read without our code:

    lost     acknowledged and not there                     doubled  there more than once
    torn     there, and not what was sent                   unsent   never acknowledged, though the server is up
    changed  another body under an acknowledged key was not refused, or changed what was stored
    copies   64 copies of one attempt at once: the answers by status; one is 201, the rest are 200
    faults   answers that are a fault of ours (500), where "busy" (503) is right

Every 25 kills are a round, with a new instance. With `--tally` each round is written down in a file; what is there of
this code counts, so a trial that was broken off goes on, and one that is through says again what it gave.

`--twin` puts a server in front that answers before it commits: the harness must say FAIL. SIGKILL leaves the page
cache to the system, so this proves that an answer comes after the commit and that a retry is safe; that a commit
survives a power cut rests on the settings that `navigator doctor` checks.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.crowd import Phones, sheets
from benchmarks.postgresql import Postgresql, own_postgresql
from benchmarks.server import Server, free_port, navigator
from benchmarks.stored_attempts import stored_attempts
from benchmarks.tallies import all_rounds, total

SECONDS_TO_DRAIN = 60
COPIES = 64
"""of one attempt, sent at once"""
KILLS_OF_A_ROUND = 25
BAD = ("lost", "doubled", "torn", "unknown", "unsent", "changed", "faults")
COUNTED = ("kills", "sent", "acknowledged", *BAD, "unanswered_under_a_kill", "of_those_stored_before")


def verdict(phones: Phones, server: Server, *, kills: int, changed: int, copies: Counter[int]) -> dict[str, Any]:
    held = stored_attempts(server.place)
    keys, answers = Counter(it.key for it in held), {it.key: it.answers for it in held}
    torn = [
        key
        for key, sheet in phones.sent.items()
        if key in keys
        and answers[key]
        != {item: (option, sheet.body["seconds"][item]) for item, option in sheet.body["answers"].items()}
    ]
    counts: dict[str, Any] = {
        "kills": kills,
        "sent": len(phones.sent),
        "acknowledged": len(phones.acknowledged),
        "lost": sum(key not in keys for key in phones.acknowledged),
        "doubled": sum(count > 1 for count in keys.values()),
        "torn": len(torn),
        "unknown": sum(key not in phones.sent for key in keys),
        "unsent": sum(key not in phones.acknowledged for key in phones.sent),
        "changed": changed,
        "faults": sum(count for answer, count in phones.answers.items() if answer.endswith("500")),
        "copies": {str(status): count for status, count in sorted(copies.items())},
        "unanswered_under_a_kill": len(phones.unanswered),
        "of_those_stored_before": len(phones.recovered),
        "boot_seconds": {
            "median": round(sorted(server.boots)[len(server.boots) // 2], 2),
            "worst": round(max(server.boots), 2),
        },
        "answers": dict(sorted(phones.answers.items())),
    }
    is_bad = any(counts[name] for name in BAD)
    is_bad |= copies != Counter({201: 1, 200: COPIES - 1})
    counts["verdict"] = "FAIL" if is_bad or not phones.acknowledged else "PASS"
    return counts


def trial(
    folder: Path,
    *,
    kills: int,
    phones: int,
    learners: int,
    seconds: tuple[float, float],
    is_twin: bool = False,
    seed: int = 1,
    postgresql: Postgresql | None = None,
) -> dict[str, Any]:
    """Runs one round on a new instance in this folder, or in a new database of this PostgreSQL."""
    random = Random(seed)
    database = postgresql.new_database() if postgresql else None
    server = Server(folder, free_port(), is_twin, database=database)
    seeding = ("seed", "--learners", str(learners), "--cohorts", "4", "--seed", str(seed))
    navigator(*server.place.words("init", "--test-instance"))
    people = json.loads(navigator(*server.place.words(*seeding)))
    *outbox, last = sheets(people, random)
    crowd = Phones(server, outbox, phones, random)
    try:
        for number in range(kills):
            bring_up(server, postgresql)
            crowd.run(random.uniform(*seconds), strike_at(server, postgresql, number))
        # The last start: what was begun is brought to its end, nothing new is sent.
        for outbox in crowd.outboxes:
            outbox[:] = [sheet for sheet in outbox if sheet.key in crowd.sent]
        bring_up(server, postgresql)
        crowd.run(SECONDS_TO_DRAIN)
        changed = crowd.tamper(20)
        copies = crowd.copies(last, COPIES)
        server.kill()
        server.start()
    finally:
        server.kill()
    return verdict(crowd, server, kills=kills, changed=changed, copies=copies)


def bring_up(server: Server, postgresql: Postgresql | None) -> None:
    if postgresql:
        postgresql.start()
    if server.process is None:
        server.start()


def strike_at(server: Server, postgresql: Postgresql | None, number: int) -> Callable[[], None]:
    """Returns what kills the server; with PostgreSQL the server, the database and both in turn."""
    if postgresql is None:
        return server.kill
    struck = ((server.kill,), (postgresql.kill,), (server.kill, postgresql.kill))[number % 3]

    def strike() -> None:
        for kill in struck:
            kill()

    return strike


def one_round(args: argparse.Namespace, postgresql: Postgresql | None, kills: int, seed: int) -> dict[str, Any]:
    """Runs a round in a folder of its own and prints what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        counts = trial(
            Path(folder),
            kills=kills,
            phones=args.phones,
            learners=args.learners,
            seconds=tuple(args.seconds),
            is_twin=args.twin,
            seed=seed,
            postgresql=postgresql,
        )
    print(json.dumps({name: counts[name] for name in (*COUNTED, "boot_seconds", "answers", "verdict")}), flush=True)
    return counts


def main() -> int:
    parser = argparse.ArgumentParser(description="Is what was acknowledged still there after SIGKILL?")
    parser.add_argument("--kills", type=int, default=KILLS_OF_A_ROUND)
    parser.add_argument("--postgresql", action="store_true", help="instead of SQLite; it is killed too")
    parser.add_argument("--tally", type=Path, metavar="FILE", help="where rounds are written down and go on from")
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--learners", type=int, default=3000)
    parser.add_argument("--seconds", type=float, nargs=2, default=(0.0, 0.6), help="from an answer to a kill")
    parser.add_argument("--twin", action="store_true", help="a server that answers before it commits: must FAIL")
    args = parser.parse_args()
    name = f"kill {'postgresql' if args.postgresql else 'sqlite'}{' twin' if args.twin else ''}"
    with own_postgresql() if args.postgresql else contextlib.nullcontext() as postgresql:
        run = partial(one_round, args, postgresql)
        through = all_rounds(args.tally, name, kills=args.kills, at_most=KILLS_OF_A_ROUND, run=run)
    is_good = all(it["verdict"] == "PASS" for it in through)
    worst = max(it["boot_seconds"]["worst"] for it in through)
    sums = {"trial": name, "rounds": len(through), **total(through, COUNTED), "worst_boot_seconds": worst}
    print(json.dumps({**sums, "verdict": "PASS" if is_good else "FAIL"}, indent=1))
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
