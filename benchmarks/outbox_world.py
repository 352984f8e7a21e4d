"""What a server must hold and answer, as a model of a few lines, beside the server itself."""

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from benchmarks.server import Server
from benchmarks.stored_attempts import sha256_of, stored_attempts


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

    def rows(self) -> dict[str, tuple[str, dict[str, str | list[str] | None], bool]]:
        """Reads every received attempt from the file.

        Hash, answers and whether it counts; read by SQLite itself, not by our code.
        """
        held = stored_attempts(self.server.place)
        by_key = {
            it.key: (it.sha256, {item: option for item, (option, _) in it.answers.items()}, it.is_counted)
            for it in held
        }
        assert len(by_key) == len(held), "an attempt is there twice"
        doubled = "SELECT 1 FROM attempt WHERE is_counted GROUP BY learner_id, wave HAVING count(*) > 1"
        assert not self.server.place.rows(doubled), "two attempts of one wave count"
        return by_key

    def check(self) -> None:
        rows = self.rows()
        assert set(rows) == set(self.stored), f"not as sent: {set(rows) ^ set(self.stored)}"
        for key, sheet in self.stored.items():
            sha256, answers, _ = rows[key]
            assert (sha256, answers) == (sheet.sha256, sheet.content["answers"]), f"{key} is torn"
