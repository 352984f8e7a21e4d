"""What may not be told of a few: each is a hole in the one gate."""

from benchmarks.mutants.mutant import Mutant

GATE = "analytics/disclosure.py"
INSIDE = ("tests/analytics/disclosure/test_inside.py",)
LATE = ("tests/analytics/disclosure/test_late_learners.py",)
PUBLISHING = ("tests/app/publishing/test_publications.py",)

MUTANTS = (
    Mutant(
        "a-group-of-ten-is-shown",
        GATE,
        "LEAST = 11",
        "LEAST = 10",
        (
            "tests/analytics/disclosure/test_gate.py::test_inside_groups_of_eleven_are_exact_and_smaller_ones_are_keys_alone",
        ),
    ),
    Mutant(
        "which-form-ten-had-first-is-told",
        GATE,
        'ARMS = ("course", "waiting", "second_to_first", "without")',
        'ARMS = ("course", "waiting", "without")',
        INSIDE,
    ),
    Mutant(
        "ten-who-were-in-time-are-told-by-subtraction",
        GATE,
        '"second_to_first", "without")',
        '"second_to_first")',
        LATE,
    ),
    Mutant(
        "who-was-late-is-published-exactly",
        GATE,
        'TABLES_BESIDE = ("dose", "late", "came", "circumstances")',
        'TABLES_BESIDE = ("dose", "came", "circumstances")',
        LATE,
    ),
    Mutant(
        "few-others-who-were-late-are-told-to-one-facilitator",
        "app/publishing/tables.py",
        "if report.late is None or self.is_late_shown else",
        "if True else",
        PUBLISHING,
    ),
    Mutant(
        "whoever-was-late-is-in-time",
        "app/store/figures/members.py",
        "second.received_at > post_test.reveals_at",
        "second.received_at < post_test.reveals_at",
        ("tests/app/services/test_late_arrivals.py",),
    ),
    Mutant(
        "ten-who-left-are-told",
        GATE,
        'SIZES = ("n", "reference", "focal", "leavers")',
        'SIZES = ("n", "reference", "focal")',
        INSIDE,
    ),
    Mutant(
        "items-are-compared-with-ten",
        GATE,
        'SIZES = ("n", "reference", "focal", "leavers")',
        'SIZES = ("n", "reference", "leavers")',
        INSIDE,
    ),
    Mutant(
        "a-hidden-comparison-group-is-told-as-a-second-sitting",
        GATE,
        "    if shown.comparison is None:\n",
        "    if report.comparison is None:\n",
        INSIDE,
    ),
    Mutant(
        "a-test-between-groups-tells-of-a-hidden-one",
        GATE,
        "report.between if report.between and keys >= {*report.between.groups} else None",
        "report.between",
        INSIDE,
    ),
    Mutant(
        "what-a-third-of-ten-chose-is-told",
        GATE,
        "if not any(0 < size < least for size in part.thirds):",
        "if not all(0 < size < least for size in part.thirds):",
        INSIDE,
    ),
    Mutant(
        "nothing-says-why-a-part-is-missing",
        GATE,
        'if path and not is_rounded and "notes" in shown:',
        'if not path and "notes" in shown:',
        INSIDE,
    ),
    Mutant(
        "who-came-after-the-reveal-is-told-by-a-region",
        "app/publishing/drafts.py",
        "            ready[key] = set()\n",
        "",
        PUBLISHING,
    ),
    Mutant(
        "who-came-after-the-reveal-is-told-by-a-way",
        "app/publishing/tables.py",
        "name not in is_alone and pairs == uneven",
        "False",
        PUBLISHING,
    ),
    Mutant(
        "a-table-that-was-left-out-comes-back",
        "analytics/publication.py",
        "{*map(_parent, alone), *_left_out_again(now, before or {})}",
        "{*map(_parent, alone)}",
        ("tests/analytics/disclosure/test_gate.py",),
    ),
    Mutant(
        "a-file-hides-nothing",
        "app/cli/gains.py",
        "        report = inside(report, args.suppress).report\n",
        "        report = inside(report, 1).report\n",
        ("tests/app/cli/test_gains_of_files.py",),
    ),
)
