"""Figures of one group under the names of the cases: shares, tests, effect sizes, gains, noise, attrition."""

from collections.abc import Callable
from math import exp
from typing import Any

import numpy as np

from analytics.counts.flow import horowitz_manski
from analytics.counts.joint import Differences, JointTable
from analytics.counts.twice import TwiceAsked
from analytics.gains.effect import (
    correlation,
    d_av,
    d_z,
    hedges_correction,
    p_superiority,
    rank_biserial,
)
from analytics.gains.gain import gain_of_learners, normalised_gain
from analytics.gains.measurement import ReliabilityMethod, ScoreError, noise_floor, reliable_threshold, standard_error
from analytics.numerics.tails import ln_binomial_half_lower, ln_normal_two_sided
from analytics.shares.intervals import Interval, ShareEstimate, beta_bounds, normal_quantile, t_quantile, wilson
from analytics.shares.paired import newcombe_independent, newcombe_paired
from analytics.shares.passing import pass_rate
from analytics.significance.paired import mcnemar_mid_p, sign_test, student_test
from analytics.significance.signed_rank import Zeros, _ranks, rank_sums, signed_rank_test
from tests.analytics.oracle_figures_of_groups import exact_p
from tests.analytics.rows import normal_z


def differences(inputs: dict[str, Any]) -> Differences:
    if "crosstab" in inputs:
        return table(inputs).differences
    return Differences.from_values(np.atleast_1d(inputs["d"]))


def table(inputs: dict[str, Any]) -> JointTable:
    return JointTable(np.array(inputs["crosstab"]))


def bounds(estimate: ShareEstimate) -> dict[str, Any]:
    return {"estimate": estimate.share, "lower": estimate.low, "upper": estimate.high}


def clopper_pearson(count: int, n: int, confidence: float = 0.95) -> ShareEstimate:
    """On whole learners: what Korn and Graubard's interval is made of."""
    return ShareEstimate(count, n, count / n, *beta_bounds(count, n, confidence), Interval.KORN_GRAUBARD)


def of_share(method: Callable[..., ShareEstimate]) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda inputs: bounds(method(inputs["x"], inputs["n"], inputs["conf"]))


