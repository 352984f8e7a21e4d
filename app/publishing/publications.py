"""Publications of a programme: made once of a draft, withdrawn, corrected as a new edition."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from app.exports import publication_name
from app.publishing.content import packed_ledgers
from app.publishing.drafts import Draft, NothingToPublish, NotNow, draft
from app.services.administrator.programme import note as note_programme
from app.services.figures import settling_anew
from app.services.people import Grant, Role
from app.store import Session, audit, audit_chain
from app.store.figures import publications, settlements
from app.store.figures.publication import Publication
from app.store.figures.selection import Scope
from app.store.programmes import programmes
from app.store.programmes.programmes import Programme

LONGEST_REASON = 400


class Overtaken(ValueError):
    """Raised if something was published, or cohorts were counted anew, since the draft was made."""


REFUSALS = (NothingToPublish, NotNow, Overtaken)
"""Why nothing is published."""


def may_publish(grants: Iterable[Grant], programme_id: int) -> bool:
    """Returns whether these grants allow publishing: an M&E officer may, of this programme or the whole instance."""
    of_it = (None, programme_id)
    return any(grant.role is Role.ME_OFFICER and grant.programme_id in of_it for grant in grants)


def publish(session: Session, drafted: Draft, *, by: int | None, now: datetime, reason: str = "") -> Publication:
    """Stores the drafted publication, writes that into the audit, and returns it.

    An edition over 1 withdraws the one before. reason: what was wrong with that one. by: id of the member of staff, or
    None. Raises Overtaken if something was published, or cohorts were counted anew, since the draft was made.
    """
    publications.lock(session, drafted.programme_id)
    last = publications.last_of(session, drafted.programme_id)
    if drafted.after != (last.publication_id if last else None):
        raise Overtaken("something was published since this was drafted: look at it again")
    if drafted.last_anew != settlements.last_anew(session, drafted.programme_id):
        raise Overtaken("groups were counted anew since this was drafted: look at it again")
    content = drafted.content
    if content.edition > 1 and last is not None and last.withdrawn_at is None:
        withdraw(session, last, by=by, now=now, reason=reason)
    (digest, data), acts = drafted.packed, audit_chain.link(session)
    made = publications.add(
        session,
        drafted.entering,
        programme_id=drafted.programme_id,
        number=content.number,
        edition=content.edition,
        until_on=content.until_on,
        made_at=now,
        made_by=by,
        learner_count=drafted.learners,
        digest=digest,
        content=data,
        ledger=packed_ledgers(drafted.ledgers),
        acts_count=acts.number,
        acts_head=acts.short_digest,
    )
    note(session, "publication.correct" if content.edition > 1 else "publication.make", made, by=by, now=now)
    return made


def correct_everything(
    session: Session, programme: Programme, *, by: int | None, now: datetime, reason: str, home: str, after: int
) -> Publication:
    """Counts every settled cohort of a programme anew and publishes that as a new edition of its last publication.

    The caller's transaction makes it both or neither. after: as of `settling_anew.settle_anew`. Raises NothingToPublish
    if there is no publication or nothing to put into it, and DoneAlready if `after` is out of date.
    """
    last = publications.last_of(session, programme.programme_id)
    if last is None:
        raise NothingToPublish("there is no publication to correct")
    settling_anew.settle_anew(session, programme.programme_id, by=by, now=now, is_edition=True, after=after)
    drafted = draft(session, programme, last.until_on, home=home, now=now, is_correction=True)
    return publish(session, drafted, by=by, now=now, reason=reason)


def withdraw(session: Session, made: Publication, *, by: int | None, now: datetime, reason: str) -> None:
    """Withdraws a publication and writes that into the audit; does nothing if it is withdrawn already.

    It stays in the list with the reason and gives no more files; later publications still take its figures into
    account. reason: cut after 400 characters.
    """
    if made.withdrawn_at is None:
        publications.withdraw(session, made.publication_id, by=by, at=now, reason=reason[:LONGEST_REASON])
        note(session, "publication.withdraw", made, by=by, now=now)


def refuse(session: Session, programme_id: int, fault: ValueError, *, by: int | None, now: datetime) -> None:
    """Writes into the audit that a publication was refused, and why.

    fault: one that `draft` or `publish` raises. Nothing is written if there is no such programme.
    """
    programme = programmes.get_by_id(session, programme_id)
    if programme is not None:
        note_programme(session, "refusal.publication", programme, by=by, now=now, reason=type(fault).__name__)


def note(session: Session, act: str, made: Publication, *, by: int | None, now: datetime, **detail: Any) -> None:
    """Writes an act on a publication into the audit. by: id of the member of staff, or None."""
    subject = publication_name(made.number, made.edition)
    audit.add(session, act, by=by, at=now, subject=subject, programme_id=made.programme_id, **detail)


def find(
    session: Session, scope: Scope, name: str, programme: str | None = None
) -> tuple[Publication, Programme] | None:
    """Finds a publication and its programme by a name such as 3 or 3.2; None if none or several have the name.

    programme: its public id; None: any.
    """
    number, edition = number_of(name) or (0, 0)
    return publications.find(session, scope, number, edition, programme)


def number_of(name: str) -> tuple[int, int] | None:
    """Returns (number, edition) from a publication's name, edition 1 for a name such as 3; None for any other text."""
    number, _dot, edition = name.partition(".")
    if not number.isdecimal() or not (edition or "1").isdecimal():
        return None
    return int(number), int(edition or 1)
