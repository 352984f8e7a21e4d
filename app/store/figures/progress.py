"""How many learners are not in the figures yet, since their cohorts have not settled."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, literal, or_, select
from sqlalchemy.orm import Session, aliased

from app.store.figures.selection import Scope, in_scope
from app.store.steps import REVEAL
from app.store.tables import Cohort, CohortTally, Settlement


@dataclass(frozen=True)
class Progress:
    """A Progress counts learners who are not in the figures yet, since their cohorts have not settled.

    cohorts: how many cohorts these are. pre: who has sat the pre-test. paired: who has sat both tests.
    """

    cohorts: int
    enrolled: int
    pre: int
    paired: int


def progress(session: Session, scope: Scope) -> Progress:
    """Counts the learners of the scope's cohorts that have not settled, without pilots and cohorts of nobody.

    A cohort whose learners were all erased after their result was made counts, with no learner.
    """
    sums = (CohortTally.enrolled, CohortTally.pre, CohortTally.paired)
    query = (
        select(func.count(), *(func.coalesce(func.sum(of), 0) for of in sums))
        .select_from(CohortTally)
        .join(Cohort, Cohort.cohort_id == CohortTally.cohort_id)
        .where(
            ~CohortTally.is_settled,
            ~Cohort.is_pilot,
            has_anybody(),
            in_scope(Cohort.programme_id, Cohort.partner_id, scope),
        )
    )
    return Progress(*map(int, session.execute(query).one()))


def has_anybody() -> ColumnElement[bool]:
    """Returns the SQL condition that a cohort of CohortTally has learners, or had when its result was made.

    So one whose learners were all erased after their result was shown is not lost sight of.
    """
    result = aliased(Settlement)
    is_its = (result.cohort_id == CohortTally.cohort_id) & (result.step == REVEAL) & result.is_current
    had = select(literal(1)).where(is_its, result.erased_count > 0).correlate(CohortTally).exists()
    return or_(CohortTally.enrolled > 0, had)
