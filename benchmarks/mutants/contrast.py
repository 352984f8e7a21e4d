"""A comparison group: which way round, how sure, and what is said of it."""

from benchmarks.mutants.mutant import Mutant

TWO_GROUPS = "tests/analytics/clusters/test_two_groups.py"
REPORT = "tests/analytics/report/test_contrast.py"
FILES = "tests/app/cli/test_gains_with_a_comparison.py"

MUTANTS = (
    Mutant(
        "difference-the-other-way-round",
        "analytics/clusters/two_groups.py",
        "means[1] - means[0]",
        "means[0] - means[1]",
        (TWO_GROUPS,),
    ),
    Mutant(
        "adjusted-difference-the-other-way-round",
        "analytics/report/contrast.py",
        "ancova_cohort_robust([waiting.cohorts, course.cohorts], confidence)",
        "ancova_cohort_robust([course.cohorts, waiting.cohorts], confidence)",
        (REPORT,),
    ),
    Mutant(
        "shares-compared-as-if-cohorts-were-alike",
        "analytics/clusters/two_groups.py",
        "design_effect=effect.estimate",
        "design_effect=1.0",
        (TWO_GROUPS,),
    ),
    Mutant(
        "what-the-course-adds-is-likeness",
        "analytics/clusters/two_groups.py",
        "PooledIcc.of(strata or (first, second))",
        "PooledIcc.of((CohortSums.together((first, second)),))",
        (TWO_GROUPS,),
    ),
    Mutant(
        "comparison-of-a-few-is-told",
        "analytics/disclosure.py",
        'ARMS = ("course", "waiting", "second_to_first", "without")',
        'ARMS = ("course", "second_to_first", "without")',
        ("tests/analytics/disclosure/test_inside.py",),
    ),
    Mutant(
        "those-who-waited-are-in-the-total",
        "app/cli/gains.py",
        "course = part_of(counted, ~waiting)",
        "course = counted",
        (FILES,),
    ),
    Mutant(
        "retest-where-the-items-were-others",
        "app/files/layout.py",
        "return self.are_items and not self.by_order",
        "return self.are_items",
        (FILES,),
    ),
    Mutant(
        "shown-where-the-interval-holds-no-difference",
        "app/wording/contrast.py",
        "    elif low > 0:\n",
        "    elif high > 0:\n",
        (FILES,),
    ),
    Mutant(
        "rows-of-the-two-groups-swapped",
        "app/exports/comparison_grids.py",
        'comparison.course),\n        (_("Comparison group"), "comparison.waiting", comparison.waiting)',
        'comparison.waiting),\n        (_("Comparison group"), "comparison.waiting", comparison.course)',
        (FILES,),
    ),
)
