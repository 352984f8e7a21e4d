"""How sure it is: intervals, tests, and what cohorts do to both."""

from benchmarks.mutants.mutant import Mutant, Source

SHARES = ("tests/analytics/shares/test_shares.py",)
ORACLES = ("tests/analytics/test_oracles.py",)
DESIGN = ("tests/analytics/clusters/test_design.py",)
FIGURES = ("tests/analytics/report/test_more_figures.py",)
MULTIPLICITY = ("tests/analytics/significance/test_multiplicity.py",)

MUTANTS = (
    Mutant(
        "wilson-too-wide",
        "analytics/shares/intervals.py",
        "(share * (1 - share) / n + z * z / (4 * n * n)) ** 0.5",
        "(share * (1 - share) / n + z * z / (2 * n * n)) ** 0.5",
        ("tests/analytics/test_oracles.py",),
        Source.BLIND,
    ),
    Mutant(
        "intervals-of-ninety-percent",
        "analytics/shares/intervals.py",
        "return (1 - confidence) / 2",
        "return 1 - confidence",
        SHARES,
    ),
    Mutant(
        "few-cohorts-do-not-widen",
        "analytics/shares/intervals.py",
        "effective_n = n / max(1.0, design_effect * widening)",
        "effective_n = n / max(1.0, design_effect)",
        SHARES,
    ),
    Mutant(
        "korn-graubard-not-squared",
        "analytics/shares/intervals.py",
        "t_quantile(confidence, max(n - 1, 1))) ** 2",
        "t_quantile(confidence, max(n - 1, 1)))",
        SHARES,
        Source.BLIND,
    ),
    Mutant(
        "newcombe-without-continuity",
        "analytics/shares/paired.py",
        "corrected = a if a < 0 else max(0.0, a - n / 2)",
        "corrected = a",
        ("tests/analytics/test_oracles.py",),
        Source.BLIND,
    ),
    Mutant(
        "who-passes-as-if-cohorts-were-nothing",
        "analytics/report/figures.py",
        "return pass_rate_of_cohorts(table, mark, _likeness(table.n, design), options.confidence)",
        "return pass_rate(table, mark, options.confidence)",
        FIGURES,
    ),
    Mutant(
        "items-hold-regions-for-likeness",
        "analytics/counts/items_twice.py",
        "places = [strata == stratum for stratum in np.unique(strata)]",
        "places = [strata == strata]",
        FIGURES,
    ),
    Mutant(
        "cohorts-not-corrected-for-their-size",
        "analytics/clusters/means.py",
        "summed += residual / (n * (n - c.size))",
        "summed += residual / (n * n)",
        ("tests/analytics/clusters/test_cohorts.py::test_closed_forms_with_cohorts_are_the_matrix_formulas",),
    ),
    Mutant(
        "satterthwaite-drops-a-square",
        "analytics/clusters/means.py",
        "(cohorts @ f**2 + (cohorts @ g) ** 2 - cohorts @ g**2)",
        "(cohorts @ f**2 + (cohorts @ g) ** 2)",
        ("tests/analytics/clusters/test_cohorts.py::test_closed_forms_with_cohorts_are_the_matrix_formulas",),
    ),
    Mutant(
        "icc-of-all-variance",
        "analytics/clusters/means.py",
        "within = (total_squared - of_means) / (n - cohorts)",
        "within = (total_squared - of_means) / n",
        (
            "tests/analytics/clusters/test_cohorts.py::test_likeness_within_cohorts_is_what_an_analysis_of_variance_says",
        ),
    ),
    Mutant(
        "holm-without-its-steps",
        "analytics/significance/multiplicity.py",
        "raised = np.maximum.accumulate(p[order] * (m - np.arange(m)))",
        "raised = p[order] * (m - np.arange(m))",
        MULTIPLICITY,
        Source.HOUSE,
    ),
    Mutant(
        "benjamini-hochberg-without-its-steps",
        "analytics/significance/multiplicity.py",
        "lowered = np.minimum.accumulate((p[order] * m / (np.arange(m) + 1))[::-1])[::-1]",
        "lowered = p[order] * m / (np.arange(m) + 1)",
        MULTIPLICITY,
    ),
    Mutant(
        "one-sided-sign-test",
        "analytics/significance/paired.py",
        "ln_p = min(0.0, LN_2 + ln_binomial_half_lower(min(improved, worse), improved + worse))",
        "ln_p = min(0.0, ln_binomial_half_lower(min(improved, worse), improved + worse))",
        ORACLES,
    ),
    Mutant(
        "mid-p-is-the-exact-p",
        "analytics/significance/paired.py",
        "float(np.log1p(-np.exp(ln_at - ln_tail) / 2))",
        "0.0",
        ORACLES,
        Source.BLIND,
    ),
    Mutant(
        "welch-with-one-spread",
        "analytics/significance/oneway.py",
        "weight = n * (n - 1) / squares",
        "weight = n",
        ORACLES,
        Source.BLIND,
    ),
    Mutant(
        "feldt-ends-swapped",
        "analytics/items/reliability.py",
        "return 1 - (1 - alpha) * most, 1 - (1 - alpha) * least",
        "return 1 - (1 - alpha) * least, 1 - (1 - alpha) * most",
        ("tests/analytics/items/test_items.py",),
        Source.BLIND,
    ),
    Mutant(
        "cohorts-of-a-split-are-surer-than-strangers",
        "analytics/clusters/design.py",
        "max(1.0, self.estimate)",
        "self.estimate",
        DESIGN,
    ),
    Mutant(
        "few-cohorts-trust-themselves",
        "analytics/clusters/design.py",
        "self.own.cohorts < FEW_COHORTS",
        "self.own.cohorts < 2",
        ("tests/analytics/test_edges.py",),
    ),
    Mutant(
        "what-regions-differ-by-is-likeness",
        "analytics/clusters/means.py",
        "sum(whole.total**2 / whole.n for whole in wholes)",
        "sum(whole.total for whole in wholes) ** 2 / n",
        DESIGN,
    ),
    Mutant(
        "a-narrowed-report-borrows-from-itself",
        "app/services/figures/reporting.py",
        "        everyone=tallies.everyone(filters).counts(PRE_POST, len(release.instrument.items))"
        ".cohorts_by_stratum,\n",
        "",
        ("tests/app/cli/test_one_group_everywhere.py",),
    ),
)
