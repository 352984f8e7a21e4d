"""Who had both tests until a second person said yes to a sheet that does not count, such as one of blanks alone."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.answers import attempts
from app.store.answers.attempt import Attempt, Bar
from app.store.answers.counting import is_sound
from app.store.tables import Learner, ScorePair
from courses import PAIR

ROW = tables.Attempt


def list_lost(session: Session, cohort_id: int, instrument_id: int) -> list[int]:
    """Lists the ids of learners of a cohort who would have both tests on an instrument but for such a sheet.

    The cohort is the one where they count, else where they are. Where nobody has such a sheet it is one query.
    """
    is_theirs = and_(ScorePair.learner_id == ROW.learner_id, ScorePair.instrument_id == ROW.instrument_id)
    query = (
        select(ROW.learner_id)
        .join(Learner, Learner.learner_id == ROW.learner_id)
        .outerjoin(ScorePair, is_theirs)
        .where(ROW.instrument_id == instrument_id, ROW.wave.in_(PAIR))
        .where(ROW.is_confirmed, ROW.bar.is_(None), ~ROW.is_counted)
        .where(func.coalesce(ScorePair.cohort_id, Learner.cohort_id) == cohort_id)
        .where(or_(ScorePair.pre.is_(None), ScorePair.post.is_(None)))
    )
    candidates = sorted(set(session.scalars(query)))
    sat = attempts.list_attempts_of(session, candidates) if candidates else {}
    return [it for it in candidates if has_lost([one for one in sat[it] if one.instrument_id == instrument_id])]


def has_lost(sat: Sequence[Attempt]) -> bool:
    """Returns whether a learner who has not both tests would have them but for a sheet with a second person's yes.

    sat: their attempts on one instrument, the first received first.
    """
    by_wave = [[it for it in sat if it.wave == wave and it.received_at is not None] for wave in PAIR]
    return any(map(_is_lost, by_wave)) and all(_is_lost(of) or any(it.is_counted for it in of) for of in by_wave)


def _is_lost(of_wave: Sequence[Attempt]) -> bool:
    """Whether the version counted that stood before anybody was asked, and the one that stands now does not."""
    if not any(it.bar is None and it.is_confirmed and not it.is_counted for it in of_wave):
        return False
    before = [it for it in of_wave if it.bar == Bar.CORRECTED and not it.is_confirmed]
    return bool(before) and is_sound(before[-1])
