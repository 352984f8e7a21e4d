"""What sentences say of figures."""

from benchmarks.mutants.mutant import Mutant, Source

SENTENCES = ("tests/app/wording/test_wording.py",)
SUMMARY = ("tests/app/wording/test_summary.py",)
FIGURES = ("tests/app/wording/test_figures.py",)
FINDINGS = ("tests/app/wording/test_findings.py",)

MUTANTS = (
    Mutant(
        "a-share-is-said-as-per-cent",
        "app/wording/words.py",
        'return f"{self.number(100 * share, digits)}{NO_BREAK}%"',
        'return f"{self.number(share, digits)}{NO_BREAK}%"',
        SENTENCES,
        Source.BLIND,
    ),
    Mutant(
        "a-gain-loses-its-plus",
        "app/wording/words.py",
        'return f"+{text}" if value > 0 and',
        'return f"+{text}" if value < 0 and',
        SENTENCES,
        Source.BLIND,
    ),
    Mutant(
        "a-sentence-rounds-by-itself",
        "app/wording/outlook.py",
        '"threshold": threshold_text(words, THRESHOLD, change.threshold)',
        '"threshold": words.number(change.threshold, 2)',
        ("tests/app/exports/test_one_rounding.py",),
    ),
    Mutant(
        "an-interval-of-no-width-is-said",
        "app/wording/figure_text.py",
        "low == high or first != second",
        "low == high or first <= second",
        FIGURES,
        Source.BLIND,
    ),
    Mutant(
        "a-tiny-p-of-another-power",
        "app/wording/words.py",
        "lead, power = 1.0, power + 1",
        "lead, power = 1.0, power - 1",
        SENTENCES,
        Source.BLIND,
    ),
    Mutant(
        "one-in-ten-is-clear",
        "app/wording/words.py",
        "CLEAR = 0.05",
        "CLEAR = 0.1",
        SUMMARY,
        Source.BLIND,
    ),
    Mutant(
        "an-upper-limit-above-chance-is-enough",
        "app/wording/sentences.py",
        "    if improved.low > floor.share:\n",
        "    if improved.high > floor.share:\n",
        SENTENCES,
        Source.BLIND,
    ),
    Mutant(
        "a-fall-is-called-a-rise",
        "app/wording/sentences.py",
        "if all(clear) and report.gain.mean > 0:",
        "if all(clear) and report.gain.mean < 0:",
        SENTENCES,
        Source.BLIND,
    ),
    Mutant(
        "nobody-is-missing-where-many-are",
        "app/wording/sentences.py",
        "if flow.enrolled is not None and flow.enrolled > flow.paired:",
        "if flow.enrolled is not None and flow.enrolled < flow.paired:",
        SUMMARY,
        Source.BLIND,
    ),
    Mutant(
        "first-test-only-and-second-only-swapped",
        "app/wording/summary.py",
        '        "pre": words.number(flow.pre_only),\n        "post": words.number(flow.post_only),\n',
        '        "pre": words.number(flow.post_only),\n        "post": words.number(flow.pre_only),\n',
        SUMMARY,
        Source.BLIND,
    ),
    Mutant(
        "chance-is-not-doubted-in-five-lines",
        "app/wording/summary.py",
        "if improved.low <= floor.share:",
        "if improved.high <= floor.share:",
        SUMMARY,
        Source.BLIND,
    ),
    Mutant(
        "some-groups-are-proven-without-correction",
        "app/wording/comparisons.py",
        "unclear = [names[one.key] for one in between.adjusted if one.holm >= CLEAR]",
        "unclear = [names[one.key] for one in between.adjusted if one.p >= CLEAR]",
        SUMMARY,
        Source.BLIND,
    ),
    Mutant(
        "not-equal-forms-are-called-equal",
        "app/wording/waves.py",
        "    if forms.test.equivalent:\n",
        "    if not forms.test.differ:\n",
        FINDINGS,
        Source.BLIND,
    ),
)
