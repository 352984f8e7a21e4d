"""Learners: added, looked up, merged, erased."""

from contextlib import AbstractContextManager
from datetime import datetime

from sqlalchemy import delete, literal, select, update
from sqlalchemy.orm import Session

from app.store import instance, tables
from app.store.answers import attempts, counting, frozen, progress, refused, summaries
from app.store.answers.learner_seals import LEARNERS
from app.store.answers.taken_out import IS_MEMBER
from app.store.keyed_seals import reseal
from app.store.people import enrolment, erasure_requests, merging, reach
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
    """Returns the learner with this number in the cohort; None if there is none, or they were taken out."""
    query = select(ROW).where(ROW.cohort_id == cohort_id, ROW.handle == handle, IS_MEMBER)
    return first_of(session, query, learner_of)


def ever_by_handle(session: Session, cohort_id: int, handle: int) -> Learner | None:
    """Returns what `by_handle` does, also for somebody who was taken out."""
    return first_of(session, select(ROW).where(ROW.cohort_id == cohort_id, ROW.handle == handle), learner_of)


def is_erased(session: Session, learner_id: int) -> bool:
    """Returns whether there is no learner with this id, nor one into whom they were merged."""
    former = select(FormerLearner.learner_id).where(FormerLearner.former_learner_id == learner_id)
    return get(session, learner_id) is None and session.scalar(former) is None


def lock(session: Session, learner_id: int) -> Learner | None:
    """Locks a learner until the transaction ends and returns them; None if there is no such learner.

    If they were merged into another learner, it is that one.
    """
    query = select(ROW).where(ROW.learner_id == _became(session, learner_id))
    return first_of(session, query.with_for_update().execution_options(populate_existing=True), learner_of)


def lock_to_erase(session: Session, learner_id: int) -> Learner | None:
    """Locks a learner as `lock` does and returns them, after locking their cohort, which counts who withdrew."""
    learner = get(session, _became(session, learner_id))
    if learner is not None:
        get_for_change(session, learner.cohort_id)
    return lock(session, learner_id)


def _became(session: Session, learner_id: int) -> int:
    merged = select(FormerLearner.learner_id).where(FormerLearner.former_learner_id == learner_id)
    return session.scalar(merged) or learner_id


def by_join_key(session: Session, join_key: str) -> Learner | None:
    """Returns the learner who joined with this key, which a phone draws once; None if nobody did."""
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
    """Adds a learner to a cohort, in `place` or in the cohort's next place, and returns them.

    Returns None, and takes no place, if somebody has joined with the join key.
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
    """Deletes learners with everything about them: answers, lessons, consents, sign-ins.

    Settled figures still count them; their settlements count them as erased.
    """
    with summaries.maintained(session, *learner_ids), _reseal_cohorts(session, *learner_ids):
        for learner_id in learner_ids:
            frozen.count_gone(session, learner_id, is_merged=False)
        session.execute(delete(ROW).where(ROW.learner_id.in_(learner_ids)))


def list_ids(session: Session, cohort_id: int, limit: int) -> list[int]:
    """Lists the ids of a cohort's learners, the lowest first and at most `limit`."""
    query = select(ROW.learner_id).where(ROW.cohort_id == cohort_id).order_by(ROW.learner_id)
    return list(session.scalars(query.limit(limit)))


def merge(session: Session, keep_id: int, drop_id: int, now: datetime | None = None) -> None:
    """Merges two learners who are one person: everything of `drop_id` goes to `keep_id`, and `drop_id` is deleted.

    Nothing received is lost; of each test the earliest attempt counts; lessons add up; of two extensions the later
    stays. If both have begun the same test, the draft of the dropped learner is set aside. A ticket of theirs keeps
    working, for the other. Frozen scores stay, and at most a follow-up counts beside them; if both have frozen scores,
    those of `keep_id` stay. The caller has made sure that both exist. now: what was whose is stored, so that
    `merging.part` can undo it; None, and where scores are frozen: it cannot be undone. Raises ValueError if they are
    one learner, who would be deleted with everything.
    """
    if keep_id == drop_id:
        raise ValueError(f"learner {keep_id} cannot be merged with themselves")
    with summaries.maintained(session, keep_id, drop_id), _reseal_cohorts(session, keep_id, drop_id):
        is_kept_frozen, is_dropped_frozen = (frozen.home_of(session, it) is not None for it in (keep_id, drop_id))
        is_free = not (is_kept_frozen or is_dropped_frozen)
        before = merging.before(session, keep_id, drop_id, now) if now is not None and is_free else None
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
        before = merging.after(session, before) if before is not None else None
        session.add(FormerLearner(former_learner_id=drop_id, learner_id=keep_id, join_key=join_key, before=before))
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
