"""What a waiting sheet changes, for the second person who holds it against the paper: where, never what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from app.services.cohorts import today_of
from app.services.versions import versions_of, where_sat
from app.services.waves import Desk, Wave, desks_of, without_blanks
from app.store import Session
from app.store.answers import attempts
from app.store.answers.attempt import Attempt
from app.store.answers.waiting import WaitingSheet


@dataclass(frozen=True)
class SheetChange:
    """A SheetChange says where a sheet differs from the one in whose place it comes, and never what was answered.

    is_new: there is none, so that all of it is new. questions: the numbers of those that are answered otherwise;
    has_statements: statements, too. sat_on: its day. was_on: that of the one before; None: the same, or there is none.
    """

    is_new: bool
    questions: tuple[int, ...]
    has_statements: bool
    sat_on: date | None
    was_on: date | None


def changes_of(session: Session, sheets: Collection[WaitingSheet]) -> dict[str, SheetChange]:
    """Returns what each of these sheets changes, by key. In a page the number of queries grows with who moved alone."""
    ids = sorted({it.learner_id for it in sheets})
    waiting = {one.key: one for of_learner in attempts.list_attempts_of(session, ids).values() for one in of_learner}
    structures = {waiting[it.key].structure_digest for it in sheets}
    desks = {structure: desks_of(session, ids, structure) for structure in structures}
    return {
        it.key: _change(session, desks[waiting[it.key].structure_digest][it.learner_id], waiting[it.key])
        for it in sheets
    }


def _change(session: Session, desk: Desk, sheet: Attempt) -> SheetChange:
    former, place = versions_of(desk, Wave(sheet.wave)).standing, where_sat(session, desk, sheet)
    sat_on, was_on = _day(place, sheet), _day(place, former)
    return SheetChange(
        is_new=former is None,
        questions=_questions(session, desk, former, sheet) if former is not None else (),
        has_statements=former is not None and _points(session, former) != _points(session, sheet),
        sat_on=sat_on,
        was_on=was_on if was_on != sat_on else None,
    )


def _questions(session: Session, desk: Desk, former: Attempt, sheet: Attempt) -> tuple[int, ...]:
    before, now = (without_blanks(attempts.responses_of(session, it)) for it in (former, sheet))
    items = enumerate(desk.release.instrument.items, start=1)
    return tuple(number for number, item in items if before.get(item.id) != now.get(item.id))


def _day(place: Desk, sheet: Attempt | None) -> date | None:
    return today_of(place, sheet.finished_at) if sheet is not None and sheet.finished_at is not None else None


def _points(session: Session, sheet: Attempt) -> dict[str, int]:
    return {name: point for name, point in attempts.statements_of(session, sheet).items() if point is not None}
