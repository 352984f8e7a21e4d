"""Acts in a chain: each has a digest over the one before and itself, which nobody makes who has the database alone.

An act is never changed and never removed, even if its learner is erased: it names a learner by a number in the
group (`learner 7`), and holds nothing else of them. So every link stays.

Numbers are given at the commit, when nothing else is waited for: whoever gives them holds the head until then, and
writers of PostgreSQL come one after another without waiting for each other in a circle.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import Session

from app.store import tables
from app.store.instance import pepper_of
from app.store.upserts import insert_into

ROW, HEAD = tables.Audit, tables.AuditHead
BEGIN, LOST = "audit.begin", "audit.begin_anew"
"""Acts with which a chain begins: over what was there before it or with a head that was edited; and where the secret
is lost, so that nobody can tell whether what comes before is what it was."""
EDITED = "is_edited"
NEW = "new acts"
"""Under this name a session has the acts that no commit has numbered yet."""
AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Link:
    """A Link is an act's place in the chain: its number and its digest."""

    number: int
    digest: bytes

    @property
    def short_digest(self) -> str:
        """The beginning of the digest, 16 hexadecimal digits, as it is printed."""
        return self.digest.hex()[:16]


@dataclass(frozen=True, slots=True)
class Place:
    """A Place is an act as a check of the chain meets it.

    expected: the digest that it ought to have; None: unknown, since the act before it is missing.
    """

    audit_id: int
    link: Link
    expected: bytes | None
    has_edited_head: bool
    """the act says that the end of the audit was not what had been written"""

    @property
    def is_right(self) -> bool:
        return self.expected is None or hmac.compare_digest(self.link.digest, self.expected)


FIRST = Link(0, b"")


def link(session: Session) -> Link:
    """Numbers the new acts of this session, with their digests, and returns the last link of the chain.

    A commit calls this. The end of the chain stays locked until the transaction ends. Raises SecretFault if the secret
    is missing or wrong.
    """
    acts = [row for row in session.info.pop(NEW, ()) if row in session]
    key = _key(session)
    with session.no_autoflush:
        head = _locked_head(session)
        last = Link(head.number, head.digest)
        if not _is_sealed(key, head):
            last = _begin(session, key, acts)
        for row in acts:
            last = Link(last.number + 1, _digest(key, last.digest, row))
            row.number, row.digest = last.number, last.digest
        _end_with(head, last, key)
    return last


@event.listens_for(Session, "before_commit")
def _link_at_commit(session: Session) -> None:
    """What a commit does before anything else; of an inner transaction nothing."""
    if session.info.get(NEW) and not session.in_nested_transaction():
        link(session)


def begin(session: Session) -> None:
    """Begins the chain, by numbering all acts, in an instance that is older than it; otherwise does nothing.

    Raises SecretFault if the instance's secret is missing or does not fit.
    """
    if session.scalar(select(ROW.audit_id).limit(1)) is not None:
        link(session)


def begin_anew(session: Session, at: datetime) -> None:
    """Continues the chain under a new key after the former one was lost, with an act that says so."""
    session.flush()
    last = _last_numbered(session)
    if last != FIRST:
        _end_with(_locked_head(session), last, _key(session))
    _note(session, LOST, at, {})


