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
    """Stores one half of a learner's card for ten minutes, in place of any other.

    Returns the browser's half, the pad.
    """
    text = (card.learner_code + card.pin).encode()
    pad = secrets.token_bytes(len(text))
    handed_cards.forget_old(session, now)
    handed_cards.keep(session, learner_id, sealed=_other_half(text, pad), expires_at=now + SHOWN_FOR)
    return pad.hex()


def card_of(reading: Session, learner_id: int, pad: str, now: datetime) -> Card | None:
    """Returns the card of this learner, put together of both halves.

    None where it was written down, is another one or was stored too long ago.
    """
    sealed = handed_cards.sealed_of(reading, learner_id, now)
    if sealed is None or len(pad) != 2 * len(sealed):
        return None
    text = _other_half(sealed, bytes.fromhex(pad)).decode("latin-1")
    code, pin = text[:CODE_LENGTH], text[CODE_LENGTH:]
    is_card = set(code) <= set(ALPHABET) and len(pin) == PIN_LENGTH and pin.isascii() and pin.isdigit()
    return Card(code, pin) if is_card else None


def drop(session: Session, learner_id: int) -> None:
    """Deletes the stored half of a learner's card: it is written down."""
    handed_cards.drop(session, learner_id)


def forget_old(session: Session, now: datetime) -> None:
    """Deletes stored halves that nobody can put together any more."""
    handed_cards.forget_old(session, now)


def _other_half(text: bytes, half: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(text, half, strict=True))
