"""Whether a table may be told with and without its late learners, so that nobody works few of them out.

Late are those of whom a test came when the right answers could be seen. A table tells its groups whole: whoever reads
beside that what a group is without them knows the late and the others, by subtraction, and neither may be few. It is
told of all groups of a table or of none. Else the one that is left out would be the whole less those that are told, and
of two tables of different times, each with another left out, one would tell the other's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analytics.notes import Note, NoteCode, suppression
from analytics.report.late_arrivals import LateReport, without
from analytics.report.parts import GainReport


@dataclass(frozen=True)
class LateCohort:
    """A LateCohort counts the learners of one cohort with both tests, and how many of them are late.

    is_new: no publication had them before.
    """

    paired: int
    late: int
    is_new: bool = False


def may_be_told(groups: Iterable[Sequence[LateCohort]], least: int) -> bool:
    """Returns whether each group of a table may be told with and without its late learners, in a publication.

    groups: their cohorts. least: how many are not few. Neither the late nor the others of a group may be few: nor those
    that came into it since the publication before, nor less the cohort of a reader who leads it and knows its own. A
    group without late learners tells nothing. Source: arithmetic.
    """
    return all(_is_kept(of, least) and _is_kept([one for one in of if one.is_new], least) for of in groups)


def _is_kept(cohorts: Sequence[LateCohort], least: int) -> bool:
    late, paired = sum(one.late for one in cohorts), sum(one.paired for one in cohorts)
    return all(_are_many(late - own.late, paired - own.paired, least) for own in (LateCohort(0, 0), *cohorts))


def _are_many(late: int, paired: int, least: int) -> bool:
    return not late or (late >= least and (paired == late or paired - late >= least))


def groups_of_late(report: GainReport, least: int) -> GainReport:
    """Returns a report with its late learners by group only where each group may be told to who knows them all.

    report: exact. Source: arithmetic.
    """
    late, whole = report.late, report.total.improved
    if late is None or whole is None:
        return report
    paired = {one.key: one.improved.n for one in report.groups if one.improved is not None}
    of = [(one.n, paired.get(one.key, 0)) for one in late.groups]
    of.append((late.n - sum(n for n, _ in of), whole.n - sum(paired.values())))  # who is in no group
    is_told = all(_are_many(*both, least) for both in of)
    return report if is_told else replace(report, late=replace(late, groups=()))


def few_late(report: GainReport, least: int) -> Note | None:
    """Returns the note on fewer than `least` late learners; None if nobody is late, or as many as that are.

    Its bounds of the share without them follow from the total and `least` alone, so they tell nothing of the few.
    Source: arithmetic.
    """
    whole, late = report.total.improved, report.late
    if late is None or not 0 < late.n < least or whole is None or whole.count is None or whole.n < least:
        return None
    most, others = least - 1, whole.n - least + 1
    low, high = max(whole.count - most, 0) / others, min(whole.count / others, 1.0)
    return Note(NoteCode.FEW_LATE, {"threshold": least, "most": most, "low": low, "high": high})


def without_late(report: GainReport, least: int) -> GainReport:
    """Returns the report without its part on late learners, with a note that it is hidden."""
    return replace(report, late=None, notes=(*report.notes, suppression(least, "late")))


def with_the_others(late: LateReport, report: GainReport, *, confidence: float) -> LateReport:
    """Returns rounded late learners with whoever was not late, as a reader works it out of what is told."""
    whole = report.total.improved
    groups = {one.key: one.improved for one in report.groups}
    return replace(
        late,
        without=whole and without(whole, late.improved, confidence=confidence),
        is_rounded=True,
        groups=tuple(
            replace(one, without=without(of, one.improved, confidence=confidence))
            for one in late.groups
            if (of := groups.get(one.key)) is not None
        ),
    )
