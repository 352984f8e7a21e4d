"""How cases of the reference file are computed: from the inputs of a case, figures under the names of the case.

Changes of pairs, margins, groups and cohorts, items and forms, planning. What is older is in test_oracles.py.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from scipy import stats

from analytics.clusters.mixed import random_intercept
from analytics.clusters.robust_regression import CohortMoments, robust_fit
from analytics.counts.item_scores import ItemScores
from analytics.counts.joint import Differences, JointTable
from analytics.counts.twice import TwiceAsked
from analytics.gains.effect_intervals import raw_score_change, standardised_change
from analytics.gains.regression import regression_line
from analytics.items.dif import mantel_haenszel
from analytics.items.equating import equipercentile_equating
from analytics.items.reliability import kr20, spearman_brown
from analytics.leavers import leavers_against_stayers, rank_sum_normal
from analytics.power import learners_for_difference, learners_for_gain, learners_for_share, power_of_mcnemar
from analytics.shares.intervals import jeffreys, mid_p
from analytics.shares.paired import PairedInterval, change_odds, paired_difference, tango
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.contingency import likelihood_ratio
from analytics.significance.margins import bhapkar, bowker, ordinal_homogeneity, stuart_maxwell
from analytics.significance.oneway import one_way_anova, welch_anova
from analytics.significance.paired import student_test

Figures = Callable[[dict[str, Any]], Any]


def _asked(inputs: dict[str, Any]) -> TwiceAsked:
    """The cases take first minus second; so what they call gained we call lost. Turned round here."""
    (both, gained), (lost, neither) = inputs["table"]
    return TwiceAsked(both=both, lost=lost, gained=gained, neither=neither)


def _difference(method: PairedInterval) -> Figures:
    def figures(inputs: dict[str, Any]) -> dict[str, Any]:
        found = paired_difference(_asked(inputs), method=method)
        return {"estimate": found.value, "lower": found.low, "upper": found.high}

    return figures


def _tango_again(inputs: dict[str, Any]) -> dict[str, Any]:
    b, c, n = inputs["b"], inputs["c"], inputs["n"]
    low, high = tango(TwiceAsked(both=n - b - c, lost=b, gained=c, neither=0))
    return {"lower": low, "upper": high}


def _share(method: Callable[..., Any]) -> Figures:
    def figures(inputs: dict[str, Any]) -> dict[str, Any]:
        found = method(inputs["x"], inputs["n"])
        return {"lower": found.low, "upper": found.high}

    return figures


def _odds(inputs: dict[str, Any]) -> dict[str, Any]:
    found = change_odds(_asked(inputs))
    return {"estimate": found.value, "lower": found.low, "upper": found.high}


def _margins(test: Callable[[JointTable], Any]) -> Figures:
    def figures(inputs: dict[str, Any]) -> dict[str, Any]:
        found = test(JointTable(np.array(inputs["table"])))
        return {"chi2": found.statistic, "df": found.df, "p": found.p}

    return figures


def _ordinal(inputs: dict[str, Any]) -> dict[str, Any]:
    found = ordinal_homogeneity(JointTable(np.array(inputs["table"])))
    assert found.statistic is not None
    return {"z2": found.statistic**2, "z": found.statistic, "p": found.p}


def _metafor(inputs: dict[str, Any]) -> dict[str, Any]:
    table = JointTable(np.array(inputs["crosstab"]))
    found = {"SMCC": standardised_change(table), "SMCR_pre_sd": raw_score_change(table)}
    return {name: {"yi": f.value, "vi": None if f.se is None else f.se**2} for name, f in found.items()}


def _line(inputs: dict[str, Any]) -> dict[str, Any]:
    found = regression_line(JointTable(np.array(inputs["crosstab"])))
    return {
        "intercept": found.intercept, "slope": found.slope, "r2": found.r_squared, "se_slope": found.se_slope
    }  # fmt: skip


def _g_test(inputs: dict[str, Any]) -> dict[str, Any]:
    found = likelihood_ratio(inputs["improved"], inputs["n"])
    assert found is not None
    return {"G": found.statistic, "p": found.p}


def _anova(inputs: dict[str, Any]) -> dict[str, Any]:
    region, gain = np.array(inputs["region"]), np.array(inputs["d"])
    groups = [Differences.from_values(gain[region == r]) for r in np.unique(region)]
    welch, classic = welch_anova(groups), one_way_anova(groups)
    return {
        "F_welch": welch.statistic, "df2_welch": welch.df2, "p_welch": welch.p, "F": classic.statistic, "p": classic.p
    }  # fmt: skip


def _sums(cohort: Any, x: Any) -> tuple[Any, Any, Any]:
    labels = np.unique(cohort)
    return (
        np.array([int((cohort == c).sum()) for c in labels]),
        np.array([int(x[cohort == c].sum()) for c in labels]),
        np.array([int((x[cohort == c] ** 2).sum()) for c in labels]),
    )


def _reml(inputs: dict[str, Any]) -> dict[str, Any]:
    found = random_intercept(*_sums(np.array(inputs["cohort"]), np.array(inputs["d"])))
    return {
        "mean": found.mean, "se": found.se, "var_cohort": found.var_cohort, "var_resid": found.var_learner,
        "icc": found.icc, "reml": found.criterion,
    }  # fmt: skip


def _dyestuff(inputs: dict[str, Any]) -> dict[str, Any]:
    found = random_intercept(*_sums(np.array(inputs["batch"]), np.array(inputs["yield"])))
    return {"var_batch": found.var_cohort, "var_resid": found.var_learner, "icc": found.icc}


def _two_regions(inputs: dict[str, Any]) -> dict[str, Any]:
    """CR1S is CR1 times (n - 1) / (n - coefficients), as Stata has it."""
    cohort, region = np.array(inputs["cohort"]), np.array(inputs["region"])
    n, gain, _ = _sums(cohort, np.array(inputs["d"]))
    group = np.array([region[cohort == c][0] for c in np.unique(cohort)])
    fit, second_less_first = robust_fit(CohortMoments(group, n, gain), 2), np.array([-1.0, 1.0])
    assert fit is not None
    value = float(second_less_first @ fit.coefficients)
    se, df = fit.se(second_less_first), fit.df(second_less_first)
    stata = (n.sum() - 1) / (n.sum() - 2)
    return {
        "diff": value, "CR1S": (second_less_first @ fit.cr1 @ second_less_first * stata) ** 0.5, "CR2": se,
        "df_satt": df, "p": student_test(value, se, df).p,
    }  # fmt: skip


def _shrinkage(inputs: dict[str, Any]) -> dict[str, Any]:
    found = shrunken_shares(inputs["improved"], inputs["n"])
    return {
        "alpha": found.alpha, "beta": found.beta, "mean": found.mean, "mu": found.mean, "rho": found.rho,
        "loglik": found.ln_likelihood, "posterior_mean": [g.share for g in found.groups],
        "lower": [g.low for g in found.groups], "upper": [g.high for g in found.groups],
    }  # fmt: skip


def _common_odds(inputs: dict[str, Any]) -> dict[str, Any]:
    found = mantel_haenszel(inputs["tables"])
    assert found is not None
    return {
        "chi2_cc": found.statistic, "p": found.p, "or": found.odds_ratio, "lower": found.low, "upper": found.high
    }  # fmt: skip


def _kr20(inputs: dict[str, Any]) -> dict[str, Any]:
    found = kr20(ItemScores.from_responses(inputs["items"], ["a", "b", "c", "d"]))
    return {"kr20_sample_var": found, "kr20_population_var": found}


def _equated(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"equipercentile": list(equipercentile_equating(np.array(inputs["freq_x"]), np.array(inputs["freq_y"])))}


def _t_sample(inputs: dict[str, Any]) -> dict[str, Any]:
    found = learners_for_gain(inputs["d_z"], power=inputs["power"], alpha=inputs["alpha"])
    return {"n": found.n, "n_ceiling": found.learners}


def _mcnemar_power(inputs: dict[str, Any]) -> float:
    """exact2x2 with errbound = 0 begins its count at one learner lost: taken out of ours, what it leaves out."""
    gained, lost, n = inputs["p_up"], inputs["p_down"], inputs["n"]
    changed = np.arange(1, n + 1)
    significant = 2 * 0.5**changed <= 0.05
    nobody_lost = stats.multinomial.pmf(np.column_stack((changed, 0 * changed, n - changed)), n,
                                        [gained, lost, 1 - gained - lost])  # fmt: skip
    return power_of_mcnemar(gained, lost, n) - float(nobody_lost[significant].sum())


def _connor(inputs: dict[str, Any]) -> dict[str, Any]:
    found = learners_for_share(inputs["p_up"], inputs["p_down"], power=inputs["power"], alpha=inputs["alpha"])
    return {"n": found.n}


def _leavers(inputs: dict[str, Any]) -> dict[str, Any]:
    stayers, leavers = (np.bincount(inputs[group], minlength=11) for group in ("completers", "dropouts"))
    found = leavers_against_stayers(stayers, leavers)
    return {
        "t": found.t.statistic, "df": found.t.df, "p": found.t.p, "W": found.ranks.statistic,
        "p_w_cc": rank_sum_normal(stayers, leavers).p, "p_exact": found.ranks.p,
    }  # fmt: skip


MORE_FIGURES: list[tuple[str, Figures]] = [
    ("midp_ci_", _share(mid_p)),
    ("jeffreys_", _share(jeffreys)),
    ("mcnemar_or_exact", _odds),
    ("tango_propcis", _tango_again),
    ("tango_", _difference(PairedInterval.TANGO)),
    ("bonett_price_", _difference(PairedInterval.BONETT_PRICE)),
    ("agresti_min_", _difference(PairedInterval.AGRESTI_MIN)),
    ("xt_metafor_", _metafor),
    ("xt_ancova_", _line),
    ("bhapkar_", _margins(bhapkar)),
    ("bowker_", _margins(bowker)),
    ("mh_ordinal_", _ordinal),
    ("stuart_", _margins(stuart_maxwell)),
    ("regions_g", _g_test),
    ("regions_welch_anova", _anova),
    ("cluster_cr_regiondiff", _two_regions),
    ("icc_reml", _reml),
    ("icc_dyestuff", _dyestuff),
    ("betabinomial_", _shrinkage),
    ("mantelhaen_", _common_odds),
    ("kr20_", _kr20),
    ("spearman_brown", lambda inputs: spearman_brown(inputs["r"], inputs["factor"])),
    ("equating_", _equated),
    ("power_t_paired", _t_sample),
    ("power_mcnemar_exact", _mcnemar_power),
    ("power_mcnemar_connor", _connor),
    ("power_two_prop", lambda inputs: learners_for_difference(inputs["p1"], inputs["p2"], power=inputs["power"]).n),
    ("attrition_pre_compare", _leavers),
]
"""How the cases whose id begins so are computed; the first that fits counts."""
