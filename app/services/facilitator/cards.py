"""A learner's card: another one for a lost one, two cards of one learner made one, and what lies aside removed.

Once a result is made in which either could be, two stay two: else a pair could go from the figures after the right
answers could be seen. A merge of before can be undone until the cohort settles; the result, made once, does not move,
and says beside it how many there were.
"""

from collections.abc import Sequence
from datetime import datetime

from app.services import card_tries, extensions, signing
from app.services.admission import GroupFull, places_of
from app.services.cohorts import note
from app.services.departing import end_departure, ends_departure
from app.services.facilitator.removing import ResultMade, may_remove
from app.services.people import Card, code_hash
from app.store import Session, instance
from app.store.answers import attempts, frozen, refused
from app.store.answers.attempt import Attempt
from app.store.figures import parted
from app.store.people import learners, merging, prepared, wrong_tries
from app.store.people.learner import Learner
from app.store.programmes import cohorts


class MadeBefore(ValueError):
    """Raised if the cards of this batch were made already: their codes are never shown twice."""


class SamePerson(ValueError):
    """Raised if a learner would be merged with themselves."""


def prepare(
    session: Session,
    cohort: cohorts.Cohort,
    fresh: Sequence[tuple[Card, str]],
    *,
    batch: str,
    by: int | None = None,
    now: datetime,
) -> list[tuple[int, Card]]:
    """Stores new cards for printing, each with a handle of its own; returns (handle, card) for each, in order.

    fresh: each card with `hash_secret` of its PIN; only hashes are stored. batch: names this printing. Writes an audit
    entry. Raises MadeBefore if the batch exists, and GroupFull if there are fewer free places than cards.
    """
    if prepared.has_batch(session, cohort.cohort_id, batch):
        raise MadeBefore
    if places_of(session, cohort).room < len(fresh):
        raise GroupFull
    key = instance.pepper_of(session, "codes")
    made = [
        prepared.add(
            session,
            cohort.cohort_id,
            code_hash=code_hash(key, card.learner_code),
            pin_hash=pin_hash,
            batch=batch,
            now=now,
        )
        for card, pin_hash in fresh
    ]
    note(session, "cards.prepare", cohort, by=by, now=now, count=len(made))
    return list(zip(made, (card for card, _ in fresh), strict=True))


def drop_prepared(session: Session, cohort: cohorts.Cohort, *, by: int | None = None, now: datetime) -> int:
    """Deletes the printed cards of a cohort that nobody has used; returns how many, and writes an audit entry.

    Learners who joined with a printed card keep it.
    """
    dropped = prepared.drop_all(session, cohort.cohort_id)
    note(session, "cards.drop", cohort, by=by, now=now, count=dropped)
    return dropped


def replace(
    session: Session,
    cohort: cohorts.Cohort,
    learner: Learner,
    *,
    card: Card,
    pin_hash: str,
    by: int | None = None,
    now: datetime,
) -> None:
    """Gives a learner a new card: the old code and PIN end, and the learner is signed out everywhere.

    Forgets the wrong PINs counted at this learner's card and those counted for the cohort as a whole. Writes an audit
    entry.

    pin_hash: `hash_secret(card.pin)`, made before the transaction began, since it is slow.
    """
    signing.replace_card(session, learner.learner_id, card, pin_hash)
    wrong_tries.forget(session, card_tries.budget_of_cohort(cohort.cohort_id).bucket)
    note(session, "learner.card", cohort, by=by, now=now, subject=f"learner {learner.handle}")


def may_merge(session: Session, cohort: cohorts.Cohort, *those: Learner, now: datetime) -> bool:
    """Returns whether no result is made in which these learners could be: in their cohort, or where they sat a test."""
    return all(may_remove(session, cohort, it, now) and frozen.home_of(session, it.learner_id) is None for it in those)


