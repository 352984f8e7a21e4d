"""Pilot cohorts: which tests are tried out, and what those who have settled answered."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, true
from sqlalchemy.orm import Session

from analytics.counts.ledger import PILOT, TOTAL
from analytics.counts.tally import Tally
from app.store.figures.selection import Scope
from app.store.steps import COURSE
from app.store.tables import Cell, Cohort, CohortTally, CourseRelease, Instrument


@dataclass(frozen=True)
class Trial:
    """A Trial is one test of a course that pilot cohorts try out. structure: digest of the instrument.

    released_at: when a release with it was made last. settled, unsettled: numbers of pilot cohorts.
    """

    slug: str
    structure: str
    released_at: datetime
    settled: int
    unsettled: int


def list_trials(session: Session, scope: Scope, slug: str | None = None) -> list[Trial]:
    """Lists the tests that pilot cohorts of the scope's programmes try out, by course, the newest first.

    slug: of one course alone. A scope's partners are not applied.
    """
    is_settled = case((CohortTally.is_settled, 1), else_=0)
    newest = func.max(CourseRelease.released_at)
    query = (
        select(
            CourseRelease.slug, CourseRelease.structure_digest, newest, func.sum(is_settled), func.sum(1 - is_settled)
        )
        .join(Cohort, Cohort.course_release_id == CourseRelease.course_release_id)
        .outerjoin(CohortTally, CohortTally.cohort_id == Cohort.cohort_id)
        .where(Cohort.is_pilot, true() if scope.is_whole else Cohort.programme_id.in_(scope.programme_ids))
        .group_by(CourseRelease.slug, CourseRelease.structure_digest)
        .order_by(CourseRelease.slug, newest.desc(), CourseRelease.structure_digest)
    )
    if slug is not None:
        query = query.where(CourseRelease.slug == slug)
    rows: Any = session.execute(query)
    return [Trial(*row) for row in rows]


def tallies_of(session: Session, scope: Scope, structures: Collection[str]) -> dict[str, Tally]:
    """Returns what the settled pilot cohorts of the scope's programmes scored and answered, by structure.

    The rows of cohorts are left out. Structures are never added up; one that no pilot settled with is absent. A scope's
    partners are not applied.
    """
    query = (
        select(Instrument.structure_digest, Cell.scores, Cell.answers)
        .join(Instrument, Instrument.instrument_id == Cell.instrument_id)
        .where(
            Cell.standing == PILOT,
            Cell.split == TOTAL,
            Cell.step == COURSE,
            Instrument.structure_digest.in_(structures),
            true() if scope.is_whole else Cell.programme_id.in_(scope.programme_ids),
        )
    )
    tallies: dict[str, list[Tally]] = defaultdict(list)
    for structure, *packed in session.execute(query):
        tallies[structure].append(Tally.unpacked(*packed, has_cohorts=False))
    return {structure: Tally.together(several) for structure, several in tallies.items()}
