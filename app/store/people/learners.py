"""Learners: added, looked up, merged, erased."""

from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import delete, literal, select, update
from sqlalchemy.orm import Session

from app.store import instance, tables
from app.store.answers import attempts, counting, frozen, progress, refused, summaries
from app.store.answers.learner_seals import LEARNERS
from app.store.keyed_seals import reseal
from app.store.people import enrolment, erasure_requests, reach
from app.store.people.learner import Learner, learner_of
from app.store.programmes.cohort_seals import COHORTS
from app.store.programmes.cohorts import get_for_change
from app.store.tables import Attendance, Consent, FormerLearner
from app.store.upserts import insert_into
from app.store.values import first_of

ROW = tables.Learner


def get(session: Session, learner_id: int) -> Learner | None:
    return first_of(session, select(ROW).where(ROW.learner_id == learner_id), learner_of)


def by_handle(session: Session, cohort_id: int, handle: int) -> Learner | None:
    """Returns the learner with this number in the cohort; None where nobody has it."""
    return first_of(session, select(ROW).where(ROW.cohort_id == cohort_id, ROW.handle == handle), learner_of)


def is_erased(session: Session, learner_id: int) -> bool:
    """Returns whether nobody has this id (any more), and it was not merged into somebody else's."""
    former = select(FormerLearner.learner_id).where(FormerLearner.former_learner_id == learner_id)
    return get(session, learner_id) is None and session.scalar(former) is None


def lock(session: Session, learner_id: int) -> Learner | None:
    """Returns the learner, locked until the commit; where they were merged, the one they became. None for nobody."""
    query = select(ROW).where(ROW.learner_id == _became(session, learner_id))
    return first_of(session, query.with_for_update().execution_options(populate_existing=True), learner_of)


def lock_to_erase(session: Session, learner_id: int) -> Learner | None:
    """Returns the learner as `lock` does; their cohort, which counts who left, is locked before them."""
    learner = get(session, _became(session, learner_id))
    if learner is not None:
        get_for_change(session, learner.cohort_id)
    return lock(session, learner_id)


def _became(session: Session, learner_id: int) -> int:
    merged = select(FormerLearner.learner_id).where(FormerLearner.former_learner_id == learner_id)
    return session.scalar(merged) or learner_id


def by_join_key(session: Session, join_key: str) -> Learner | None:
    """Returns the learner who joined with this key, which a phone draws once; None where nobody did."""
    return first_of(session, select(ROW).where(ROW.join_key == join_key), learner_of)


def keep_first(
    session: Session,
    *,
    cohort_id: int,
    join_key: str,
    code_hash: str,
    pin_hash: str,
    sex: str,
    age_band: str,
    language: str,
    now: datetime,
    place: enrolment.Place | None = None,
) -> Learner | None:
    """Adds a learner in this place or the cohort's next.

    Returns None, and takes no place, where the join key is known.
    """
    with (
        reseal(session, COHORTS, cohort_id),
        summaries.maintained_for_new(session) as new_ids,
        session.begin_nested() as savepoint,
    ):
        place = place or enrolment.take(session, cohort_id)
        learner_id = session.scalar(
            insert_into(session, ROW)
            .values(
                cohort_id=cohort_id,
                handle=place.handle,
                first_form=place.first_form,
                join_key=join_key,
                code_hash=code_hash,
                pin_hash=instance.keyed_hash(session, pin_hash),
                sex=sex,
                age_band=age_band,
                language=language,
                joined_at=now,
            )
            .on_conflict_do_nothing(index_elements=["join_key"])
            .returning(ROW.learner_id)
        )
        if learner_id is None:
            savepoint.rollback()
            return None
        new_ids.append(learner_id)
    return get(session, learner_id)


def add_consent(session: Session, learner_id: int, *, version: str, language: str, now: datetime) -> None:
    with reseal(session, LEARNERS, learner_id):
        session.add(Consent(learner_id=learner_id, version=version, language=language, given_at=now))


