"""A learner says whether the small thing to do at the end of a piece worked out; who said it is not kept."""

import hmac
from enum import StrEnum

from app.services.waves import desk_of
from app.store import Session
from app.store.answers import deeds


class WorkedOut(StrEnum):
    """Says how a deed went."""

    YES = "yes"
    NOT_YET = "not_yet"
    NOT_FOR_ME = "not_for_me"


def tell(session: Session, learner_id: int, piece_id: str, worked_out: WorkedOut, *, key: str, token: str) -> None:
    """Counts, for the learner's cohort, how the deed at the end of a piece went; stores nothing that names the learner.

    Does nothing if an answer with this key is counted already, or one on this piece of the same sign-in, or if there
    are as many answers as learners.

    key: 16 hex digits, made at random by whoever sends. token: of the sign-in. Raises LookupError for a piece that ends
    with no deed.
    """
    desk = desk_of(session, learner_id)
    if not desk.release.course.lesson_of(piece_id).pieces:
        raise LookupError(f"'{piece_id}' ends with nothing to do")
    if not deeds.is_full(session, desk.cohort_id, piece_id):
        deeds.count_once(session, desk.cohort_id, piece_id, worked_out.value, (key, _name(token, piece_id)))


def _name(token: str, piece_id: str) -> str:
    """Of the one answer of a sign-in on a piece. Only the browser has the token: in the database nobody can tell whose
    name it is."""
    return hmac.digest(token.encode(), piece_id.encode(), "sha256")[:8].hex()
