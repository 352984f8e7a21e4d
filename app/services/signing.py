"""Signing in and out: tries are counted, a refusal tells no code that there is, and a sign-in is a row that can be
killed.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.services import secret_hashes
from app.services.budgets import Budget, counted_in, spent_until
from app.services.card_tries import (
    UNKNOWN,
    budget_of_cohort,
    budgets_of_card,
    card_bucket,
    forget_tries,
    may_pass,
    phones_of,
    printed_bucket,
)
from app.services.people import (
    NEED_A_SECOND_FACTOR,
    Card,
    Grant,
    Owes,
    Role,
    SignedInLearner,
    SignedInStaff,
    code_hash,
)
from app.store import Session, instance
from app.store.people import sign_ins, wrong_tries

LEARNER_STAYS = timedelta(hours=8)
OWN_PHONE_STAYS = timedelta(days=30)
"""On a phone that a learner has said is theirs alone, from each time that the PIN was typed."""
LONGEST_STAY = OWN_PHONE_STAYS
"""No sign-in of a learner lasts longer: wrong PINs on a phone that are older belong to one that has ended."""
PIN_AGAIN = timedelta(days=1)
"""After so long a learner's own phone asks for the PIN."""
STAFF_IDLE = timedelta(minutes=30)
"""Without a request for so long, a sign-in of staff has ended. Learners' phones hide their pages by themselves."""


@dataclass(frozen=True)
class SignedIn:
    token: str
    expires_at: datetime
    is_own_phone: bool = False
    """a learner's: the browser keeps the sign-in when it is closed"""


@dataclass(frozen=True)
class CardCheck:
    """A CardCheck is the result of looking up a code and PIN without writing: pass it to `sign_in_learner`.

    learner_id, cohort_id: None if nobody has the code.
    """

    learner_id: int | None
    cohort_id: int | None
    is_right: bool
    prepared_card_id: int | None = None
    """id of a printed card that nobody has used yet: pass the check on to `open_prepared`"""
    code: str = ""
    """keyed hash of the code, where nobody has it"""
    phone: str = ""
    """digest of the sign-in on whose phone the PIN was typed once more; "" at the door"""


def check_learner(reading: Session, learner_code: str, pin: str) -> CardCheck:
    """Looks up a learner code and verifies the PIN; takes as long for a code that nobody has. Writes nothing.

    Wrong tries are not counted here but by `sign_in_learner` and `open_prepared`.
    """
    hashed = code_hash(instance.pepper_of(reading, "codes"), learner_code)
    secret = sign_ins.learner_secret(reading, hashed)
    printed = sign_ins.printed_secret(reading, hashed)  # asked for in any case: a code that nobody has takes as long
    is_right = secret_hashes.fits(reading, pin.strip(), secret or printed)
    if secret is None and printed is not None:
        return CardCheck(None, printed.cohort_id, is_right, prepared_card_id=printed.person_id)
    if secret is None:
        return CardCheck(None, None, is_right=False, code=hashed)
    return CardCheck(secret.person_id, secret.cohort_id, is_right)


def check_pin(reading: Session, learner_id: int, pin: str, token: str) -> CardCheck:
    """Verifies the PIN of a learner who is signed in, to unlock a phone that was left lying about. Writes nothing.

    token: of the sign-in on that phone. Wrong tries are not counted here but by `sign_in_learner`.
    """
    secret = sign_ins.secret_of_learner(reading, learner_id)
    is_right = secret_hashes.fits(reading, pin.strip(), secret) and secret is not None
    return CardCheck(learner_id, secret.cohort_id if secret else None, is_right, phone=digest_of(token))


def sign_in_learner(
    session: Session, check: CardCheck, now: datetime, *, on_own_phone: bool = False
) -> SignedIn | None:
    """Signs a learner in for eight hours, or 30 days on their own phone; None if code or PIN is wrong, or after too
    many wrong tries.

    A wrong try is counted: commit also for None. A printed card that nobody has used signs nobody in, and counts as
    wrong.
    """
    is_right = check.is_right and check.prepared_card_id is None
    if not may_pass(session, _budgets(check), is_right=is_right, now=now) or check.learner_id is None:
        return None
    _pay_back(session, check, now)
    return start_learner(session, check.learner_id, now, on_own_phone=on_own_phone)


def open_prepared(session: Session, check: CardCheck, now: datetime) -> str | None:
    """Returns the join code of the cohort of an unused printed card.

    None if the check is of no such card, the PIN is wrong, or after too many wrong tries. A wrong try is counted:
    commit also for None.
    """
    if check.prepared_card_id is None or not may_pass(session, _budgets(check), is_right=check.is_right, now=now):
        return None
    _pay_back(session, check, now)
    return sign_ins.printed_join_code(session, check.prepared_card_id)


def rests_until(session: Session, check: CardCheck, now: datetime) -> datetime | None:
    """Returns until when no PIN is looked at where this one was typed, FOR_GOOD if only staff end it; None: any is.

    Ask after a refusal: then the last try is counted. It tells nobody whether a code exists.
    """
    return spent_until(counted_in(session), _budgets(check), now)


