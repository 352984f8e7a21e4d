"""Learners of settled cohorts, read as columns, to count what no cell tells."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, select
from sqlalchemy.orm import Session, aliased

from analytics.counts.learners import ABSENT, Learners
from analytics.counts.ledger import WAITING
from analytics.counts.tally import REASONS
from app.store.answers.columns import flags, learners_of, whole
from app.store.figures.selection import COHORT_WIDE, Filters, Key, Rows, column, of_structure, settled
from app.store.steps import FOLLOW_UP
from app.store.tables import Attempt, Cohort, ScorePair, Settlement
from app.store.tables import Window as WindowRow
from assessments import Instrument, structure_digest
from courses import PAIR, Wave, Window

PIECE = 2_000
"""Learners read at once, so that memory does not grow with their number."""


def stream(
    session: Session,
    filters: Filters,
    instrument: Instrument,
    by: Sequence[str] = (),
    *,
    with_answers: bool = False,
) -> Iterator[tuple[list[Key], list[str], Learners]]:
    """Yields the learners of the settled cohorts that the filters choose, some at a time, for one instrument.

    Each time: the values of `by` for each learner, the standing of each learner's cohort, and the columns of Learners.
    The stratum of a cohort is its region. A learner with a sheet typed in when the right answers could be seen is left
    out. with_answers: with the answers to items too, which takes longest.
    """
    blank = bytes([ABSENT]) * len(instrument.items)
    query = _of_settled(of_structure(filters, structure_digest(instrument)), by)
    for piece in session.execute(query.execution_options(yield_per=PIECE)).mappings().partitions():
        rows = [row for row in piece if not _is_typed_late(row)]
        if not rows:
            continue
        scores: dict[str, list[Any]] = {wave: [row[wave] for row in rows] for wave in (Wave.EARLY, *PAIR)}
        scores[Wave.FOLLOW_UP] = [row[Wave.FOLLOW_UP] if row["has_followed"] else None for row in rows]
        sheets = [[row[f"answers_{wave}"] or blank for row in rows] for wave in PAIR]
        yield (
            [tuple(row[name] for name in by) for row in rows],
            [row["standing"] for row in rows],
            learners_of(
                session,
                instrument,
                cohorts=[row["cohort_id"] for row in rows],
                regions=[row["region_code"] for row in rows],
                orders=[row["forms"] for row in rows],
                scores=scores,
                points=[[row[f"points_{wave}"] or b"" for row in rows] for wave in PAIR],
                answers=sheets if with_answers else None,
                lessons=whole(row["lessons"] for row in rows),
                peers=whole(-1 if row["peers"] is None else row["peers"] for row in rows),
                is_late=flags(row["is_late"] for row in rows),
                came=whole(row["came"] for row in rows),
                is_extended=flags(row["is_extended"] for row in rows),
                departure=whole(place_of(row["reason"]) for row in rows),
                waits=flags(row["standing"] == WAITING for row in rows),
                is_drawn=flags(row["lottery_ref"] is not None for row in rows),
                is_post_over=flags(True for _ in rows),
                is_follow_up_over=flags(row["has_followed"] for row in rows),
            ),
        )


def _of_settled(filters: Filters, by: Sequence[str]) -> Rows:
    """A row for each learner."""
    sittings = {wave: aliased(Attempt) for wave in PAIR}
    follow_up = aliased(Settlement)
    sheets = [
        getattr(of, name).label(f"{name}_{wave}")
        for wave, of in sittings.items()
        for name in ("points", "answers", "typed_by", "is_confirmed", "received_at")
    ]
    query = settled(
        select(
            *(ScorePair.cohort_id, ScorePair.form_order.label("forms"), ScorePair.lessons),
            *(ScorePair.early, ScorePair.pre, ScorePair.post, ScorePair.follow_up),
            *(Settlement.region_code, Settlement.standing, Cohort.lottery_ref),
            *(WindowRow.first_closed_at, WindowRow.extended_to),
            *(follow_up.settlement_id.is_not(None).label("has_followed"), ScorePair.peers, ScorePair.is_late),
            *(ScorePair.came, *sheets),
            *(ScorePair.is_extended, ScorePair.reason),
            *(column(name).label(name) for name in by),
        ),
        filters,
    )
    query = (
        query.join(
            ScorePair,
            and_(ScorePair.cohort_id == Settlement.cohort_id, ScorePair.instrument_id == Settlement.instrument_id),
        )
        .join(Cohort, Cohort.cohort_id == Settlement.cohort_id)
        .join(WindowRow, and_(WindowRow.cohort_id == Settlement.cohort_id, WindowRow.wave == Wave.POST))
        .outerjoin(
            follow_up,
            and_(follow_up.cohort_id == Settlement.cohort_id, follow_up.step == FOLLOW_UP, follow_up.is_current),
        )
    )
    for wave, of in sittings.items():
        query = query.outerjoin(of, is_sitting_of(of, ScorePair, wave))
    own = [column(name) == value for name, value in filters.chosen.items() if name not in COHORT_WIDE]
    return query.where(*own).order_by(ScorePair.cohort_id, ScorePair.learner_id)


def place_of(reason: str | None) -> int:
    """Returns the place in REASONS of why a learner left; -1 for None, and for what is no reason."""
    return REASONS.index(reason) if reason in REASONS else -1


def _is_typed_late(row: RowMapping) -> bool:
    sheets = [
        (row[f"typed_by_{wave}"] is not None and not row[f"is_confirmed_{wave}"], row[f"received_at_{wave}"])
        for wave in PAIR
    ]
    return is_typed_late(sheets, Window(first_closed_at=row["first_closed_at"], extended_to=row["extended_to"]))


def is_typed_late(sheets: Iterable[tuple[bool, datetime | None]], post_test: Window) -> bool:
    """Returns whether any of these sheets was typed in by one person alone when the right answers could be seen.

    sheets: of each whether it was typed in and no second person said yes, and when it arrived. post_test: when it was
    open.
    """
    return any(is_unconfirmed and post_test.is_after_reveal(received_at) for is_unconfirmed, received_at in sheets)


def is_sitting_of(attempt: Any, pair: type[ScorePair], wave: str) -> ColumnElement[bool]:
    """Returns the SQL condition that an attempt is the one of this wave that counts for a row of scores."""
    of: type[Attempt] = attempt
    return and_(
        of.learner_id == pair.learner_id,
        of.instrument_id == pair.instrument_id,
        of.wave == wave,
        of.is_counted,
    )
