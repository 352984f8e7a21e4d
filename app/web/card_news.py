"""What the road says after a sign-in with a card that was made not long ago, until it is read."""

from datetime import datetime

from flask import session

from app.services.learner.own_cards import new_cards_of
from app.services.people import SignedInLearner
from app.web.clock import now
from app.web.transaction import reading

NEWS = "card_news"
"""In the cookie of this sign-in alone: whoever reads it here hides it from nobody who comes in elsewhere."""


def note(me: SignedInLearner) -> None:
    """Remembers, in the cookie of whoever has just signed in, that their card was made not long ago.

    The road then says so.
    """
    cards = new_cards_of(reading(), me)
    made_at = cards.news(now())
    if made_at is not None:
        session[NEWS] = [made_at.isoformat(), cards.time_zone]


def unread() -> tuple[datetime, str] | None:
    """Returns when the card was made, and in which time zone to say it; None where there is no news, or it was read."""
    made_at, zone = session.get(NEWS) or (None, "")
    return (datetime.fromisoformat(made_at), zone) if made_at else None


def read() -> None:
    """Removes the news of a new card from this sign-in: it has been read."""
    session.pop(NEWS, None)
