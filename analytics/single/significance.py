"""Tests by themselves, for a notebook: joint tables in, one Significance out, with ln p and a reason for a null."""

from collections.abc import Sequence
from enum import StrEnum

from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import JointTable
from analytics.counts.twice import TwiceAsked
from analytics.estimate import Significance
from analytics.notes import Note, NoteCode
from analytics.significance.between import AncovaTest, ancova_cohort_means, ancova_learners, kruskal_wallis
from analytics.significance.contingency import DRAWS, chi_square, fisher_freeman_halton, likelihood_ratio
from analytics.significance.paired import mcnemar_asymptotic, mcnemar_mid_p, paired_t_test, sign_test
from analytics.significance.signed_rank import Zeros, sign_flip_test, signed_rank_test


class McNemar(StrEnum):
    """How McNemar's test is made."""

    MID_P = "mid_p"
    """the default: the exact test without its timidity"""
    EXACT = "exact"
    """never more false alarms than it says"""
    ASYMPTOTIC = "asymptotic"
    """chi-square, no continuity correction"""
    CORRECTED = "corrected"
    """chi-square with the continuity correction of Edwards: the most timid, for comparison only"""


def sign(table: JointTable) -> Significance:
    """Exact two-sided sign test of improved against worse, the unchanged left out; statistic: how many improved.

    Nobody: NO_PAIRS. Nobody changed: p 1, ALL_UNCHANGED. Dixon & Mood 1946, JASA 41:557.
    """
    gains = table.differences
    found = sign_test(gains.improved, gains.worse)
    return _of_changes(table, float(gains.improved), found.ln_p, found.p, "exact")


def wilcoxon(table: JointTable, zeros: Zeros = Zeros.PRATT) -> Significance:
    """Signed-rank test, two-sided; statistic: sum of the ranks of the improved; method exact or saddlepoint.

    Zeros: Pratt (the unchanged are ranked, then dropped) or Wilcoxon (dropped first). Exact with ties up to some 500
    changed. Nobody: NO_PAIRS. Nobody changed: p 1, ALL_UNCHANGED. Wilcoxon 1945; Pratt 1959, JASA 54:655.
    """
    found = signed_rank_test(table.differences, zeros)
    return _of_changes(table, found.statistic, found.ln_p, found.p, found.method)


def sign_flip(table: JointTable) -> Significance:
    """Fisher's permutation test of the mean gain by flipping signs, two-sided; statistic: sum of the gains, points.

    Exact up to some 500 changed, then saddlepoint. Nobody: NO_PAIRS. Nobody changed: p 1, ALL_UNCHANGED. Fisher 1935;
    Pitman 1937, JRSS Suppl 4:119.
    """
    found = sign_flip_test(table.differences)
    return _of_changes(table, float(table.differences.total), found.ln_p, found.p, found.method)


def paired_t(table: JointTable) -> Significance:
    """Paired t on n - 1, two-sided. None: NO_PAIRS, TOO_FEW_LEARNERS under two, NO_SPREAD where all gained the same.

    Student 1908, Biometrika 6:1.
    """
    gains = table.differences
    found = None if gains.mean is None or gains.sd is None else paired_t_test(gains.n, gains.mean, gains.sd)
    if found is not None:
        return Significance(found.t, found.df, found.p, found.ln_p, gains.n, "t")
    if not gains.n:
        return _none(0, "t", Note(NoteCode.NO_PAIRS))
    if gains.n < 2:
        return _none(1, "t", Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "gain", "n": 1, "needed": 2}))
    return _none(gains.n, "t", Note(NoteCode.NO_SPREAD, {"figure": "gain", "n": gains.n}))


def mcnemar(asked: TwiceAsked, method: McNemar = McNemar.MID_P) -> Significance:
    """Did more learners change to yes than to no? Two-sided; statistic: gained, or chi-square on 1 when asymptotic.

    Exact: of the changed, each way by a coin, twice the chance of as few on the rarer side; mid-p counts that of just
    so few half; asymptotic: (gained - lost)² / (gained + lost). Nobody: NO_PAIRS. Nobody changed: p 1, ALL_UNCHANGED.
    McNemar 1947, Psychometrika 12:153; Fagerland, Lydersen & Laake 2013, BMC Med Res Methodol 13:91.
    """
    if not asked.n:
        return _none(0, method, Note(NoteCode.NO_PAIRS))
    notes = () if asked.gained + asked.lost else (Note(NoteCode.ALL_UNCHANGED, {"n": asked.n}),)
    if method in (McNemar.ASYMPTOTIC, McNemar.CORRECTED):
        found = mcnemar_asymptotic(asked.gained, asked.lost, continuity=method is McNemar.CORRECTED)
        return Significance(found.statistic, 1.0, found.p, found.ln_p, asked.n, method, notes)
    test = (mcnemar_mid_p if method is McNemar.MID_P else sign_test)(asked.gained, asked.lost)
    return Significance(float(asked.gained), None, test.p, test.ln_p, asked.n, method, notes)


