"""Wrong PINs at cards of learners: where each is counted, and how many a card, a phone and a cohort bear.

They are counted where they are typed: at the door by the code, also by one that nobody has, and on a phone that is
signed in by its sign-in. So who tries a card elsewhere does not shut its owner's phone.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from app.services.budgets import Budget, counted_in, spent_until
from app.store import Session
from app.store.people import wrong_tries

CARD, PRINTED = "card ", "printed "
"""How the buckets of wrong tries begin at cards of learners, and at printed ones that nobody has used."""
PHONE = "phone "
"""How the buckets of wrong PINs begin on phones that are signed in."""
UNKNOWN = "unknown"
"""The bucket of tries that are not looked at, and how those begin at codes that nobody has."""
MOST_UNKNOWN = 200_000
"""These are kept of so many wrong tries, the newest: a guesser fills no disk. Before a code that nobody has is
forgotten, and rests no longer as a card would, 100,000 others must be tried, each hashed as slowly as a PIN and counted
twice."""


def budgets_of_card(bucket: str) -> list[Budget]:
    """Returns the limits of wrong PINs at one card: 5 in a quarter of an hour, and 10 in a row."""
    return [Budget(bucket, 5, timedelta(minutes=15)), Budget(bucket, 10, None)]


def budget_of_cohort(cohort_id: int) -> Budget:
    """Returns the limit of wrong PINs at all cards of a cohort together: 50 in an hour."""
    return Budget(f"cohort {cohort_id}", 50, timedelta(hours=1))


def may_pass(session: Session, budgets: Sequence[Budget], *, is_right: bool, now: datetime) -> bool:
    """Returns whether a try may pass: it is right and none of its budgets is spent.

    Any other try is counted: by its budgets if they have room, else among those that were not looked at. So every
    refusal writes and none is recognised by its time; commit also for False.
    """
    buckets = {budget.bucket for budget in budgets}
    wrong_tries.take_turns(session, {*buckets, UNKNOWN})
    has_room = spent_until(counted_in(session), budgets, now) is None
    if has_room and is_right:
        return True
    count_wrong(session, buckets if has_room else {UNKNOWN}, now)
    return False


def count_wrong(session: Session, buckets: Iterable[str], now: datetime) -> None:
    """Counts a wrong try in each of these buckets, and forgets those that touch nobody and are old."""
    wrong_tries.add(session, buckets, now)
    wrong_tries.forget_before_newest(session, UNKNOWN, MOST_UNKNOWN)


def forget_tries(session: Session, learner_id: int) -> None:
    """Forgets every wrong PIN at a learner's card, and on the phones where they are signed in."""
    wrong_tries.forget(session, card_bucket(learner_id))
    wrong_tries.forget_beginning(session, phones_of(learner_id))


def card_bucket(learner_id: int) -> str:
    """Returns the name under which wrong PINs at a learner's card are counted."""
    return f"{CARD}{learner_id}"


def printed_bucket(prepared_card_id: int) -> str:
    """Returns the name under which wrong PINs at an unused printed card are counted."""
    return f"{PRINTED}{prepared_card_id}"


def phones_of(learner_id: int | None) -> str:
    """Returns how the names begin under which wrong PINs are counted on the phones of a learner."""
    return f"{PHONE}{learner_id}."
