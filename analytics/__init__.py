"""What was gained: statistics of knowledge before and after, from counts alone. Knows no person, page or database."""

from analytics.cohorts import CohortSums
from analytics.flow import Flow
from analytics.joint import Differences, JointTable
from analytics.notes import Note, NoteCode
from analytics.report import GainReport, GroupCounts, GroupReport, Options, gain_report

__all__ = [
    "CohortSums",
    "Differences",
    "Flow",
    "GainReport",
    "GroupCounts",
    "GroupReport",
    "JointTable",
    "Note",
    "NoteCode",
    "Options",
    "gain_report",
]
