"""The comparison group in tables: both groups, and the difference between them."""

from collections.abc import Iterator

from analytics import ArmReport, Contrast, ContrastReport, GainReport
from app.exports.grid import NOT_GIVEN, Grid, Row, cell_count, cell_figure, cell_share, cell_span
from app.wording import Words


def comparison_grids(report: GainReport, words: Words) -> Iterator[Grid]:
    """Yields a table of both groups, those with the course first, and a table of their differences.

    Yields nothing if the report has no comparison group.
    """
    _ = words.gettext
    comparison = report.comparison
    if comparison is None:
        return
    has_cohorts = comparison.course.cohorts is not None
    head = [_("Both"), _("First only"), _("Second only"), *([_("Cohorts")] if has_cohorts else [])]
    head += [_("Before"), _("After"), _("Gain"), _("Interval"), _("Improved")]
    arms = [
        (_("With the course"), "comparison.course", comparison.course),
        (_("Comparison group"), "comparison.waiting", comparison.waiting),
    ]
    if comparison.afterwards is not None:
        arms.append((_("Comparison group, afterwards"), "comparison.afterwards", comparison.afterwards))
    rows = tuple((name, *_arm(words, of, arm, has_cohorts=has_cohorts)) for name, of, arm in arms)
    yield Grid("comparison", _("With the course and without it"), ("", *head), rows)
    yield Grid(
        "comparison",
        _("With the course less without it: the difference"),
        ("", _("Difference"), _("Interval"), "t", "df", "p"),
        tuple(_differences(words, comparison)),
    )


def _arm(words: Words, of: str, arm: ArmReport, *, has_cohorts: bool) -> Row:
    gain = arm.gain
    return (
        *(cell_count(words, count) for count in (arm.n, arm.first_only, arm.second_only)),
        *([cell_count(words, arm.cohorts)] if has_cohorts else []),
        cell_figure(words, f"{of}.before", arm.before),
        cell_figure(words, f"{of}.after", arm.after),
        cell_figure(words, f"{of}.gain.value", gain.value if gain else None, is_signed=True),
        NOT_GIVEN if gain is None else cell_span(words, f"{of}.gain.low", gain.low, gain.high),
        cell_share(words, f"{of}.improved", arm.improved),
    )


def _differences(words: Words, comparison: ContrastReport) -> Iterator[Row]:
    _ = words.gettext
    gain = _("Gain, within regions") if comparison.is_gain_within_strata else _("Gain")
    yield (gain, *_contrast(words, "comparison.gain", comparison.gain))
    share = comparison.improved
    yield (
        _("Improved, %"),
        cell_figure(words, "comparison.improved.value", share.value, is_signed=True),
        cell_span(words, "comparison.improved.low", share.low, share.high),
        *[NOT_GIVEN] * 3,
    )
    before = _("Before, within regions") if comparison.is_before_within_strata else _("Before")
    yield (before, *_contrast(words, "comparison.before", comparison.before))
    yield (_("After, adjusted"), *_contrast(words, "comparison.adjusted", comparison.adjusted))


def _contrast(words: Words, of: str, contrast: Contrast) -> Row:
    return (
        cell_figure(words, f"{of}.value", contrast.value, is_signed=True),
        cell_span(words, f"{of}.low", contrast.low, contrast.high),
        cell_figure(words, f"{of}.t", contrast.t),
        cell_figure(words, f"{of}.df", contrast.df),
        cell_figure(words, f"{of}.p", contrast.p, contrast.ln_p),
    )
