"""Who is signed in, and the secrets that signing in is checked against."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, delete, or_, select, update
from sqlalchemy.orm import Session

from app.store import instance
from app.store.answers.learner_seals import LEARNERS
from app.store.answers.taken_out import IS_MEMBER
from app.store.keyed_seals import reseal
from app.store.people import learner as people
from app.store.people import staff
from app.store.people.staff_seals import STAFF
from app.store.tables import (
    Cohort,
    Instance,
    Learner,
    OneTimeLink,
    PreparedCard,
    RoleGrant,
    SecondFactor,
    SignIn,
    Staff,
)


@dataclass(frozen=True)
class Secret:
    """A Secret holds whom a PIN or passphrase signs in, and its hash; None: not set. `cohort_id` is None for staff."""

    person_id: int
    cohort_id: int | None
    hash: str | None


_SECRETS = select(Learner.learner_id, Learner.cohort_id, Learner.pin_hash)


def learner_secret(session: Session, code_hash: str) -> Secret | None:
    """Returns the learner whose code has this hash, with the hash of their PIN; None if no member has it."""
    row = session.execute(_SECRETS.where(Learner.code_hash == code_hash, IS_MEMBER)).first()
    return Secret(*row) if row else None


def secret_of_learner(session: Session, learner_id: int) -> Secret | None:
    """Returns the hash of a learner's PIN, by learner id; None if there is no such learner."""
    row = session.execute(_SECRETS.where(Learner.learner_id == learner_id)).first()
    return Secret(*row) if row else None


def printed_secret(session: Session, code_hash: str) -> Secret | None:
    """Returns the hash of an unused printed card's PIN; None if no card has the code. `person_id` is the card's id."""
    card = PreparedCard
    query = select(card.prepared_card_id, card.cohort_id, card.pin_hash).where(card.code_hash == code_hash)
    row = session.execute(query).first()
    return Secret(*row) if row else None


def printed_join_code(session: Session, prepared_card_id: int) -> str | None:
    """Returns the join code of the cohort that a printed card opens; None if the card has been used."""
    return session.scalar(
        select(Cohort.join_code)
        .join(PreparedCard, PreparedCard.cohort_id == Cohort.cohort_id)
        .where(PreparedCard.prepared_card_id == prepared_card_id)
    )


def set_card(session: Session, learner_id: int, code_hash: str, pin_hash: str) -> None:
    """Gives a learner a new code and PIN, of which only hashes are stored; the old ones stop working."""
    hashes = {"code_hash": code_hash, "pin_hash": instance.keyed_hash(session, pin_hash)}
    with reseal(session, LEARNERS, learner_id):
        session.execute(update(Learner).where(Learner.learner_id == learner_id).values(hashes))


def staff_secret(session: Session, folded: str) -> Secret | None:
    """Returns the hash of a passphrase by its owner's folded name; None if nobody has it or they are disabled."""
    row = session.execute(
        select(Staff.staff_id, Staff.passphrase_hash).where(Staff.folded == folded, Staff.disabled_at.is_(None))
    ).first()
    return Secret(row[0], None, row[1]) if row else None


def secret_of_staff(session: Session, staff_id: int) -> Secret | None:
    """Returns the hash of a passphrase by its owner's staff id, even if they are disabled; None for an unknown id."""
    row = session.execute(select(Staff.staff_id, Staff.passphrase_hash).where(Staff.staff_id == staff_id)).first()
    return Secret(row[0], None, row[1]) if row else None


def set_passphrase(session: Session, staff_id: int, passphrase_hash: str) -> None:
    """Stores the hash of a new passphrase for a member of staff; the old one stops working."""
    change = {"passphrase_hash": instance.keyed_hash(session, passphrase_hash)}
    with reseal(session, STAFF, staff_id):
        session.execute(update(Staff).where(Staff.staff_id == staff_id).values(change))


def add(
    session: Session,
    *,
    token_hash: str,
    started_at: datetime,
    expires_at: datetime,
    learner_id: int | None = None,
    staff_id: int | None = None,
    proved_at: datetime | None = None,
    pin_due_at: datetime | None = None,
) -> None:
    """Stores a sign-in of one learner or one member of staff, and deletes their expired ones.

    proved_at: when staff showed their second factor. pin_due_at: on a learner's own phone. Raises ValueError unless
    exactly one person is named.
    """
    session.execute(delete(SignIn).where(_of(learner_id, staff_id), SignIn.expires_at <= started_at))
    session.add(
        SignIn(
            token_hash=token_hash,
            learner_id=learner_id,
            staff_id=staff_id,
            started_at=started_at,
            expires_at=expires_at,
            last_seen_at=started_at if staff_id is not None else None,
            proved_at=proved_at,
            pin_due_at=pin_due_at,
        )
    )
    session.flush()


@dataclass(frozen=True)
class LearnerAtHand:
    """A LearnerAtHand is a learner who is signed in, and when their own phone asks for the PIN; None: others use it."""

    person: people.Learner
    pin_due_at: datetime | None


