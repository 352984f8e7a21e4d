"""Cohorts: groups that are taught together, each reached only by those whose scope holds it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, false, func, literal, or_, select, true, union
from sqlalchemy.orm import Session, aliased

from app.store import tables
from app.store.keyed_seals import seal_new
from app.store.memory import asked_once
from app.store.programmes import regions, second_facilitators
from app.store.programmes.cohort import COLUMNS, Cohort, NewCohort, cohort_of
from app.store.programmes.cohort_seals import COHORTS
from app.store.tables import Attempt, Learner, Settlement
from app.store.tables import Window as WindowRow
from app.store.values import first_of, values_of
from courses import Wave, Window

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
    "has_archived",
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
    """A Scope says which cohorts somebody may reach: those of these programmes and partners, or all (`everywhere`).

    led_by: of these, only the cohorts that this member of staff leads. at: also those that they lead at this moment
    beside the leader; None: those alone of which they are the leader.
    """

    led_by: int | None = None
    at: datetime | None = None
    everywhere: bool = False
    programme_ids: frozenset[int] = frozenset()
    partner_ids: frozenset[int] = frozenset()

    @property
    def holds_any(self) -> bool:
        """False if the scope lists nothing, so that no cohort can be within it."""
        return self.everywhere or bool(self.programme_ids or self.partner_ids)

    @property
    def condition(self) -> ColumnElement[bool]:
        """The SQL condition that a cohort is within the scope, for the WHERE clause of every query for cohorts."""
        within = (
            true()
            if self.everywhere
            else or_(false(), ROW.programme_id.in_(self.programme_ids), ROW.partner_id.in_(self.partner_ids))
        )
        if self.led_by is None:
            return within
        leads = ROW.facilitator_id == self.led_by
        if self.at is not None:
            leads = leads | ROW.cohort_id.in_(second_facilitators.cohorts_of(self.led_by, self.at))
        return within & leads


@asked_once
def get(session: Session, ref: str, scope: Scope) -> Cohort | None:
    """Returns the cohort with this public id; None if there is none or it is outside the scope."""
    if not scope.holds_any:
        return None
    return first_of(session, select(ROW).where(ROW.ref == ref, scope.condition), cohort_of)


def get_by_id(session: Session, cohort_id: int) -> Cohort | None:
    """Returns the cohort with this id, whatever anybody's scope; None if there is none."""
    return first_of(session, select(ROW).where(ROW.cohort_id == cohort_id), cohort_of)


def get_for_change(session: Session, cohort_id: int) -> Cohort | None:
    """Locks a cohort until the transaction ends and returns it as it is now; None if there is none.

    Lock it before any learner of it: two transactions that lock in different orders can wait for each other for ever.
    """
    query = select(ROW).where(ROW.cohort_id == cohort_id).with_for_update(key_share=True)
    return first_of(session, query.execution_options(populate_existing=True), cohort_of)


def list_for_change(
    session: Session, *, programme_id: int | None = None, lottery_ref: str | None = None
) -> list[Cohort]:
    """Locks and lists the cohorts that are not archived, narrowed to a programme, to a draw, or to both."""
    query = select(*COLUMNS).where(ROW.archived_at.is_(None)).order_by(ROW.cohort_id)
    if programme_id is not None:
        query = query.where(ROW.programme_id == programme_id)
    if lottery_ref is not None:
        query = query.where(ROW.lottery_ref == lottery_ref)
    return list(values_of(session, query.with_for_update(key_share=True), Cohort))


def list_cohorts(session: Session, scope: Scope, *, is_archived: bool = False) -> list[Cohort]:
    """Lists the cohorts within a scope in the order of ids: the archived ones, or all others."""
    query = select(*COLUMNS).where(scope.condition, in_archive(is_archived=is_archived))
    return list(values_of(session, query.order_by(ROW.cohort_id), Cohort))


def ids_within(session: Session, scope: Scope, cohort_ids: Collection[int]) -> set[int]:
    """Returns those of these cohort ids that are within the scope."""
    return set(session.scalars(select(ROW.cohort_id).where(scope.condition, ROW.cohort_id.in_(cohort_ids))))


def has_archived(session: Session, scopes: Collection[Scope]) -> bool:
    """Returns whether any cohort within one of these scopes is archived."""
    reached = or_(*(scope.condition for scope in scopes))
    return session.scalar(select(exists().where(reached, ROW.archived_at.is_not(None)))) or False


