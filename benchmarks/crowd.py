"""Phones that send attempts, each under a key that it made, until they are told "stored" with their own hash."""

import http.client
import json
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from benchmarks.server import Server
from benchmarks.stored_attempts import sha256_of


@dataclass(frozen=True)
class Sheet:
    """A Sheet is one attempt in an outbox."""

    key: str
    body: dict[str, Any]

    @property
    def sha256(self) -> str:
        content = {name: value for name, value in self.body.items() if name not in ("ticket", "sent_at")}
        return sha256_of(content)


def sheets(people: dict[str, Any], random: Random) -> list[Sheet]:
    """Lists two attempts of every learner, pre before post."""
    made = []
    for wave in ("pre", "post"):
        for learner in people["learners"]:
            form = learner["forms"][wave]
            now = datetime.now(UTC)
            answers = {item: random.choice(forms[form]) for item, forms in people["instrument"]["items"].items()}
            body = {
                "ticket": learner["tickets"][wave],
                "wave": wave,
                "form": form,
                "instrument": people["instrument"]["structure"],
                "answers": answers,
                "seconds": {item: random.randint(5, 60) for item in answers},
                "started_at": (now - timedelta(minutes=8)).isoformat(),
                "finished_at": now.isoformat(),
                "sent_at": now.isoformat(),
            }
            made.append(Sheet(str(uuid.UUID(int=random.getrandbits(128), version=4)), body))
    return made


class Phones:
    """Phones are several phones at once, each with an outbox."""

    def __init__(self, server: Server, outbox: list[Sheet], count: int, random: Random) -> None:
        self.server, self.random = server, random
        # A learner's attempts go through one phone, in order.
        self.outboxes = [outbox[number::count] for number in range(count)]
        self.sent: dict[str, Sheet] = {}
        self.acknowledged: dict[str, Sheet] = {}
        self.unanswered: set[str] = set()
        self.recovered: set[str] = set()
        self.answers: Counter[str] = Counter()
        self.stop = threading.Event()

    def run(self, seconds: float, strike: Callable[[], None] | None = None) -> None:
        """Sends for so long; then comes the strike, in the midst of it. Without one it ends when all is sent.

        Four strikes in five wait for an answer first, however slow the machine is; the fifth may come at any moment.
        """
        self.stop.clear()
        threads = [threading.Thread(target=self._phone, args=(outbox,)) for outbox in self.outboxes]
        for thread in threads:
            thread.start()
        if strike:
            if self.random.random() < 0.8:
                self._wait_for_an_answer(threads)
            time.sleep(seconds)
            strike()
        else:
            end = time.monotonic() + seconds
            while time.monotonic() < end and any(thread.is_alive() for thread in threads):
                time.sleep(0.05)
        self.stop.set()
        for thread in threads:
            thread.join()

    def _wait_for_an_answer(self, threads: list[threading.Thread]) -> None:
        known = len(self.acknowledged)
        while len(self.acknowledged) == known and any(thread.is_alive() for thread in threads):
            time.sleep(0.01)

    def _phone(self, outbox: list[Sheet]) -> None:
        while outbox and not self.stop.is_set():
            self._send(outbox[0], outbox)
            known = list(self.acknowledged.values())
            if known and self.random.random() < 0.1:
                self._send(self.random.choice(known[-200:]), None)

    def _send(self, sheet: Sheet, outbox: list[Sheet] | None) -> None:
        self.sent[sheet.key] = sheet
        body = {**sheet.body, "sent_at": datetime.now(UTC).isoformat()}
        try:
            status, raw = self.server.request("PUT", f"/api/v1/attempts/{sheet.key}", body)
            answer = json.loads(raw)
        except (OSError, http.client.HTTPException, ValueError):
            self.answers["no answer"] += 1
            self.unanswered.add(sheet.key)
            time.sleep(0.02)
            return
        kind = "replay " if outbox is None else ""
        self.answers[f"{kind}{status}"] += 1
        is_stored = status in (200, 201) and (answer["key"], answer["sha256"]) == (sheet.key, sheet.sha256)
        if is_stored and outbox is not None:
            self.acknowledged[sheet.key] = outbox.pop(0)
            if status == 200 and sheet.key in self.unanswered:
                self.recovered.add(sheet.key)
        elif not is_stored:
            time.sleep(0.05)

    def copies(self, sheet: Sheet, count: int) -> Counter[int]:
        """Sends one attempt so many times at once; returns how often each status was the answer."""
        self.sent[sheet.key] = self.acknowledged[sheet.key] = sheet
        gate, statuses = threading.Barrier(count), Counter[int]()

        def send() -> None:
            gate.wait()
            statuses[self.server.request("PUT", f"/api/v1/attempts/{sheet.key}", sheet.body)[0]] += 1

        threads = [threading.Thread(target=send) for _ in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return statuses

    def tamper(self, count: int) -> int:
        """Sends other answers under acknowledged keys; returns how many were not refused."""
        taken = 0
        for sheet in self.random.sample(list(self.acknowledged.values()), min(count, len(self.acknowledged))):
            body = {**sheet.body, "answers": dict.fromkeys(sheet.body["answers"], "unsure")}
            status, _ = self.server.request("PUT", f"/api/v1/attempts/{sheet.key}", body)
            self.answers[f"tampered {status}"] += 1
            taken += status != 409
        return taken
