"""The report as a rectangle: a row per group and one for all, variables that a statistics program can name.

Every file of figures (spreadsheet, SPSS, Stata, Parquet) has these rows, so that no two of them can differ.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics import GroupReport
from app.exports.beside_the_scores import beside_the_scores
from app.exports.cover import Cover, version
from app.exports.variable import Kind, Made, Variable
from app.wording import Words, dimension_name, method_lines, note_sentence, share_range, what_would_make_it_false


@dataclass(frozen=True)
class Rectangle:
    variables: tuple[Variable, ...]
    rows: tuple[tuple[Any, ...], ...]
    about: tuple[tuple[str, str], ...]
    """(name, sentences): what the figures are of, how they were made, what would make them false"""


Reader = Callable[[GroupReport], Any]


def rectangle(made: Made, words: Words) -> Rectangle:
    """Same variables for all instruments; what splits one report and not another is empty there."""
    disaggregates = list(dict.fromkeys(name for _, cover in made for name in cover.disaggregates))
    figures = _figures(words)
    beside = beside_the_scores(made, words)
    variables = (
        *_keys(disaggregates, words),
        *(variable for variable, _ in figures),
        *(variable for variable, _ in beside),
        *_remarks(words),
    )
    rows = tuple(
        (
            cover.source,
            *_key(group, cover, disaggregates, words),
            group.suppressed * 1,
            *(read(group) for _, read in figures),
            *(read(report, cover, group) for _, read in beside),
            _withheld(group, words),
            " ".join(note_sentence(words, note) for note in group.notes),
        )
        for report, cover in made
        for group in (*report.groups, report.total)
    )
    return Rectangle(variables, rows, tuple(about(made, words)))


def _keys(disaggregates: Sequence[str], words: Words) -> list[Variable]:
    _ = words.gettext
    return [
        Variable("source", _("What the figures are of"), "text"),
        Variable("name", _("Subgroup"), "text"),
        *(Variable(_safe(name), dimension_name(words, name), "text") for name in disaggregates),
        Variable("suppressed", _("1: hidden, too few learners; its figures are missing"), "count"),
    ]


def _remarks(words: Words) -> list[Variable]:
    _ = words.gettext
    return [
        Variable(
            "withheld", _("Shares near none or all, as ranges: the exact one would speak of each learner"), "text"
        ),
        Variable("notes", _("Notes on the figures"), "text"),
    ]


def _figures(words: Words) -> list[tuple[Variable, Reader]]:
    """Variables and where their values stand."""
    return [*_read(_flow(words)), *_outcomes(words), *_read(_gain(words)), *_read(_tests(words))]


Placed = tuple[str, str, Kind, tuple[str, ...]]
"""name, label, kind, and the way from a group's report to the value"""


def _read(placed: Sequence[Placed]) -> list[tuple[Variable, Reader]]:
    return [(Variable(name, label, kind), _reader(places)) for name, label, kind, places in placed]


def _flow(words: Words) -> list[Placed]:
    _ = words.gettext
    return [
        ("enrolled", _("Enrolled"), "count", ("flow", "enrolled")),
        ("pre_only", _("First test (baseline) only"), "count", ("flow", "pre_only")),
        ("post_only", _("Second test (endline) only"), "count", ("flow", "post_only")),
        ("paired", _("Both tests: n of every share"), "count", ("flow", "paired")),
        ("improved_at_least", _("Share improved if none of the missing had"), "share", ("flow", "improved_at_least")),
        ("improved_at_most", _("Share improved if all the missing had"), "share", ("flow", "improved_at_most")),
        ("noise_floor", _("Share that would improve by chance alone"), "share", ("noise_floor", "share")),
    ]


def _gain(words: Words) -> list[Placed]:
    _ = words.gettext
    return [
        ("gain_before", _("Mean score before (baseline), points"), "number", ("gain", "pre_mean")),
        ("gain_after", _("Mean score after (endline), points"), "number", ("gain", "post_mean")),
        ("gain_mean", _("Mean gain, points"), "number", ("gain", "mean")),
        ("gain_sd", _("Standard deviation of the gain, points"), "number", ("gain", "sd")),
        ("gain_low", _("Mean gain: lower end of the confidence interval"), "number", ("gain", "low")),
        ("gain_high", _("Mean gain: upper end of the confidence interval"), "number", ("gain", "high")),
        ("gain_percent", _("Mean gain, per cent of the highest score"), "number", ("gain", "percent")),
        ("cohorts", _("Cohorts"), "count", ("gain", "cohorts")),
        ("icc", _("Likeness within cohorts (ICC)"), "number", ("gain", "icc")),
        ("design_effect", _("Design effect of the mean gain"), "number", ("gain", "design_effect")),
        ("effective_n", _("Effective number of learners"), "number", ("gain", "effective_n")),
        ("hake", _("Hake's gain of the averages"), "number", ("hake", "of_averages")),
        ("hake_average", _("Hake's gain, average over learners"), "number", ("hake", "average")),
        ("hake_undefined", _("Full marks before: without Hake's gain"), "count", ("hake", "undefined")),
        ("d_z", _("Effect size d_z"), "number", ("effect", "d_z")),
        ("d_av", _("Effect size d_av"), "number", ("effect", "d_av")),
        ("hedges_g", _("Effect size, Hedges' g"), "number", ("effect", "hedges_g")),
        ("rank_biserial", _("Matched rank-biserial correlation"), "number", ("effect", "rank_biserial")),
        ("p_superiority", _("Chance of a higher score after, ties as halves"), "share", ("effect", "p_superiority")),
        ("hodges_lehmann", _("Median gain (Hodges–Lehmann), points"), "number", ("effect", "hodges_lehmann")),
        ("lost_share", _("Attrition: share without a second test"), "share", ("attrition", "lost", "share")),
        ("smallest_gain", _("Smallest mean gain that could be shown"), "number", ("power", "smallest_gain", "points")),
    ]


