"""A test that is being sat on a phone, kept here too as far as it is answered: for the board and a second phone."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.services.learner import testing
from app.services.waves import Wave, beginning, desk_of, without_blanks
from app.store import Session
from app.store.answers import attempts
from app.store.people import learners
from assessments import Answer


@dataclass(frozen=True)
class Draft:
    """A Draft is what the server holds of a test that a learner has begun and not sent.

    key: the UUID under which the attempt must be sent: the phone's own, unless another was begun before. answers:
    option id, or the marked lines, by item id. statements: point by id; None for rather not said.
    """

    key: str
    answers: Mapping[str, Answer]
    statements: Mapping[str, int | None]


def keep_draft(
    session: Session,
    learner_id: int,
    wave: Wave,
    *,
    key: str,
    answers: Mapping[str, Answer | None],
    statements: Mapping[str, int | None],
    now: datetime,
) -> Draft | None:
    """Stores the answers so far of a test on a phone, beginning it if needed; returns all that the server holds of it.

    Answers that the phone leaves out or sends as a blank (None) stay as they are, so that one phone never removes what
    another has sent; no line at all takes marks back, for somebody did that. Returns None if the test is not open to
    this learner. Raises ValueError for an item, option or statement that the form does not have.
    """
    learners.lock(session, learner_id)
    desk = desk_of(session, learner_id)
    if wave not in desk.waves or not testing.sitting(session, learner_id, wave, now).is_open:
        return None
    attempt = desk.unsent(wave)
    form = attempt.form if attempt else desk.form(wave)
    desk.check(form, answers)
    strange = [name for name in statements if name not in desk.statements(wave)]
    if strange:
        raise ValueError(f"the {wave} test asks no '{strange[0]}'")
    if attempt is None:
        if attempts.get_by_key(session, key) is not None:
            key = str(uuid.uuid4())  # taken: by a clone of this phone, or by somebody who tries
        start = beginning(session, desk, wave, form=form, key=key, language=desk.language, started_at=now)
        attempt = attempts.begin(session, start)
    for item_id, chosen in without_blanks(answers).items():
        attempt = attempts.keep_response(session, attempt, item_id, chosen, now)
    for statement_id, value in statements.items():
        testing.state(session, learner_id, wave, statement_id, value, now)
    sitting = testing.sitting(session, learner_id, wave, now)
    return Draft(attempt.key, sitting.answers, sitting.statements)
