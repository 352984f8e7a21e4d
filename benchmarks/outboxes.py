"""Phones with outboxes against a real server, driven at random: does what they send end as if it had been sent once?

    python -m benchmarks.outboxes [--steps 15000] [--kills 30] [--twin]

Hypothesis chooses what happens: a test is finished on one of two phones, a phone's clock jumps by years, a request is
lost, an answer is lost, one goes several times at once, the outbox goes in another order, other answers come under a
key that is taken, another learner's ticket comes with it, the server is killed while it works and started again. After
every step the answer is held against a model of a few lines; in between and in the end the database is read as a file:

    every received attempt is one that was sent, once, whole, under its key and with its hash
    nothing that a phone was told to be stored is missing
    of each learner and wave at most one attempt counts

Every kind of event has a floor, so that a run in which it did not happen is no success. `--twin` puts a server in front
that forgets the key: it must FAIL.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test

from benchmarks.outbox_phones import machine
from benchmarks.outbox_world import World
from benchmarks.server import Server, free_port, navigator

FORGETFUL = (sys.executable, "-m", "benchmarks.forgotten_key")
KINDS = (
    "finished",
    "arrived",
    "lost request",
    "lost answer",
    "twice at once",
    "out of order",
    "clock jump",
    "stored before",
    "other content",
    "wave taken",
    "somebody else's key",
    "incomplete",
)
FLOOR = 1 / 500
"""The least share of all steps that each kind of event must make: 30 of 15,000."""


def trial(folder: Path, *, steps: int, kills: int, is_twin: bool, seed: int = 1) -> dict[str, Any]:
    """Runs so many steps on a new instance in this folder; up to twice as many until every event and kill has come.

    Raises AssertionError at the first divergence.
    """
    learners = max(60, steps // 3)
    navigator("init", "--test-instance", "--data", str(folder))
    people = json.loads(
        navigator("seed", "--learners", str(learners), "--cohorts", "4", "--seed", str(seed), "--data", str(folder))
    )
    server = Server(folder, free_port(), is_twin, FORGETFUL)
    world = World(
        server,
        people["learners"],
        people["instrument"]["items"],
        people["instrument"]["structure"],
        kills_left=kills,
        steps_between_kills=steps // (kills + 1),
        next_kill_at=steps // (kills + 1),
    )
    server.start()
    try:
        while world.steps < steps or ((_short(world) or world.kills_left) and world.steps < 2 * steps):
            run_state_machine_as_test(
                seeded(seed + world.steps)(machine(world)),
                settings=settings(
                    max_examples=min(20, max(4, (steps - world.steps) // 30)),
                    stateful_step_count=30,
                    deadline=None,
                    database=None,
                    phases=[Phase.generate],
                    suppress_health_check=list(HealthCheck),
                ),
            )
        world.check()
    finally:
        server.kill()
    short = _short(world)
    is_short = bool(short) or world.kills_left > 0
    return {
        "steps": world.steps,
        "received": len(world.stored),
        "events": dict(sorted(world.events.items())),
        "under_their_floor": short,
        "verdict": "FAIL" if is_short else "PASS",
    }


def _short(world: World) -> dict[str, int]:
    """Events of which there were too few to tell anything of them."""
    return {event: world.events[event] for event in KINDS if world.events[event] < FLOOR * world.steps}


def main() -> int:
    parser = argparse.ArgumentParser(description="Do attempts end as if each had been sent once?")
    parser.add_argument("--steps", type=int, default=15_000)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--twin", action="store_true", help="a server that forgets the key: must FAIL")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        try:
            result = trial(Path(folder), steps=args.steps, kills=args.kills, is_twin=args.twin)
        except AssertionError as fault:
            result = {"verdict": "FAIL", "fault": str(fault)}
    print(json.dumps(result, indent=1))
    return 0 if result["verdict"] == "PASS" else 1


if __name__ == "__main__":
    sys.exit(main())
