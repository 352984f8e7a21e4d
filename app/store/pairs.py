"""Learners with both tests, read as columns: all that is counted of what they answered comes from here."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session, aliased

from analytics.counts.learners import HIGHEST, LOWEST, Column, Learners, Sheet
from analytics.counts.tally import stratum_code
from app.store.figures import Filters, Key, column, conditions, joined, of_structure
from app.store.numbers import numbers
from app.store.tables import Attempt, ScorePair, Statement, WholePair, Window
from assessments import FORMS, Instrument, structure_digest

PIECE = 5_000
"""Learners read at once, so that memory does not grow with their number."""
NOT_SAT = -1
POINT = np.dtype([("asked", "<u2"), ("point", "u1")])
"""As `sheets.points` writes them."""


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
    with_answers: bool = False,
) -> Iterator[tuple[list[Key], Learners]]:
    """Those of one instrument with both tests, in pieces: the values of `by` of each learner, and the columns.

    The stratum of a cohort is its region. A lesson that a phone told of later than it was read counts from when it was
    told. with_answers: of the items too, which takes longest.
    """
    first, second = aliased(Attempt), aliased(Attempt)
    keys = [column(WholePair, name) for name in by]
    answers = (first.answers, second.answers) if with_answers else ()
    is_over = and_(Window.cohort_id == WholePair.cohort_id, Window.wave == "follow_up", Window.closed_at.is_not(None))
    query = (
        select(
            *(WholePair.cohort_id, WholePair.region_code, WholePair.form_order, WholePair.pre, WholePair.post),
            *(WholePair.follow_up, Window.closed_at, WholePair.lessons, first.points, second.points, *answers, *keys),
        )
        .select_from(WholePair)
        .join(first, is_sitting_of(first, WholePair, "pre"))
        .join(second, is_sitting_of(second, WholePair, "post"))
        .outerjoin(Window, is_over)
        .where(*conditions(WholePair, of_structure(filters, structure_digest(instrument))))
        .order_by(WholePair.cohort_id, WholePair.learner_id)
    )
    sheet = sheet_of(instrument)
    rows = session.execute(joined(query, WholePair, by).execution_options(yield_per=PIECE))
    for piece in rows.partitions():
        cohorts, regions, orders, pre, post, follow_up, over, done, *more = zip(*piece, strict=True)
        points = points_of(session, instrument, more[:2])
        values = more[2 + len(answers) :]
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
                answers=answers_of(more[2:4], len(sheet.items)) if with_answers else None,
                said={one.id: points[one.id] for one in instrument.statements},
                reactions={one.id: points[one.id][:, 1] for one in instrument.reactions},
            ),
        )


def count_pairs(session: Session, filters: Filters) -> int:
    """Learners with both tests."""
    return session.scalar(select(func.count()).select_from(WholePair).where(*conditions(WholePair, filters))) or 0


def has_first_closed(session: Session, filters: Filters, by: datetime) -> bool:
    """Whether the second test of a cohort among these had closed by this moment, were it only for a while."""
    query = (
        select(Window.cohort_id)
        .join(WholePair, WholePair.cohort_id == Window.cohort_id)
        .where(*conditions(WholePair, filters), Window.wave == "post", Window.first_closed_at <= by)
    )
    return session.scalar(query.limit(1)) is not None


def answers_of(waves: Sequence[Sequence[bytes]], items: int) -> Column:
    """Shape (learners, 2, items). waves: the sheets before and after; their bytes mean what the columns' numbers do."""
    of_waves = [np.frombuffer(b"".join(sheets), dtype=np.uint8).reshape(-1, items) for sheets in waves]
    return np.stack(of_waves, axis=1)


def points_of(session: Session, instrument: Instrument, waves: Sequence[Sequence[bytes]]) -> dict[str, Column]:
    """By statement and reaction, before and after; those of a statement to be disagreed with are turned round."""
    known = numbers(session, Statement)
    asked = instrument.beside(with_reactions=True)
    found = {name: np.zeros((len(waves[0]), 2), dtype=np.int64) for name in asked}
    for wave, sheets in enumerate(waves):
        said = np.frombuffer(b"".join(sheets), dtype=POINT)
        rows = np.repeat(np.arange(len(sheets)), [len(of) // POINT.itemsize for of in sheets])
        for name in set(asked).intersection(known):
            is_it = said["asked"] == known[name]
            found[name][rows[is_it], wave] = said["point"][is_it]
    for statement in instrument.statements:
        if statement.reversed:
            points = found[statement.id]
            found[statement.id] = np.where(points > 0, LOWEST + HIGHEST - points, 0)
    return found


def is_sitting_of(attempt: Any, pair: type[WholePair] | type[ScorePair], wave: str) -> ColumnElement[bool]:
    """The attempt that counts for the pair's learner on this wave."""
    of: type[Attempt] = attempt
    return and_(
        of.learner_id == pair.learner_id,
        of.instrument_id == pair.instrument_id,
        of.wave == wave,
        of.is_counted,
    )
