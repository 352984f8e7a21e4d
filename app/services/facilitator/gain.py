"""What a facilitator sees of a cohort's gain."""

from dataclasses import dataclass

from analytics import LEAST
from analytics.counts.tally import LOST, PRE_POST
from analytics.report.retest import PAPER, PUBLISHED
from app.services.figures import reporting
from app.services.releases import release_of
from app.services.waves import Wave, schedule_of
from app.store import Session
from app.store.answers import lost_pairs, seats
from app.store.figures import settlements
from app.store.figures.pairs import is_typed_late
from app.store.programmes import cohorts
from app.store.steps import REVEAL


@dataclass(frozen=True)
class Gain:
    """A Gain is a cohort's gain as a facilitator reads it, or how many pairs are missing before it may be shown."""

    paired: int
    lacking: int
    """how many more pairs are needed before the gain is shown; 0 if it is shown"""
    is_made: bool = True
    """True once the gain was counted on this step; until then `paired` counts those with both tests so far"""
    later: int = 0
    """learners with both sheets, one of which arrived too late to be in this gain, which does not change"""
    uncounted: int = 0
    """how many of `later` count in no figure, since the cohort had settled"""
    erased: int = 0
    """learners with both tests who were erased after this result was made and before the cohort settled"""
    parted: int = 0
    """merges that were undone after this result was made and before the cohort settled"""
    out_of: int = 0
    mean: float | None = None
    """mean of post minus pre, in points; None if it is not shown"""
    improved: int = 0
    """number of learners who scored higher"""
    same: int = 0
    worse: int = 0
    by_chance: float | None = None
    """number of learners who would score higher with nothing learned, and as many lower; None if unknown"""
    retest: tuple[int, int] = PUBLISHED
    """(how many scored higher, of how many) on a published retest, with nothing taught between"""
    retest_source: str = PAPER
    improved_share: float | None = None


def gain_of(session: Session, cohort: cohorts.Cohort, step: str) -> Gain:
    """Returns the cohort's gain as it was counted on this step; figures are shown from 11 pairs.

    step: REVEAL for the cohort's own facilitator; COURSE, when it has settled, for everybody else.
    """
    made = settlements.current(session, cohort.cohort_id, step)
    whole = reporting.of_cohort(session, cohort, step)
    if made is None or whole is None:
        return Gain(settlements.count_pairs(session, cohort.cohort_id), LEAST, is_made=False)
    k = len(release_of(session, cohort.course_release_id).instrument.items)
    gains = settlements.ledger_of(made).total.counts(PRE_POST, k).joint.differences
    late = _late_pairs(session, cohort, made)
    result = settlements.current(session, cohort.cohort_id, REVEAL)
    erased, parted = (result.erased_count, result.merged_count) if result is not None else (0, 0)
    later, uncounted = len(late), sum(not it.sheets for it in late)
    if gains.n < LEAST or whole.gain is None:
        return Gain(gains.n, LEAST - gains.n, later=later, uncounted=uncounted, erased=erased, parted=parted)
    floor = whole.noise_floor
    return Gain(
        paired=gains.n,
        lacking=0,
        later=later,
        uncounted=uncounted,
        erased=erased,
        parted=parted,
        out_of=k,
        mean=whole.gain.mean,
        improved=gains.improved,
        same=gains.same,
        worse=gains.worse,
        by_chance=floor.share * gains.n if floor else None,
        improved_share=gains.improved / gains.n,
    )


def lost_of(session: Session, cohort: cohorts.Cohort, step: str) -> int:
    """Returns how many learners had both tests until a second person said yes to a sheet that does not count.

    step: of the result. That of the reveal still has them, and they are counted as of now; of what has settled, as of
    then. 0 as long as there is no result.
    """
    made = settlements.current(session, cohort.cohort_id, step)
    if made is None:
        return 0
    if step == REVEAL:
        return len(lost_pairs.list_lost(session, cohort.cohort_id, made.instrument_id))
    return int(settlements.ledger_of(made).total.table(LOST, 1)[0])


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
