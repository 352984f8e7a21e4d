"""A sheet typed in a second time, without a look at the first: where the two differ, somebody looks at the paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.services.cohorts import note
from app.services.facilitator import paper
from app.services.facilitator.paper import Paper
from app.services.intake import Code
from app.services.submission import Source
from app.services.waves import Wave
from app.store import Session
from app.store.people.learner import Learner
from app.store.programmes import cohorts
from assessments import Answer


@dataclass(frozen=True)
class Entry:
    """An Entry is what was typed in from one sheet: the answer to each item, the point of each statement."""

    answers: Mapping[str, Answer | None]
    points: Mapping[str, int | None]

    @classmethod
    def stored(cls, sheet: Paper) -> "Entry":
        """Returns what is stored of a sheet, a blank where it holds nothing."""
        answers = {item: sheet.answers.get(item) for item in sheet.items}
        return cls(answers, {statement: sheet.points.get(statement) for statement in sheet.statements})

    def differing(self, other: "Entry") -> tuple[str, ...]:
        """Returns the ids of the items and statements in which two entries of one sheet differ, as on the sheet."""
        items = [item for item, answer in self.answers.items() if answer != other.answers[item]]
        return (*items, *(it for it, point in self.points.items() if point != other.points[it]))

    def with_those_of(self, other: "Entry", names: frozenset[str]) -> "Entry":
        """Returns this entry with the answers and points of another one for the named items and statements."""
        return Entry(
            {it: (other if it in names else self).answers[it] for it in self.answers},
            {it: (other if it in names else self).points[it] for it in self.points},
        )


def settle(
    session: Session,
    cohort: cohorts.Cohort,
    learner: Learner,
    wave: Wave,
    *,
    second: Entry,
    chosen: frozenset[str],
    source: Source,
    now: datetime,
) -> Code:
    """Settles a sheet that was typed in twice; writes an audit entry with how many answers differed, and none of them.

    second: the second entry. chosen: ids of items and statements for which that one is right; the others stay as they
    are stored. Returns what became of the correction, Code.ALREADY without one. Raises ValueError if nothing was typed
    in first.
    """
    sheet = paper.paper_of(session, learner.learner_id, wave)
    if not sheet.is_typed or sheet.sat_on is None or source.by is None:
        raise ValueError("there is no first entry to compare with")
    first = Entry.stored(sheet)
    count = len(first.differing(second))
    subject = f"learner {learner.handle}"
    note(
        session, "attempt.check_twice", cohort, by=source.by, now=now, subject=subject, wave=wave.value, differed=count
    )
    right = first.with_those_of(second, chosen)
    if right == first:
        return Code.ALREADY
    return paper.type_in(
        session,
        cohort,
        learner.learner_id,
        wave,
        answers=right.answers,
        points=right.points,
        sat_on=sheet.sat_on,
        source=source,
        now=now,
    )
