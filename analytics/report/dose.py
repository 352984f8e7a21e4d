"""Gain by lessons done before the second test: described, never claimed."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.counts.groups import GroupCounts, Key, Options
from analytics.counts.supplements import Cohorts
from analytics.gains.gain import GainEstimate
from analytics.notes import Note, NoteCode
from analytics.report.groups import DEFAULT, group_reports
from analytics.shares.intervals import ShareEstimate


@dataclass(frozen=True)
class DoseStep:
    """A DoseStep holds the figures of learners who did this many lessons, or pieces of them, before the second test.

    n: learners with both tests. improved, gain: as in a report; None if there is nobody. All of these are None if
    hidden.
    """

    lessons: int
    n: int | None
    improved: ShareEstimate | None
    gain: GainEstimate | None
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class DoseReport:
    """A DoseReport describes the gain by number of lessons done (dose), on purpose without a test or a slope.

    steps: by lessons, rising. mean_lessons: over all learners with both tests; None if there are none.
    """

    steps: tuple[DoseStep, ...]
    mean_lessons: float | None
    notes: tuple[Note, ...]


def dose_report(
    by_lessons: Mapping[int, GroupCounts],
    *,
    options: Options = DEFAULT,
    everyone: Cohorts | None = None,
) -> DoseReport:
    """Describes the gain of learners by the number of lessons they had done before the second test.

    by_lessons: counts of learners by lessons done. everyone: the cohorts by stratum from whom groups of few cohorts
    borrow their ICC; None: these learners'. Source: arithmetic; each figure as in `gain_report`.
    """
    lessons = sorted(by_lessons)
    groups: dict[Key, GroupCounts] = {str(done): by_lessons[done] for done in lessons}
    report = group_reports(groups, options, everyone)
    learners = sum(counts.joint.n for counts in by_lessons.values())
    done = sum(number * counts.joint.n for number, counts in by_lessons.items())
    return DoseReport(
        steps=tuple(
            DoseStep(number, by_lessons[number].joint.n, group.improved, group.gain, group.notes)
            for number, group in zip(lessons, report.each, strict=True)
        ),
        mean_lessons=done / learners if learners else None,
        notes=(Note(NoteCode.DOSE_NOT_CAUSE),),
    )
