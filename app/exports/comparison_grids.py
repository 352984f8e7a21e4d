"""The comparison group in tables: both groups, and the difference between them."""

from collections.abc import Iterator

from analytics import ArmReport, Contrast, ContrastReport, GainReport
from app.exports.grid import NOT_GIVEN, Grid, Row, cell_count, cell_figure, cell_share, cell_span
from app.wording import Words


def comparison_grids(report: GainReport, words: Words) -> Iterator[Grid]:
    """Those with the course beside the others, then the differences; nothing where there is no comparison."""
    _ = words.gettext
    found = report.comparison
    if found is None:
        return
    has_cohorts = found.course.cohorts is not None
    head = [_("Both"), *([_("Cohorts")] if has_cohorts else []), _("Before"), _("After"), _("Gain"), _("Interval")]
    arms = [(_("With the course"), found.course), (_("Comparison group"), found.waiting)]
    if found.afterwards is not None:
        arms.append((_("Comparison group, afterwards"), found.afterwards))
    rows = tuple((name, *_arm(words, arm, has_cohorts=has_cohorts)) for name, arm in arms)
    yield Grid("comparison", _("With the course and without it"), ("", *head, _("Improved")), rows)
    yield Grid(
        "comparison",
        _("With the course less without it: the difference"),
        ("", _("Difference"), _("Interval"), "t", "df", "p"),
        tuple(_differences(words, found)),
    )


def _arm(words: Words, arm: ArmReport, *, has_cohorts: bool) -> Row:
    gain = arm.gain
    return (
        cell_count(words, arm.n),
        *([cell_count(words, arm.cohorts)] if has_cohorts else []),
        cell_figure(words, "gain.pre_mean", arm.before),
        cell_figure(words, "gain.post_mean", arm.after),
        NOT_GIVEN if gain is None or gain.value is None else words.signed(gain.value, 2),
        NOT_GIVEN if gain is None else cell_span(words, gain.low, gain.high),
        cell_share(words, arm.improved),
    )


def _differences(words: Words, found: ContrastReport) -> Iterator[Row]:
    _ = words.gettext
    yield (_("Gain"), *_contrast(words, found.gain))
    share = found.improved
    value = NOT_GIVEN if share.value is None else words.signed(100 * share.value, 1)
    yield (
        _("Improved, %"),
        value,
        cell_span(words, share.low, share.high, times=100, digits=1),
        *[NOT_GIVEN] * 3,
    )
    yield (_("Before"), *_contrast(words, found.before))
    yield (_("After, adjusted"), *_contrast(words, found.adjusted))


def _contrast(words: Words, found: Contrast) -> Row:
    return (
        cell_figure(words, "gain.mean", found.value, is_signed=True),
        cell_span(words, found.low, found.high),
        cell_figure(words, "tests.t.t", found.t),
        cell_figure(words, "tests.t.df", found.df),
        NOT_GIVEN if found.p is None or found.ln_p is None else words.p(found.p, found.ln_p),
    )
