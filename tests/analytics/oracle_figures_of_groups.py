"""How cases of the reference file on groups and on cohorts are computed; see test_oracles.py."""

from collections.abc import Callable
from typing import Any

import numpy as np

from analytics.clusters.design import Clustering, PooledIcc
from analytics.clusters.means import clustered_mean
from analytics.counts.cohorts import CohortSums
from analytics.counts.joint import JointTable
from analytics.shares.intervals import t_quantile
from analytics.shares.paired import newcombe_independent
from analytics.significance.between import ancova_learners, share_between
from analytics.significance.contingency import chi_square, fisher_freeman_halton
from analytics.significance.multiplicity import benjamini_hochberg, holm
from analytics.significance.paired import student_test


def regions_chi_square(inputs: dict[str, Any]) -> dict[str, Any]:
    result = chi_square(inputs["improved"], inputs["n"])
    assert result is not None
    return {"chi2": result.statistic, "df": result.df, "p": result.p, "min_expected": result.min_expected}


def exact_p(yes: list[int], n: list[int]) -> float:
    result = fisher_freeman_halton(yes, n)
    assert result is not None and result.draws is None
    return result.p


def pairwise(inputs: dict[str, Any]) -> dict[str, Any]:
    n, yes, groups = inputs["n"], inputs["improved"], range(len(inputs["n"]))
    raw = [exact_p([yes[i], yes[j]], [n[i], n[j]]) for i in groups for j in groups if i < j]
    return {"raw": raw, "holm": holm(raw), "bh": benjamini_hochberg(raw)}


def newcombe_two(inputs: dict[str, Any]) -> dict[str, Any]:
    low, high = newcombe_independent((inputs["x1"], inputs["n1"]), (inputs["x2"], inputs["n2"]))
    return {"estimate": inputs["x1"] / inputs["n1"] - inputs["x2"] / inputs["n2"], "lower": low, "upper": high}


def fisher_two(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"p": exact_p([row[0] for row in inputs["table"]], [sum(row) for row in inputs["table"]])}


def regions_ancova(inputs: dict[str, Any]) -> dict[str, Any]:
    region, pre, post = (np.array(inputs[name]) for name in ("region", "pre", "post"))
    k = int(max(pre.max(), post.max()))
    groups = [JointTable.from_pairs(pre[region == r], post[region == r], k) for r in np.unique(region)]
    result = ancova_learners(groups)
    assert result is not None
    return {"F": result.f, "p": result.p, "slope": result.slope, "adjusted_means": list(result.adjusted)}


def one_region(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"p": share_between([inputs["improved"]], [inputs["n"]]), "df": 0}


def cohort_arrays(inputs: dict[str, Any], values: str) -> tuple[Any, Any, Any]:
    cohort, x = np.array(inputs["cohort"]), np.array(inputs[values])
    sums = [(int((cohort == c).sum()), int(x[cohort == c].sum()), int((x[cohort == c] ** 2).sum()))
            for c in np.unique(cohort)]  # fmt: skip
    n, total, squares = np.array(sums).T
    return n, total, squares


def clustered(values: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def figures(inputs: dict[str, Any]) -> dict[str, Any]:
        n, total, squares = cohort_arrays(inputs, values)
        result = clustered_mean(n, total, squares)
        assert result.se is not None and result.df is not None
        half = t_quantile(0.95, result.df) * result.se
        return {
            "CR2": result.se, "mean": result.mean, "share": result.mean,
            "df_satt": result.df, "p": student_test(result.mean, result.se, result.df).p,
            "lower": result.mean - half, "upper": result.mean + half,
        }  # fmt: skip

    return figures


def icc(inputs: dict[str, Any]) -> dict[str, Any]:
    gain = np.array(inputs["d"])
    before = np.maximum(0, -gain)
    cohorts = CohortSums.from_pairs(inputs["cohort"], before, before + gain)
    result = PooledIcc.of([cohorts]).gain
    assert result is not None
    return {"icc": result, "deff_kish": 1 + (Clustering.of([cohorts]).size - 1) * result}


def one_cohort(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"se": clustered_mean(*cohort_arrays(inputs, "d")).se}
