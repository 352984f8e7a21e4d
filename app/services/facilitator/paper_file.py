"""Answers from a table: what a Kobo or ODK server gives back, or a sheet that somebody filled in by hand."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from app.files import Table
from app.services.facilitator import paper, paper_only, without_phones
from app.services.facilitator.paper_cells import (
    CODE,
    DAY,
    ITEM,
    NUMBER,
    STATEMENT,
    RowFault,
    answers_of,
    day_of,
    faults_of_test,
    person_of,
    points_of,
)
from app.services.facilitator.paper_only import WrongDay
from app.services.facilitator.without_phones import NoConsent, Person
from app.services.intake import ACCEPTED, Code
from app.services.people import code_hash
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Session, instance
from app.store.people import learners, prepared, sign_ins
from app.store.people.prepared import PreparedCard
from app.store.programmes import cohorts
from assessments import Answer

MOST_FAULTS = 500
"""Then no further row is looked at, each of which asks the database: nobody mends so many at once."""


@dataclass(frozen=True)
class Taken:
    """A Taken counts what became of a file's rows; if there is a fault the caller stores none of them."""

    stored: int = 0
    corrected: int = 0
    waiting: int = 0
    """for a second person's yes"""
    already: int = 0
    other_day: int = 0
    """of those that were there already, how many on another day than the one given for the whole file"""
    faults: tuple[RowFault, ...] = ()
    left_out: tuple[RowFault, ...] = ()
    """rows of learners whose phone has sent this test: that one counts, and the file is not at fault"""
    empty: int = 0
    """rows in which nothing was typed: they are left as they are"""


class NoColumns(ValueError):
    """Raised if a table has no column that identifies learners, or lacks columns of items.

    missing: names of the columns that it should have.
    """

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(", ".join(missing))
        self.missing = tuple(missing)


@dataclass(frozen=True)
class _Sheet:
    row: int
    whose: int | PreparedCard
    """the learner's id, or a printed card that nobody has used"""
    person: Person
    sat_on: date
    has_own_day: bool
    """the day stands in the row, and is not the one of the whole file"""
    answers: Mapping[str, Answer | None]
    points: Mapping[str, int | None]


def take(
    session: Session,
    cohort: cohorts.Cohort,
    wave: Wave,
    table: Table,
    *,
    sat_on: date,
    by: int,
    now: datetime,
    reason: Reason | None = None,
    language: str = "",
) -> Taken:
    """Stores every row of a table as a learner's sheet for this test; returns counts and faults.

    Roll back if the result has faults. A test that a phone has sent stays, whatever the table says. Rows that are
    stored or corrected write audit entries; those that say what is stored already change nothing, but a row that gives
    another day by itself: it says that the day was wrong. reason: why sheets
    that were typed in before are changed; None: a row that would change one is a fault. language: in which the sheets
    are printed; "" for the group's or the learner's own.

    Raises NoColumns if no column tells whose a row is, or columns of items are lacking.
    """
    columns = {
        name.rpartition("/")[2].strip().lower(): name for name in table.columns if not _is_of_one_line(name, table)
    }
    if NUMBER not in columns and CODE not in columns:
        raise NoColumns((NUMBER, CODE))
    sheets, faults, empty = _read(session, cohort, wave, table, columns, sat_on, language)
    counts = Counter[Code]()
    left_out: list[RowFault] = []
    other_day = 0
    for sheet in sheets:
        try:
            code = _store(session, cohort, wave, sheet, Source(Way.FILE, by, reason), now)
            if code is Code.ALREADY and _is_of_another_day(session, sheet, wave):
                if sheet.has_own_day:
                    code = _store(session, cohort, wave, sheet, Source(Way.FILE, by, Reason.WRONG_DAY), now)
                else:
                    other_day += 1
        except NoConsent:
            faults.append(RowFault(sheet.row, "", "no_consent", ""))
            continue
        counts[code] += 1
        if code not in ACCEPTED:
            rejected = left_out if code is Code.WAVE_TAKEN else faults
            rejected.append(
                RowFault(sheet.row, "", code.value, "", wrong_day=_wrong_day(session, cohort, wave, sheet, now))
            )
    if faults:
        return Taken(faults=tuple(faults))
    return Taken(
        counts[Code.STORED],
        counts[Code.CORRECTED],
        counts[Code.WAITING],
        counts[Code.ALREADY],
        other_day,
        left_out=tuple(left_out),
        empty=empty,
    )


