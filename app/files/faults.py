"""What is wrong in the rows of tables, gathered, so that one slip hides no other."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from app.files.table import MOST_LISTED, Table, TableFault, TableFaults

Rows = npt.NDArray[np.intp]
"""Places of rows, from 0, of those that were read."""
What = tuple[str, dict[str, str]]
"""A marked sentence and what fills it."""


class Faults:
    """Gathers what is wrong in rows of tables; the first 50 are listed, and all are counted."""

    def __init__(self) -> None:
        self._listed: list[TableFault] = []
        self._count = 0

    def __bool__(self) -> bool:
        return self._count > 0

    def add(self, table: Table, column: str, rows: Rows, what: Callable[[int], What]) -> None:
        """Notes that something is wrong in these rows of a column; `what` says it of one of them."""
        for row in rows[:MOST_LISTED].tolist():
            sentence, values = what(row)
            place = int(table.rows[row])
            self._listed.append(TableFault(sentence, file=table.place, row=place, column=column, **values))
        self._count += rows.size

    def take(self, faults: TableFaults | None) -> None:
        """Notes what a reader of tables has gathered."""
        if faults is not None:
            self._listed += faults.each
            self._count += len(faults.each) + faults.more

    def check(self) -> None:
        """Raises TableFaults with all there is, file by file in the order of rows; does nothing if there is none."""
        if not self._listed:
            return
        files = list(dict.fromkeys(fault.file for fault in self._listed))
        ordered = sorted(self._listed, key=lambda fault: (files.index(fault.file), fault.row or 0))
        listed = ordered[:MOST_LISTED]
        raise TableFaults(listed, more=self._count - len(listed))
