"""Finds learners who are in the rows twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import numpy.typing as npt

from app.files.faults import Faults, What
from app.files.table import Column, Table, as_text, in_short, together
from app.sentences import N_

NAMES_LEARNERS = re.compile(
    r"(?i)^(id[-_ .]?)?(learner|stud|student|pupil|participant|respondent)([-_ .]?(id|code|no))?$|^id$"
)
"""Names under which tables keep who a row is about."""
NAMELESS = N_("is empty: every row needs its learner")


@dataclass(frozen=True)
class Twice:
    """Names a learner who is in two rows.

    column: the one that names learners. first, second: (file, row), rows as in the file.
    """

    column: str
    learner: str
    first: tuple[str, int]
    second: tuple[str, int]


def each_once(tables: Sequence[Table], column: str, faults: Faults) -> None:
    """Adds a fault for each row that names no learner, or one who is in an earlier row of any table."""
    words = together([table.words(column) for table in tables])
    nameless = words.carried([word == "" for word in words.values], np.bool_)
    again = _again(words) & ~nameless
    start = 0
    for table in tables:
        part = slice(start, start + len(table.rows))
        faults.add(table, column, np.flatnonzero(nameless[part]), lambda _: (NAMELESS, {}))
        faults.add(table, column, np.flatnonzero(again[part]), partial(_already, tables, words, start))
        start = part.stop


def _already(tables: Sequence[Table], words: Column, start: int, row: int) -> What:
    """Of a learner who is in an earlier row. start: place of the table's first row among those of all tables."""
    learner = in_short(words[start + row])
    file, first = _at(tables, int(np.argmax(words.places == words.places[start + row])))
    if file == _at(tables, start + row)[0]:
        what = N_("learner '%(learner)s' is already in row %(first)s: each learner is one row, with both tests")
        return what, {"learner": learner, "first": str(first)}
    what = N_(
        "learner '%(learner)s' is already in row %(first)s of %(other)s: each learner is one row, with both tests"
    )
    return what, {"learner": learner, "first": str(first), "other": file}


def seen_twice(tables: Sequence[Table]) -> Twice | None:
    """Returns a learner who seems to be in two rows of one table, or None.

    Looks only at columns whose name says that they name learners.
    """
    for table in tables:
        for column in filter(NAMES_LEARNERS.match, table.columns):
            words = table.column(column)
            again = np.flatnonzero(_again(words))
            if again.size and (learner := as_text(words[int(again[0])])):
                first = int(np.argmax(words.places == words.places[again[0]]))
                return Twice(column, learner, _at([table], first), _at([table], int(again[0])))
    return None


def _again(words: Column) -> npt.NDArray[np.bool_]:
    """Says of each row whether its word stands in an earlier one."""
    again = np.ones(len(words), dtype=np.bool_)
    again[np.unique(words.places, return_index=True)[1]] = False
    return again


def _at(tables: Sequence[Table], place: int) -> tuple[str, int]:
    """File and row of a row, counted from 0 through all tables."""
    for table in tables:
        if place < len(table.rows):
            break
        place -= len(table.rows)
    return table.file, int(table.rows[place])
