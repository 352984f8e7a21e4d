"""The cells of a table of answers: what its columns are called, and how each cell of a row is read.

Each reader adds what is wrong to `faults`, which the facilitator reads by row and column.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from app.services.facilitator import paper
from app.services.facilitator.paper_marks import NotOnPaper, read_form
from app.services.facilitator.paper_only import WrongDay
from app.services.facilitator.without_phones import Person
from app.services.people import AGE_BANDS, SEXES
from app.services.waves import Wave
from assessments import POINTS, Answer

NUMBER, CODE, FORM, WAVE = "number", "learner_code", "form", "wave"
SEX, AGE, DAY = "sex", "age_band", "day"
ITEM = "item_"
"""What stands before an item's id in the head of a column."""
STATEMENT = "said_"
"""What stands before the id of a statement or a reaction; these columns may be missing."""


@dataclass(frozen=True)
class RowFault:
    """A RowFault is one thing that is wrong in a row of a file.

    row: number in the file, the header being 1.

    code: no_learner, no_who, no_day, no_consent, twice, wrong_form, wrong_wave, no_answer, not_on_paper, two_answers,
    no_point or a Code of the intake. column: "" if none is to blame. value: the text of the cell, never a learner code.
    letters: of the paper, of a mark that is not among them.
    """

    row: int
    column: str
    code: str
    value: str
    letters: str = ""
    wrong_day: WrongDay | None = None
    """of a group on paper only: on which side of which day the day of the sheet lies"""


def faults_of_test(row: int, cells: Mapping[str, str], due: paper.Paper, wave: Wave) -> Iterator[RowFault]:
    """Yields a fault if a row says that it is of another form or another test than this learner has."""
    for name, text, ours in (
        (FORM, read_form(cells.get(FORM, "")), due.form),
        (WAVE, cells.get(WAVE, ""), wave.value),
    ):
        if text and text.lower() != ours.lower():
            yield RowFault(row, name, f"wrong_{name}", cells[name])


def answers_of(
    row: int, cells: Mapping[str, str], due: paper.Paper, faults: list[RowFault]
) -> dict[str, Answer | None]:
    """Returns the answer to each item, None for a blank; a mark that cannot be read is a fault."""
    answers: dict[str, Answer | None] = {}
    for item in due.items:
        column, mark = f"{ITEM}{item}", cells[f"{ITEM}{item}".lower()]
        try:
            answers[item] = due.read(item, mark)
        except NotOnPaper as fault:
            code = "two_answers" if fault.is_ambiguous else "not_on_paper"
            faults.append(RowFault(row, column, code, mark, fault.letters))
        except ValueError:
            faults.append(RowFault(row, column, "no_answer", mark))
    return answers


def points_of(row: int, cells: Mapping[str, str], due: paper.Paper, faults: list[RowFault]) -> dict[str, int | None]:
    """Returns the point for each statement, None for a blank; where a column is missing what was typed before stays."""
    points = dict(due.points)
    for statement in due.statements:
        point = cells.get(f"{STATEMENT}{statement}".lower())
        if point is None:
            continue
        if point not in ("", *map(str, POINTS)):
            faults.append(RowFault(row, f"{STATEMENT}{statement}", "no_point", point))
            continue
        points[statement] = int(point) if point else None
    return points


def day_of(row: int, cells: Mapping[str, str], sat_on: date, faults: list[RowFault]) -> date:
    """Returns the row's own day, as a spreadsheet gives it or as one writes it in Europe; without one the class's."""
    text = cells.get(DAY, "")
    if not text:
        return sat_on
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        with suppress(ValueError):
            return datetime.strptime(text[:10], pattern).date()
    faults.append(RowFault(row, DAY, "no_day", text))
    return sat_on


def person_of(row: int, cells: Mapping[str, str], faults: list[RowFault]) -> Person:
    """Returns who holds a printed card; "unsaid" where the cell is empty."""
    for name, values in ((SEX, SEXES), (AGE, AGE_BANDS)):
        if cells.get(name) and cells[name] not in values:
            faults.append(RowFault(row, name, "no_who", cells[name]))
            return Person()
    return Person(cells.get(SEX) or "unsaid", cells.get(AGE) or "unsaid")
