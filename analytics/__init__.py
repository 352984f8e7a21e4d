"""What was gained: statistics of knowledge before and after, from counts alone. Knows no person, page or database."""

from analytics.cohorts import CohortSums
from analytics.counts import GroupCounts, Key, Options
from analytics.flow import Flow
from analytics.joint import Differences, JointTable
from analytics.notes import Note, NoteCode
from analytics.report import gain_report
from analytics.results import BetweenReport, GainReport, GroupReport, Method
from analytics.shares import ShareEstimate
from analytics.suppression import hidden_groups, tells_of_hidden

__all__ = [
    "BetweenReport",
    "CohortSums",
    "Differences",
    "Flow",
    "GainReport",
    "GroupCounts",
    "GroupReport",
    "JointTable",
    "Key",
    "Method",
    "Note",
    "NoteCode",
    "Options",
    "ShareEstimate",
    "gain_report",
    "hidden_groups",
    "tells_of_hidden",
]
