"""Figures against independent software and printed papers.

reference/oracles.json holds, per case, inputs, expected values, tolerance and source (R packages, papers, definitions
evaluated in R; no value comes from scipy). Each is computed by a function that gives figures under the
names of the case.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from analytics.gains.effect import (
    hodges_lehmann,
    rank_biserial,
)
from analytics.shares.intervals import wilson
from analytics.significance.paired import mcnemar_mid_p
from analytics.significance.signed_rank import Zeros, signed_rank_test
from tests.analytics.oracle_figures import MORE_FIGURES
from tests.analytics.oracle_figures_of_groups import (
    clustered,
    exact_p,
    fisher_two,
    icc,
    newcombe_two,
    one_cohort,
    one_region,
    pairwise,
    regions_ancova,
    regions_chi_square,
)
from tests.analytics.oracle_figures_of_scores import (
    basics,
    clopper_pearson,
    differences,
    effects,
    floor,
    hake,
    leavers,
    mcnemar,
    missing,
    newcombe10,
    nobody,
    of_share,
    of_shares,
    paired_t,
    pass_at_7,
    reliable,
    sign_exact,
    sign_of_table,
    sleep_published,
    superiority,
    wilcoxon_dropped,
    wilcoxon_pratt,
)

CASES = {case["id"]: case for case in json.loads((Path(__file__).parent / "reference" / "oracles.json").read_text())}

UNUSED = {
    "p_normal_cc", "p_cc", "p_wilcoxon_cc",  # a continuity correction is not offered: p is exact
    "d_av_rms",  # one d_av is enough
    "msb", "msw", "n0",  # steps on the way to the likeness within cohorts
    "CR0", "CR1", "CR1S", "CR3", "HC0", "HC0_cadjust", "HC1",  # CR2 alone is offered
    "median_d",
    "d_rm", "glass_pre", "SMCR_pre_sd", "c_mean",  # one effect size of each kind is enough
    "asymptotic", "asymptotic_cc",  # McNemar's test is exact or mid-p
    "bonett_price",  # Newcombe's interval stands beside it
}  # fmt: skip
"""Names within cases for which there is no figure."""

ROUNDED_SOURCE = {"equating_actmath": 2e-7}
"""equate rounds percentile ranks to ten digits, which moves the sparse ends of the scale by 1e-7."""

UNUSED_OF_CASE = {
    "fisher_tea": {"or", "lower", "upper"},  # the odds ratio of a two by two table is not offered
    "regions_welch_anova": {"F", "p"},  # of the classic analysis, which takes one spread for all
    "xt_psup_region60": {"unpaired"},  # learners are paired
}


FIGURES: list[tuple[str, Callable[[dict[str, Any]], Any]]] = [
    ("wilson_published", of_shares(wilson, "x")),
    ("cp_published", of_shares(clopper_pearson, "x")),
    ("regions_wilson", of_shares(wilson, "improved")),
    ("wilson_", of_share(wilson)),
    ("clopper_pearson_", of_share(clopper_pearson)),
    ("sign_exact_", sign_exact),
    ("sign_midp_", lambda inputs: {"p_value": mcnemar_mid_p(inputs["up"], inputs["down"]).p}),
    ("mcnemar_bentur", mcnemar),
    ("newcombe10_", newcombe10),
    ("wilcoxon_sleep_published", sleep_published),
    ("wilcoxon_pratt_", wilcoxon_pratt),
    ("wilcoxon_", wilcoxon_dropped),
    ("paired_t_", paired_t),
    ("rank_biserial_", lambda inputs: rank_biserial(differences(inputs))),
    ("xt_basic_", basics),
    ("xt_wilcoxon_exact_", lambda inputs: signed_rank_test(differences(inputs), Zeros.WILCOX).p),
    ("xt_wilcoxon_", wilcoxon_dropped),
    ("xt_pratt_", wilcoxon_pratt),
    ("xt_sign_", sign_of_table),
    ("xt_hl_", lambda inputs: hodges_lehmann(differences(inputs))),
    ("xt_hake_", hake),
    ("xt_t_", paired_t),
    ("xt_effects_", effects),
    ("xt_pass7_", pass_at_7),
    ("xt_psup_", superiority),
    ("xt_empty", nobody),
    ("regions_chisq", regions_chi_square),
    ("regions_ffh", lambda inputs: exact_p(inputs["improved"], inputs["n"])),
    ("regions_pairwise", pairwise),
    ("newcombe_indep", newcombe_two),
    ("fisher_tea", fisher_two),
    ("regions_ancova", regions_ancova),
    ("one_region", one_region),
    ("cluster_cr_mean", clustered("d")),
    ("cluster_cr_share", clustered("improved")),
    ("cluster_sandwich_cl", clustered("d")),
    ("icc_anova", icc),
    ("cluster_one_cohort", one_cohort),
    ("rci_jt", reliable),
    ("noise_floor_", floor),
    ("attrition_bounds", missing),
    ("attrition_differential", leavers),
]
"""How the cases whose id begins so are computed; the first that fits counts."""


def assert_agrees(result: Any, expected: Any, tolerance: dict[str, float], unused: set[str]) -> None:
    if isinstance(expected, dict):
        compared = expected.keys() - unused
        assert compared <= result.keys(), f"no figure for {compared - result.keys()}"
        for name in compared:
            assert_agrees(result[name], expected[name], tolerance, unused)
    elif expected is None:
        assert result is None
    else:
        assert result == pytest.approx(expected, rel=tolerance["rel"], abs=tolerance["abs"])


@pytest.mark.parametrize("case_id", CASES)
def test_a_figure_agrees_with_its_independent_source(case_id: str) -> None:
    case = CASES[case_id]
    figures = next(function for beginning, function in FIGURES + MORE_FIGURES if case_id.startswith(beginning))
    unused = UNUSED | UNUSED_OF_CASE.get(case_id, set())
    tolerance = {**case["tolerance"], "rel": ROUNDED_SOURCE.get(case_id, case["tolerance"]["rel"])}
    assert_agrees(figures(case["inputs"]), case["expected"], tolerance, unused)


def test_every_case_is_here() -> None:
    assert len(CASES) == 113


def test_the_command_that_made_a_case_is_written_down() -> None:
    """In oracles.R, under the beginning of its id."""
    script = (Path(__file__).parent / "reference" / "oracles.R").read_text(encoding="utf-8")
    commands = re.findall(r"^  (\w+) = (?:function|paired|contract|printed)", script, re.MULTILINE)

    assert [case for case in CASES if not case.startswith(tuple(commands))] == []
    assert [each for each in commands if not any(case.startswith(each) for case in CASES)] == []
