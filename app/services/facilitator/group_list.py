"""The lines of a list of groups: how far each is, and how many of its learners are where."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from app.services.facilitator.board import Stage, stage_of
from app.services.waves import schedules_of
from app.store import Session
from app.store.answers import extensions, headcounts
from app.store.programmes import cohorts


@dataclass(frozen=True)
class Entry:
    """An Entry is one cohort in a list, with its stage and counts of its learners."""

    cohort: cohorts.Cohort
    stage: Stage
    progress: headcounts.Progress
    in_extra_time: Mapping[str, int] = field(default_factory=dict)
    """by wave: who has not sent a test and may still sit it when it has closed for the others"""


def entries(session: Session, cohort_list: Sequence[cohorts.Cohort], now: datetime) -> list[Entry]:
    """Returns these cohorts with their stage and counts, in the same order. The number of queries does not grow."""
    schedules = schedules_of(session, cohort_list)
    progress = headcounts.count_waves(session, schedules)
    extended = [of for of, it in schedules.items() if any(it[wave].has_extra_time(now) for wave in it.windows)]
    extra = extensions.count_running(session, extended, now) if extended else {}
    return [
        Entry(it, stage_of(it, schedules[it.cohort_id], now), progress[it.cohort_id], extra.get(it.cohort_id, {}))
        for it in cohort_list
    ]
