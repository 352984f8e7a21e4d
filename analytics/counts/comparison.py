"""Learners who had the course and learners who had not had it yet, counted alike."""

from dataclasses import dataclass

from analytics.counts.groups import GroupCounts


@dataclass(frozen=True, eq=False)
class ComparisonCounts:
    """ComparisonCounts hold the counts of learners with the course and of those without it (comparison group).

    course: scores before and after the course. waiting: two scores of people without it, as far apart in time (for a
    waiting cohort those of its early test and its first test). is_randomised: whether it was drawn by lot who had the
    course (first); None if unknown. same_items: whether those who waited met the same questions twice. afterwards: the
    learners who waited, before and after the course that they then had; None if there are none. Raises ValueError for
    tests of different lengths, or if only one of course and waiting has cohorts.
    """

    course: GroupCounts
    waiting: GroupCounts
    is_randomised: bool | None = None
    same_items: bool = False
    afterwards: GroupCounts | None = None

    def __post_init__(self) -> None:
        longest = (self.course.joint.max_score, self.waiting.joint.max_score)
        if longest[0] != longest[1]:
            raise ValueError(f"tests of {longest[0]} and of {longest[1]} points cannot be compared")
        if (self.course.cohorts is None) != (self.waiting.cohorts is None):
            raise ValueError("cohorts are given for one of the two groups but not for the other")