def set_language(session: Session, learner_id: int, language: str) -> None:
    session.execute(update(ROW).where(ROW.learner_id == learner_id).values(language=language))


def erase(session: Session, *learner_ids: int) -> None:
    """Deletes the learners and, by cascade, every answer, lesson, consent and sign-in.

    What has settled counts them still.
    """
    with summaries.maintained(session, *learner_ids), _reseal_cohorts(session, *learner_ids):
        for learner_id in learner_ids:
            frozen.count_gone(session, learner_id, is_merged=False)
        session.execute(delete(ROW).where(ROW.learner_id.in_(learner_ids)))


def list_ids(session: Session, cohort_id: int, limit: int) -> list[int]:
    """Lists the ids of learners of a cohort, no more than so many, the lowest first."""
    query = select(ROW.learner_id).where(ROW.cohort_id == cohort_id).order_by(ROW.learner_id)
    return list(session.scalars(query.limit(limit)))


def merge(session: Session, keep_id: int, drop_id: int) -> None:
    """Makes two learners who are one person one: nothing received is lost, the earliest counts, lessons add up.

    Where both had begun the same test, the draft of the dropped one is set aside. A ticket of the dropped one goes on
    working, for the one that is kept. Scores that are frozen stay, and nothing else of the person counts; where both
    are, those of the one that is kept.
    """
    with summaries.maintained(session, keep_id, drop_id), _reseal_cohorts(session, keep_id, drop_id):
        is_kept_frozen, is_dropped_frozen = (frozen.home_of(session, it) is not None for it in (keep_id, drop_id))
        if is_kept_frozen and is_dropped_frozen:
            frozen.count_gone(session, drop_id, is_merged=True)
        elif is_dropped_frozen:
            frozen.give(session, drop_id, keep_id)
        if is_kept_frozen or not is_dropped_frozen:
            counting.uncount(session, drop_id)
        if not is_kept_frozen:
            counting.uncount(session, keep_id)
        attempts.move(session, drop_id, keep_id)
        _move_lessons(session, drop_id, keep_id)
        reach.move(session, drop_id, keep_id)
        _move_consents(session, drop_id, keep_id)
        refused.move(session, drop_id, keep_id)
        erasure_requests.move(session, drop_id, keep_id)
        of_dropped = update(FormerLearner).where(FormerLearner.learner_id == drop_id)
        session.execute(of_dropped.values(learner_id=keep_id))
        join_key = session.scalar(select(ROW.join_key).where(ROW.learner_id == drop_id))
        session.execute(delete(ROW).where(ROW.learner_id == drop_id))
        session.add(FormerLearner(former_learner_id=drop_id, learner_id=keep_id, join_key=join_key))
        session.flush()
        counting.recount(session, keep_id)


def _reseal_cohorts(session: Session, *learner_ids: int) -> AbstractContextManager[None]:
    cohort_ids = session.scalars(select(ROW.cohort_id).where(ROW.learner_id.in_(learner_ids)).distinct())
    return reseal(session, COHORTS, *cohort_ids)


def _move_consents(session: Session, drop_id: int, keep_id: int) -> None:
    """Each goes along, and the very same once."""
    columns = (Consent.given_at, Consent.version, Consent.language)
    theirs = select(literal(keep_id), *columns).where(Consent.learner_id == drop_id)
    names = ["learner_id", *(column.key for column in columns)]
    session.execute(insert_into(session, Consent).from_select(names, theirs).on_conflict_do_nothing())


def _move_lessons(session: Session, drop_id: int, keep_id: int) -> None:
    for lesson in progress.list_lessons(session, drop_id).values():
        progress.reach(session, keep_id, lesson.lesson_id, step=lesson.step, done_at=lesson.done_at)
    attended = select(Attendance.lesson_number).where(Attendance.learner_id == keep_id)
    session.execute(
        update(Attendance)
        .where(Attendance.learner_id == drop_id, Attendance.lesson_number.not_in(attended))
        .values(learner_id=keep_id),
        execution_options={"synchronize_session": False},
    )