def chi_square_between(yes: Sequence[int], n: Sequence[int]) -> Significance:
    """Pearson's chi-square of `yes` of `n` by group on groups - 1, no continuity correction.

    EXPECTED_TOO_SMALL where an expected count is under 5: take Fisher-Freeman-Halton. None: ONE_GROUP under two groups
    with learners, NO_DIFFERENCE_POSSIBLE where all or none are yes. Pearson 1900; Cochran 1954, Biometrics 10:417.
    """
    found = chi_square(yes, n)
    if found is None:
        return _none(sum(n), "chi_square", _alike(n, "improved"))
    small = Note(NoteCode.EXPECTED_TOO_SMALL, {"min_expected": found.min_expected})
    notes = (small,) if found.min_expected < 5 else ()
    return Significance(found.statistic, found.df, found.p, found.ln_p, sum(n), "chi_square", notes)


def g_test_between(yes: Sequence[int], n: Sequence[int]) -> Significance:
    """Likelihood-ratio test of the same on groups - 1: 2 Σ observed ln(observed / expected).

    None as chi_square_between. Wilks 1935, Ann Math Stat 6:190.
    """
    found = likelihood_ratio(yes, n)
    if found is None:
        return _none(sum(n), "likelihood_ratio", _alike(n, "improved"))
    return Significance(found.statistic, found.df, found.p, found.ln_p, sum(n), "likelihood_ratio")


def fisher_between(yes: Sequence[int], n: Sequence[int]) -> Significance:
    """Fisher-Freeman-Halton: the chance, margins fixed, of a table no likelier than the one seen; no statistic.

    Drawn with a fixed seed (SIMULATED) where there are too many tables to list. None as chi_square_between. Freeman &
    Halton 1951, Biometrika 38:141.
    """
    found = fisher_freeman_halton(yes, n)
    if found is None:
        return _none(sum(n), "fisher_freeman_halton", _alike(n, "improved"))
    notes = () if found.draws is None else (Note(NoteCode.SIMULATED, {"draws": DRAWS}),)
    return Significance(None, None, found.p, found.ln_p, sum(n), "fisher_freeman_halton", notes)


def kruskal_wallis_between(groups: Sequence[JointTable]) -> Significance:
    """Do gains lie higher in some groups? H corrected for ties, chi-square on groups - 1, learners independent.

    H = 12 / (n (n + 1)) Σ R² / m - 3 (n + 1), R the ranks of a group of m added up, over 1 - Σ (t³ - t) / (n³ - n) of
    ties of t. None: ONE_GROUP under two groups with learners, NO_DIFFERENCE_POSSIBLE where all gains are equal. Kruskal
    & Wallis 1952, JASA 47:583.
    """
    sizes, method = [group.n for group in groups], "kruskal_wallis"
    found = kruskal_wallis([group.differences for group in groups])
    if found is None:
        return _none(sum(sizes), method, _alike(sizes, "gain"))
    return Significance(found.statistic, found.df, found.p, found.ln_p, sum(sizes), method)


def ancova_between(groups: Sequence[JointTable]) -> Significance:
    """F of group in the score after, given the score before; learners independent (`ancova_cohort_robust` where not).

    One slope for all groups; F is what the residual squares lose by letting groups differ, over groups - 1, to the
    residual squares left over n - groups - 1. None: ONE_GROUP, TOO_FEW_LEARNERS, or NO_DIFFERENCE_POSSIBLE where
    nothing varies within groups. Fisher 1932; Vickers & Altman 2001, BMJ 323:1123.
    """
    return _ancova(ancova_learners(groups), [group.n for group in groups], "ancova_learners")


def ancova_between_cohorts(groups: Sequence[CohortSums]) -> Significance:
    """The same with the means of each cohort as one observation: safe with few cohorts; n: cohorts.

    None as ancova_between, of cohorts. Donner & Klar 2000, Design and Analysis of Cluster Randomization Trials.
    """
    return _ancova(ancova_cohort_means(groups), [group.cohorts for group in groups], "ancova_cohort_means")


def _ancova(found: AncovaTest | None, sizes: Sequence[int], method: str) -> Significance:
    if found is not None:
        return Significance(found.f, found.df1, found.p, found.ln_p, sum(sizes), method, df2=found.df2)
    filled, n = sum(size > 0 for size in sizes), sum(sizes)
    if filled > 1 and n < filled + 2:
        return _none(n, method, Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "ancova", "n": n, "needed": filled + 2}))
    return _none(n, method, _alike(sizes, "ancova"))


def _of_changes(table: JointTable, statistic: float, ln_p: float, p: float, method: str) -> Significance:
    if not table.n:
        return _none(0, method, Note(NoteCode.NO_PAIRS))
    notes = () if table.n > table.differences.same else (Note(NoteCode.ALL_UNCHANGED, {"n": table.n}),)
    return Significance(statistic, None, p, ln_p, table.n, method, notes)


def _alike(sizes: Sequence[int], figure: str) -> Note:
    filled = sum(size > 0 for size in sizes)
    if filled < 2:
        return Note(NoteCode.ONE_GROUP, {"groups": filled})
    return Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": figure})


def _none(n: int, method: str, note: Note) -> Significance:
    return Significance(None, None, None, None, n, method, (note,))
