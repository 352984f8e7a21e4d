"""What a group's page says of people beside its learners: who was taken out, came, went, or leads it too."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from app.services.facilitator import removing
from app.services.facilitator.seconds import last_day
from app.store.people import membership
from app.store.people.membership import Kind, Line
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.reason_words import OF_LEARNERS
from app.web.transaction import reading


@dataclass(frozen=True)
class Second:
    """A Second is somebody who leads a group now beside its leader. until: the last day; None: for good."""

    name: str
    until: date | None
    is_disabled: bool


@dataclass(frozen=True)
class Beside:
    """A Beside is what a group's page says of people beside its learners."""

    out_count: int
    """taken out, in all"""
    reasons: list[tuple[str, int]]
    """of those who had sent a test: why, and how many"""
    back: list[int]
    """numbers that can still be put back"""
    came: list[Line]
    went: list[Line]
    seconds: list[Second]

    @property
    def tested_count(self) -> int:
        """Returns how many of those taken out had sent a test."""
        return sum(count for _, count in self.reasons)


def beside(cohort: Cohort) -> Beside:
    lines: dict[Kind, list[Line]] = {kind: [] for kind in Kind}
    for line in membership.list_lines(reading(), cohort.cohort_id):
        lines[line.kind].append(line)
    out = lines[Kind.OUT]
    reasons = Counter(line.words for line in out if line.words)
    return Beside(
        out_count=len(out),
        reasons=[(str(label), reasons[reason]) for reason, label in OF_LEARNERS.items() if reasons[reason]],
        back=[line.handle for line in out if line.handle and line.at and removing.may_put_back(line.at, now())],
        came=lines[Kind.CAME],
        went=lines[Kind.WENT],
        seconds=[
            Second(str(line.words), last_day(cohort, line.at) if line.at else None, line.kind is not Kind.SECOND)
            for line in (*lines[Kind.SECOND], *lines[Kind.DISABLED_SECOND])
            if line.at is None or line.at > now()
        ],
    )
