"""How the small things to do at the ends of pieces worked out, counted by cohort without a learner."""

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.store.answers.numbers import number_of
from app.store.tables import DeedKey, DeedTally, Learner, Lesson
from app.store.upserts import insert_into


def count_once(session: Session, cohort_id: int, piece_id: str, answer: str, keys: Collection[str]) -> None:
    """Adds one to an answer of a cohort about a piece's deed, unless one of its keys is that of a counted answer.

    keys: 16 hex digits each, which nobody can make anew from what is stored; they are kept without the answer.
    """
    new = insert_into(session, DeedKey).values([{"cohort_id": cohort_id, "key": key} for key in keys])
    if len(session.scalars(new.on_conflict_do_nothing().returning(DeedKey.key)).all()) < len(keys):
        return
    one = insert_into(session, DeedTally).values(
        cohort_id=cohort_id, lesson_number=number_of(session, Lesson, piece_id), answer=answer, count=1
    )
    session.execute(
        one.on_conflict_do_update(
            index_elements=["cohort_id", "lesson_number", "answer"], set_={"count": DeedTally.count + 1}
        )
    )


def is_full(session: Session, cohort_id: int, piece_id: str) -> bool:
    """Returns whether a piece's deed has as many answers as the cohort has learners, so that no more can be theirs."""
    learners = select(func.count()).select_from(Learner).where(Learner.cohort_id == cohort_id)
    answers = select(func.coalesce(func.sum(DeedTally.count), 0)).where(
        DeedTally.cohort_id == cohort_id, DeedTally.lesson_number == number_of(session, Lesson, piece_id)
    )
    return (session.scalar(answers) or 0) >= (session.scalar(learners) or 0)


def list_counts(session: Session, cohort_id: int) -> Mapping[str, Mapping[str, int]]:
    """Returns how often each answer was given in a cohort, by piece id and answer; what nobody answered is absent."""
    query = (
        select(Lesson.lesson_id, DeedTally.answer, DeedTally.count)
        .join(Lesson, Lesson.lesson_number == DeedTally.lesson_number)
        .where(DeedTally.cohort_id == cohort_id)
    )
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for piece_id, answer, count in session.execute(query):
        counts[piece_id][answer] = count
    return counts


def drop_keys(session: Session, cohort_id: int) -> None:
    """Deletes the keys of the answers of a cohort, by which none is counted twice; the counts stay."""
    session.execute(
        delete(DeedKey).where(DeedKey.cohort_id == cohort_id), execution_options={"synchronize_session": False}
    )
