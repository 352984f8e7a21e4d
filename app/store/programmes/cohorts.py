"""Cohorts: groups that are taught together, each reached only by those whose scope holds it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, false, func, literal, or_, select, true, union
from sqlalchemy.orm import Session

from app.store import tables
from app.store.keyed_seals import seal_new
from app.store.memory import asked_once
from app.store.programmes import regions
from app.store.programmes.cohort import COLUMNS, Cohort, NewCohort, cohort_of
from app.store.programmes.cohort_seals import COHORTS
from app.store.tables import Attempt, Learner, Settlement
from app.store.tables import Window as WindowRow
from app.store.values import first_of, values_of
from courses import Window

ROW = tables.Cohort

__all__ = [
    "Cohort",
    "NewCohort",
    "Scope",
    "add",
    "count",
    "drop",
    "drop_window",
    "get",
    "get_by_id",
    "get_for_change",
    "has_attempts",
    "has_learners",
    "ids_within",
    "keep_window",
    "labels_of",
    "list_cohorts",
    "list_for_change",
    "list_windows",
    "region_of",
    "regions_of",
    "window_of",
]


@dataclass(frozen=True)
class Scope:
    """A Scope says which cohorts somebody may reach: those of these programmes and partners, or everywhere.

    With `led_by`, only those of them that this member of staff leads.
    """

    led_by: int | None = None
    everywhere: bool = False
    programme_ids: frozenset[int] = frozenset()
    partner_ids: frozenset[int] = frozenset()

    @property
    def holds_any(self) -> bool:
        """False where no cohort can be within the scope."""
        return self.everywhere or bool(self.programme_ids or self.partner_ids)

    @property
    def condition(self) -> ColumnElement[bool]:
        """The SQL condition that a cohort is within the scope, for the WHERE clause of every query for cohorts."""
        within = (
            true()
            if self.everywhere
            else or_(false(), ROW.programme_id.in_(self.programme_ids), ROW.partner_id.in_(self.partner_ids))
        )
        return within if self.led_by is None else within & (ROW.facilitator_id == self.led_by)


@asked_once
def get(session: Session, ref: str, scope: Scope) -> Cohort | None:
    """Returns the cohort with this public id; None alike where there is none and where it is beyond the scope."""
    if not scope.holds_any:
        return None
    return first_of(session, select(ROW).where(ROW.ref == ref, scope.condition), cohort_of)


def get_by_id(session: Session, cohort_id: int) -> Cohort | None:
    """Returns the cohort, whatever somebody's scope: for what is counted. None for none."""
    return first_of(session, select(ROW).where(ROW.cohort_id == cohort_id), cohort_of)


def get_for_change(session: Session, cohort_id: int) -> Cohort | None:
    """Returns the cohort as it stands now; nobody else changes it until the transaction ends.

    Ask for it before any learner of it: two who lock in two orders wait for each other for ever.
    """
    query = select(ROW).where(ROW.cohort_id == cohort_id).with_for_update(key_share=True)
    return first_of(session, query.execution_options(populate_existing=True), cohort_of)


def list_for_change(
    session: Session, *, programme_id: int | None = None, lottery_ref: str | None = None
) -> list[Cohort]:
    """Lists and locks the cohorts of a programme, or those of a draw; never archived ones."""
    query = select(*COLUMNS).where(ROW.archived_at.is_(None)).order_by(ROW.cohort_id)
    if programme_id is not None:
        query = query.where(ROW.programme_id == programme_id)
    if lottery_ref is not None:
        query = query.where(ROW.lottery_ref == lottery_ref)
    return list(values_of(session, query.with_for_update(key_share=True), Cohort))


def list_cohorts(session: Session, scope: Scope, *, is_archived: bool = False) -> list[Cohort]:
    """Lists the cohorts within a scope, in no order that means anything."""
    query = select(*COLUMNS).where(scope.condition, in_archive(is_archived=is_archived))
    return list(values_of(session, query.order_by(ROW.cohort_id), Cohort))


def ids_within(session: Session, scope: Scope, cohort_ids: Collection[int]) -> set[int]:
    """Returns which of these cohorts the scope reaches."""
    return set(session.scalars(select(ROW.cohort_id).where(scope.condition, ROW.cohort_id.in_(cohort_ids))))