def count(session: Session, scope: Scope, *, is_archived: bool) -> int:
    query = select(func.count()).select_from(ROW)
    return session.scalars(query.where(scope.condition, in_archive(is_archived=is_archived))).one()


def in_archive(*, is_archived: bool) -> ColumnElement[bool]:
    """Returns the SQL condition that a cohort is archived or, with False, that it is not."""
    return ROW.archived_at.is_not(None) if is_archived else ROW.archived_at.is_(None)


def labels_of(session: Session, refs: Collection[str]) -> dict[str, str]:
    """Returns the names of groups (cohorts) by public id; one that was deleted is absent."""
    return dict(session.execute(select(ROW.ref, ROW.label).where(ROW.ref.in_(refs))).all())


def add(session: Session, new: NewCohort) -> Cohort:
    """Stores and seals a new cohort, and returns it. Raises IntegrityError if its ref or join code is taken."""
    row = ROW(**asdict(new))
    session.add(row)
    session.flush()
    seal_new(session, COHORTS, row.cohort_id)
    return cohort_of(row)


def has_learners(session: Session, cohort_id: int) -> bool:
    """Returns whether anybody is in the cohort, has begun a test in it, or was counted when it settled."""
    return bool(_traces(session, cohort_id))


def has_attempts(session: Session, cohort_id: int) -> bool:
    """Returns whether anybody has begun a test in the cohort, or one of its learners has begun one elsewhere."""
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
    """Deletes a cohort. The caller has made sure that nobody joined it."""
    session.execute(delete(ROW).where(ROW.cohort_id == cohort.cohort_id))


def list_windows(session: Session, cohort_ids: Collection[int]) -> dict[int, dict[str, Window]]:
    """Returns when tests are open, by cohort id, then by wave; a test that was never opened or planned is absent.

    A cohort without any has an empty dict.
    """
    windows: dict[int, dict[str, Window]] = {cohort_id: {} for cohort_id in cohort_ids}
    for row in _windows(session, cohort_ids):
        windows[row.cohort_id][row.wave] = window_of(row)
    return windows


@asked_once
def _windows(session: Session, cohort_ids: Collection[int]) -> Sequence[WindowRow]:
    return session.scalars(select(WindowRow).where(WindowRow.cohort_id.in_(cohort_ids))).all()


def window_of(row: WindowRow) -> Window:
    """Returns the window that a row stores."""
    return Window(row.opened_at, row.closed_at, row.first_closed_at, row.put_off_from, row.extended_to)


def is_open(now: datetime) -> ColumnElement[bool]:
    """Returns the SQL condition that a test is open now, by the same rule as `Schedule` and `Window.is_open`."""
    has_begun = (WindowRow.opened_at <= now) & ~is_held_back()
    return has_begun & (WindowRow.closed_at.is_(None) | (WindowRow.closed_at > now))


def is_held_back() -> ColumnElement[bool]:
    """Returns the SQL condition that a test waits whatever its day, by the same rule as `Schedule.is_held_back`."""
    other = aliased(WindowRow)
    is_second = (other.cohort_id == WindowRow.cohort_id) & (other.wave == Wave.POST)
    return (WindowRow.wave == Wave.FOLLOW_UP) & exists().where(is_second, other.closed_at.is_(None))


def keep_window(session: Session, cohort_id: int, wave: str, window: Window) -> None:
    """Stores when a cohort's test is open, was open or is planned to open, in place of what was stored."""
    session.merge(WindowRow(cohort_id=cohort_id, wave=wave, **vars(window)))
    session.flush()


def drop_window(session: Session, cohort_id: int, wave: str) -> None:
    """Deletes the window of a test, as if it had never been opened or planned."""
    row = session.get(WindowRow, (cohort_id, wave))
    if row is not None:
        session.delete(row)
        session.flush()


def region_of(session: Session, cohort: Cohort) -> regions.Region:
    """Returns the region of a cohort, which always has one."""
    return regions_of(session, [cohort])[cohort.region_code]


def regions_of(session: Session, cohorts: Iterable[Cohort]) -> dict[str, regions.Region]:
    """Returns the regions of these cohorts by code, in one query."""
    codes = {cohort.region_code for cohort in cohorts}
    query = select(tables.Region).where(tables.Region.code.in_(codes))
    return {row.code: regions.region_of(row) for row in session.scalars(query)}
