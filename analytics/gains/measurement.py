"""How much of a change is the test's own noise: reliability, noise floor, reliable change."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from scipy import special

from analytics.counts.joint import JointTable
from analytics.notes import Note, NoteCode
from analytics.shares.intervals import normal_quantile

FEWEST_LEARNERS = 10
"""Under this many learners nothing is said of a test's own noise: of so few scores before, KR-21 could be anything (at
nine learners and ten items Feldt's 95 % interval of .6 is from .05 to .89)."""


@dataclass(frozen=True)
class NoiseFloor:
    """A NoiseFloor is the share that would improve by chance alone, with nothing learned.

    share, same: learners who would score higher, or equal, the second time, 0..1. kr21: reliability of the scores
    before, under 1. alpha, beta: of the beta distribution of true scores; None if kr21 is not over 0 (the scores are
    all noise).
    """

    share: float
    same: float
    kr21: float
    alpha: float | None
    beta: float | None


class ReliabilityMethod(StrEnum):
    """A ReliabilityMethod names what the error of a score was worked out from."""

    KR20 = "kr20"
    """items before, one by one (alpha of items scored 0 and 1)"""
    KR21 = "kr21"
    """scores before alone, as if all items were equally hard"""


@dataclass(frozen=True)
class ScoreError:
    """A ScoreError is the measurement error of one learner's score, the same throughout a report.

    points: standard error of measurement, s · sqrt(1 - r), s the sd of scores before (n - 1). reliability: r, 0..1.
    """

    points: float
    reliability: float
    method: ReliabilityMethod


@dataclass(frozen=True)
class ReliableCount:
    """A ReliableCount counts the learners who gained more than measurement error explains (reliable change).

    threshold: a gain counts if it is over this many points, the minimal detectable change of one learner.
    """

    count: int
    threshold: float


def kr21(table: JointTable) -> float | None:
    """Returns the reliability (KR-21) from scores before alone, as if all items were equally hard.

    k/(k-1) · (1 - m(k-m) / (k s²)), scores 0..k, m their mean, s² their population variance. It may be under 0. None if
    all scores are equal or k is 1. Kuder & Richardson 1937, Psychometrika 2:151.
    """
    k, n, total, squares = table.max_score, table.n, table.sums.x, table.sums.xx
    if k < 2 or n * squares == total * total:
        return None
    mean, variance = total / n, (n * squares - total * total) / n**2
    return k / (k - 1) * (1 - mean * (k - mean) / (k * variance))


def unknown_noise(table: JointTable) -> Note | None:
    """Returns the reason why a test's own noise cannot be estimated, or None if it can.

    NO_PAIRS for nobody; ONE_ITEM if the highest score is 1; PRE_ALL_EQUAL if all scores before are equal;
    TOO_FEW_LEARNERS under FEWEST_LEARNERS; PRE_ALL_AT_ENDS if each is 0 or the highest, which would make KR-21 a
    meaningless 1.
    """
    n, pre = table.n, table.pre
    if not n:
        return Note(NoteCode.NO_PAIRS)
    if table.max_score < 2:
        return Note(NoteCode.ONE_ITEM)
    if int(pre.max()) == n:
        return Note(NoteCode.PRE_ALL_EQUAL, {"n": n, "score": int(pre.argmax())})
    if n < FEWEST_LEARNERS:
        return Note(NoteCode.TOO_FEW_LEARNERS, {"figure": "noise_floor", "n": n, "needed": FEWEST_LEARNERS})
    if int(pre[0] + pre[-1]) == n:
        return Note(NoteCode.PRE_ALL_AT_ENDS, {"n": n})
    return None


