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
    found = chi_square(inputs["improved"], inputs["n"])
    assert found is not None
    return {"chi2": found.statistic, "df": found.df, "p": found.p, "min_expected": found.min_expected}


def exact_p(yes: list[int], n: list[int]) -> float:
    found = fisher_freeman_halton(yes, n)
    assert found is not None and found.draws is None
    return found.p


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
    found = ancova_learners(groups)
    assert found is not None
    return {"F": found.f, "p": found.p, "slope": found.slope, "adjusted_means": list(found.adjusted)}


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
        found = clustered_mean(n, total, squares)
        assert found.se is not None and found.df is not None
        half = t_quantile(0.95, found.df) * found.se
        return {
            "CR2": found.se, "mean": found.mean, "share": found.mean,
            "df_satt": found.df, "p": student_test(found.mean, found.se, found.df).p,
            "lower": found.mean - half, "upper": found.mean + half,
        }  # fmt: skip

    return figures


def icc(inputs: dict[str, Any]) -> dict[str, Any]:
    gain = np.array(inputs["d"])
    before = np.maximum(0, -gain)
    cohorts = CohortSums.from_pairs(inputs["cohort"], before, before + gain)
    found = PooledIcc.of([cohorts]).gain
    assert found is not None
    return {"icc": found, "deff_kish": 1 + (Clustering.of([cohorts]).size - 1) * found}


def one_cohort(inputs: dict[str, Any]) -> dict[str, Any]:
    return {"se": clustered_mean(*cohort_arrays(inputs, "d")).se}
