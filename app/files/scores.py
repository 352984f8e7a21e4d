"""Cells into scores, one for each learner and test, or a sentence on the first cell that is none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.files.layout import Layout
from app.files.table import Cell, Table, TableFault, as_text

NOT_TAKEN = -1
COMPLETE_FROM = 0.8
"""Share of items answered from which an attempt counts; what is blank then counts 0."""
HIGHEST_MAX = 1000
"""A joint table has (max + 1)² cells: beyond this the numbers are no test scores."""

Points = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scores:
    """pre, post: points of each row, NOT_TAKEN where there is no complete attempt.

    max_score: points; is_max_seen: nobody gave it, it is the highest score in the table. incomplete_pre,
    incomplete_post: attempts with under 80 % of items answered.
    """

    pre: Points
    post: Points
    max_score: int
    is_max_seen: bool
    incomplete_pre: int
    incomplete_post: int


def read_scores(table: Table, layout: Layout) -> Scores:
    """The scores of a table. Raises TableFault, with row and column, at the first cell that is no score."""
    if layout.are_items:
        pre, incomplete_pre = _from_items(table, layout.pre)
        post, incomplete_post = _from_items(table, layout.post)
    else:
        pre, post = (_from_column(table, name, layout.max_score) for name in (layout.pre[0], layout.post[0]))
        incomplete_pre = incomplete_post = 0
    seen = int(max(pre.max(), post.max()))
    if seen == NOT_TAKEN:
        raise TableFault("nobody took a test: every score is empty", file=table.file)
    return Scores(
        pre=pre,
        post=post,
        max_score=max(1, seen) if layout.max_score is None else layout.max_score,
        is_max_seen=layout.max_score is None,
        incomplete_pre=incomplete_pre,
        incomplete_post=incomplete_post,
    )


def _from_column(table: Table, name: str, max_score: int | None) -> Points:
    most = HIGHEST_MAX if max_score is None else max_score
    return np.array(
        [_points(cell, most, table, place, name) for place, cell in enumerate(table.column(name))], dtype=np.int64
    )


def _from_items(table: Table, names: Sequence[str]) -> tuple[Points, int]:
    """Scores of one test, and how many attempts were incomplete."""
    marks = np.array([_marks(table, name) for name in names])
    answered = (marks != NOT_TAKEN).sum(axis=0)
    scores = (marks == 1).sum(axis=0)
    complete = answered >= COMPLETE_FROM * len(names)
    return np.where(complete, scores, NOT_TAKEN), int(((answered > 0) & ~complete).sum())


def _marks(table: Table, name: str) -> list[int]:
    return [_points(cell, 1, table, place, name, is_item=True) for place, cell in enumerate(table.column(name))]


def _points(cell: Cell, most: int, table: Table, place: int, name: str, *, is_item: bool = False) -> int:
    if cell is None:
        return NOT_TAKEN
    number = _number(cell)
    wanted = "0 or 1" if is_item else f"a whole number from 0 to {most}"
    if number is None:
        what = f"'{as_text(cell)}' is not a score: write {wanted}, or nothing where it was not taken"
    elif not number.is_integer():
        what = f"{as_text(cell)} is not a whole number of points: write {wanted}"
    elif number < 0:
        what = f"{as_text(cell)} is below 0: write {wanted}, or nothing where it was not taken"
    elif number > most:
        what = f"{as_text(cell)} is over the highest score: write {wanted}"
        if is_item:
            what = f"{as_text(cell)} is not the mark of an item: write {wanted}, or name other columns with --items"
    else:
        return int(number)
    raise TableFault(what, file=table.file, row=table.rows[place], column=name)


def _number(cell: Cell) -> float | None:
    """A number as people write it, also with a decimal comma; None for anything else."""
    if isinstance(cell, str):
        try:
            number = float(cell.replace(",", "."))
        except ValueError:
            return None
    else:
        number = float(cell or 0)
    return number if np.isfinite(number) else None
