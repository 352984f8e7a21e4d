"""One column of a file of figures, and the reports that such a file is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from analytics import GainReport
from app.exports.cover import Cover

Kind = Literal["text", "count", "share", "number", "p"]
Made = Sequence[tuple[GainReport, Cover]]
"""A report for each instrument, the newest first."""


@dataclass(frozen=True)
class Variable:
    """name: letters, digits, underscores, begins with a letter, at most 32. label: what it is, in the reader's words.

    Counts are whole numbers; shares 0..1; numbers are points, or have no unit; a missing value is None and never 0.
    """

    name: str
    label: str
    kind: Kind
