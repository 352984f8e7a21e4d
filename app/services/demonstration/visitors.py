"""What visitors of the demonstration get: the sign-ins of four people in it, and a group that is open to join."""

from dataclasses import dataclass
from datetime import datetime

from app.services import signing, staff_signing
from app.services.demonstration.invention import NAMES, OPEN_GROUP, ZONE, in_two_months
from app.services.people import Card, Role, new_card
from app.services.secret_hashes import hash_secret
from app.store import Session
from app.store.people import learners, staff
from app.store.programmes import cohort_changes
from app.store.programmes.cohorts import Cohort, Scope, list_cohorts


@dataclass(frozen=True)
class Secrets:
    """A Secrets is what the four who can sign in get, and the hashes that are stored of it.

    They are made before the transaction, since hashing is slow.
    """

    card: Card
    pin_hash: str
    passphrases: dict[Role, str]
    passphrase_hashes: dict[Role, str]


def new_secrets() -> Secrets:
    """Makes secrets for the four who can sign in; random, for this instance alone."""
    card = new_card()
    passphrases = {role: "-".join(new_card().learner_code[:5].lower() for _ in range(3)) for role in NAMES}
    return Secrets(
        card=card,
        pin_hash=hash_secret(card.pin),
        passphrases=passphrases,
        passphrase_hashes={role: hash_secret(passphrase) for role, passphrase in passphrases.items()},
    )


def hand_out(session: Session, secrets: Secrets, now: datetime) -> None:
    """Gives the four their card and passphrases, which ends what they had before.

    Raises LookupError where one of them has been removed.
    """
    learner = learners.by_handle(session, open_group(session).cohort_id, handle=1)
    if learner is None:
        raise LookupError("the learner of the demonstration has left")
    signing.replace_card(session, learner.learner_id, secrets.card, secrets.pin_hash)
    for role, name in NAMES.items():
        person = staff.get_by_name(session, name)
        if person is None:
            raise LookupError(f"{name} is gone")
        token = staff_signing.make_link(session, person.staff_id, now)
        staff_signing.use_link(session, token, secrets.passphrase_hashes[role], now)
        signing.sign_out_everywhere(session, staff_id=person.staff_id)


def open_group(session: Session) -> Cohort:
    """Returns the cohort that anybody may join; raises LookupError where somebody deleted or renamed it."""
    for cohort in list_cohorts(session, Scope(everywhere=True)):
        if cohort.label == OPEN_GROUP:
            return cohort
    raise LookupError(f"the demonstration has no '{OPEN_GROUP}' any more")


def freshen(session: Session, now: datetime) -> str:
    """Moves the end of the group in which one may try out to a day to come; returns its join code."""
    cohort = open_group(session)
    if cohort.ends_on <= now.astimezone(ZONE).date():
        cohort_changes.edit(session, cohort.cohort_id, ends_on=in_two_months(now))
    return cohort.join_code
