"""What is stored of learners as the columns that are counted: scores and codes as numbers, bytes as arrays."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from sqlalchemy.orm import Session

from analytics.counts.learners import HIGHEST, LOWEST, Column, Learners, Sheet
from analytics.counts.tally import stratum_code
from app.store.answers.numbers import numbers
from app.store.tables import Statement
from assessments import FORMS, Instrument

NOT_SAT = -1
POINT = np.dtype([("asked", "<u2"), ("point", "u1")])
"""As `sheets.points` writes them."""


def sheet_of(instrument: Instrument) -> Sheet:
    """Returns an instrument's item ids, with the options and the key of each item in both forms, for counting."""
    items = instrument.items
    return Sheet(
        tuple(item.id for item in items),
        tuple(tuple(item.form(form).options for item in items) for form in FORMS),
        tuple(tuple(item.form(form).key for item in items) for form in FORMS),
    )


def learners_of(
    session: Session,
    instrument: Instrument,
    *,
    cohorts: Sequence[int],
    regions: Sequence[str],
    orders: Sequence[str],
    scores: Mapping[str, Sequence[int | None]],
    points: Sequence[Sequence[bytes]],
    answers: Sequence[Sequence[bytes]] | None = None,
    **others: Column,
) -> Learners:
    """Makes a Learners of columns of equal length, with one entry for each learner.

    cohorts: ids. regions: codes, by which cohorts are grouped into strata. orders: the form of the pre-test, then of
    the post-test, as AB. scores: by wave; None for a test not sat. points, answers: packed sheets of the pre-tests,
    then of the post-tests, as `sheets` writes them; answers None: left out. others: further columns of Learners.
    """
    by_id = _points_of(session, instrument, points)
    return Learners(
        sheet_of(instrument),
        cohort=whole(cohorts),
        stratum=whole(map(stratum_code, regions)),
        forms=whole(FORMS.index(form) for order in orders for form in order).reshape(-1, 2),
        **{wave: whole(NOT_SAT if score is None else score for score in of) for wave, of in scores.items()},
        answers=None if answers is None else _answers_of(answers, len(instrument.items)),
        statements={one.id: by_id[one.id] for one in instrument.statements},
        reactions={one.id: by_id[one.id][:, 1] for one in instrument.reactions},
        **others,
    )


def whole(values: Iterable[int]) -> Column:
    """Returns whole numbers as an array of int64, even if there are none."""
    return np.fromiter(values, dtype=np.int64)


def flags(values: Iterable[bool]) -> Column:
    """Returns truth values as an array of bool."""
    return np.fromiter(values, dtype=bool)


def _answers_of(waves: Sequence[Sequence[bytes]], items: int) -> Column:
    """Shape (learners, 2, items): the bytes of the sheets mean what the column's numbers do."""
    of_waves = [np.frombuffer(b"".join(sheets), dtype=np.uint8).reshape(-1, items) for sheets in waves]
    return np.stack(of_waves, axis=1)


def _points_of(session: Session, instrument: Instrument, waves: Sequence[Sequence[bytes]]) -> dict[str, Column]:
    """By statement and reaction, before and after; those of a statement to be disagreed with are turned round."""
    number_of = numbers(session, Statement)
    names = instrument.beside(with_reactions=True)
    by_id = {name: np.zeros((len(waves[0]), 2), dtype=np.int64) for name in names}
    for wave, sheets in enumerate(waves):
        triples = np.frombuffer(b"".join(sheets), dtype=POINT)
        rows = np.repeat(np.arange(len(sheets)), [len(of) // POINT.itemsize for of in sheets])
        for name in set(names).intersection(number_of):
            is_it = triples["asked"] == number_of[name]
            by_id[name][rows[is_it], wave] = triples["point"][is_it]
    for statement in instrument.statements:
        if statement.reversed:
            points = by_id[statement.id]
            by_id[statement.id] = np.where(points > 0, LOWEST + HIGHEST - points, 0)
    return by_id
