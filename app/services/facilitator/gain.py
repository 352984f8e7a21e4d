"""What a facilitator sees of a cohort's gain."""

from dataclasses import dataclass

from analytics import LEAST
from analytics.counts.tally import PRE_POST
from analytics.report.retest import PAPER, PUBLISHED
from app.services.figures import reporting
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import seats
from app.store.figures import settlements
from app.store.figures.pairs import is_typed_late
from app.store.programmes import cohorts
from app.store.steps import REVEAL


@dataclass(frozen=True)
class Gain:
    """A Gain is what a facilitator reads of a cohort's gain, or how many pairs it lacks."""

    paired: int
    lacking: int
    """pairs until it may be shown; 0: it is"""
    is_made: bool = True
    """counted on the reader's step; until then nobody is told, and paired is progress"""
    later: int = 0
    """learners whose second sheet of both came too late to be in it: it does not move"""
    uncounted: int = 0
    """of these: who count nowhere, since the cohort had settled"""
    out_of: int = 0
    mean: float | None = None
    """post minus pre in points"""
    improved: int = 0
    """how many scored higher"""
    by_chance: float | None = None
    """how many would score higher with nothing learned; None where it cannot be told"""
    retest: tuple[int, int] = PUBLISHED
    """how many of how many scored higher on a published retest, with nothing taught between"""
    retest_source: str = PAPER
    improved_share: float | None = None


def gain_of(session: Session, cohort: cohorts.Cohort, step: str) -> Gain:
    """Returns the cohort's gain as it was counted on this step, from 11 pairs on.

    step: REVEAL for the facilitator of the own group, COURSE, when it settled, for everybody else.
    """
    made = settlements.current(session, cohort.cohort_id, step)
    whole = reporting.of_cohort(session, cohort, step)
    if made is None or whole is None:
        return Gain(settlements.count_pairs(session, cohort.cohort_id), LEAST, is_made=False)
    k = len(release_of(session, cohort.course_release_id).instrument.items)
    gains = settlements.ledger_of(made).total.counts(PRE_POST, k).joint.differences
    late = _late_pairs(session, cohort, made)
    later, uncounted = len(late), sum(not it.sheets for it in late)
    if gains.n < LEAST or whole.gain is None:
        return Gain(gains.n, LEAST - gains.n, later=later, uncounted=uncounted)
    floor = whole.noise_floor
    return Gain(
        paired=gains.n,
        lacking=0,
        later=later,
        uncounted=uncounted,
        out_of=k,
        mean=whole.gain.mean,
        improved=gains.improved,
        by_chance=floor.share * gains.n if floor else None,
        improved_share=gains.improved / gains.n,
    )


def _late_pairs(session: Session, cohort: cohorts.Cohort, made: settlements.Settlement) -> list[seats.PairSeat]:
    """Who has both tests and is not in a result, as they came when it had been made: whatever others did since.

    That of the reveal is of second tests that arrived before the right answers could be seen; what has settled is of
    all who count and were not typed in later.
    """
    post_test = schedule_of(session, cohort)[Wave.POST]
    pairs = seats.list_pairs(session, cohort.cohort_id)
    if made.step == REVEAL:
        return [it for it in pairs if it.pre_at >= made.settled_at or post_test.is_after_reveal(it.post_at)]
    return [it for it in pairs if not it.sheets or is_typed_late(it.sheets, post_test)]
