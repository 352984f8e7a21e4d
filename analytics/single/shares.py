"""Shares by themselves, for a notebook: of a count, of cohorts, of chance alone, of those beyond measurement error.

A report makes the same figures (report/figures.py) and keeps its reasons in one place; here each carries its own.
"""

from analytics.clusters.design import FEW_COHORTS, Clustering, Design
from analytics.counts.cohorts import CohortSums
from analytics.counts.flow import horowitz_manski
from analytics.counts.groups import GroupCounts
from analytics.counts.joint import JointTable
from analytics.estimate import Estimate
from analytics.gains.measurement import kr21, noise_floor, reliable_count, unknown_noise
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import Interval, clopper_pearson, jeffreys, korn_graubard, mid_p, wilson

METHODS = {
    Interval.WILSON: wilson,
    Interval.CLOPPER_PEARSON: clopper_pearson,
    Interval.MID_P: mid_p,
    Interval.JEFFREYS: jeffreys,
}


def share(count: int, n: int, confidence: float = 0.95, method: Interval = Interval.WILSON) -> Estimate:
    """count / n, 0..1, learners independent; method: Wilson, Clopper-Pearson, mid-P or Jeffreys.

    Nobody: None and NO_PAIRS. ValueError for another method (with cohorts: `share_of_cohorts`) or a count outside 0..n.
    Wilson 1927, JASA 22:209; Clopper & Pearson 1934, Biometrika 26:404.
    """
    if method not in METHODS:
        raise ValueError(f"{method} is no interval of a count; take one of {', '.join(METHODS)}")
    if not 0 <= count <= n:
        raise ValueError(f"{count} of {n} learners cannot be")
    if n == 0:
        return _nobody(method)
    found = METHODS[method](count, n, confidence)
    return Estimate(found.share, found.low, found.high, n, method)


def share_of_cohorts(
    own: CohortSums, everyone: CohortSums | None = None, confidence: float = 0.95, *, figure: str = "improved"
) -> Estimate:
    """Share improved (figure: or same, worse), 0..1, with Korn-Graubard's interval: the cohort is the unit.

    The effective sample size is n over the design effect of CR2, not under 1. everyone: cohorts of the whole report,
    these among them; fewer than ten of one's own borrow the design effect of all (BORROWED_DESIGN_EFFECT). One cohort
    in all: the share without an interval, ONE_COHORT. Nobody: NO_PAIRS. Korn & Graubard 1998, Surv Methodol 24:193.
    """
    if figure not in ("improved", "same", "worse"):
        raise ValueError(f"cohorts know the shares improved, same and worse, not '{figure}'")
    n, method = own.learners, Interval.KORN_GRAUBARD
    if not n:
        return _nobody(method)
    count = int(getattr(own, figure).sum())
    mine = Clustering.of(own)
    design = Design(mine, mine if everyone is None else Clustering.of(everyone))
    cohorts = design.everyone.cohorts
    if cohorts < 2:
        return Estimate(count / n, None, None, n, method, (Note(NoteCode.ONE_COHORT, {"n": n}),))
    effect, of_gain = design.of_share(figure)
    df = design.source.cohorts - 1
    found = korn_graubard(count, n, design_effect=effect, df=df, confidence=confidence)
    values = {"cohorts": design.own.cohorts, "all_cohorts": cohorts, "design_effect": effect}
    notes = [Note(NoteCode.BORROWED_DESIGN_EFFECT, values)] if design.borrows else []
    if cohorts < FEW_COHORTS:
        notes.append(Note(NoteCode.FEW_COHORTS, {"cohorts": cohorts}))
    if of_gain:
        notes.append(Note(NoteCode.DESIGN_EFFECT_OF_GAIN, {"figure": figure}))
    return Estimate(found.share, found.low, found.high, n, method, tuple(notes), df=df)


def share_among_all(counts: GroupCounts) -> Estimate:
    """Share improved of the paired, between the bounds of what it could be among everyone: no interval of confidence.

    low: had none of the unseen improved; high: had all. everyone: the enrolled or, where that is unknown, all who took
    a test. n: everyone. Nobody paired: no value; nobody at all: NO_PAIRS. Horowitz & Manski 2000, JASA 95:77.
    """
    paired, improved = counts.joint.n, counts.joint.differences.improved
    bounds = horowitz_manski(improved, paired, counts.flow.everyone)
    notes = () if paired else (Note(NoteCode.NO_PAIRS),)
    low, high = bounds if bounds else (None, None)
    return Estimate(improved / paired if paired else None, low, high, counts.flow.everyone, "horowitz_manski", notes)


def noise_floor_share(table: JointTable) -> Estimate:
    """Share that would score higher a second time with nothing learned, 0..1; no interval.

    Beta-binomial from mean and KR-21 of the scores before (`gains.measurement.noise_floor`). The reasons of
    `unknown_noise` where it is unknown; RELIABILITY_NOT_POSITIVE where all is noise. Lord 1965, Psychometrika 30:239.
    """
    found, method = noise_floor(table), "beta_binomial"
    if found is None:
        return Estimate(None, None, None, table.n, method, _unknown(table))
    noise = (Note(NoteCode.RELIABILITY_NOT_POSITIVE, {"kr21": found.kr21}),) if found.kr21 <= 0 else ()
    return Estimate(found.share, None, None, table.n, method, noise)


def reliable_change_share(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Share that gained more than the minimal detectable change, 0..1, with Wilson's interval.

    The reasons of `unknown_noise` where it is unknown. Jacobson & Truax 1991, J Consult Clin Psychol 59:12.
    """
    found = reliable_count(table, confidence)
    if found is None:
        return Estimate(None, None, None, table.n, Interval.WILSON, _unknown(table))
    return share(found.count, table.n, confidence)


def minimal_detectable_change(table: JointTable, confidence: float = 0.95) -> Estimate:
    """Points that one learner must gain for it to be more than error: z · sd before · sqrt(2 (1 - KR-21)); no interval.

    The reasons of `unknown_noise` where it is unknown. Jacobson & Truax 1991, J Consult Clin Psychol 59:12.
    """
    found, method = reliable_count(table, confidence), "kr21"
    if found is None:
        return Estimate(None, None, None, table.n, method, _unknown(table))
    return Estimate(found.threshold, None, None, table.n, method)


def reliability_of_scores(table: JointTable) -> Estimate:
    """KR-21 of the scores before, as if all items were equally hard; may be under 0; no interval.

    The reasons of `unknown_noise` where it is unknown. Kuder & Richardson 1937, Psychometrika 2:151.
    """
    reason = _unknown(table)
    return Estimate(None if reason else kr21(table), None, None, table.n, "kr21", reason)


def _unknown(table: JointTable) -> tuple[Note, ...]:
    reason = unknown_noise(table)
    return () if reason is None else (reason,)


def _nobody(method: str) -> Estimate:
    return Estimate(None, None, None, 0, method, (Note(NoteCode.NO_PAIRS),))