def of_shares(method: Callable[..., ShareEstimate], count: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def figures(inputs: dict[str, Any]) -> dict[str, Any]:
        intervals = [method(x, n) for x, n in zip(inputs[count], inputs["n"], strict=True)]
        return {"lower": [f.low for f in intervals], "upper": [f.high for f in intervals]}

    return figures


def sign_exact(inputs: dict[str, Any]) -> dict[str, Any]:
    up, down = inputs["up"], inputs["down"]
    return {"p_value": sign_test(up, down).p, "p_greater": exp(ln_binomial_half_lower(down, up + down))}


def sign_of_table(inputs: dict[str, Any]) -> dict[str, Any]:
    test = sign_test(differences(inputs).improved, differences(inputs).worse)
    return {"up": test.improved, "down": test.worse, "p": test.p, "ln_p": test.ln_p}


def mcnemar(inputs: dict[str, Any]) -> dict[str, Any]:
    (_, lost), (gained, _) = inputs["table"]
    return {
        "exact": sign_test(gained, lost).p,
        "midp": mcnemar_mid_p(gained, lost).p,
    }


def newcombe10(inputs: dict[str, Any]) -> dict[str, Any]:
    """The cases estimate first minus second; ours is second minus first."""
    (both, lost), (gained, neither) = inputs["table"]
    answers = TwiceAsked(both=both, lost=lost, gained=gained, neither=neither)
    low, high = newcombe_paired(answers)
    return {"estimate": (lost - gained) / answers.n, "lower": -high, "upper": -low}


def wilcoxon_dropped(inputs: dict[str, Any]) -> dict[str, Any]:
    gains = differences(inputs)
    test = signed_rank_test(gains, Zeros.WILCOX)
    up, down = rank_sums(gains)
    return {
        "W_plus": up, "W_minus": down, "n_nonzero": gains.improved + gains.worse, **normal(gains, Zeros.WILCOX),
        "p_exact": test.p, "p_value": test.p, "rank_biserial": rank_biserial(gains),
    }  # fmt: skip


def wilcoxon_pratt(inputs: dict[str, Any]) -> dict[str, Any]:
    gains = differences(inputs)
    return {**normal(gains, Zeros.PRATT), "p_exact": signed_rank_test(gains, Zeros.PRATT).p}


def normal(gains: Differences, zeros: Zeros) -> dict[str, Any]:
    """The normal approximation of R's wilcox.test and coin, from our ranks: that these are right, not what we print."""
    if not gains.improved + gains.worse:
        return {"z": None}
    z = normal_z(_ranks(gains, zeros))
    ln_p = ln_normal_two_sided(z)
    return {"z": z, "p_normal": exp(ln_p), "p_asymptotic": exp(ln_p), "p": exp(ln_p), "ln_p": ln_p}


def paired_t(inputs: dict[str, Any]) -> dict[str, Any]:
    gains = differences(inputs)
    assert gains.mean is not None
    if gains.sd is None:
        alone = gain_of_learners(JointTable.from_pairs([0], [1], 1))
        assert alone is not None
        return {"mean": gains.mean, "sd": None, "t": alone.se, "df": gains.n - 1, "p": alone.se}
    test = student_test(gains.mean, gains.sd / gains.n**0.5, gains.n - 1)
    half = t_quantile(0.95, test.df) * gains.sd / gains.n**0.5
    return {
        "mean": gains.mean, "sd": gains.sd, "t": test.t, "df": test.df, "p": test.p, "ln_p": test.ln_p,
        "lower": gains.mean - half, "upper": gains.mean + half, "d_z": d_z(gains),
    }  # fmt: skip


def sleep_published(inputs: dict[str, Any]) -> dict[str, Any]:
    result = paired_t({"d": np.rint(10 * np.array(inputs["d_hours"])).astype(int)})
    return {"t": result["t"], "p_t": result["p"], "lower": result["lower"] / 10, "upper": result["upper"] / 10}


def basics(inputs: dict[str, Any]) -> dict[str, Any]:
    joint, gains = table(inputs), differences(inputs)
    gain = gain_of_learners(joint)
    assert gain is not None
    return {
        "n": gain.n, "improved": gains.improved, "same": gains.same, "worse": gains.worse,
        "net": (gains.improved - gains.worse) / gains.n,
        "share_improved": wilson(gains.improved, gains.n).share, "mean_pre": gain.pre_mean, "mean_post": gain.post_mean,
        "mean_d": gain.mean, "sd_d": gain.sd, "sd_pre": joint.sd_pre, "sd_post": joint.sd_post,
        "r": correlation(joint),
    }  # fmt: skip


def hake(inputs: dict[str, Any]) -> dict[str, Any]:
    result = normalised_gain(table(inputs))
    assert result is not None
    return {
        "gain_of_averages": result.of_averages, "average_of_gains": result.average,
        "n_at_ceiling_pre": result.undefined,
    }  # fmt: skip


def effects(inputs: dict[str, Any]) -> dict[str, Any]:
    joint = table(inputs)
    j, standardised = hedges_correction(joint.n - 1), d_z(joint.differences)
    assert standardised is not None
    return {
        "d_z": standardised, "d_av": d_av(joint), "J": j,
        "g_z": standardised * j,
    }  # fmt: skip


def pass_at_7(inputs: dict[str, Any]) -> dict[str, Any]:
    rate = pass_rate(table(inputs), 7)
    assert rate is not None and rate.pre is not None and rate.post is not None
    assert rate.gained is not None and rate.lost is not None
    return {
        "pass_pre": rate.pre * rate.n, "pass_post": rate.post * rate.n, "gained": rate.gained, "lost": rate.lost,
        "diff": rate.difference, "newcombe": {"lower": rate.low, "upper": rate.high},
        "p_exact": sign_test(rate.gained, rate.lost).p,
    }  # fmt: skip


def superiority(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"paired": p_superiority(differences(inputs))}


def nobody(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"n": table(inputs).n, "share_improved": wilson(0, 0).share, "p": gain_of_learners(table(inputs))}


def reliable(inputs: dict[str, Any]) -> dict[str, Any]:
    """The paper rounds z to 1.96."""
    sem = standard_error(inputs["sd_pre"], inputs["reliability"])
    threshold = reliable_threshold(ScoreError(sem, inputs["reliability"], ReliabilityMethod.KR20))
    of_difference = threshold / normal_quantile(0.95)
    gain = np.array(inputs["post"]) - np.array(inputs["pre"])
    return {
        "sem": sem, "s_diff": of_difference, "rci": list(gain / of_difference),
        "threshold_points": 1.96 * of_difference,
    }  # fmt: skip


def floor(inputs: dict[str, Any]) -> dict[str, Any]:
    result = noise_floor(table(inputs))
    assert result is not None
    return {
        "kr21": result.kr21, "alpha": result.alpha, "beta": result.beta, "p_up": result.share, "p_tie": result.same
    }  # fmt: skip


def missing(inputs: dict[str, Any]) -> dict[str, Any]:
    result = horowitz_manski(inputs["improved"], inputs["completed"], inputs["enrolled"])
    assert result is not None
    return {"observed": inputs["improved"] / inputs["completed"], "lower": result[0], "upper": result[1]}


def leavers(inputs: dict[str, Any]) -> dict[str, Any]:
    """By sex: the share that left; the case takes the second group minus the first."""
    n = [stayers + lost for stayers, lost in zip(inputs["kept"], inputs["lost"], strict=True)]
    first, second = zip(inputs["lost"], n, strict=True)
    low, high = newcombe_independent(second, first)
    return {
        "p_fisher": exact_p(inputs["lost"], n), "diff": second[0] / second[1] - first[0] / first[1],
        "lower": low, "upper": high,
    }  # fmt: skip
