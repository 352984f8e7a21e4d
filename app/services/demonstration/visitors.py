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
    """A Secrets is the card of the demonstration's learner and the passphrases of three of its staff.

    The hashes of all are in it: make them before the transaction begins, since hashing is slow.
    """

    card: Card
    pin_hash: str
    passphrases: dict[Role, str]
    passphrase_hashes: dict[Role, str]


def new_secrets() -> Secrets:
    """Makes a random card for the demonstration's learner and a random passphrase for each of its staff.

    Stores nothing.
    """
    card = new_card()
    passphrases = {role: "-".join(new_card().learner_code[:5].lower() for _ in range(3)) for role in NAMES}
    return Secrets(
        card=card,
        pin_hash=hash_secret(card.pin),
        passphrases=passphrases,
        passphrase_hashes={role: hash_secret(passphrase) for role, passphrase in passphrases.items()},
    )


def hand_out(session: Session, secrets: Secrets, now: datetime) -> None:
    """Stores new secrets for the demonstration's learner and staff; their former ones and all their sign-ins end.

    Raises LookupError if one of them was removed.
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
    """Returns the demonstration's cohort that anybody may join. Raises LookupError if it was deleted or renamed."""
    for cohort in list_cohorts(session, Scope(everywhere=True)):
        if cohort.label == OPEN_GROUP:
            return cohort
    raise LookupError(f"the demonstration has no '{OPEN_GROUP}' any more")


def freshen(session: Session, now: datetime) -> str:
    """Returns the join code of the demonstration's open group; if the group has ended, it lasts 60 days more.

    Raises LookupError if the group was deleted or renamed.
    """
    cohort = open_group(session)
    if cohort.ends_on <= now.astimezone(ZONE).date():
        cohort_changes.edit(session, cohort.cohort_id, ends_on=in_two_months(now))
    return cohort.join_code