def count(session: Session, scope: Scope, *, is_archived: bool) -> int:
    query = select(func.count()).select_from(ROW)
    return session.scalars(query.where(scope.condition, in_archive(is_archived=is_archived))).one()


def in_archive(*, is_archived: bool) -> ColumnElement[bool]:
    """The condition that a cohort has been archived; with False, that it has not been."""
    return ROW.archived_at.is_not(None) if is_archived else ROW.archived_at.is_(None)


def labels_of(session: Session, refs: Collection[str]) -> dict[str, str]:
    """Returns names of groups by their public ids; one that was deleted is absent."""
    return dict(session.execute(select(ROW.ref, ROW.label).where(ROW.ref.in_(refs))).all())


def add(session: Session, new: NewCohort) -> Cohort:
    """Stores a new cohort. Raises IntegrityError for a ref or join code that is taken."""
    row = ROW(**asdict(new))
    session.add(row)
    session.flush()
    seal_new(session, COHORTS, row.cohort_id)
    return cohort_of(row)


def has_learners(session: Session, cohort_id: int) -> bool:
    """Returns whether anybody is in the cohort, has sat a test in it, or counted when it settled."""
    return bool(_traces(session, cohort_id))


def has_attempts(session: Session, cohort_id: int) -> bool:
    """Returns whether somebody has begun a test in the cohort."""
    return bool(_traces(session, cohort_id) - {JOINED})


JOINED = "joined"


@asked_once
def _traces(session: Session, cohort_id: int) -> set[str]:
    """The waves that somebody of the cohort has begun, and JOINED where anybody ever did."""
    joined, sat, settled = (exists().where(row.cohort_id == cohort_id) for row in (Learner, Attempt, Settlement))
    is_theirs = (Learner.cohort_id == cohort_id) | (Attempt.cohort_id == cohort_id)
    waves = select(Attempt.wave).join(Learner, Learner.learner_id == Attempt.learner_id).where(is_theirs)
    return set(session.scalars(union(select(literal(JOINED)).where(joined | sat | settled), waves)))


def drop(session: Session, cohort: Cohort) -> None:
    """Deletes a cohort that nobody joined."""
    session.execute(delete(ROW).where(ROW.cohort_id == cohort.cohort_id))


def list_windows(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[str, Window]]:
    """Returns when tests were open, by cohort, then by wave; one that was never opened is absent."""
    windows: dict[int, dict[str, Window]] = {cohort_id: {} for cohort_id in cohort_ids}
    for row in _windows(session, cohort_ids):
        windows[row.cohort_id][row.wave] = window_of(row)
    return windows


@asked_once
def _windows(session: Session, cohort_ids: Collection[int]) -> Sequence[WindowRow]:
    return session.scalars(select(WindowRow).where(WindowRow.cohort_id.in_(cohort_ids))).all()


def window_of(row: WindowRow) -> Window:
    """Makes a window of its row."""
    return Window(row.opened_at, row.closed_at, row.first_closed_at)


def is_open(now: datetime) -> ColumnElement[bool]:
    """Returns `Window.is_open` as a condition on rows."""
    return (WindowRow.opened_at <= now) & (WindowRow.closed_at.is_(None) | (WindowRow.closed_at > now))


def keep_window(session: Session, cohort_id: int, wave: str, window: Window) -> None:
    """Stores the window of a test as it is from now on; it has been opened, or is planned."""
    session.merge(WindowRow(cohort_id=cohort_id, wave=wave, **vars(window)))
    session.flush()


def drop_window(session: Session, cohort_id: int, wave: str) -> None:
    """Removes the window of a test, as if it had never been opened."""
    row = session.get(WindowRow, (cohort_id, wave))
    if row is not None:
        session.delete(row)
        session.flush()


def region_of(session: Session, cohort: Cohort) -> regions.Region:
    """Returns the region of a cohort: a foreign key says that there is one."""
    return regions_of(session, [cohort])[cohort.region_code]


def regions_of(session: Session, cohorts: Iterable[Cohort]) -> dict[str, regions.Region]:
    """Returns the regions of these cohorts by code, in one query."""
    codes = {cohort.region_code for cohort in cohorts}
    query = select(tables.Region).where(tables.Region.code.in_(codes))
    return {row.code: regions.region_of(row) for row in session.scalars(query)}
