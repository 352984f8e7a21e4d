"""What leaves the house in files: each figure in its place, in its unit, and nothing that was not given."""

from benchmarks.mutants.mutant import Mutant, Source

PLACES = ("tests/app/exports/test_dhis2_and_adx.py",)
SYSTEMS = ("tests/app/exports/test_net_of_systems.py::test_dhis2_has_every_figure_of_every_group_under_its_own_key",)
IATI = ("tests/app/exports/test_iati.py",)
CSV = ("tests/app/exports/test_gain_csv.py",)
FILES = ("tests/app/exports/test_other_formats.py",)
LABELS = ("tests/app/wording/test_figures.py",)
TABLES = ("tests/app/exports/test_net_of_tables.py::test_every_cell_of_the_page_is_the_figure_that_its_heading_names",)

MUTANTS = (
    Mutant(
        "by-chance-alone-without-the-retest",
        "app/exports/indicators.py",
        "    yield from beside_chance(report, group)\n",
        "",
        ("tests/app/exports/test_net_of_systems.py",),
    ),
    Mutant(
        "a-share-sent-as-per-cent",
        "app/wording/figure_text.py",
        'f"{100 * value if figure.unit is Unit.SHARE else value:.{DECIMALS[figure.unit]}f}"',
        'f"{value:.{DECIMALS[figure.unit]}f}"',
        SYSTEMS,
        Source.HOUSE,
    ),
    Mutant(
        "girls-and-boys-swapped",
        "app/exports/data_key.py",
        '{"female": "F", "male": "M", "unsaid": "U"}',
        '{"female": "M", "male": "F", "unsaid": "U"}',
        PLACES,
        Source.HOUSE,
    ),
    Mutant(
        "the-lower-end-reads-the-upper",
        "analytics/report/figure_names.py",
        '"SN_IMPROVED_PERCENT_LOW",\n    "improved.high": "SN_IMPROVED_PERCENT_HIGH",',
        '"SN_IMPROVED_PERCENT_HIGH",\n    "improved.high": "SN_IMPROVED_PERCENT_LOW",',
        SYSTEMS,
        Source.HOUSE,
    ),
    Mutant(
        "another-quarter",
        "app/exports/data_key.py",
        "quarter, in_fiscal = (month - 1) // 3,",
        "quarter, in_fiscal = month // 3,",
        PLACES,
        Source.HOUSE,
    ),
    Mutant(
        "before-is-after-in-every-file",
        "analytics/report/entry.py",
        'label=f"gain.{name}" if name not in plain else "gain",',
        'label=f"gain.{name}".replace("pre_", "post_") if name not in plain else "gain",',
        LABELS,
        Source.HOUSE,
    ),
    Mutant(
        "holm-is-benjamini-hochberg",
        "analytics/report/comparison.py",
        "AdjustedP(key, test.p, test.ln_p, by_holm, by_bh)",
        "AdjustedP(key, test.p, test.ln_p, by_bh, by_holm)",
        ("tests/analytics/report/test_report.py",),
        Source.HOUSE,
    ),
    Mutant(
        "the-median-gain-is-an-effect-size",
        "analytics/gains/effect.py",
        "hodges_lehmann=hodges_lehmann(gains),",
        "hodges_lehmann=d_z(gains) or 0.0,",
        ("tests/analytics/gains/test_gain.py",),
        Source.HOUSE,
    ),
    Mutant(
        "passed-before-reads-after",
        "app/wording/figures.py",
        '        "pass.pre": _("Share who passed before"),\n        "pass.post": _("Share who passed after"),\n',
        '        "pass.pre": _("Share who passed after"),\n        "pass.post": _("Share who passed before"),\n',
        LABELS,
        Source.HOUSE,
    ),
    Mutant(
        "shares-in-the-workbook-are-no-per-cents",
        "app/exports/gain_xlsx.py",
        'Unit.SHARE: f"{point}%"',
        "Unit.SHARE: point",
        FILES,
        Source.HOUSE,
    ),
    Mutant(
        "a-file-of-girls-takes-the-place-of-everybody-s",
        "app/exports/data_key.py",
        "_code(name, codes[name]) for name in OPTIONS if name in codes",
        "_code(name, codes[name]) for name in OPTIONS if name in ()",
        PLACES,
        Source.BLIND,
    ),
    Mutant(
        "all-months-are-sent-beside-each-month",
        "app/exports/gain_dhis2.py",
        'with_all = (report.total,) if cover.disaggregates == ("region",) else ()',
        "with_all = (report.total,)",
        SYSTEMS,
        Source.BLIND,
    ),
    Mutant(
        "the-baseline-is-the-endline",
        "app/exports/gain_iati.py",
        'say.of_gain, "gain.pre_mean")',
        'say.of_gain, "gain.post_mean")',
        IATI,
        Source.BLIND,
    ),
    Mutant(
        "a-name-with-a-plus-runs-as-a-formula",
        "app/exports/gain_csv.py",
        '("=", "+", "-", "@"',
        '("=", "-", "@"',
        CSV,
        Source.BLIND,
    ),
    Mutant(
        "what-is-not-known-is-nought",
        "app/exports/gain_xlsx.py",
        '        if value is None or value == "":\n            return\n',
        "        value = 0 if value is None else value\n",
        FILES,
        Source.BLIND,
    ),
    Mutant(
        "an-interval-begins-where-it-ends",
        "app/exports/gain_csv.py",
        "numbers = (value.value, value.low, value.high,",
        "numbers = (value.value, value.high, value.high,",
        CSV,
        Source.BLIND,
    ),
    Mutant(
        "the-shown-are-called-hidden",
        "app/exports/columns.py",
        '"suppressed": int(group.suppressed),',
        '"suppressed": int(not group.suppressed),',
        FILES,
        Source.BLIND,
    ),
    Mutant(
        "an-adjusted-share-stands-as-observed",
        "app/exports/finding_grids.py",
        "group.raw if group else None",
        "group.share if group else None",
        TABLES,
        Source.BLIND,
    ),
    Mutant(
        "learned-and-lost-swapped-in-the-table",
        "app/exports/finding_grids.py",
        "(cell_count(words, change.gained), cell_count(words, change.lost)) if learned",
        "(cell_count(words, change.lost), cell_count(words, change.gained)) if learned",
        TABLES,
        Source.BLIND,
    ),
)