def _tests(words: Words) -> list[Placed]:
    _ = words.gettext
    return [
        ("sign_p", _("Sign test: p"), "p", ("tests", "sign", "p")),
        ("sign_ln_p", _("Sign test: natural logarithm of p"), "number", ("tests", "sign", "ln_p")),
        ("wilcoxon_p", _("Wilcoxon signed-rank test: p"), "p", ("tests", "wilcoxon", "p")),
        ("wilcoxon_ln_p", _("Wilcoxon test: natural logarithm of p"), "number", ("tests", "wilcoxon", "ln_p")),
        ("t", _("Paired t"), "number", ("tests", "t", "t")),
        ("t_df", _("Paired t: degrees of freedom"), "number", ("tests", "t", "df")),
        ("t_p", _("Paired t: p"), "p", ("tests", "t", "p")),
        ("t_ln_p", _("Paired t: natural logarithm of p"), "number", ("tests", "t", "ln_p")),
        ("pass_before", _("Share who passed before"), "share", ("pass_", "pre")),
        ("pass_after", _("Share who passed after"), "share", ("pass_", "post")),
        ("pass_difference", _("Difference of the shares who passed"), "share", ("pass_", "difference")),
        ("pass_low", _("Difference who passed: lower end"), "share", ("pass_", "low")),
        ("pass_high", _("Difference who passed: upper end"), "share", ("pass_", "high")),
        ("ceiling_before", _("Learners with all right before"), "count", ("ceiling", "pre")),
        ("ceiling_after", _("Learners with all right after"), "count", ("ceiling", "post")),
        ("floor_before", _("Learners with none right before"), "count", ("ceiling", "floor_pre")),
        ("floor_after", _("Learners with none right after"), "count", ("ceiling", "floor_post")),
    ]


def _outcomes(words: Words) -> list[tuple[Variable, Reader]]:
    _ = words.gettext
    said: Mapping[str, str] = {
        "improved": _("Improved"),
        "same": _("Same"),
        "worse": _("Worse"),
        "reliable_change": _("Improved beyond measurement error"),
    }
    return [
        pair
        for place, label in said.items()
        for pair in (
            (Variable(f"{place}_n", _("%(what)s: learners") % {"what": label}, "count"), _reader((place, "count"))),
            (Variable(f"{place}_share", _("%(what)s: share") % {"what": label}, "share"), _reader((place, "share"))),
            (Variable(f"{place}_low", _("%(what)s: lower end") % {"what": label}, "share"), _bound(place, "low")),
            (Variable(f"{place}_high", _("%(what)s: upper end") % {"what": label}, "share"), _bound(place, "high")),
        )
    ]


def _reader(places: tuple[str, ...]) -> Reader:
    def read(group: GroupReport) -> Any:
        value: Any = group
        for place in places:
            value = None if value is None else getattr(value, place)
        return value

    return read


def _bound(place: str, end: str) -> Reader:
    """An end of an interval; where the share is withheld its bounds are none, and would be read as one."""

    def read(group: GroupReport) -> Any:
        share = getattr(group, place)
        return None if share is None or share.share is None else getattr(share, end)

    return read


def _key(group: GroupReport, cover: Cover, disaggregates: Sequence[str], words: Words) -> tuple[str, ...]:
    if group.key is None:
        return (words.gettext("All"), *[""] * len(disaggregates))
    parts = dict(zip(cover.disaggregates, cover.parts(group.key), strict=True))
    return (cover.names[group.key], *(parts.get(name, "") for name in disaggregates))


def _withheld(group: GroupReport, words: Words) -> str:
    return "; ".join(
        f"{name}: {share_range(words, share.low, share.high)}"
        for name in ("improved", "same", "worse", "reliable_change")
        if (share := getattr(group, name)) is not None and share.share is None and share.high is not None
    )


def about(made: Made, words: Words) -> list[tuple[str, str]]:
    """(name, sentences): what the figures are of, how they were made, what would make them false."""
    _ = words.gettext
    report, cover = made[0]
    return [
        (_("Of what"), "; ".join(cover.source for _, cover in made)),
        (_("Data"), cover.data or _("Real people")),
        (_("What was chosen"), " ".join(cover.taken) or _("Everything")),
        (_("Method"), " ".join([*method_lines(words, report.method), *cover.rules])),
        *what_would_make_it_false(words),
        (_("Missing values"), _("An empty cell is a figure that cannot be given: the notes say why. It is never 0.")),
        (
            _("No comparison group"),
            _("Nobody was tested without the course: a gain is no proof of its effect."),
        ),
        (_("Made"), f"Navigator {version()}, {cover.made_on.isoformat()}"),
    ]


def about_in_one_text(made: Made, words: Words) -> str:
    """The same for a format that has room for one text."""
    return " ".join(f"{name}: {text}" for name, text in about(made, words))


def _safe(name: str) -> str:
    """A name that SPSS and Stata take: "by_" before what is also the name of a figure."""
    text = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:28] or "split"
    return f"by_{text}"
