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
import contextlib
import http.client
import json
import sqlite3
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from benchmarks.server import Server, free_port, navigator
from benchmarks.stored_attempts import sha256_of, stored_attempts

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


@dataclass(frozen=True)
class Sheet:
    """A Sheet is an attempt as it lies in an outbox.

    content: what is sent of it but its ticket and the moment of sending.
    """

    key: str
    person: int
    wave: str
    content: dict[str, Any]
    is_complete: bool

    @property
    def sha256(self) -> str:
        return sha256_of(self.content)


@dataclass
class World:
    """A World is one server and everybody who was seeded into it, over all examples."""

    server: Server
    people: list[dict[str, Any]]
    items: dict[str, dict[str, list[str]]]
    structure: str
    kills_left: int
    steps_between_kills: int
    next_kill_at: int = 0
    next_person: int = 0
    steps: int = 0
    events: Counter[str] = field(default_factory=Counter)
    stored: dict[str, Sheet] = field(default_factory=dict)
    """what the server must hold, by key"""

    def take_person(self) -> int:
        self.next_person += 1
        return self.next_person - 1

    def put(self, sheet: Sheet, *, clock: timedelta, ticket_of: int | None = None) -> tuple[int, dict[str, Any]]:
        ticket = self.people[sheet.person if ticket_of is None else ticket_of]["tickets"][sheet.wave]
        body = {**sheet.content, "ticket": ticket, "sent_at": (datetime.now(UTC) + clock).isoformat()}
        status, raw = self.server.request("PUT", f"/api/v1/attempts/{sheet.key}", body)
        return status, json.loads(raw)

    def expected(self, sheet: Sheet, person: int) -> int:
        """Returns what the rules say that a server must answer now, and notes what it must hold then."""
        row = self.stored.get(sheet.key)
        if row is not None:
            is_same = row.person == person and row.sha256 == sheet.sha256
            return 200 if is_same else 409
        if any(it.person == person and it.wave == sheet.wave and it.is_complete for it in self.stored.values()):
            return 409
        self.stored[sheet.key] = sheet
        return 201

    def rows(self) -> dict[str, tuple[str, dict[str, str | None], bool]]:
        """Reads every received attempt from the file.

        Hash, answers and whether it counts; read by SQLite itself, not by our code.
        """
        held = stored_attempts(self.server.place)
        by_key = {
            it.key: (it.sha256, {item: option for item, (option, _) in it.answers.items()}, it.is_counted)
            for it in held
        }
        assert len(by_key) == len(held), "an attempt is there twice"
        with contextlib.closing(sqlite3.connect(self.server.data / "navigator.db")) as database:
            doubled = "SELECT 1 FROM attempt WHERE is_counted GROUP BY learner_id, wave HAVING count(*) > 1"
            assert database.execute(doubled).fetchone() is None, "two attempts of one wave count"
        return by_key

    def check(self) -> None:
        rows = self.rows()
        assert set(rows) == set(self.stored), f"not as sent: {set(rows) ^ set(self.stored)}"
        for key, sheet in self.stored.items():
            sha256, answers, _ = rows[key]
            assert (sha256, answers) == (sheet.sha256, sheet.content["answers"]), f"{key} is torn"


