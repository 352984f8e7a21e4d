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

    share: 0..1 of learners who would score higher the second time with nothing learned; same: who would score alike.

    kr21: reliability of the scores before, under 1. alpha, beta: of the true scores' beta distribution; None where kr21
    is not over 0 (all noise).
    """

    share: float
    same: float
    kr21: float
    alpha: float | None
    beta: float | None


class ReliabilityMethod(StrEnum):
    """A ReliabilityMethod says what the error of a score rests on."""

    KR20 = "kr20"
    """items before, one by one (alpha of items scored 0 and 1)"""
    KR21 = "kr21"
    """scores before alone, as if all items were equally hard"""


@dataclass(frozen=True)
class ScoreError:
    """A ScoreError says how uncertain one learner's score is: the one measurement error of a report.

    points: standard error of measurement, s · sqrt(1 - r), s the sd of scores before (n - 1). reliability: r, 0..1.
    """

    points: float
    reliability: float
    method: ReliabilityMethod


@dataclass(frozen=True)
class ReliableCount:
    """A ReliableCount counts the learners who gained more than measurement error explains (reliable change).

    count: of learners. threshold: points that a gain must be over, the minimal detectable change of one learner.
    """

    count: int
    threshold: float


def kr21(table: JointTable) -> float | None:
    """Returns the reliability (KR-21) from scores before alone, as if all items were equally hard.

    k/(k-1) · (1 - m(k-m) / (k s²)). Scores 0..k; m mean, s² population variance. May be under 0. None where all scores
    are equal or k is 1. Kuder & Richardson 1937, Psychometrika 2:151.
    """
    k, n, total, squares = table.max_score, table.n, table.sums.x, table.sums.xx
    if k < 2 or n * squares == total * total:
        return None
    mean, variance = total / n, (n * squares - total * total) / n**2
    return k / (k - 1) * (1 - mean * (k - mean) / (k * variance))


def unknown_noise(table: JointTable) -> Note | None:
    """Returns why nothing can be said of the test's own noise, or None where something can.

    NO_PAIRS; ONE_ITEM; TOO_FEW_LEARNERS under FEWEST_LEARNERS; PRE_ALL_EQUAL; PRE_ALL_AT_ENDS where every score is 0 or
    the highest: KR-21 is 1 then, and a test without any error is not what that shows.
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

    True scores follow a beta distribution, scores given it a binomial of k items; mean and KR-21 of the scores before
    give alpha = (1/r - 1)·m and beta = (1/r - 1)·(k - m). KR-21 at or under 0: everybody's true score is the mean.
    Assumes the highest score is the number of items, equally hard, and steady true scores (no effect of practice). None
    where `unknown_noise` has a reason. Lord 1965, Psychometrika 30:239; Huynh 1976, J Educ Meas 13:253.
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
    """Returns how far a score lies from what the learner would get on average: sd · sqrt(1 - r), points.

    Lord & Novick 1968, Statistical Theories of Mental Test Scores, section 2.7.
    """
    return float(sd * (1 - reliability) ** 0.5)


def error_of_scores(table: JointTable) -> ScoreError | None:
    """Returns the error of one score by KR-21 of the scores before.

    A reliability under 0 counts as 0. For scores without items; with them KR-20 knows how hard each is. None where
    `unknown_noise` has a reason.
    """
    estimated, sd = None if unknown_noise(table) else kr21(table), table.sd_pre
    if estimated is None or sd is None:
        return None
    reliability = max(0.0, estimated)
    return ScoreError(standard_error(sd, reliability), reliability, ReliabilityMethod.KR21)


def reliable_threshold(error: ScoreError, confidence: float = 0.95) -> float:
    """Returns the gain in points that measurement error alone rarely exceeds: z · sqrt(2) · the error of a score.

    z = 1.96 at 0.95: two scores of one who did not change lie that far apart, by the error of both, one time in twenty.
    Jacobson & Truax 1991, J Consult Clin Psychol 59:12.
    """
    return float(normal_quantile(confidence) * 2**0.5 * error.points)


def reliable_count(table: JointTable, error: ScoreError, confidence: float = 0.95) -> ReliableCount:
    """Counts the learners who gained more than `reliable_threshold`.

    error: of the test, the same for every group of a report: unlike reliability it does not hang on how far the
    learners of a group differ. Jacobson & Truax 1991, J Consult Clin Psychol 59:12; Harvill 1991, Educ Meas 10:33.
    """
    threshold, gains = reliable_threshold(error, confidence), table.differences
    return ReliableCount(int(gains.counts[gains.values > threshold].sum()), threshold)
