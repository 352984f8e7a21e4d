"""A new card between the screen and paper: for ten minutes, one half here and one in the browser, whole in neither.

The browser keeps a pad of random bytes, the store the exclusive or of the card with it: each half alone says nothing of
the code or the PIN, whoever reads cookies on the way or a copy of the database.
"""

import secrets
from datetime import datetime, timedelta

from app.services.people import ALPHABET, CODE_LENGTH, PIN_LENGTH, Card
from app.store import Session
from app.store.people import handed_cards

SHOWN_FOR = timedelta(minutes=10)


def keep(session: Session, learner_id: int, card: Card, now: datetime) -> str:
    """Stores one half of a learner's new card for ten minutes, in place of any other.

    Returns the browser's half, in hex. Either half alone tells nothing of the code or PIN.
    """
    text = (card.learner_code + card.pin).encode()
    pad = secrets.token_bytes(len(text))
    handed_cards.forget_old(session, now)
    handed_cards.keep(session, learner_id, sealed=_other_half(text, pad), expires_at=now + SHOWN_FOR)
    return pad.hex()


def card_of(reading: Session, learner_id: int, pad: str, now: datetime) -> Card | None:
    """Returns the learner's new card, put together from the stored half and the browser's half (`pad`, in hex).

    None if the stored half was dropped, is older than ten minutes, or belongs to another card.
    """
    sealed = handed_cards.sealed_of(reading, learner_id, now)
    if sealed is None or len(pad) != 2 * len(sealed):
        return None
    text = _other_half(sealed, bytes.fromhex(pad)).decode("latin-1")
    code, pin = text[:CODE_LENGTH], text[CODE_LENGTH:]
    is_card = set(code) <= set(ALPHABET) and len(pin) == PIN_LENGTH and pin.isascii() and pin.isdigit()
    return Card(code, pin) if is_card else None


def drop(session: Session, learner_id: int) -> None:
    """Deletes the stored half of a learner's new card, once the card is written down."""
    handed_cards.drop(session, learner_id)


def forget_old(session: Session, now: datetime) -> None:
    """Deletes the stored halves of new cards that are more than ten minutes old."""
    handed_cards.forget_old(session, now)


def _other_half(text: bytes, half: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, half, strict=True))