def machine(world: World) -> type[RuleBasedStateMachine]:
    """Makes the state machine of the phones of two learners, two phones each."""

    class Outboxes(RuleBasedStateMachine):
        @initialize()
        def people_come(self) -> None:
            self.people = [world.take_person(), world.take_person()]
            self.outbox: list[Sheet] = []
            self.clocks = [timedelta(0)] * 4
            self.receipts: dict[str, str] = {}
            """keys that a phone was told to be stored, with their hash"""

        def clock_of(self, sheet: Sheet) -> timedelta:
            return self.clocks[int(sheet.key[0], 16) % 4]

        @rule(who=st.integers(0, 1), wave=st.sampled_from(["pre", "post"]), phone=st.integers(0, 3), data=st.randoms())
        def finish(self, who: int, wave: str, phone: int, data: Random) -> None:
            self._count("finished")
            self.outbox.append(self._sheet(self.people[who], wave, self.clocks[phone], data))

        @rule(phone=st.integers(0, 3), years=st.integers(-20, 20), minutes=st.integers(-600, 600))
        def clock_jumps(self, phone: int, years: int, minutes: int) -> None:
            self._count("clock jump")
            self.clocks[phone] = timedelta(days=365 * years, minutes=minutes)

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50))
        def send(self, at: int) -> None:
            """Any one of the outbox: they need not go in order."""
            at %= len(self.outbox)
            self._count("out of order" if at else "in order")
            self._answered(self.outbox[at], *self._ask(self.outbox[at]))

        @precondition(lambda self: self.outbox)
        @rule()
        def request_is_lost(self) -> None:
            self._count("lost request")

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50))
        def answer_is_lost(self, at: int) -> None:
            """The server has it and the phone does not know: it stays in the outbox."""
            self._count("lost answer")
            self._ask(self.outbox[at % len(self.outbox)])

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50), copies=st.integers(2, 4))
        def goes_several_times_at_once(self, at: int, copies: int) -> None:
            self._count("twice at once")
            sheet = self.outbox[at % len(self.outbox)]
            answers: list[tuple[int, dict[str, Any]]] = []
            threads = [
                threading.Thread(target=lambda: answers.append(world.put(sheet, clock=self.clock_of(sheet))))
                for _ in range(copies)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            first = world.expected(sheet, sheet.person)
            rest = [world.expected(sheet, sheet.person) for _ in range(copies - 1)]
            assert sorted(status for status, _ in answers) == sorted([first, *rest])
            self._answered(sheet, *answers[0])

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50))
        def a_clone_of_the_phone_sends_again(self, at: int) -> None:
            """A backup that was put back still has it."""
            self._count("stored before")
            key = list(self.receipts)[at % len(self.receipts)]
            status, answer = self._ask(world.stored[key])
            assert (status, answer["sha256"]) == (200, self.receipts[key])

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50), data=st.randoms())
        def other_answers_come_under_the_key(self, at: int, data: Random) -> None:
            self._count("other content")
            sheet = world.stored[list(self.receipts)[at % len(self.receipts)]]
            other = self._sheet(sheet.person, sheet.wave, timedelta(0), data)
            status, _ = self._ask(Sheet(sheet.key, sheet.person, sheet.wave, other.content, other.is_complete))
            assert status == 409

        @precondition(lambda self: self.receipts)
        @rule(at=st.integers(0, 50), data=st.randoms())
        def somebody_else_sends_under_the_key(self, at: int, data: Random) -> None:
            self._count("somebody else's key")
            stored = world.stored[list(self.receipts)[at % len(self.receipts)]]
            other = next(person for person in self.people if person != stored.person)
            sheet = self._sheet(other, stored.wave, timedelta(0), data)
            status, _ = self._ask(Sheet(stored.key, other, stored.wave, sheet.content, sheet.is_complete))
            assert status == 409

        @precondition(lambda self: self.outbox)
        @rule(at=st.integers(0, 50), after=st.floats(0, 0.02))
        def the_server_is_killed(self, at: int, after: float) -> None:
            """While it works: whether it was stored only the file can tell; the phone keeps it."""
            if not world.kills_left or world.steps < world.next_kill_at:
                self._count("lost request")  # a start takes seconds: only so many of the kills are carried out
                return
            world.kills_left -= 1
            world.next_kill_at += world.steps_between_kills
            self._count("killed")
            sheet = self.outbox[at % len(self.outbox)]
            got: list[int] = []

            def ask() -> None:
                with contextlib.suppress(OSError, http.client.HTTPException, ValueError):
                    got.append(world.put(sheet, clock=self.clock_of(sheet))[0])

            thread = threading.Thread(target=ask)
            thread.start()
            time.sleep(after)
            world.server.kill()
            thread.join()
            world.server.start()
            if sheet.key in world.rows() and sheet.key not in world.stored:
                assert world.expected(sheet, sheet.person) == 201
            assert 201 not in got or sheet.key in world.stored, "it was answered and is not there"
            world.check()

        def teardown(self) -> None:
            """A connection at last: everything goes, and then stands there as it was sent."""
            while self.outbox:
                self._answered(self.outbox[0], *self._ask(self.outbox[0]))
            held = world.rows() if self.receipts else {}
            missing = {key for key, sha256 in self.receipts.items() if key not in held or held[key][0] != sha256}
            assert not missing, f"told to be stored, and not there: {missing}"

        def _count(self, event: str) -> None:
            world.steps += 1
            world.events[event] += 1

        def _ask(self, sheet: Sheet) -> tuple[int, dict[str, Any]]:
            status, answer = world.put(sheet, clock=self.clock_of(sheet))
            expected = world.expected(sheet, sheet.person)
            if expected == 409 and (status, answer.get("code")) == (422, "not_stored"):
                status = 409  # enough of this test lies aside: what is refused stays on the phone alone
            assert status == expected, f"answered {status} {answer}, not {expected}"
            return status, answer

        def _answered(self, sheet: Sheet, status: int, answer: dict[str, Any]) -> None:
            """As outbox.js does: only the echo of key and hash empties the outbox, a refusal sets aside."""
            if status in (200, 201):
                assert (answer["key"], answer["sha256"]) == (sheet.key, sheet.sha256)
                self.receipts[sheet.key] = sheet.sha256
                world.events["arrived"] += 1
            else:
                world.events["wave taken"] += answer["code"] == "wave_taken"
            self.outbox.remove(sheet)

        def _sheet(self, person: int, wave: str, clock: timedelta, data: Random) -> Sheet:
            form = world.people[person]["forms"][wave]
            answers: dict[str, str | None] = {item: data.choice(forms[form]) for item, forms in world.items.items()}
            is_complete = data.random() < 0.7
            if not is_complete:
                world.events["incomplete"] += 1
                for item in data.sample(sorted(answers), 5):
                    answers[item] = None
            finished_at = datetime.now(UTC) + clock
            content = {
                "wave": wave,
                "form": form,
                "instrument": world.structure,
                "answers": answers,
                "seconds": {item: data.randint(1, 90) for item in answers},
                "started_at": (finished_at - timedelta(minutes=data.randint(1, 60))).isoformat(),
                "finished_at": finished_at.isoformat(),
            }
            return Sheet(str(uuid.uuid4()), person, wave, content, is_complete)

    return Outboxes


def trial(folder: Path, *, steps: int, kills: int, is_twin: bool, seed: int = 1) -> dict[str, Any]:
    """Runs so many steps on a new instance in this folder.

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
        while world.steps < steps:
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
    short = {event: world.events[event] for event in KINDS if world.events[event] < FLOOR * world.steps}
    is_short = bool(short) or world.kills_left > 0
    return {
        "steps": world.steps,
        "received": len(world.stored),
        "events": dict(sorted(world.events.items())),
        "under_their_floor": short,
        "verdict": "FAIL" if is_short else "PASS",
    }


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
