"""The language that somebody reads in: a wrong tap is put right, and a reader may change."""

from app.store import Session
from app.store.people import enrolment, learners, staff


def languages_of(session: Session, learner_id: int) -> tuple[str, ...]:
    """Returns the languages of the learner's programme, in its order.

    Raises LookupError if there is no such learner.
    """
    home = enrolment.home_of(session, learner_id)
    if home is None:
        raise LookupError("there is no such learner")
    return home.programme.languages


def choose_for_learner(session: Session, learner_id: int, language: str) -> None:
    """Sets the language in which a learner reads; a test that they have begun keeps its language.

    Raises ValueError for a language that the programme does not have, and LookupError if there is no such learner.
    """
    if language not in languages_of(session, learner_id):
        raise ValueError(f"the programme does not have the language '{language}'")
    learners.set_language(session, learner_id, language)


def choose_for_staff(session: Session, staff_id: int, language: str) -> None:
    staff.set_language(session, staff_id, language)