def merge(
    session: Session,
    cohort: cohorts.Cohort,
    *,
    keep: Learner,
    drop: Learner,
    by: int | None = None,
    now: datetime,
) -> None:
    """Merges two learners of a cohort who are the same person; `keep` stays, with its handle and card.

    No test that was sent is lost, the longer time of either stays, and `part` undoes it until the cohort settles.
    Writes an audit entry, and one for each test of which `keep` has longer time now. Raises SamePerson, ResultMade, and
    ValueError if they are not both of this cohort.
    """
    if keep.learner_id == drop.learner_id:
        raise SamePerson
    if {keep.cohort_id, drop.cohort_id} != {cohort.cohort_id}:
        raise ValueError("both learners are of this cohort")
    if not may_merge(session, cohort, keep, drop, now=now):
        raise ResultMade
    before, theirs = extensions.ends_of(session, keep, now), attempts.list_attempts(session, drop.learner_id)
    learners.merge(session, keep.learner_id, drop.learner_id, now)
    _end_departure(session, cohort, keep, drop, theirs, by=by, now=now)
    extensions.follow(session, cohort.cohort_id, now)
    note(
        session,
        "learner.merge",
        cohort,
        by=by,
        now=now,
        subject=f"learner {keep.handle}",
        merged_handle=drop.handle,
    )
    for wave, until in extensions.ends_of(session, keep, now).items():
        if until != before.get(wave):
            extensions.note_longer(session, cohort, keep, wave, until, by=by, now=now)


def _end_departure(
    session: Session,
    cohort: cohorts.Cohort,
    keep: Learner,
    drop: Learner,
    theirs: Sequence[Attempt],
    *,
    by: int | None,
    now: datetime,
) -> None:
    """Ends the note that who stays had left if a test under the number that is gone came after it."""
    came = [(it.finished_at, it.typed_by is not None) for it in theirs if it.finished_at is not None and it.bar is None]
    is_back = any(ends_departure(session, cohort, keep, at, is_sheet) for at, is_sheet in came)
    if is_back and merging.end_departure(session, drop.learner_id):
        note(session, "learner.back", cohort, by=by, now=now, subject=f"learner {keep.handle}")


def merges_of(session: Session, learner: Learner) -> list[merging.Merge]:
    """Lists the merges of a learner in their own cohort, the first first; `part` undoes one while `may_part` holds."""
    return [it for it in merging.list_merges(session, learner.learner_id) if it.cohort_id == learner.cohort_id]


def merges_elsewhere(session: Session, learner: Learner) -> list[tuple[merging.Merge, cohorts.Cohort]]:
    """Lists the merges of a learner in other cohorts, the first first, each with its cohort.

    The number that is gone belongs there, so it is undone once the learner has moved back.
    """
    those = [it for it in merging.list_merges(session, learner.learner_id) if it.cohort_id != learner.cohort_id]
    homes = [(it, cohorts.get_by_id(session, it.cohort_id)) for it in those]
    return [(it, home) for it, home in homes if home is not None]


def may_part(session: Session, cohort: cohorts.Cohort, learner: Learner) -> bool:
    """Returns whether nothing has settled in which this learner could be: neither their cohort nor where they sat."""
    where = {cohort.cohort_id, *(it.cohort_id for it in attempts.list_attempts(session, learner.learner_id))}
    has_settled = any(frozen.is_settled(session, cohort_id) for cohort_id in where)
    return not has_settled and frozen.home_of(session, learner.learner_id) is None


def part(session: Session, cohort: cohorts.Cohort, learner: Learner, handle: int, *, by: int, now: datetime) -> bool:
    """Undoes a merge: the number that was gone is there again, with its card and all that it had.

    handle: the number that was gone. What came since stays with the learner. Results that are made count it, and do not
    move. Writes an audit entry. Returns False if it cannot be undone: there is none, or a cohort has settled.
    """
    merge = next((it for it in merges_of(session, learner) if it.handle == handle), None)
    if merge is None or not may_part(session, cohort, learner):
        return False
    both = learner.learner_id, merge.former_id
    before = parted.where_counted(session, *both)
    merging.part(session, merge.former_id)
    parted.count_parted(session, before | parted.where_counted(session, *both) or {cohort.cohort_id})
    for it in attempts.list_attempts(session, learner.learner_id):
        if it.finished_at is not None and it.bar is None:  # the note is there again, but for what came since
            end_departure(session, learner.learner_id, by=it.typed_by, finished_at=it.finished_at, now=now)
    extensions.follow(session, cohort.cohort_id, now)
    subject = f"learner {learner.handle}"
    note(session, "learner.part", cohort, by=by, now=now, subject=subject, merged_handle=handle)
    return True


def remove_aside(
    session: Session, cohort: cohorts.Cohort, learner: Learner, refused_id: int, *, by: int, now: datetime
) -> bool:
    """Deletes for good one test of a learner that lies aside, and writes an audit entry; returns False if it is gone.

    refused_id: id of the test that lies aside. The attempt that counts does not change.
    """
    if not refused.drop(session, learner.learner_id, refused_id):
        return False
    note(session, "learner.remove_aside", cohort, by=by, now=now, subject=f"learner {learner.handle}")
    return True
