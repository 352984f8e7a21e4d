"""Staff and learners, how they sign in, and what was done by whom."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.store.encodings import Fingerprint, Hex, Moment, PinHash
from app.store.tables.row import Code, Digest, Named, Ref, Row


class Staff(Named, Row):
    """A Staff row is a member of staff; without a passphrase they have not used their one-time link yet."""

    WORDS = ("name",)

    __tablename__ = "staff"

    staff_id: Mapped[int] = mapped_column(primary_key=True)
    ref: Mapped[str] = mapped_column(Ref, unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    """the name they sign in with, as it was written; whatever its letters' case, nobody else has it"""
    passphrase_hash: Mapped[str | None] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(12))
    created_at: Mapped[datetime]
    disabled_at: Mapped[datetime | None]
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    """see `app.store.people.staff_seals`"""

    __table_args__ = (Index("uq_staff_folded", "folded", unique=True),)


class RoleGrant(Row):
    """A RoleGrant row is a role that a member of staff holds in the whole instance, a programme or a partner."""

    __tablename__ = "role_grant"

    role_grant_id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    role: Mapped[str] = mapped_column(Code)
    """administrator, me_officer, partner_lead or facilitator"""
    programme_id: Mapped[int | None] = mapped_column(ForeignKey("programme.programme_id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.partner_id"))
    granted_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class SecondFactor(Row):
    """A SecondFactor row is what a member of staff signs in with beside the passphrase, encrypted."""

    __tablename__ = "second_factor"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), primary_key=True, autoincrement=False)
    secret: Mapped[str | None] = mapped_column(String(128))
    """in force"""
    offered: Mapped[str | None] = mapped_column(String(128))
    """shown to its owner, and not confirmed by a code of it"""
    last_step: Mapped[int | None]
    """the half minute since 1970 of the last code that was taken: neither it nor an earlier one is taken again"""
    confirmed_at: Mapped[datetime | None]


class RecoveryCode(Row):
    """A RecoveryCode row is a code on paper that replaces the second factor once; it is deleted when it is used."""

    __tablename__ = "recovery_code"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), primary_key=True, autoincrement=False)
    code_hash: Mapped[str] = mapped_column(Digest, primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class OneTimeLink(Row):
    __tablename__ = "one_time_link"

    one_time_link_id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(Digest, unique=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    made_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class Learner(Row):
    """A Learner row is a random code and a handle. Never a name, e-mail, phone, birth date or address."""

    __tablename__ = "learner"

    learner_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id"))
    handle: Mapped[int] = mapped_column()
    code_hash: Mapped[str] = mapped_column(Hex(16), unique=True)
    """half of the keyed hash of the learner code: the code itself is only on the card"""
    pin_hash: Mapped[str | None] = mapped_column(PinHash)
    """None: nobody signs in with this card"""
    join_key: Mapped[str] = mapped_column(Fingerprint, unique=True)
    """of what the phone made: joining twice with one key is joining once"""
    sex: Mapped[str] = mapped_column(Code)
    """female, male or unsaid"""
    age_band: Mapped[str] = mapped_column(Code)
    language: Mapped[str] = mapped_column(String(12))
    first_form: Mapped[str] = mapped_column(String(1))
    joined_at: Mapped[datetime] = mapped_column(Moment)
    seal: Mapped[bytes | None] = mapped_column(LargeBinary)
    """over who joined, the consent and all tests that were received, see `app.store.answers.learner_seals`"""

    # An id is never given out again: a ticket on a phone outlives the learner who withdrew.
    __table_args__ = (UniqueConstraint("cohort_id", "handle"), {"sqlite_autoincrement": True})


class FormerLearner(Row):
    """A FormerLearner row says into whom a learner was merged, so that what phones still send for them goes there."""

    __tablename__ = "former_learner"

    former_learner_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    join_key: Mapped[str | None] = mapped_column(Hex(16))
    """what they had joined with, so that both can be erased in an older copy; None: merged before this was stored"""
    before: Mapped[str | None] = mapped_column(Text)
    """what was whose before the merge, as JSON, see `app.store.people.merging`; None: it cannot be undone"""


class PreparedCard(Row):
    """A PreparedCard row is a printed card that nobody has used yet, with the place in which it lets somebody join."""

    __tablename__ = "prepared_card"

    prepared_card_id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("cohort.cohort_id", ondelete="CASCADE"))
    handle: Mapped[int] = mapped_column()
    first_form: Mapped[str] = mapped_column(String(1))
    code_hash: Mapped[str] = mapped_column(Digest, unique=True)
    pin_hash: Mapped[str] = mapped_column(String(160))
    batch: Mapped[str] = mapped_column(String(64), index=True)
    """made by the page that asked for it: asking twice is asking once"""
    made_at: Mapped[datetime]

    # An id is never given out again: a browser that signed in with a used card must not find another's.
    __table_args__ = (UniqueConstraint("cohort_id", "handle"), {"sqlite_autoincrement": True})


class HandedCard(Row):
    """A HandedCard row is one half of a card that is being written down; the browser that shows it has the other."""

    __tablename__ = "handed_card"

    learner_id: Mapped[int] = mapped_column(
        ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    sealed: Mapped[bytes] = mapped_column(LargeBinary(14))
    expires_at: Mapped[datetime]


class Consent(Row):
    """A Consent row is a learner's assent: which words, in which language, when."""

    __tablename__ = "consent"

    learner_id: Mapped[int] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), primary_key=True)
    given_at: Mapped[datetime] = mapped_column(Moment, primary_key=True)
    version: Mapped[str] = mapped_column(Code, primary_key=True)
    language: Mapped[str] = mapped_column(String(12), primary_key=True)

    __table_args__ = ({"sqlite_with_rowid": False},)