def walk(session: Session) -> Iterator[Place]:
    """Yields every numbered act in the order of the chain, with the digest it ought to have.

    Raises SecretFault if the instance's secret is missing or does not fit.
    """
    key, before, last = _key(session), FIRST, FIRST
    query = select(ROW).where(ROW.number.is_not(None)).order_by(ROW.number, ROW.audit_id)
    for row in session.scalars(query.execution_options(yield_per=AT_ONCE // 4, populate_existing=True)):
        own, previous = Link(row.number or 0, row.digest or b""), before if row.number == last.number else last
        expected = _digest(key, previous.digest, row) if own.number == previous.number + 1 else None
        place = Place(row.audit_id, own, expected, row.act == BEGIN and bool(row.detail.get(EDITED)))
        yield place
        if own.number > last.number or place.is_right:
            before, last = previous, own


def list_loose(session: Session) -> list[int]:
    """Lists the ids of acts that are not in the chain, since they have no number."""
    return list(session.scalars(select(ROW.audit_id).where(ROW.number.is_(None)).order_by(ROW.audit_id)))


def sealed_head(session: Session) -> Link | None:
    """Returns the link with which the audit ends; None if the stored end was edited or removed; FIRST without any act.

    Raises SecretFault if the instance's secret is missing or does not fit.
    """
    head = session.scalar(select(HEAD).where(HEAD.audit_head_id == 1).execution_options(populate_existing=True))
    if head is None:
        return FIRST if session.scalar(select(ROW.audit_id).limit(1)) is None else None
    return Link(head.number, head.digest) if _is_sealed(_key(session), head) else None


def began_anew_at(session: Session) -> int:
    """Returns the number of the act with which the chain last began under a new key; 0 if it never did.

    Only an act that fits the present key is believed. Raises SecretFault if the instance's secret is missing or does
    not fit.
    """
    query = select(ROW).where(ROW.act == LOST, ROW.number.is_not(None)).order_by(ROW.number.desc())
    for row in session.scalars(query):
        before = session.scalar(select(ROW.digest).where(ROW.number == (row.number or 0) - 1)) or b""
        if hmac.compare_digest(row.digest or b"", _digest(_key(session), before, row)):
            return row.number or 0
    return 0


def _begin(session: Session, key: bytes, acts: list[tables.Audit]) -> Link:
    """Continues after the last act with a number; if none has one, numbers all there are. Then an act says so."""
    last = _last_numbered(session)
    is_edited = last != FIRST
    if not is_edited:
        last = _chain_former(session, key, {row.audit_id for row in acts if row.audit_id})
    if last != FIRST:
        at = acts[0].at if acts else datetime.now(UTC)
        acts.insert(0, _note(session, BEGIN, at, {EDITED: is_edited}))
        session.info.pop(NEW)
    return last


def _chain_former(session: Session, key: bytes, but: set[int]) -> Link:
    last, last_id = FIRST, 0
    query = select(ROW).order_by(ROW.audit_id).limit(AT_ONCE)
    while rows := session.scalars(query.where(ROW.audit_id > last_id)).all():
        values = []
        for row in rows:
            if row.audit_id not in but:
                last = Link(last.number + 1, _digest(key, last.digest, row))
                values.append({"audit_id": row.audit_id, "number": last.number, "digest": last.digest})
        if values:
            session.execute(update(ROW), values)
        last_id = rows[-1].audit_id
    return last


def _note(session: Session, act: str, at: datetime, detail: dict[str, Any]) -> tables.Audit:
    row = ROW(at=at, staff_id=None, act=act, subject="", detail=detail)
    add_new(session, row)
    return row


def add_new(session: Session, row: tables.Audit) -> None:
    """Stores an act in this session; the commit gives it its number."""
    session.add(row)
    session.info.setdefault(NEW, []).append(row)


def _last_numbered(session: Session) -> Link:
    query = select(ROW.number, ROW.digest).where(ROW.number.is_not(None)).order_by(ROW.number.desc()).limit(1)
    row = session.execute(query).first()
    return Link(row.number or 0, row.digest or b"") if row else FIRST


def _locked_head(session: Session) -> tables.AuditHead:
    query = select(HEAD).where(HEAD.audit_head_id == 1).with_for_update().execution_options(populate_existing=True)
    head = session.scalar(query)
    if head is None:
        first = insert_into(session, HEAD).values(audit_head_id=1, number=0, digest=b"", seal=b"")
        session.execute(first.on_conflict_do_nothing())
        head = session.scalars(query).one()
    return head


def _end_with(head: tables.AuditHead, last: Link, key: bytes) -> None:
    head.number, head.digest, head.seal = last.number, last.digest, _seal(key, last)


def _digest(key: bytes, before: bytes, row: tables.Audit) -> bytes:
    moment = row.at.astimezone(UTC).isoformat()
    values: Iterable[object] = (
        moment, row.staff_id, row.act, row.programme_id, row.cohort_id, row.subject, row.detail
    )  # fmt: skip
    text = json.dumps([*values], sort_keys=True, ensure_ascii=False)
    return hmac.digest(key, before + text.encode(), "sha256")


def _seal(key: bytes, last: Link) -> bytes:
    return hmac.digest(key, f"head {last.number} ".encode() + last.digest, "sha256")


def _is_sealed(key: bytes, head: tables.AuditHead) -> bool:
    return hmac.compare_digest(head.seal, _seal(key, Link(head.number, head.digest)))


def _key(session: Session) -> bytes:
    return bytes.fromhex(pepper_of(session, "audit"))
