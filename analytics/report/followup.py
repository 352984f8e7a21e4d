"""What was kept: the follow-up against the test before and against the test after, on those who took all three."""

from dataclasses import dataclass, replace

import numpy as np

from analytics.counts.groups import GroupCounts, Options
from analytics.counts.joint import Differences, JointTable
from analytics.estimate import Estimate
from analytics.notes import Note, NoteCode
from analytics.numerics.ratio import fieller
from analytics.report.groups import DEFAULT, group_reports
from analytics.report.results import GroupReport
from analytics.shares.intervals import ShareEstimate, t_quantile


@dataclass(frozen=True)
class FollowUpReport:
    """n: learners with all three tests; left: with the first two and not the third.

    from_before: gain from the test before to the follow-up. from_after: the same from the test after, so `worse` are
    those who forgot. kept: share whose follow-up is not under their test after. part_kept: mean gain to the follow-up
    over mean gain to the test after, with Fieller's interval, learners independent; None where the latter is not told
    from 0, for then a part of it means nothing.
    """

    n: int
    left: int
    from_before: GroupReport
    from_after: GroupReport
    kept: ShareEstimate | None
    part_kept: Estimate
    notes: tuple[Note, ...]


def follow_up_report(
    from_before: GroupCounts,
    from_after: GroupCounts,
    before_after: JointTable,
    *,
    left: int = 0,
    options: Options = DEFAULT,
) -> FollowUpReport:
    """By the engine of the gain, on the learners with all three tests, each counted in each of the three.

    from_before: before x follow-up; from_after: after x follow-up; before_after: before x after. left: learners with
    the first two tests and without the follow-up. ValueError where the three do not hold the same scores.

    Kept: 1 less the share worse from the test after. Fieller 1954, JRSS B 16:175, of the part kept; else `gain_report`.
    """
    if not (
        np.array_equal(from_before.joint.post, from_after.joint.post)
        and np.array_equal(from_before.joint.pre, before_after.pre)
        and np.array_equal(from_after.joint.pre, before_after.post)
    ):
        raise ValueError("the three tables must hold the same learners, those with all three tests")
    before, after = (group_reports({"": counts}, options).total for counts in (from_before, from_after))
    kept = None
    if after.improved is not None and after.same is not None and after.worse is not None:
        kept = _not_worse(after.worse)
    part = _part_kept(
        from_before.joint.differences,
        before_after.differences,
        from_after.joint.differences,
        hidden=before.suppressed or after.suppressed,
        confidence=options.confidence,
    )
    return FollowUpReport(
        n=from_before.joint.n,
        left=left,
        from_before=before,
        from_after=after,
        kept=kept,
        part_kept=part,
        notes=(Note(NoteCode.KEYS_SEEN), *_ignored(part, from_before)),
    )


def _ignored(part: Estimate, counts: GroupCounts) -> tuple[Note, ...]:
    """That the part kept takes learners as independent, where it is given and cohorts are the unit."""
    if part.low is None or counts.cohorts is None:
        return ()
    return (Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "part_kept"}),)


def _not_worse(worse: ShareEstimate) -> ShareEstimate:
    """The other side of the share worse, as it is given: its interval, or its range where that is all that is shown."""
    return replace(
        worse,
        count=None if worse.count is None else worse.n - worse.count,
        share=None if worse.share is None else 1 - worse.share,
        low=None if worse.high is None else 1 - worse.high,
        high=None if worse.low is None else 1 - worse.low,
    )


def _part_kept(
    to_follow_up: Differences, to_after: Differences, since: Differences, *, hidden: bool, confidence: float
) -> Estimate:
    """Mean of to_follow_up over mean of to_after, learners independent; since: from the test after to the follow-up."""
    n, gains = to_after.n, (to_follow_up, to_after, since)
    variances = [(gain.sd or 0.0) ** 2 / max(n, 1) for gain in gains]
    note = Note(NoteCode.NO_SPREAD, {"figure": "kept", "n": n})
    if n < 2:
        note = Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "kept", "n": n, "needed": 2})
    if hidden or n < 2 or to_follow_up.mean is None or not to_after.mean:
        return Estimate(None, None, None, n, "fieller", () if hidden else (note,))
    covariance = (variances[0] + variances[1] - variances[2]) / 2
    bounds = fieller(
        (to_follow_up.mean, variances[0]), (to_after.mean, variances[1]), covariance, t_quantile(confidence, n - 1)
    )
    if bounds is None:
        return Estimate(None, None, None, n, "fieller", (note,))
    return Estimate(to_follow_up.mean / to_after.mean, *bounds, n, "fieller")
