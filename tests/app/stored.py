"""What is kept of people's tests, read through the store's own doors."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.answers import attempts
from app.store.answers.attempt import COLUMNS, Attempt
from app.store.values import values_of
from assessments import Answer


def responses(session: Session) -> list[tuple[str, str, Answer | None]]:
    """(wave, item, option) of every sheet, the oldest first; None: left blank."""
    return [
        (attempt.wave, item, option)
        for attempt in values_of(session, select(*COLUMNS).order_by(COLUMNS[0]), Attempt)
        for item, option in attempts.responses_of(session, attempt).items()
    ]


def points(session: Session) -> list[tuple[str, str, int | None]]:
    """(wave, statement, point) of every sheet; None: rather not said."""
    return [
        (attempt.wave, statement, value)
        for attempt in values_of(session, select(*COLUMNS).order_by(COLUMNS[0]), Attempt)
        for statement, value in attempts.statements_of(session, attempt).items()
    ]