class SignIn(Row):
    """A SignIn row keeps a learner or a member of staff signed in, as long as it exists and has not expired."""

    __tablename__ = "sign_in"

    token_hash: Mapped[str] = mapped_column(Digest, primary_key=True)
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learner.learner_id", ondelete="CASCADE"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"), index=True)
    started_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None]
    """of staff, to the minute; None for a learner"""
    proved_at: Mapped[datetime | None]
    """when the second factor was shown; None: it was not"""
    pin_due_at: Mapped[datetime | None]
    """of a learner's own phone: when the PIN is asked for next; None: a phone that others use too"""

    __table_args__ = (CheckConstraint("(learner_id IS NULL) <> (staff_id IS NULL)", name="one_person"),)


class WrongTry(Row):
    """A WrongTry row is one wrong code, PIN or passphrase, counted in one bucket against that bucket's budget."""

    __tablename__ = "wrong_try"

    wrong_try_id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(80))
    tried_at: Mapped[datetime]

    __table_args__ = (Index("ix_wrong_try_bucket_tried_at", "bucket", "tried_at"),)


class Audit(Row):
    """An Audit row is an act: what was done, by whom, to what and when; never an answer, a code or a PIN."""

    __tablename__ = "audit"

    audit_id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column("happened_at")
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.staff_id"))
    """None: the command line or a learner's own act"""
    act: Mapped[str] = mapped_column(String(40))
    programme_id: Mapped[int | None]
    cohort_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(String(80))
    """such as `learner 7` (the handle) or a public id"""
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    number: Mapped[int | None] = mapped_column(index=True)
    """from 1 in the order of the commits; None until the commit, and of an instance before its chain.
    No constraint says that it is the only one: a row that somebody put in would stop every act"""
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    """over the digest before and this act, see `app.store.audit_chain`"""

    __table_args__ = (
        # A list of fifty, of all acts, of one kind or of one person, costs the same however many there are.
        Index("ix_audit_happened_at", "happened_at"),
        Index("ix_audit_act", "act", "happened_at"),
        Index("ix_audit_staff_id", "staff_id", "happened_at"),
    )


class AuditHead(Row):
    """The AuditHead row, one at most, says with which act the audit ends; there is none before the first act."""

    __tablename__ = "audit_head"

    audit_head_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    seal: Mapped[bytes] = mapped_column(LargeBinary(32))
    """of both: without it the last acts could be cut off"""
