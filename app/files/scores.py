"""Cells into scores, one for each learner and test, and a sentence on each cell that is none."""

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.files.faults import Faults, What
from app.files.layout import Layout
from app.files.table import Cell, Table, TableFault, in_short
from app.sentences import N_

THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+")
NO_ANSWER = frozenset({"na", "n/a", "nan", "#n/a", "null", ".", "-", "–", "—"})
"""How statistics programs and people write that there is nothing, in small letters."""
AS_MARKS = {"true": 1, "false": 0, "истина": 1, "ложь": 0}
"""How programs write that an item is right or not, in small letters."""
NOT_TAKEN = -1
WRONG = -2
"""A cell that is no score: it has a fault."""
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

    pre, post: NOT_TAKEN (-1) if there is no complete attempt, WRONG (-2) for a cell with a fault. max_score: points.
    is_max_seen: nobody named it, so it is the highest score in the table. incomplete_pre, incomplete_post: attempts
    with under 80 % of items answered. pre_marks, post_marks: of items, shape (items, rows), int8: 1 right, 0 wrong, -1
    blank; None for score columns.
    """

    pre: Points
    post: Points
    max_score: int
    is_max_seen: bool
    incomplete_pre: int = 0
    incomplete_post: int = 0
    pre_marks: Marks | None = None
    post_marks: Marks | None = None


def read_scores(table: Table, layout: Layout, faults: Faults) -> Scores:
    """Reads the scores of a table; each cell that is no score is added to `faults`, with row and column.

    So is, if no maximum is named, each row that looks like a sum and each code for a missing answer. Raises TableFault
    if all cells are empty.
    """
    if layout.are_items:
        return _from_items(table, layout, faults)
    most = HIGHEST_MAX if layout.max_score is None else layout.max_score
    pre, post = (_points(table, name, most, faults).astype(np.int64) for name in (layout.pre[0], layout.post[0]))
    seen = _seen(table, pre, post)
    if layout.max_score is None:
        is_sum = _sums(table, layout.pre[0], pre, post, faults)
        others = [np.where(is_sum, NOT_TAKEN, points) for points in (pre, post)]
        highest = max(map(_highest_score, others))
        for name, points in zip((layout.pre[0], layout.post[0]), others, strict=True):
            _codes(table, name, points, highest, faults)
    return Scores(
        pre=pre,
        post=post,
        max_score=max(1, seen) if layout.max_score is None else layout.max_score,
        is_max_seen=layout.max_score is None,
    )


def _from_items(table: Table, layout: Layout, faults: Faults) -> Scores:
    pre_marks, post_marks = (
        np.stack([_points(table, name, 1, faults, is_item=True).astype(np.int8) for name in names])
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
    if seen == NOT_TAKEN and WRONG not in pre and WRONG not in post:
        raise TableFault("nobody took a test: every score is empty", file=table.place)
    return seen


def _sums(table: Table, name: str, pre: Points, post: Points, faults: Faults) -> npt.NDArray[np.bool_]:
    """Says of each row whether it adds up all rows above it, which is a fault: counted as a learner's, it would be the
    highest score there is."""
    is_sum = np.ones(pre.size, dtype=bool)
    for points in (pre, post):
        above = np.concatenate(([0], points[:-1]))
        sums, highest = np.cumsum(np.maximum(above, 0)), np.maximum.accumulate(above)
        is_sum &= (points < 0) | ((points == sums) & (points >= 2 * highest) & (points > 0))
    is_sum &= (pre >= 0) | (post >= 0)
    is_sum[:FEWEST_ADDED] = False

    def what(row: int) -> What:
        both = ", ".join(str(points[row]) for points in (pre, post) if points[row] >= 0)
        sentence = N_(
            "the sum of all rows above (%(points)s) is nobody's score: take the row out, or say --max if a learner "
            "scored so high"
        )
        return sentence, {"points": both}

    faults.add(table, name, np.flatnonzero(is_sum), what)
    return is_sum


def _highest_score(points: Points) -> int:
    """The highest that is no code for a missing answer, 0 where there is none."""
    return int(points[~np.isin(points, MISSING_CODES)].max(initial=0))


def _codes(table: Table, name: str, points: Points, highest: int, faults: Faults) -> None:
    """A code for a missing answer that stands twice as high as every score, or higher, is a fault."""
    codes = np.flatnonzero(np.isin(points, MISSING_CODES) & (points >= 2 * highest))
    sentence = N_(
        "%(points)s often stands for a missing answer, and no other score is over %(highest)s: leave the cell empty "
        "where the test was not taken, or say --max if a learner scored so high"
    )
    faults.add(table, name, codes, lambda row: (sentence, {"points": str(points[row]), "highest": str(highest)}))


def _points(table: Table, name: str, most: int, faults: Faults, *, is_item: bool = False) -> npt.NDArray[np.int32]:
    """Points of each row in this column; each different cell is looked at once."""
    column = table.column(name)
    points = column.carried([_worth(cell, most, is_item=is_item) for cell in column.values])
    wrong = np.flatnonzero(points == WRONG)
    faults.add(
        table, name, wrong, lambda row: (_what_is_wrong(column[row], is_item=is_item), _values(column[row], most))
    )
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


_NO_SCORE = {
    "no_number": N_(
        "'%(cell)s' is not a score: write a whole number from 0 to %(most)s, or nothing where it was not taken"
    ),
    "broken": N_("%(cell)s is not a whole number of points: write a whole number from 0 to %(most)s"),
    "below": N_("%(cell)s is below 0: write a whole number from 0 to %(most)s, or nothing where it was not taken"),
    "over": N_(
        "%(cell)s is over the highest score: write a whole number from 0 to %(most)s. Where the second test has more "
        "points than the first, scores cannot be compared"
    ),
}
_NO_MARK = {
    "no_number": N_("'%(cell)s' is not a score: write 0 or 1, or nothing where it was not taken"),
    "broken": N_("%(cell)s is not a whole number of points: write 0 or 1"),
    "below": N_("%(cell)s is below 0: write 0 or 1, or nothing where it was not taken"),
    "over": N_(
        "%(cell)s is not the mark of an item: write 0 or 1, or nothing where it was not answered; or name other "
        "columns with --items"
    ),
}


def _what_is_wrong(cell: Cell, *, is_item: bool) -> str:
    """Of a cell that is no score."""
    number = _number(cell)
    if number is None:
        kind = "no_number"
    elif not number.is_integer():
        kind = "broken"
    else:
        kind = "below" if number < 0 else "over"
    return (_NO_MARK if is_item else _NO_SCORE)[kind]


def _values(cell: Cell, most: int) -> dict[str, str]:
    return {"cell": in_short(cell), "most": str(most)}


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
