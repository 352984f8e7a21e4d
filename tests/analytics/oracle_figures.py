"""How cases of the reference file are computed: from the inputs of a case, figures under the names of the case.

Changes of pairs, margins, groups and cohorts, items and forms, planning. What is older is in test_oracles.py.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from analytics.clusters.robust_regression import CohortMoments, robust_fit
from analytics.counts.item_scores import ItemScores
from analytics.counts.joint import Differences, JointTable
from analytics.counts.twice import TwiceAsked
from analytics.gains.effect_intervals import standardised_change
from analytics.gains.regression import regression_line
from analytics.items.dif import mantel_haenszel
from analytics.items.equating import equipercentile_equating
from analytics.items.reliability import kr20
from analytics.leavers import leavers_against_stayers, rank_sum_normal
from analytics.power import learners_for_gain
from analytics.shares.paired import tango
from analytics.shares.shrinkage import shrunken_shares
from analytics.significance.oneway import welch_anova
from analytics.significance.paired import student_test

Figures = Callable[[dict[str, Any]], Any]


def _paired_answers(inputs: dict[str, Any]) -> TwiceAsked:
    """The cases take first minus second; so what they call gained we call lost. Turned round here."""
    (both, gained), (lost, neither) = inputs["table"]
    return TwiceAsked(both=both, lost=lost, gained=gained, neither=neither)


def _tango(inputs: dict[str, Any]) -> dict[str, Any]:
    answers = _paired_answers(inputs)
    low, high = tango(answers)
    return {"estimate": (answers.gained - answers.lost) / answers.n, "lower": low, "upper": high}


def _tango_again(inputs: dict[str, Any]) -> dict[str, Any]:
    b, c, n = inputs["b"], inputs["c"], inputs["n"]
    low, high = tango(TwiceAsked(both=n - b - c, lost=b, gained=c, neither=0))
    return {"lower": low, "upper": high}


def _metafor(inputs: dict[str, Any]) -> dict[str, Any]:
    table = JointTable(np.array(inputs["crosstab"]))
    result = standardised_change(table)
    return {"SMCC": {"yi": result.value, "vi": None if result.se is None else result.se**2}}


def _line(inputs: dict[str, Any]) -> dict[str, Any]:
    result = regression_line(JointTable(np.array(inputs["crosstab"])))
    return {
        "intercept": result.intercept, "slope": result.slope, "r2": result.r_squared, "se_slope": result.se_slope
    }  # fmt: skip


def _anova(inputs: dict[str, Any]) -> dict[str, Any]:
    region, gain = np.array(inputs["region"]), np.array(inputs["d"])
    groups = [Differences.from_values(gain[region == r]) for r in np.unique(region)]
    welch = welch_anova(groups)
    return {"F_welch": welch.statistic, "df2_welch": welch.df2, "p_welch": welch.p}


def _sums(cohort: Any, x: Any) -> tuple[Any, Any, Any]:
    labels = np.unique(cohort)
    return (
        np.array([int((cohort == c).sum()) for c in labels]),
        np.array([int(x[cohort == c].sum()) for c in labels]),
        np.array([int((x[cohort == c] ** 2).sum()) for c in labels]),
    )


def _two_regions(inputs: dict[str, Any]) -> dict[str, Any]:
    cohort, region = np.array(inputs["cohort"]), np.array(inputs["region"])
    n, gain, _ = _sums(cohort, np.array(inputs["d"]))
    group = np.array([region[cohort == c][0] for c in np.unique(cohort)])
    fit, second_less_first = robust_fit(CohortMoments(group, n, gain), 2), np.array([-1.0, 1.0])
    assert fit is not None
    value = float(second_less_first @ fit.coefficients)
    se, df = fit.se(second_less_first), fit.df(second_less_first)
    return {"diff": value, "CR2": se, "df_satt": df, "p": student_test(value, se, df).p}


def _shrinkage(inputs: dict[str, Any]) -> dict[str, Any]:
    result = shrunken_shares(inputs["improved"], inputs["n"])
    return {
        "alpha": result.alpha, "beta": result.beta, "mean": result.mean, "mu": result.mean, "rho": result.rho,
        "loglik": result.ln_likelihood, "posterior_mean": [g.share for g in result.groups],
        "lower": [g.low for g in result.groups], "upper": [g.high for g in result.groups],
    }  # fmt: skip


def _common_odds(inputs: dict[str, Any]) -> dict[str, Any]:
    result = mantel_haenszel(inputs["tables"])
    assert result is not None
    return {
        "chi2_cc": result.statistic, "p": result.p, "or": result.odds_ratio, "lower": result.low, "upper": result.high
    }  # fmt: skip


def _kr20(inputs: dict[str, Any]) -> dict[str, Any]:
    result = kr20(ItemScores.from_responses(inputs["items"], ["a", "b", "c", "d"]))
    return {"kr20_sample_var": result, "kr20_population_var": result}


def _equated(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"equipercentile": list(equipercentile_equating(np.array(inputs["freq_x"]), np.array(inputs["freq_y"])))}


def _t_sample(inputs: dict[str, Any]) -> dict[str, Any]:
    result = learners_for_gain(inputs["d_z"], power=inputs["power"], alpha=inputs["alpha"])
    return {"n": result.effective, "n_ceiling": result.learners}


def _leavers(inputs: dict[str, Any]) -> dict[str, Any]:
    stayers, leavers = (np.bincount(inputs[group], minlength=11) for group in ("completers", "dropouts"))
    result = leavers_against_stayers(stayers, leavers)
    return {
        "t": result.t.statistic, "df": result.t.df, "p": result.t.p, "W": result.ranks.statistic,
        "p_w_cc": rank_sum_normal(stayers, leavers).p, "p_exact": result.ranks.p,
    }  # fmt: skip


MORE_FIGURES: list[tuple[str, Figures]] = [
    ("tango_propcis", _tango_again),
    ("tango_", _tango),
    ("xt_metafor_", _metafor),
    ("xt_ancova_", _line),
    ("regions_welch_anova", _anova),
    ("cluster_cr_regiondiff", _two_regions),
    ("betabinomial_", _shrinkage),
    ("mantelhaen_", _common_odds),
    ("kr20_", _kr20),
    ("equating_", _equated),
    ("power_t_paired", _t_sample),
    ("attrition_pre_compare", _leavers),
]
"""How the cases whose id begins so are computed; the first that fits counts."""
