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
    """Keeps in the session when the signed-in learner's new card was made, if that was in the last 14 days.

    The road then says so until `read` is called.
    """
    cards = new_cards_of(reading(), me)
    made_at = cards.news(now())
    if made_at is not None:
        session[NEWS] = [made_at.isoformat(), cards.time_zone]


def unread() -> tuple[datetime, str] | None:
    """Returns when the learner's new card was made, and the time zone to say it in; None without unread news."""
    made_at, zone = session.get(NEWS) or (None, "")
    return (datetime.fromisoformat(made_at), zone) if made_at else None


def read() -> None:
    """Removes the news of a new card from this session: the learner has read it."""
    session.pop(NEWS, None)
