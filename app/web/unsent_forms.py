"""What somebody of the staff had typed when the clock had signed them out: handed back once they have come in again.

For ten minutes, in this process's memory (`form_memory`), to the same person alone; the cookie has a token for it.
"""

import json
from dataclasses import dataclass

from flask import current_app, request, session

from app.services import staff_sign_ins
from app.services.people import SignedInStaff
from app.web.clock import now
from app.web.form_memory import FormMemory
from app.web.transaction import reading

UNSENT = "unsent"
"""In the cookie."""
SECRET = ("account", "own", "second_factor")
"""Rooms where passphrases and codes are typed: nothing of theirs is kept."""
LONGEST = 20_000
"""Signs that are kept; a file is not."""


@dataclass(frozen=True)
class UnsentForm:
    """An UnsentForm is a form as it was sent: where to, and its fields."""

    path: str
    fields: list[tuple[str, str]]


def keep() -> None:
    """Keeps the form that this request sends in memory for ten minutes, if its sender was signed out after a pause.

    Forms with files, passphrases or codes, and longer ones than 20,000 characters, are not kept.
    """
    token = session.get("_user_id")
    if request.method != "POST" or token is None or request.files or request.blueprint in SECRET:
        return
    staff_id = staff_sign_ins.left_by(reading(), token, now())
    fields = [pair for pair in request.form.items(multi=True) if pair[0] != "csrf_token"]
    text = json.dumps([staff_id, request.full_path.rstrip("?"), fields])
    if staff_id is not None and len(text) <= LONGEST:
        session[UNSENT] = _memory().put(text, now())


def is_waiting() -> bool:
    """Returns whether this browser's session has a form that was kept and not handed back yet."""
    return UNSENT in session


def take(person: SignedInStaff) -> UnsentForm | None:
    """Returns and removes the form that was kept for this person; None if there is none, or if it is another's."""
    text = _memory().take(session.pop(UNSENT, ""), now())
    staff_id, path, fields = json.loads(text) if text else (None, "", [])
    return UnsentForm(path, [(name, value) for name, value in fields]) if staff_id == person.staff_id else None


def _memory() -> FormMemory:
    memory: FormMemory = current_app.extensions["form_memory"]
    return memory
