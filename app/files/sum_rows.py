"""Rows below the learners that add them up: nobody's scores, and never counted as a learner's."""

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from app.files.faults import Faults
from app.files.layout import Layout
from app.files.table import Cell, Table, TableFault, as_text, in_short
from app.sentences import N_

NAMES_SUM = re.compile(
    r"(?i)((grand|sub)[- ]?)?totals?|sum|mean|average|итого|всего|сумма|среднее|в среднем|барлығы|жиыны|қосынды|орташа"
)
AROUND = " \t:.=*()-–—"


def without_sums(table: Table, layout: Layout, faults: Faults) -> Table:
    """Returns the table without rows at its end that name a sum, such as `Total`; its `sums` lists them.

    Such a word above a learner, as for a sum in between or a group's name, is added to `faults`. Raises TableFault if
    no learner is left.
    """
    names = [name for name in table.columns if name not in {*layout.pre, *layout.post}]
    length = len(table.rows)
    sums: list[tuple[int, str]] = []
    names_of_sums: dict[str, int] = {}
    while length and (total := _sum(table, names, length - 1)):
        length -= 1
        sums.insert(0, (int(table.rows[length]), total[1]))
        names_of_sums[total[0]] = length
    if not sums:
        return table
    for name, last in names_of_sums.items():
        _nowhere_above(table, name, last, faults)
    if not length:
        row, word = sums[0]
        what = N_("'%(word)s' names a sum, and no row is a learner's")
        raise TableFault(what, file=table.place, row=row, word=in_short(word))
    above = np.arange(length)
    columns = {name: column.of_rows(above) for name, column in table.columns.items()}
    return replace(table, columns=columns, rows=table.rows[:length], sums=tuple(sums))


def _sum(table: Table, names: Sequence[str], row: int) -> tuple[str, str] | None:
    """Column and word of a row whose first filled cell names a sum."""
    for name in names:
        cell = table.columns[name][row]
        if cell is not None:
            return (name, as_text(cell)) if _is_sum(cell) else None
    return None


def _is_sum(cell: Cell) -> bool:
    return isinstance(cell, str) and NAMES_SUM.fullmatch(cell.strip(AROUND)) is not None


def _nowhere_above(table: Table, name: str, last: int, faults: Faults) -> None:
    """Such a word above the row of this place is a fault, unless only sums lie between the two."""
    column = table.columns[name]
    is_sum = column.carried([_is_sum(cell) for cell in column.values], np.bool_)[:last]
    if (is_sum[:-1] & ~is_sum[1:]).any():
        what = N_("'%(word)s' names a sum, not a learner: take the row out, or name the group otherwise")
        faults.add(table, name, np.flatnonzero(is_sum), lambda row: (what, {"word": in_short(column[row])}))
