"""How the small things to do at the ends of pieces worked out in settled cohorts: counts, without a learner."""

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.figures.selection import Filters, settled
from app.store.tables import DeedTally, Lesson, Settlement


def list_by_cohort(session: Session, filters: Filters) -> Mapping[tuple[int, str], Mapping[str, int]]:
    """Returns how often each answer was given in the settled cohorts that the filters choose, by cohort and piece id.

    Filters by sex, age band, language or channel are not applied: nobody knows who answered.
    """
    query = (
        settled(select(Settlement.cohort_id, Lesson.lesson_id, DeedTally.answer, DeedTally.count), filters)
        .join(DeedTally, DeedTally.cohort_id == Settlement.cohort_id)
        .join(Lesson, Lesson.lesson_number == DeedTally.lesson_number)
    )
    counts: dict[tuple[int, str], dict[str, int]] = defaultdict(dict)
    for row in session.execute(query):
        counts[row[0], row[1]][row[2]] = row[3]
    return counts
