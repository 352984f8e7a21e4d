"""What pieces gave a learner to do, and whether it worked out: asked some hours later, about one of them at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import abort, request, session
from flask_login import current_user

from app.content import Release
from app.services.learner import deeds
from app.store.answers.progress import LessonProgress
from app.web.access import learner
from app.web.clock import now
from app.web.transaction import db

LATER = timedelta(hours=3)
"""After the end of a piece: whoever goes straight on has not had the time. `lesson_deed.js` waits as long."""
ANSWERED = "answered"
"""In the cookie: pieces of whose deeds this browser has told how they went."""
KEY = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True)
class PastDeed:
    """A PastDeed is what a piece that lies behind gave one to do."""

    piece_id: str
    deed_html: str
    language: str
    """of the deed"""


def deeds_of(release: Release, lesson_id: str, language: str, second: str) -> tuple[PastDeed, ...]:
    """Returns what the pieces of a lesson give one to do, in their order; nothing for a lesson without pieces.

    second: the language of the words where the lesson has none in `language`.
    """
    words, worded = release.words_for(lesson_id, language, second)
    return tuple(PastDeed(piece.id, piece.close.deed_html, worded) for piece in words.pieces)


def due(past: Sequence[PastDeed], pieces: Mapping[str, LessonProgress]) -> PastDeed | None:
    """Returns the last of these deeds of which this browser has not told yet how it went; None if there is none.

    Not of a piece that was not done to its end, nor before three hours are over. pieces: how far the learner is in
    each.
    """
    return next((deed for deed in reversed(past) if _may_ask(pieces.get(deed.piece_id), deed.piece_id)), None)


def _may_ask(standing: LessonProgress | None, piece_id: str) -> bool:
    is_over = standing is not None and standing.done_at is not None and standing.done_at + LATER <= now()
    return is_over and piece_id not in session.get(ANSWERED, ())


def take_answer(past: Sequence[PastDeed]) -> None:
    """Counts what a form says of one of these deeds, once; answers 400 for any other."""
    piece_id, key, worked_out = (request.form.get(name, "") for name in ("piece", "key", "worked_out"))
    is_asked = piece_id in {deed.piece_id for deed in past}
    if worked_out not in list(deeds.WorkedOut) or not KEY.fullmatch(key) or not is_asked:
        abort(400)
    answered = session.get(ANSWERED, [])
    if piece_id not in answered:
        answer, token = deeds.WorkedOut(worked_out), current_user.token
        deeds.tell(db(), learner().learner_id, piece_id, answer, key=key, token=token)
        session[ANSWERED] = [*answered, piece_id]
