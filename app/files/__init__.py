"""Tables of people who never saw this platform: files read into columns, columns into scores."""

from app.files.arms import Arm, find_arm, in_comparison, sizes_by_value
from app.files.counting import Study, group_counts, part_of, study
from app.files.faults import Faults
from app.files.item_counts import more_counts
from app.files.layout import Layout, find_layout
from app.files.learners import Twice, seen_twice
from app.files.scores import HIGHEST_MAX, Scores, is_mark_in_words, is_no_answer, read_scores
from app.files.strata import crossed_region, region_column
from app.files.sum_rows import without_sums
from app.files.table import Column, NoTable, Table, TableFault, TooLarge, Unreadable, in_short, where
from app.files.tables import read_table

__all__ = [
    "HIGHEST_MAX",
    "Arm",
    "Column",
    "Faults",
    "Layout",
    "NoTable",
    "Scores",
    "Study",
    "Table",
    "TableFault",
    "TooLarge",
    "Twice",
    "Unreadable",
    "crossed_region",
    "find_arm",
    "find_layout",
    "group_counts",
    "in_comparison",
    "in_short",
    "is_mark_in_words",
    "is_no_answer",
    "more_counts",
    "part_of",
    "read_scores",
    "read_table",
    "region_column",
    "seen_twice",
    "sizes_by_value",
    "study",
    "where",
    "without_sums",
]
