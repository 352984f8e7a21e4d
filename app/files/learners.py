"""Finds learners who are in the rows twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from app.files.table import Column, Table, TableFault, as_text, together

NAMES_LEARNERS = re.compile(
    r"(?i)^(id[-_ .]?)?(learner|stud|student|pupil|participant|respondent)([-_ .]?(id|code|no))?$|^id$"
)
"""Names under which tables keep who a row is about."""


@dataclass(frozen=True)
class Twice:
    """Names a learner who is in two rows.

    column: the one that names learners. first, second: (file, row), rows as in the file.
    """

    column: str
    learner: str
    first: tuple[str, int]
    second: tuple[str, int]


def each_once(tables: Sequence[Table], column: str) -> None:
    """Raises TableFault at the first row that names no learner, or one who is in an earlier row of any table."""
    for table in tables:
        words = table.words(column)
        nameless = np.flatnonzero(words.carried([word == "" for word in words.values], np.bool_))
        if nameless.size:
            row = int(table.rows[nameless[0]])
            raise TableFault("is empty: every row needs its learner", file=table.place, row=row, column=column)
    twice = _twice(tables, column, together([table.words(column) for table in tables]))
    if twice is not None:
        file, row = twice.second
        earlier = f"row {twice.first[1]}" + ("" if twice.first[0] == file else f" of {twice.first[0]}")
        what = f"learner '{twice.learner}' is already in {earlier}: each learner is one row, with both tests"
        raise TableFault(what, file=file, row=row, column=column)


def seen_twice(tables: Sequence[Table]) -> Twice | None:
    """Returns a learner who seems to be in two rows of one table, or None.

    Looks only at columns whose name says that they name learners.
    """
    for table in tables:
        for column in filter(NAMES_LEARNERS.match, table.columns):
            twice = _twice([table], column, table.column(column))
            if twice is not None and twice.learner:
                return twice
    return None


def _twice(tables: Sequence[Table], column: str, words: Column) -> Twice | None:
    """words: of all tables, one under the other."""
    if np.bincount(words.places).max() == 1:
        return None
    _, first, of = np.unique(words.places, return_index=True, return_inverse=True)
    again = np.flatnonzero(first[of] != np.arange(of.size))
    where = [(table.file, int(row)) for table in tables for row in table.rows] if len(tables) > 1 else None
    earlier, later = int(first[of[again[0]]]), int(again[0])

    def at(place: int) -> tuple[str, int]:
        return where[place] if where is not None else (tables[0].file, int(tables[0].rows[place]))

    return Twice(column, as_text(words[later]), at(earlier), at(later))
