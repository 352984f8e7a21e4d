"""What a check found, for whoever mends it: kinds of faults, their counts, and learners by number in their group."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from app.services.figures.upkeep import Finding
from app.store import Session
from app.store.people.group_numbers import Place, places_of, places_of_attempts

_OF_LEARNER = re.compile(r"learner (\d+)$")
_OF_ATTEMPT = re.compile(r"attempt (\S+)$")
GONE = ("", 0)
"""The place of a row whose learner is not there any more."""


@dataclass
class Verdict:
    """A Verdict is one kind of fault in one table, of however many rows.

    table: "learner", "attempt", "cell" or the like. what: what is wrong with each. mend: what to do. numbers: for rows
    of learners, their numbers by the public id of their group; "" for those whose learner is gone. rows: names of other
    rows, such as "publication 2".
    """

    table: str
    what: str
    mend: str
    count: int = 0
    numbers: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    rows: list[str] = field(default_factory=list)


def verdicts(session: Session, findings: Iterable[Finding]) -> list[Verdict]:
    """Sums findings up by table, fault and how to mend it, in the order in which they came; names no learner."""
    those = list(findings)
    learners = places_of(session, {it for one in those if (it := _learner_of(one)) is not None})
    attempts = places_of_attempts(session, {match[1] for one in those if (match := _OF_ATTEMPT.match(one.where))})
    kinds: dict[tuple[str, str, str], Verdict] = {}
    for one in those:
        table = one.where.split()[0]
        verdict = kinds.setdefault((table, one.what, one.mend), Verdict(table, one.what, one.mend))
        verdict.count += 1
        place = _place_of(one, learners, attempts)
        if place is None:
            verdict.rows.append(one.where)
        elif place[1] not in verdict.numbers[place[0]]:
            verdict.numbers[place[0]].append(place[1])
    return list(kinds.values())


def _learner_of(finding: Finding) -> int | None:
    match = _OF_LEARNER.match(finding.where)
    return int(match[1]) if match else finding.learner_id


def _place_of(finding: Finding, learners: dict[int, Place], attempts: dict[str, Place]) -> Place | None:
    """None for a row that is no learner's."""
    if match := _OF_ATTEMPT.match(finding.where):
        return attempts.get(match[1], GONE)
    learner_id = _learner_of(finding)
    return None if learner_id is None else learners.get(learner_id, GONE)
