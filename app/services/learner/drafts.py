"""A test that is being sat on a phone, kept here too as far as it is answered: for the board and a second phone."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from app.services.learner import testing
from app.services.learner.testing import Sitting
from app.services.waves import Wave, beginning, desk_of, without_blanks
from app.store import Session
from app.store.answers import attempts
from app.store.people import learners
from assessments import Answer


def keep_draft(
    session: Session,
    learner_id: int,
    wave: Wave,
    *,
    key: str,
    answers: Mapping[str, Answer | None],
    statements: Mapping[str, int | None],
    now: datetime,
) -> Sitting | None:
    """Stores the answers so far of a test on a phone, beginning it if needed; returns all that the server holds of it.

    Its key is the one under which the attempt must be sent: the phone's own, unless another was begun before.

    Answers that the phone leaves out or sends as a blank (None) stay as they are, so that one phone never removes what
    another has sent; no line at all takes marks back, for somebody did that. A test that is not open stays as it is.
    Returns None for one that the learner's cohort does not sit. Raises ValueError for an item, option or statement that
    the form does not have.
    """
    learners.lock(session, learner_id)
    desk = desk_of(session, learner_id)
    if wave not in desk.waves:
        return None
    before = testing.sitting(session, learner_id, wave, now)
    if not before.is_open:
        return before
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
    return testing.sitting(session, learner_id, wave, now)