def _budgets(check: CardCheck) -> list[Budget]:
    """Of a phone, of a learner's card, of a printed one, or of a code that nobody has."""
    bucket = _bucket(check)
    if check.phone:
        return budgets_of_card(bucket)
    # A code that nobody has gets as many budgets as a card, so that no refusal is told by its time.
    of_all = budget_of_cohort(check.cohort_id) if check.cohort_id else Budget(f"{bucket}.", 50, timedelta(hours=1))
    return [*budgets_of_card(bucket), of_all]


def _bucket(check: CardCheck) -> str:
    if check.phone:
        return f"{phones_of(check.learner_id)}{check.phone[:24]}"
    if check.learner_id is not None:
        return card_bucket(check.learner_id)
    if check.prepared_card_id is not None:
        return printed_bucket(check.prepared_card_id)
    return f"{UNKNOWN} {check.code[:24]}"


def _pay_back(session: Session, check: CardCheck, now: datetime) -> None:
    """A right PIN gives the cohort back what the slips at this very card had cost it, and no other card's: else
    whoever holds one card could try the PINs of all others for ever."""
    bucket = _bucket(check)
    if check.cohort_id is not None and not check.phone:
        of_cohort = budget_of_cohort(check.cohort_id)
        slips = wrong_tries.count(session, bucket, since=now - (of_cohort.within or timedelta()))
        wrong_tries.take_back(session, of_cohort.bucket, slips)
    wrong_tries.forget(session, bucket)
    if check.learner_id is not None:
        wrong_tries.forget_all_old(session, phones_of(check.learner_id), now, LONGEST_STAY)


def start_learner(session: Session, learner_id: int, now: datetime, *, on_own_phone: bool = False) -> SignedIn:
    """Signs a learner in without a PIN, as after joining, for as long as `sign_in_learner`; returns the new sign-in."""
    stays = OWN_PHONE_STAYS if on_own_phone else LEARNER_STAYS
    token = SignedIn(secrets.token_urlsafe(32), now + stays, on_own_phone)
    sign_ins.add(
        session,
        token_hash=digest_of(token.token),
        started_at=now,
        expires_at=token.expires_at,
        learner_id=learner_id,
        pin_due_at=now + PIN_AGAIN if on_own_phone else None,
    )
    return token


def person_of(reading: Session, token: str, now: datetime) -> SignedInLearner | SignedInStaff | None:
    """Returns who is signed in with this token; None if the sign-in was ended, has expired or never existed.

    A sign-in of staff also expires after 30 minutes without a request.
    """
    signed_in = sign_ins.person_of(reading, digest_of(token), now, seen_after=now - STAFF_IDLE)
    if signed_in is None:
        return None
    if isinstance(signed_in, sign_ins.LearnerAtHand):
        it = signed_in.person
        return SignedInLearner(it.learner_id, it.cohort_id, it.handle, it.language, signed_in.pin_due_at)
    person = signed_in.person
    grants = tuple(Grant(Role(grant.role), grant.programme_id, grant.partner_id) for grant in signed_in.grants)
    return SignedInStaff(
        staff_id=person.staff_id,
        ref=person.ref,
        name=person.name,
        language=person.language,
        grants=grants,
        last_seen_at=signed_in.last_seen_at,
        has_second_factor=signed_in.has_second_factor,
        owes=_owed(signed_in, grants),
        at=now,
    )


def _owed(signed_in: sign_ins.StaffAtWork, grants: Sequence[Grant]) -> Owes | None:
    if signed_in.has_second_factor:
        return None if signed_in.is_proved else Owes.CODE
    is_needed = signed_in.is_real and any(grant.role in NEED_A_SECOND_FACTOR for grant in grants)
    return Owes.SECOND_FACTOR if is_needed else None


def sign_out(session: Session, token: str) -> None:
    """Ends the sign-in with this token, from the commit on; an unknown token changes nothing."""
    sign_ins.close(session, digest_of(token))


def sign_out_everywhere(session: Session, *, learner_id: int | None = None, staff_id: int | None = None) -> None:
    """Ends all sign-ins of a person, on every phone and computer. Give exactly one of the two ids."""
    sign_ins.close_all(session, learner_id=learner_id, staff_id=staff_id)


def replace_card(session: Session, learner_id: int, card: Card, pin_hash: str) -> None:
    """Gives the learner a new code and PIN; the old ones, all their sign-ins and their wrong tries end.

    Writes no audit entry. pin_hash: `hash_secret(card.pin)`.
    """
    sign_ins.set_card(session, learner_id, code_hash(instance.pepper_of(session, "codes"), card.learner_code), pin_hash)
    _start_afresh(session, learner_id)


def _start_afresh(session: Session, learner_id: int) -> None:
    forget_tries(session, learner_id)
    sign_ins.close_all(session, learner_id=learner_id)


def digest_of(token: str) -> str:
    """Returns the SHA-256 of a sign-in token in hex, which the database stores instead of the token."""
    return hashlib.sha256(token.encode()).hexdigest()
