"""What may not be told of a few."""

from benchmarks.mutants.mutant import Mutant, Source

CROSS = "tests/analytics/suppression/test_bounds_cross.py"
SUPPRESSION = ("tests/analytics/suppression/test_suppression.py",)

MUTANTS = (
    Mutant(
        "who-improved-is-as-soon-a-range-as-the-others",
        "analytics/suppression/worlds.py",
        "IMPROVED_WEIGHS = 10",
        "IMPROVED_WEIGHS = 1",
        (f"{CROSS}::test_how_the_others_are_split_is_sooner_a_range_than_who_improved",),
        Source.HOUSE,
    ),
    Mutant(
        "one-hidden-group-is-what-the-total-leaves",
        "analytics/suppression/groups.py",
        "return len(hidden) > 1 and sum(hidden) >= threshold and not told",
        "return sum(hidden) >= threshold and not told",
        SUPPRESSION,
    ),
    Mutant(
        "nobody-but-one-is-said",
        "analytics/suppression/groups.py",
        "    if count <= 1:\n        return CountRange(0, 1)\n",
        "    if count == 0:\n        return CountRange(0, 1)\n",
        SUPPRESSION,
    ),
    Mutant(
        "everybody-improved-is-said",
        "analytics/suppression/groups.py",
        "return CountRange(of - 1, of) if count >= of - 1 else None",
        "return None",
        SUPPRESSION,
    ),
    Mutant(
        "a-group-of-ten-is-shown",
        "app/services/reporting.py",
        "SUPPRESS_BELOW = 11",
        "SUPPRESS_BELOW = 10",
        ("tests/app/services/test_reporting.py::test_a_group_of_ten_is_hidden_and_one_of_eleven_is_not",),
    ),
)