def _store(session: Session, cohort: cohorts.Cohort, wave: Wave, sheet: _Sheet, source: Source, now: datetime) -> Code:
    answers, points, sat_on = sheet.answers, sheet.points, sheet.sat_on
    if isinstance(sheet.whose, PreparedCard):
        card, person = sheet.whose, sheet.person
        return without_phones.type_in(
            session, cohort, card, person, wave, answers=answers, points=points, sat_on=sat_on, source=source, now=now
        )
    return paper.type_in(
        session, cohort, sheet.whose, wave, answers=answers, points=points, sat_on=sat_on, source=source, now=now
    )


def _is_of_another_day(session: Session, sheet: _Sheet, wave: Wave) -> bool:
    """Than the one with which it is stored."""
    if isinstance(sheet.whose, PreparedCard):
        return False
    return paper.paper_of(session, sheet.whose, wave).sat_on != sheet.sat_on


def _wrong_day(session: Session, cohort: cohorts.Cohort, wave: Wave, sheet: _Sheet, now: datetime) -> WrongDay | None:
    if isinstance(sheet.whose, PreparedCard):
        return paper_only.wrong_day(session, cohort, None, wave, sheet.sat_on, now)
    return paper.wrong_day(session, cohort, sheet.whose, wave, sheet.sat_on, now)


def _is_of_one_line(name: str, table: Table) -> bool:
    """Kobo adds a column of 0 and 1 for each line of an item, called item_advert/fee; item_advert has them all."""
    return name.rpartition("/")[0] in table.columns


def _read(
    session: Session,
    cohort: cohorts.Cohort,
    wave: Wave,
    table: Table,
    columns: Mapping[str, str],
    sat_on: date,
    language: str,
) -> tuple[list[_Sheet], list[RowFault], int]:
    """The sheets, what is wrong, and how many rows have nothing typed in."""
    words = {name: table.words(column) for name, column in columns.items()}
    sheets: list[_Sheet] = []
    faults: list[RowFault] = []
    seen: dict[int | PreparedCard, int] = {}
    empty = 0
    for place, number in enumerate(table.rows):
        if len(faults) >= MOST_FAULTS:
            break
        row = int(number)
        cells = {name: str(column[place]).strip() for name, column in words.items()}
        whose = _whose(session, cohort, cells)
        if whose is None:
            named = CODE if cells.get(CODE) else NUMBER
            # A code is a secret: what was typed is not said again.
            faults.append(RowFault(row, named, "no_learner", "" if named == CODE else cells.get(NUMBER, "")))
            continue
        if whose in seen:
            faults.append(RowFault(row, "", "twice", str(seen[whose])))
            continue
        seen[whose] = row
        is_card = isinstance(whose, PreparedCard)
        due = (
            without_phones.paper_of_card(session, cohort, whose, wave)
            if isinstance(whose, PreparedCard)
            else paper.paper_of(session, whose, wave)
        )
        due = replace(due, languages=(language,)) if language else due
        missing = [f"{ITEM}{item}" for item in due.items if f"{ITEM}{item}".lower() not in columns]
        if missing:
            raise NoColumns(missing)
        if not any(text for name, text in cells.items() if name.startswith((ITEM, STATEMENT))):
            empty += 1
            continue
        cell_faults = [*faults_of_test(row, cells, due, wave)]
        answers, points = answers_of(row, cells, due, cell_faults), points_of(row, cells, due, cell_faults)
        day = day_of(row, cells, sat_on, cell_faults)
        person = person_of(row, cells, cell_faults) if is_card else Person()
        faults += cell_faults
        sheets.append(_Sheet(row, whose, person, day, bool(cells.get(DAY)), answers, points))
    return sheets, faults, empty


def _whose(session: Session, cohort: cohorts.Cohort, cells: Mapping[str, str]) -> int | PreparedCard | None:
    """Of this cohort, by the code on the card, else by the number in the group: a learner, or an unused card."""
    if cells.get(CODE):
        secret_hash = code_hash(instance.pepper_of(session, "codes"), cells[CODE])
        secret = sign_ins.learner_secret(session, secret_hash)
        if secret is not None:
            return secret.person_id if secret.cohort_id == cohort.cohort_id else None
        return _card(session, cohort, lambda card: card.code_hash == secret_hash)
    if cells.get(NUMBER, "").isdecimal():
        handle = int(cells[NUMBER])
        seat = learners.by_handle(session, cohort.cohort_id, handle)
        return seat.learner_id if seat is not None else _card(session, cohort, lambda card: card.handle == handle)
    return None


def _card(session: Session, cohort: cohorts.Cohort, is_it: Callable[[PreparedCard], bool]) -> PreparedCard | None:
    return next(filter(is_it, prepared.list_cards(session, cohort.cohort_id)), None)
