"""Answers from a table: what a Kobo or ODK server gives back, or a sheet that somebody filled in by hand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from app.files import Table
from app.services.facilitator import paper
from app.services.facilitator.paper_marks import NotOnPaper
from app.services.intake import ACCEPTED, Code
from app.services.people import code_hash
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Session, instance
from app.store.people import learners, sign_ins
from app.store.programmes import cohorts
from assessments import POINTS, Answer

NUMBER, CODE, FORM, WAVE = "number", "learner_code", "form", "wave"
ITEM = "item_"
"""What stands before an item's id in the head of a column."""
STATEMENT = "said_"
"""What stands before the id of a statement or a reaction; these columns may be missing."""

MOST_FAULTS = 500
"""Then no further row is looked at, each of which asks the database: nobody mends so many at once."""


@dataclass(frozen=True)
class RowFault:
    """A RowFault is one thing that is wrong in a row of a file.

    row: number in the file, the header being 1.

    code: no_learner, twice, wrong_form, wrong_wave, no_answer, not_on_paper, two_answers, no_point or a Code of the
    intake. column: "" if none is to blame. value: the text of the cell, never a learner code. letters: of the paper, of
    a mark that is not among them.
    """

    row: int
    column: str
    code: str
    value: str
    letters: str = ""


@dataclass(frozen=True)
class Taken:
    """A Taken counts what became of a file's rows; if there is a fault the caller stores none of them."""

    stored: int = 0
    corrected: int = 0
    waiting: int = 0
    """for a second person's yes"""
    already: int = 0
    faults: tuple[RowFault, ...] = ()
    left_out: tuple[RowFault, ...] = ()
    """rows of learners whose phone has sent this test: that one counts, and the file is not at fault"""


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
    learner_id: int
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
) -> Taken:
    """Stores every row of a table as a learner's sheet for this test; returns counts and faults.

    Roll back if the result has faults. A test that a phone has sent stays, whatever the table says. Rows that are
    stored or corrected write audit entries; those that say what is stored already change nothing. reason: why sheets
    that were typed in before are changed; None: a row that would change one is a fault.

    Raises NoColumns if no column tells whose a row is, or columns of items are lacking.
    """
    columns = {
        name.rpartition("/")[2].strip().lower(): name for name in table.columns if not _is_of_one_line(name, table)
    }
    if NUMBER not in columns and CODE not in columns:
        raise NoColumns((NUMBER, CODE))
    sheets, faults = _read(session, cohort, wave, table, columns)
    counts = Counter[Code]()
    left_out: list[RowFault] = []
    for sheet in sheets:
        code = paper.type_in(
            session,
            cohort,
            sheet.learner_id,
            wave,
            answers=sheet.answers,
            points=sheet.points,
            sat_on=sat_on,
            source=Source(Way.FILE, by, reason),
            now=now,
        )
        counts[code] += 1
        if code not in ACCEPTED:
            rejected = left_out if code is Code.WAVE_TAKEN else faults
            rejected.append(RowFault(sheet.row, "", code.value, ""))
    if faults:
        return Taken(faults=tuple(faults))
    return Taken(
        counts[Code.STORED],
        counts[Code.CORRECTED],
        counts[Code.WAITING],
        counts[Code.ALREADY],
        left_out=tuple(left_out),
    )


def _is_of_one_line(name: str, table: Table) -> bool:
    """Kobo adds a column of 0 and 1 for each line of an item, called item_advert/fee; item_advert has them all."""
    return name.rpartition("/")[0] in table.columns


def _read(
    session: Session, cohort: cohorts.Cohort, wave: Wave, table: Table, columns: Mapping[str, str]
) -> tuple[list[_Sheet], list[RowFault]]:
    words = {name: table.words(column) for name, column in columns.items()}
    sheets: list[_Sheet] = []
    faults: list[RowFault] = []
    seen: dict[int, int] = {}
    for place, number in takewhile(lambda _: len(faults) < MOST_FAULTS, enumerate(table.rows)):
        row = int(number)
        cells = {name: str(column[place]).strip() for name, column in words.items()}
        learner_id = _learner(session, cohort, cells)
        if learner_id is None:
            named = CODE if cells.get(CODE) else NUMBER
            # A code is a secret: what was typed is not said again.
            faults.append(RowFault(row, named, "no_learner", "" if named == CODE else cells.get(NUMBER, "")))
            continue
        if learner_id in seen:
            faults.append(RowFault(row, "", "twice", str(seen[learner_id])))
            continue
        seen[learner_id] = row
        sheet = paper.paper_of(session, learner_id, wave)
        missing = [f"{ITEM}{item}" for item in sheet.items if f"{ITEM}{item}".lower() not in columns]
        if missing:
            raise NoColumns(missing)
        for name, ours in ((FORM, sheet.form), (WAVE, wave.value)):
            if cells.get(name) and cells[name].lower() != ours.lower():
                faults.append(RowFault(row, name, f"wrong_{name}", cells[name]))
        answers, wrong = _answers(sheet, row, cells)
        faults.extend(wrong)
        points = dict(sheet.points)
        for statement in sheet.statements:
            point = cells.get(f"{STATEMENT}{statement}".lower())
            if point is None:
                continue
            if point not in ("", *map(str, POINTS)):
                faults.append(RowFault(row, f"{STATEMENT}{statement}", "no_point", point))
                continue
            points[statement] = int(point) if point else None
        sheets.append(_Sheet(row, learner_id, answers, points))
    return sheets, faults


def _answers(sheet: paper.Paper, row: int, cells: Mapping[str, str]) -> tuple[dict[str, Answer | None], list[RowFault]]:
    answers: dict[str, Answer | None] = {}
    faults: list[RowFault] = []
    for item in sheet.items:
        column, mark = f"{ITEM}{item}", cells[f"{ITEM}{item}".lower()]
        try:
            answers[item] = sheet.read(item, mark)
        except NotOnPaper as fault:
            code = "two_answers" if fault.is_ambiguous else "not_on_paper"
            faults.append(RowFault(row, column, code, mark, fault.letters))
        except ValueError:
            faults.append(RowFault(row, column, "no_answer", mark))
    return answers, faults


def _learner(session: Session, cohort: cohorts.Cohort, cells: Mapping[str, str]) -> int | None:
    """Of this cohort, by the code on the card, else by the number in the group."""
    if cells.get(CODE):
        secret = sign_ins.learner_secret(session, code_hash(instance.pepper_of(session, "codes"), cells[CODE]))
        return secret.person_id if secret is not None and secret.cohort_id == cohort.cohort_id else None
    if cells.get(NUMBER, "").isdecimal():
        seat = learners.by_handle(session, cohort.cohort_id, int(cells[NUMBER]))
        return seat.learner_id if seat is not None else None
    return None
