"""All that is held on one learner, for them to have: every row of the database, but for keys and what is not shown yet.

Until the group's answers are shown nothing tells what was answered, since that would tell the score too: to a
facilitator who makes a new card and comes in with it, and to invented learners who work the key out. For the same
reason what somebody said of themselves before their present card was made is written out by an administrator alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.services.card_tries import card_bucket, phones_of
from app.services.cohorts import note
from app.services.waves import schedule_of
from app.store import Session
from app.store.people import enrolment
from app.store.people import held as rows
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort

KEY = "a key or its hash: not written out"
NOT_YET = "written out when the answers of the group are shown"
OF_BEFORE = "from before the present card: an administrator writes it out"
KEYS = frozenset({"before", "code_hash", "pin_hash", "join_key", "token_hash", "sealed", "seal", "seed"})
"""Columns that open something, or are of no use to anybody else."""
TELLING = {
    "attempt": frozenset({"answers", "seconds", "score", "answered_count", "unsure_count", "content_sha256"}),
    "score_pair": frozenset({"early", "pre", "post", "follow_up"}),
    "refused_attempt": frozenset({"content_sha256"}),
}
"""Columns that tell the score."""
OWN_WORDS = {"attempt": frozenset({"points"}), "refused_attempt": frozenset({"body"})}
"""What learners say of themselves, which no other page shows; what was refused may hold it."""


@dataclass(frozen=True)
class Held:
    """A Held is everything stored about one learner: rows (value by column) by table, as of `made_at`."""

    made_at: datetime
    tables: Mapping[str, Sequence[Mapping[str, Any]]]

    @property
    def json(self) -> str:
        """Returns all of it as JSON text, for a file."""
        return json.dumps({"made_at": self.made_at, **self.tables}, default=_plain, ensure_ascii=False, indent=1)


def held_on(session: Session, learner_id: int, now: datetime, *, card_made_at: datetime | None = None) -> Held | None:
    """Returns everything that is stored about a learner; None if there is no such learner.

    Keys and hashes, and what would tell the score before the reveal, are replaced by a text that says why.

    card_made_at: when the learner's card was replaced, if they ask with that card: what they said about themselves
    before is left out in the same way. None if it is their first card, or an administrator asks.
    """
    home = enrolment.home_of(session, learner_id)
    if home is None:
        return None
    subject = f"learner {home.learner.handle}"
    stored = {
        **rows.rows_of(session, learner_id),
        "audit": rows.acts_on(session, home.cohort.cohort_id, subject),
        "wrong_try": rows.wrong_tries_at(session, card_bucket(learner_id), phones_of(learner_id)),
    }
    is_revealed = schedule_of(session, home.cohort).is_revealed(now)
    tables = {
        name: [_row(name, row, is_revealed=is_revealed, card_made_at=card_made_at) for row in those]
        for name, those in stored.items()
    }
    return Held(now, tables)


def write_out(session: Session, cohort: Cohort, learner: Learner, *, by: int | None, now: datetime) -> Held | None:
    """Returns everything that is stored about a learner for a member of staff, at the learner's wish.

    Writes an audit entry. Returns None, and writes none, if there is no such learner.
    """
    everything = held_on(session, learner.learner_id, now)
    if everything is not None:
        note(session, "learner.export", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return everything


def _row(table: str, row: Mapping[str, Any], *, is_revealed: bool, card_made_at: datetime | None) -> dict[str, Any]:
    not_yet = frozenset() if is_revealed else TELLING.get(table, frozenset()) | OWN_WORDS.get(table, frozenset())
    moment = row.get("received_at") or row.get("started_at")
    is_of_before = card_made_at is not None and moment is not None and moment < card_made_at
    of_before = OWN_WORDS.get(table, frozenset()) if is_of_before else frozenset()
    shown: dict[str, Any] = {}
    for name, value in row.items():
        reason = KEY if name in KEYS else NOT_YET if name in not_yet else OF_BEFORE if name in of_before else None
        shown[name] = reason if reason is not None and value is not None else value
    return shown


def _plain(value: Any) -> str:
    """What JSON has no word for: days and moments."""
    return str(value.isoformat())