def noise_floor(table: JointTable) -> NoiseFloor | None:
    """Returns the share that would score higher on a second, equal test with nothing learned in between.

    True scores follow a beta distribution, and each score a binomial of k items; mean m and KR-21 r of the scores
    before give alpha = (1/r - 1)·m and beta = (1/r - 1)·(k - m). If r is 0 or less, everybody's true score is the mean.
    Assumes that the highest score is the number of items, equally hard, and that true scores are steady (no effect of
    practice). None if `unknown_noise` has a reason. Lord 1965, Psychometrika 30:239; Huynh 1976, J Educ Meas 13:253.
    """
    reliability = None if unknown_noise(table) else kr21(table)
    if reliability is None:
        return None
    k = table.max_score
    mean = table.sums.x / table.n
    alpha = beta = None
    if reliability <= 0:
        once = _binomial(k, mean / k)
        twice: npt.NDArray[np.float64] = np.outer(once, once)
    else:
        alpha, beta = (1 / reliability - 1) * mean, (1 / reliability - 1) * (k - mean)
        twice = _beta_binomial_twice(k, alpha, beta)
    same = float(np.trace(twice))
    return NoiseFloor(float(np.triu(twice, 1).sum()), same, reliability, alpha, beta)


def _binomial(k: int, share: float) -> npt.NDArray[np.float64]:
    """P(x of k right), x = 0..k."""
    x = np.arange(k + 1)
    ln_ways = special.gammaln(k + 1) - special.gammaln(x + 1) - special.gammaln(k - x + 1)
    return np.asarray(np.exp(ln_ways + special.xlogy(x, share) + special.xlog1py(k - x, -share)))


def _beta_binomial_twice(k: int, alpha: float, beta: float) -> npt.NDArray[np.float64]:
    """P(x the first time, y the second), shape (k + 1, k + 1)."""
    x = np.arange(k + 1)
    ln_ways = special.gammaln(k + 1) - special.gammaln(x + 1) - special.gammaln(k - x + 1)
    right = np.arange(2 * k + 1)
    ln_chance = special.betaln(alpha + right, beta + 2 * k - right) - special.betaln(alpha, beta)
    return np.asarray(np.exp(ln_ways[:, None] + ln_ways[None, :] + ln_chance[x[:, None] + x[None, :]]))


def standard_error(sd: float, reliability: float) -> float:
    """Returns the standard error of measurement of one score: sd · sqrt(1 - reliability), in the unit of sd.

    It is how far a score lies from what the learner would get on average. Lord & Novick 1968, Statistical Theories of
    Mental Test Scores, section 2.7.
    """
    return float(sd * (1 - reliability) ** 0.5)


def error_of_scores(table: JointTable) -> ScoreError | None:
    """Returns the measurement error of one score, by KR-21 of the scores before.

    It is for scores without items; if items are known, `error_of_items` is better, since it knows how hard each is. A
    reliability under 0 counts as 0. None if `unknown_noise` has a reason.
    """
    estimated, sd = None if unknown_noise(table) else kr21(table), table.sd_pre
    if estimated is None or sd is None:
        return None
    reliability = max(0.0, estimated)
    return ScoreError(standard_error(sd, reliability), reliability, ReliabilityMethod.KR21)


def reliable_threshold(error: ScoreError, confidence: float = 0.95) -> float:
    """Returns the gain in points that measurement error alone rarely exceeds: z · sqrt(2) · the error of a score.

    Rarely is 1 - confidence: at 0.95 (z = 1.96) two scores of an unchanged learner lie further apart one time in
    twenty. Jacobson & Truax 1991, J Consult Clin Psychol 59:12.
    """
    return float(normal_quantile(confidence) * 2**0.5 * error.points)


def reliable_count(table: JointTable, error: ScoreError, confidence: float = 0.95) -> ReliableCount:
    """Counts the learners who gained more than `reliable_threshold`.

    error: of the test, the same for every group of a report, since unlike reliability it does not depend on how much
    the learners of a group differ. Jacobson & Truax 1991, J Consult Clin Psychol 59:12; Harvill 1991, Educ Meas 10:33.
    """
    threshold, gains = reliable_threshold(error, confidence), table.differences
    return ReliableCount(int(gains.counts[gains.values > threshold].sum()), threshold)
