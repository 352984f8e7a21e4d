"""The card that is on this browser's screen until it is written down: the browser's half of it, in the cookie."""

from flask import session

from app.services import handed_cards
from app.services.people import Card
from app.web.clock import now
from app.web.transaction import db, reading

OWN, HANDED = "card", "handed_card"
"""In the cookie: of the learner who is signed in here, and of one to whom a facilitator hands it."""


def show(place: str, learner_id: int, card: Card) -> None:
    """Keeps a learner's new card for this browser to show, for ten minutes: half in the cookie, half in the database.

    place: OWN for the learner's own browser, HANDED for that of a facilitator.
    """
    session[place] = [learner_id, handed_cards.keep(db(), learner_id, card, now())]


def shown(place: str, learner_id: int) -> Card | None:
    """Returns the card of this learner if this browser still shows it at this place; None otherwise."""
    owner, pad = session.get(place) or (None, "")
    return handed_cards.card_of(reading(), learner_id, pad, now()) if owner == learner_id else None


def put_away(place: str, learner_id: int) -> None:
    """Deletes the card from this browser's cookie and from the database: it is written down."""
    session.pop(place, None)
    handed_cards.drop(db(), learner_id)
