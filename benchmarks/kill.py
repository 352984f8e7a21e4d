"""Is what was acknowledged still there after SIGKILL?

    python -m benchmarks.kill [--kills 25] [--phones 8] [--twin] [--seconds 0.1 0.8]

Starts `navigator serve` on a test instance of its own. Phones send attempts, each under a key that it made, and send
again under the same key until they are told "stored" with their own hash. The server's whole process group is killed
in the midst of it, again and again. In the end the database is read as a file:

    lost     acknowledged and not there                     doubled  there more than once
    torn     there, and not what was sent                   unsent   never acknowledged, though the server is up
    changed  another body under an acknowledged key was not refused, or changed what was stored
    copies   64 copies of one attempt at once: the answers by status; one is 201, the rest are 200

`--twin` puts a server in front that answers before it commits: the harness must say FAIL. SIGKILL leaves the page
cache to the system, so this proves that an answer comes after the commit and that a retry is safe; that a commit
survives a power cut rests on the settings that `navigator doctor` checks.
"""

import argparse
import http.client
import json
import sys
import tempfile
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.server import Server, free_port, navigator
from benchmarks.stored_attempts import sha256_of, stored_attempts

SECONDS_TO_DRAIN = 60
COPIES = 64
"""of one attempt, sent at once"""


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

    def run(self, seconds: float, *, kill: bool) -> None:
        """Sends for so long, while the server dies."""
        self.stop.clear()
        threads = [threading.Thread(target=self._phone, args=(outbox,)) for outbox in self.outboxes]
        for thread in threads:
            thread.start()
        if kill:
            time.sleep(seconds)
            self.server.kill()
        else:
            end = time.monotonic() + seconds
            while time.monotonic() < end and any(thread.is_alive() for thread in threads):
                time.sleep(0.05)
        self.stop.set()
        for thread in threads:
            thread.join()

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


def verdict(
    phones: Phones, server: Server, data: Path, *, kills: int, changed: int, copies: Counter[int]
) -> dict[str, Any]:
    held = stored_attempts(data)
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
        "copies": {str(status): count for status, count in sorted(copies.items())},
        "unanswered_under_a_kill": len(phones.unanswered),
        "of_those_stored_before": len(phones.recovered),
        "boot_seconds": {
            "median": round(sorted(server.boots)[len(server.boots) // 2], 2),
            "worst": round(max(server.boots), 2),
        },
        "answers": dict(sorted(phones.answers.items())),
    }
    is_bad = any(counts[name] for name in ("lost", "doubled", "torn", "unknown", "unsent", "changed"))
    is_bad |= copies != Counter({201: 1, 200: COPIES - 1})
    counts["verdict"] = "FAIL" if is_bad or not phones.acknowledged else "PASS"
    return counts


def trial(
    folder: Path, *, kills: int, phones: int, learners: int, seconds: tuple[float, float], is_twin: bool, seed: int = 1
) -> dict[str, Any]:
    """Runs one whole trial on a new instance in this folder."""
    random = Random(seed)
    navigator("init", "--test-instance", "--data", str(folder))
    people = json.loads(
        navigator("seed", "--learners", str(learners), "--cohorts", "4", "--seed", str(seed), "--data", str(folder))
    )
    server = Server(folder, free_port(), is_twin)
    *outbox, last = sheets(people, random)
    crowd = Phones(server, outbox, phones, random)
    try:
        for _ in range(kills):
            server.start()
            crowd.run(random.uniform(*seconds), kill=True)
        # The last start: what was begun is brought to its end, nothing new is sent.
        for outbox in crowd.outboxes:
            outbox[:] = [sheet for sheet in outbox if sheet.key in crowd.sent]
        server.start()
        crowd.run(SECONDS_TO_DRAIN, kill=False)
        changed = crowd.tamper(20)
        copies = crowd.copies(last, COPIES)
        server.kill()
        server.start()
    finally:
        server.kill()
    return verdict(crowd, server, folder, kills=kills, changed=changed, copies=copies)


def main() -> int:
    parser = argparse.ArgumentParser(description="Is what was acknowledged still there after SIGKILL?")
    parser.add_argument("--kills", type=int, default=25)
    parser.add_argument("--phones", type=int, default=8)
    parser.add_argument("--learners", type=int, default=3000)
    parser.add_argument("--seconds", type=float, nargs=2, default=(0.1, 0.8), help="from a start to its kill")
    parser.add_argument("--twin", action="store_true", help="a server that answers before it commits: must FAIL")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        result = trial(
            Path(folder),
            kills=args.kills,
            phones=args.phones,
            learners=args.learners,
            seconds=tuple(args.seconds),
            is_twin=args.twin,
        )
    print(json.dumps(result, indent=1))
    return 0 if result["verdict"] == "PASS" else 1


if __name__ == "__main__":
    sys.exit(main())
