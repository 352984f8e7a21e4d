"""Whose scores are frozen: a cohort has settled with them in it, and they count there and nowhere else."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Select, bindparam, case, delete, distinct, exists, func, select, update
from sqlalchemy.orm import Session, aliased

from app.store import tables
from app.store.answers.attempt import Attempt
from app.store.answers.pair import COLUMNS, Pair
from app.store.steps import COURSE, FOLLOW_UP
from app.store.tables import CohortTally, ScorePair, Settlement
from app.store.values import values_of
from courses import Wave

_ROWS = select(*COLUMNS).join(CohortTally, CohortTally.cohort_id == ScorePair.cohort_id).where(CohortTally.is_settled)
_ROWS_OF = _ROWS.where(ScorePair.learner_id.in_(bindparam("ids", expanding=True)))


def home_of(session: Session, learner_id: int) -> int | None:
    """Returns the id of the settled cohort in which this learner's scores are frozen; None if they are not frozen."""
    query = select(ScorePair.cohort_id).join(CohortTally, CohortTally.cohort_id == ScorePair.cohort_id)
    return session.scalar(query.where(ScorePair.learner_id == learner_id, CohortTally.is_settled).limit(1))


def is_settled(session: Session, cohort_id: int, step: str = COURSE) -> bool:
    """Returns whether this step of the cohort (COURSE, FOLLOW_UP or REVEAL) has a settlement that is current."""
    query = select(Settlement.settlement_id).where(
        Settlement.cohort_id == cohort_id, Settlement.step == step, Settlement.is_current
    )
    return session.scalar(query) is not None


def may_count(session: Session, learner_id: int, cohort_id: int, wave: str) -> bool:
    """Returns whether settling still lets a test of this learner, sat in this cohort, count.

    It does as long as neither the learner's scores are frozen nor the cohort has settled. Once the scores are frozen,
    only a follow-up may count, until it has been counted too.
    """
    home = home_of(session, learner_id)
    if home is None:
        return not is_settled(session, cohort_id)
    return wave == Wave.FOLLOW_UP and not is_settled(session, home, FOLLOW_UP)


def is_over(attempt: type[tables.Attempt]) -> ColumnElement[bool]:
    """Returns the SQL condition that settling keeps an attempt from counting: the opposite of `may_count`."""
    row, tally, step = aliased(ScorePair), aliased(CohortTally), aliased(Settlement)
    is_theirs = row.learner_id == attempt.learner_id
    has_home = exists().where(is_theirs, tally.cohort_id == row.cohort_id, tally.is_settled)
    is_current = (step.step == FOLLOW_UP) & step.is_current
    has_followed = exists().where(is_theirs, step.cohort_id == row.cohort_id, is_current)
    has_settled = exists().where(step.cohort_id == attempt.cohort_id, step.step == COURSE, step.is_current)
    return case((has_home, (attempt.wave != Wave.FOLLOW_UP) | has_followed), else_=has_settled)


def is_frozen(session: Session, attempt: Attempt) -> bool:
    """Returns whether an attempt counts in a settled cohort, so that it can no longer be changed."""
    return attempt.is_counted and not may_count(session, attempt.learner_id, attempt.cohort_id, attempt.wave)


def is_sound(attempt: type[tables.Attempt]) -> ColumnElement[bool]:
    """Returns the SQL condition that nothing keeps an attempt from counting.

    It was sent, is complete, is neither after a lesson nor after the reveal, and as a sheet of paper it stands.
    """
    is_flagged = attempt.is_after_lesson | attempt.is_after_reveal
    return attempt.received_at.is_not(None) & attempt.is_complete & ~is_flagged & attempt.bar.is_(None)


def count_doubtful(session: Session, cohort_ids: Select[int]) -> dict[int, int]:
    """Returns how many learners of each settled cohort might count otherwise if they were counted today, by cohort id.

    Such a learner has a sound test that does not count, or an unsound one that does; all others count as they did.
    cohort_ids: a query for settled cohorts. A cohort without such a learner is absent.
    """
    of = tables.Attempt
    query = (
        select(ScorePair.cohort_id, func.count(distinct(of.learner_id)))
        .join(of, of.learner_id == ScorePair.learner_id)
        .where(ScorePair.cohort_id.in_(cohort_ids), of.received_at.is_not(None))
        .where(of.is_counted != is_sound(of))
        .group_by(ScorePair.cohort_id)
    )
    return dict(session.execute(query).all())


def list_rows(session: Session, which: ColumnElement[bool]) -> dict[int, list[Pair]]:
    """Returns frozen rows of scores by learner id; a learner without any is absent. which: a condition on ScorePair."""
    return _by_learner(values_of(session, _ROWS.where(which), Pair))


def rows_of(session: Session, learner_ids: Sequence[int]) -> dict[int, list[Pair]]:
    """Returns the same of learners by their ids."""
    return _by_learner(values_of(session, _ROWS_OF, Pair, ids=[*learner_ids]))


def _by_learner(pairs: Iterable[Pair]) -> dict[int, list[Pair]]:
    rows: dict[int, list[Pair]] = {}
    for pair in pairs:
        rows.setdefault(pair.learner_id, []).append(pair)
    return rows


def give(session: Session, from_id: int, to_id: int) -> None:
    """Moves the first learner's frozen rows of scores to the second, whose own rows, not frozen, are deleted."""
    unseen = {"synchronize_session": False}
    session.execute(delete(ScorePair).where(ScorePair.learner_id == to_id), execution_options=unseen)
    move = update(ScorePair).where(ScorePair.learner_id == from_id).values(learner_id=to_id)
    session.execute(move, execution_options=unseen)


def count_gone(session: Session, learner_id: int, *, is_merged: bool) -> None:
    """Counts this learner as erased, or as merged if `is_merged`, in each current settlement that has them."""
    column = Settlement.merged_count if is_merged else Settlement.erased_count
    for pair in session.scalars(select(ScorePair).where(ScorePair.learner_id == learner_id)):
        steps = [COURSE] if pair.pre is None or pair.post is None else [COURSE, FOLLOW_UP]
        session.execute(
            update(Settlement)
            .where(
                Settlement.cohort_id == pair.cohort_id,
                Settlement.instrument_id == pair.instrument_id,
                Settlement.step.in_(steps),
                Settlement.is_current,
            )
            .values({column.key: column + 1})
        )