@dataclass(frozen=True)
class StaffAtWork:
    """A StaffAtWork is a member of staff who is signed in, with the roles that they hold."""

    person: staff.Staff
    grants: Sequence[staff.RoleGrant]
    last_seen_at: datetime
    has_second_factor: bool
    is_proved: bool
    """the second factor was shown for this sign-in"""
    is_real: bool
    """the instance is no test and no demonstration"""


_PERSON = (
    select(Learner, Staff, RoleGrant, SignIn, SecondFactor.secret, select(Instance.kind).scalar_subquery())
    .select_from(SignIn)
    .outerjoin(Learner, (Learner.learner_id == SignIn.learner_id) & IS_MEMBER)
    .outerjoin(Staff, (Staff.staff_id == SignIn.staff_id) & Staff.disabled_at.is_(None))
    .outerjoin(SecondFactor, SecondFactor.staff_id == Staff.staff_id)
    .outerjoin(RoleGrant, (RoleGrant.staff_id == Staff.staff_id) & RoleGrant.ended_at.is_(None))
    .where(SignIn.token_hash == bindparam("token_hash"), SignIn.expires_at > bindparam("now"))
    .where(or_(SignIn.staff_id.is_(None), SignIn.last_seen_at > bindparam("seen_after")))
    .order_by(RoleGrant.role_grant_id)
)  # built once: it is asked at each request


def person_of(
    session: Session, token_hash: str, now: datetime, *, seen_after: datetime
) -> LearnerAtHand | StaffAtWork | None:
    """Returns the learner or member of staff whom this token signs in; None if it signs in nobody.

    Not once it has expired or ended, nor staff disabled or not seen after `seen_after`, nor a learner taken out.
    """
    rows: Any = session.execute(_PERSON, {"token_hash": token_hash, "now": now, "seen_after": seen_after}).all()
    if not rows:
        return None
    learner, person, _, sign_in, secret, kind_of_instance = rows[0]
    if learner is not None:
        return LearnerAtHand(people.learner_of(learner), sign_in.pin_due_at)
    if person is None:
        return None
    grants = [staff.grant_of(grant) for _, _, grant, *_ in rows if grant is not None]
    return StaffAtWork(
        person=staff.staff_of(person),
        grants=grants,
        last_seen_at=sign_in.last_seen_at,
        has_second_factor=secret is not None,
        is_proved=sign_in.proved_at is not None,
        is_real=kind_of_instance == "real",
    )


def close(session: Session, token_hash: str) -> None:
    """Ends the sign-in with this token, if there is one."""
    session.execute(delete(SignIn).where(SignIn.token_hash == token_hash))


def close_all(session: Session, *, learner_id: int | None = None, staff_id: int | None = None) -> None:
    """Ends every sign-in of one learner or one member of staff. Raises ValueError unless exactly one is named."""
    session.execute(delete(SignIn).where(_of(learner_id, staff_id)))


def close_everybodys(session: Session) -> int:
    """Ends every sign-in of learners and staff, and returns how many there were."""
    return len(session.scalars(delete(SignIn).returning(SignIn.token_hash)).all())


def _of(learner_id: int | None, staff_id: int | None) -> ColumnElement[bool]:
    if (learner_id is None) == (staff_id is None):
        raise ValueError("a sign-in is a learner's or a member of staff's")
    return SignIn.learner_id == learner_id if learner_id is not None else SignIn.staff_id == staff_id


def add_link(session: Session, staff_id: int, *, token_hash: str, made_at: datetime, expires_at: datetime) -> None:
    """Stores a new one-time link for a member of staff; an unused older one is deleted."""
    session.execute(delete(OneTimeLink).where(OneTimeLink.staff_id == staff_id, OneTimeLink.used_at.is_(None)))
    session.add(OneTimeLink(token_hash=token_hash, staff_id=staff_id, made_at=made_at, expires_at=expires_at))
    session.flush()


def name_of_link(session: Session, token_hash: str, now: datetime) -> str | None:
    return session.scalar(
        select(Staff.name)
        .join(OneTimeLink, OneTimeLink.staff_id == Staff.staff_id)
        .where(
            OneTimeLink.token_hash == token_hash,
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > now,
            Staff.disabled_at.is_(None),
        )
    )


def use_link(session: Session, token_hash: str, *, passphrase_hash: str, now: datetime) -> int | None:
    """Uses up a one-time link, sets the passphrase of its owner and returns their staff id.

    Returns None if the link is unknown, used or expired, or if its owner is disabled.
    """
    staff_id = session.scalar(
        update(OneTimeLink)
        .where(OneTimeLink.token_hash == token_hash, OneTimeLink.used_at.is_(None), OneTimeLink.expires_at > now)
        .values(used_at=now)
        .returning(OneTimeLink.staff_id)
    )
    if staff_id is None:
        return None
    change = {"passphrase_hash": instance.keyed_hash(session, passphrase_hash)}
    is_able = (Staff.staff_id == staff_id) & Staff.disabled_at.is_(None)
    with reseal(session, STAFF, staff_id):
        return session.scalar(update(Staff).where(is_able).values(change).returning(Staff.staff_id))
