"""Cells into scores, one for each learner and test, or a sentence on the first cell that is none."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.files.layout import Layout
from app.files.table import Cell, Table, TableFault, in_short

THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
NO_ANSWER = frozenset({"na", "n/a", "nan", "#n/a", "null", ".", "-", "–", "—"})
"""How statistics programs and people write that there is nothing, in small letters."""
AS_MARKS = {"true": 1, "false": 0, "истина": 1, "ложь": 0}
"""How programs write that an item is right or not, in small letters."""
NOT_TAKEN = -1
WRONG = -2
FEWEST_ADDED = 5
"""Learners above a row whose scores add up to its own, twice the best of them or more, before it is taken for a sum."""
MISSING_CODES = (77, 88, 97, 98, 99, 777, 888, 997, 998, 999)
"""How surveys write that there is no answer, where they write it as a number."""
COMPLETE_FROM = 0.8
"""Share of items answered from which an attempt counts; what is blank then counts 0."""
HIGHEST_MAX = 1000
"""A joint table has (max + 1)² cells: beyond this the numbers are no test scores."""

Points = npt.NDArray[np.int64]
Marks = npt.NDArray[np.int8]


@dataclass(frozen=True, eq=False)
class Scores:
    """Holds the points of each row in the two tests.

    pre, post: NOT_TAKEN (-1) if there is no complete attempt. max_score: points. is_max_seen: nobody named it, so it is
    the highest score in the table. incomplete_pre, incomplete_post: attempts with under 80 % of items answered.
    pre_marks, post_marks: of items, shape (items, rows), int8: 1 right, 0 wrong, -1 blank; None for score columns.
    """

    pre: Points
    post: Points
    max_score: int
    is_max_seen: bool
    incomplete_pre: int = 0
    incomplete_post: int = 0
    pre_marks: Marks | None = None
    post_marks: Marks | None = None


def read_scores(table: Table, layout: Layout) -> Scores:
    """Reads the scores of a table; raises TableFault, with row and column, at the first cell that is no score.

    It also raises TableFault if all cells are empty and, if no maximum is named, at a row that looks like a sum or a
    code for a missing answer.
    """
    if layout.are_items:
        return _from_items(table, layout)
    most = HIGHEST_MAX if layout.max_score is None else layout.max_score
    pre, post = (_points(table, name, most).astype(np.int64) for name in (layout.pre[0], layout.post[0]))
    seen = _seen(table, pre, post)
    if layout.max_score is None:
        _no_sum(table, layout.pre[0], pre, post)
        for name, points in ((layout.pre[0], pre), (layout.post[0], post)):
            _no_code(table, name, points, max(_highest_score(pre), _highest_score(post)))
    return Scores(
        pre=pre,
        post=post,
        max_score=max(1, seen) if layout.max_score is None else layout.max_score,
        is_max_seen=layout.max_score is None,
    )


def _from_items(table: Table, layout: Layout) -> Scores:
    pre_marks, post_marks = (
        np.stack([_points(table, name, 1, is_item=True).astype(np.int8) for name in names])
        for names in (layout.pre, layout.post)
    )
    (pre, incomplete_pre), (post, incomplete_post) = _scored(pre_marks), _scored(post_marks)
    _seen(table, pre, post)
    return Scores(pre, post, len(layout.pre), False, incomplete_pre, incomplete_post, pre_marks, post_marks)


def _scored(marks: Marks) -> tuple[Points, int]:
    """Scores of one test, and how many attempts were incomplete."""
    answered = (marks != NOT_TAKEN).sum(axis=0)
    scores = (marks == 1).sum(axis=0)
    complete = answered >= COMPLETE_FROM * marks.shape[0]
    return np.where(complete, scores, NOT_TAKEN), int(((answered > 0) & ~complete).sum())


def _seen(table: Table, pre: Points, post: Points) -> int:
    """The highest score there is."""
    seen = int(max(pre.max(), post.max()))
    if seen == NOT_TAKEN:
        raise TableFault("nobody took a test: every score is empty", file=table.place)
    return seen


def _no_sum(table: Table, name: str, pre: Points, post: Points) -> None:
    """Raises TableFault at the first row that adds up all rows above it: counted as a learner's, it would be the
    highest score there is."""
    is_sum = np.ones(pre.size, dtype=bool)
    for points in (pre, post):
        above = np.concatenate(([0], points[:-1]))
        sums, highest = np.cumsum(np.maximum(above, 0)), np.maximum.accumulate(above)
        is_sum &= (points == NOT_TAKEN) | ((points == sums) & (points >= 2 * highest) & (points > 0))
    is_sum &= (pre != NOT_TAKEN) | (post != NOT_TAKEN)
    rows = FEWEST_ADDED + np.flatnonzero(is_sum[FEWEST_ADDED:])
    if rows.size:
        row = int(rows[0])
        both = [str(points[row]) for points in (pre, post) if points[row] != NOT_TAKEN]
        raise _fault_at(
            table,
            row,
            name,
            f"{' and '.join(both)} add up the scores of all rows above, and a sum is nobody's score: "
            "take the row out, or say --max if a learner scored so high",
        )


def _highest_score(points: Points) -> int:
    """The highest that is no code for a missing answer, 0 where there is none."""
    return int(points[~np.isin(points, MISSING_CODES)].max(initial=0))


def _no_code(table: Table, name: str, points: Points, highest: int) -> None:
    """Raises TableFault at the first code for a missing answer that stands twice as high as every score, or higher."""
    codes = np.flatnonzero(np.isin(points, MISSING_CODES) & (points >= 2 * highest))
    if codes.size:
        row = int(codes[0])
        raise _fault_at(
            table,
            row,
            name,
            f"{points[row]} often stands for a missing answer, and no other score is over {highest}: leave the cell "
            "empty where the test was not taken, or say --max if a learner scored so high",
        )


def _fault_at(table: Table, row: int, name: str, what: str) -> TableFault:
    """row: from 0, of those that were read."""
    return TableFault(what, file=table.place, row=int(table.rows[row]), column=name)


def _points(table: Table, name: str, most: int, *, is_item: bool = False) -> npt.NDArray[np.int32]:
    """Points of each row in this column; each different cell is looked at once."""
    column = table.column(name)
    points = column.carried([_worth(cell, most, is_item=is_item) for cell in column.values])
    wrong = np.flatnonzero(points == WRONG)
    if wrong.size:
        row = int(wrong[0])
        raise _fault_at(table, row, name, _what_is_wrong(column[row], most, is_item=is_item))
    return points


def _worth(cell: Cell, most: int, *, is_item: bool) -> int:
    if cell is None or is_no_answer(cell):
        return NOT_TAKEN
    if is_item and is_mark_in_words(cell):
        return AS_MARKS[str(cell).lower()]
    number = _number(cell)
    return int(number) if number is not None and number.is_integer() and 0 <= number <= most else WRONG


def is_no_answer(cell: Cell) -> bool:
    """Returns whether a cell holds a word or sign for "empty", such as NA in R; False for an empty cell."""
    return isinstance(cell, str) and cell.lower() in NO_ANSWER


def is_mark_in_words(cell: Cell) -> bool:
    """Returns whether a cell is a word for right or wrong, such as True in Python and Excel."""
    return isinstance(cell, str) and cell.lower() in AS_MARKS


def _what_is_wrong(cell: Cell, most: int, *, is_item: bool) -> str:
    """Of a cell that is no score."""
    number, written = _number(cell), in_short(cell)
    wanted = "0 or 1" if is_item else f"a whole number from 0 to {most}"
    if number is None:
        return f"'{written}' is not a score: write {wanted}, or nothing where it was not taken"
    if not number.is_integer():
        return f"{written} is not a whole number of points: write {wanted}"
    if number < 0:
        return f"{written} is below 0: write {wanted}, or nothing where it was not taken"
    if is_item:
        return (
            f"{written} is not the mark of an item: write {wanted}, or nothing where it was not answered; or name "
            "other columns with --items"
        )
    return (
        f"{written} is over the highest score: write {wanted}. Where the second test has more points than the first, "
        "scores cannot be compared"
    )


def _number(cell: Cell) -> float | None:
    """A number as people write it, also with a decimal comma; None for anything else.

    "1,000" is none: a thousand here, one there.
    """
    if isinstance(cell, str):
        if "_" in cell or THOUSANDS.fullmatch(cell):
            return None
        try:
            number = float(cell.replace(",", "."))
        except ValueError:
            return None
    else:
        number = float(cell or 0)
    return number if np.isfinite(number) else None
