"""Learners with both tests, read as columns: all that is counted of what they answered comes from here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from analytics.counts.learners import ABSENT, BLANK, HIGHEST, LOWEST, Column, Learners, Sheet
from analytics.counts.learners import UNSURE as NOT_SURE
from analytics.counts.tally import stratum_code
from app.store.figures import Filters, Key, column, conditions, joined, of_structure
from app.store.tables import Attempt, LessonProgress, Response, ScorePair, StatementAnswer, Window
from assessments import FORMS, UNSURE, Instrument, structure_digest

PIECE = 5_000
"""Learners read at once, so that memory does not grow with their number."""
NOT_SAT = -1


def sheet_of(instrument: Instrument) -> Sheet:
    """Items, options and keys of its two forms."""
    items = instrument.items
    return Sheet(
        tuple(item.id for item in items),
        tuple(tuple(item.form(form).options for item in items) for form in FORMS),
        tuple(tuple(item.form(form).key for item in items) for form in FORMS),
    )


def stream(
    session: Session,
    filters: Filters,
    instrument: Instrument,
    by: Sequence[str] = (),
    *,
    cohort_id: int | None = None,
    with_answers: bool = False,
) -> Iterator[tuple[list[Key], Learners]]:
    """Those of one instrument with both tests, in pieces: the values of `by` of each learner, and the columns.

    The stratum of a cohort is its region. A lesson that a phone told of later than it was read counts from when it was
    told. with_answers: of the items too, which takes longest.
    """
    first, second, third = aliased(Attempt), aliased(Attempt), aliased(ScorePair)
    keys = [column(ScorePair, name) for name in by]
    lessons = (
        select(func.count())
        .where(LessonProgress.learner_id == ScorePair.learner_id, LessonProgress.done_at <= second.finished_at)
        .correlate(ScorePair, second)
        .scalar_subquery()
    )
    is_third = and_(
        third.learner_id == ScorePair.learner_id,
        third.structure_digest == ScorePair.structure_digest,
        third.wave_pair == "pre-follow_up",
    )
    is_over = and_(Window.cohort_id == ScorePair.cohort_id, Window.wave == "follow_up", Window.closed_at.is_not(None))
    query = (
        select(
            *(*keys, first.attempt_id, second.attempt_id, ScorePair.cohort_id, ScorePair.region_code),
            *(ScorePair.form_order, ScorePair.pre, ScorePair.post, third.post, Window.closed_at, lessons),
        )
        .select_from(ScorePair)
        .join(first, _is_sitting_of(first, "pre"))
        .join(second, _is_sitting_of(second, "post"))
        .outerjoin(third, is_third)
        .outerjoin(Window, is_over)
        .where(*conditions(ScorePair, of_structure(filters, structure_digest(instrument))))
        .order_by(ScorePair.cohort_id, ScorePair.learner_id)
    )
    if cohort_id is not None:
        query = query.where(ScorePair.cohort_id == cohort_id)
    sheet = sheet_of(instrument)
    rows = session.execute(joined(query, ScorePair, by).execution_options(yield_per=PIECE))
    for piece in rows.partitions():
        *values, pre_ids, post_ids, cohorts, regions, orders, pre, post, follow_up, over, done = zip(
            *piece, strict=True
        )
        places = {attempt: (row, wave) for wave, of in enumerate((pre_ids, post_ids)) for row, attempt in enumerate(of)}
        points = _points(session, instrument, places, len(piece))
        yield (
            list(zip(*values, strict=True)) if by else [()] * len(piece),
            Learners(
                sheet,
                cohort=np.array(cohorts),
                stratum=np.array([stratum_code(region) for region in regions]),
                pre=np.array(pre),
                post=np.array(post),
                forms=np.array([[FORMS.index(form) for form in order] for order in orders]),
                follow_up=np.array([NOT_SAT if score is None else score for score in follow_up]),
                is_follow_up_over=np.array([closed_at is not None for closed_at in over]),
                lessons=np.array(done),
                answers=_answers(session, sheet, places, len(piece)) if with_answers else None,
                said={one.id: points[one.id] for one in instrument.statements},
                reactions={one.id: points[one.id][:, 1] for one in instrument.reactions},
            ),
        )


def count_pairs(session: Session, filters: Filters) -> int:
    """Learners with both tests."""
    return session.scalar(select(func.count()).select_from(ScorePair).where(*conditions(ScorePair, filters))) or 0


def has_first_closed(session: Session, filters: Filters, by: datetime) -> bool:
    """Whether the second test of a cohort among these had closed by this moment, were it only for a while."""
    query = (
        select(Window.cohort_id)
        .join(ScorePair, ScorePair.cohort_id == Window.cohort_id)
        .where(*conditions(ScorePair, filters), Window.wave == "post", Window.first_closed_at <= by)
    )
    return session.scalar(query.limit(1)) is not None


def _answers(session: Session, sheet: Sheet, places: dict[int, tuple[int, int]], learners: int) -> Column:
    """places: row and wave of each attempt."""
    coded: dict[tuple[str, str], dict[str | None, int]] = {
        (form, item): {None: BLANK, UNSURE: NOT_SURE, **{option: place for place, option in enumerate(options)}}
        for form, of_form in zip(FORMS, sheet.options, strict=True)
        for item, options in zip(sheet.items, of_form, strict=True)
    }
    items = {item: place for place, item in enumerate(sheet.items)}
    found = np.full((learners, 2, len(items)), ABSENT, dtype=np.uint8)
    query = (
        select(Attempt.attempt_id, Attempt.form, Response.item_id, Response.option_id)
        .join(Response, Response.attempt_id == Attempt.attempt_id)
        .where(Attempt.attempt_id.in_(places))
    )
    for attempt, form, item, option in session.execute(query):
        found[*places[attempt], items[item]] = coded[form, item][option]
    return found


def _points(
    session: Session, instrument: Instrument, places: dict[int, tuple[int, int]], learners: int
) -> dict[str, Column]:
    """By statement and reaction, before and after; those of a statement to be disagreed with are turned round."""
    found = {asked: np.zeros((learners, 2), dtype=np.int64) for asked in instrument.beside(with_reactions=True)}
    query = select(StatementAnswer.attempt_id, StatementAnswer.statement_id, StatementAnswer.value).where(
        StatementAnswer.attempt_id.in_(places)
    )
    for attempt, asked, point in session.execute(query):
        if asked in found:
            found[asked][places[attempt]] = point or 0
    for statement in instrument.statements:
        if statement.reversed:
            points = found[statement.id]
            found[statement.id] = np.where(points > 0, LOWEST + HIGHEST - points, 0)
    return found


def _is_sitting_of(attempt: Any, wave: str) -> ColumnElement[bool]:
    """The attempt that counts for the pair's learner on this wave."""
    of: type[Attempt] = attempt
    return and_(
        of.learner_id == ScorePair.learner_id,
        of.structure_digest == ScorePair.structure_digest,
        of.counted_wave == wave,
    )
