"""The reports that a file of figures is made of."""

from collections.abc import Sequence

from analytics import GainReport
from app.exports.cover import Cover

Made = Sequence[tuple[GainReport, Cover]]
"""A report for each instrument, the newest first."""
