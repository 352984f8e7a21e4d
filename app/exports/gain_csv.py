"""The report as CSV: a row per group and one for the whole, the method in columns so that no row is without it."""

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from analytics import GainReport, GroupReport
from app.exports.cover import Cover, version
from app.wording import Words, method_lines, note_sentence, withheld

BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""

FIGURES: Mapping[str, tuple[str, ...]] = {
    "flow": ("enrolled", "pre_only", "post_only", "paired", "improved_at_least", "improved_at_most"),
    "improved": ("count", "share", "low", "high", "interval"),
    "same": ("count", "share", "low", "high", "interval"),
    "worse": ("count", "share", "low", "high", "interval"),
    "noise_floor": ("share",),
    "reliable_change": ("count", "share", "low", "high", "interval", "threshold"),
    "pass_": ("mark", "pre", "post", "difference", "low", "high", "p"),
    "gain": (
        "pre_mean",
        "post_mean",
        "mean",
        "sd",
        "low",
        "high",
        "percent",
        "cohorts",
        "icc",
        "design_effect",
        "effective_n",
    ),
    "hake": ("of_averages", "average", "undefined"),
    "effect": ("d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann"),
    "ceiling": ("pre", "post"),
}
TESTS: Mapping[str, tuple[str, ...]] = {
    "sign": ("p", "ln_p"),
    "wilcoxon": ("statistic", "z", "p", "ln_p", "method"),
    "t": ("t", "df", "p", "ln_p"),
}


def gain_csv(reports: Iterable[tuple[GainReport, Cover]], words: Words) -> bytes:
    """UTF-8 with a byte order mark, comma, decimal point; empty is "not given" and never 0. Same columns for all."""
    written = io.StringIO(newline="")
    writer: csv.DictWriter[str] | None = None
    for report, cover in reports:
        for row in _rows(report, cover, words):
            if writer is None:
                writer = csv.DictWriter(written, list(row))
                writer.writeheader()
            writer.writerow({name: harmless(value) for name, value in row.items()})
    return (BYTE_ORDER_MARK + written.getvalue()).encode()


def harmless(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it; all else as it is."""
    if isinstance(value, str) and value.lstrip(" ")[:1] in ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%"):
        return "'" + value
    return value


def _rows(report: GainReport, cover: Cover, words: Words) -> Iterable[dict[str, Any]]:
    for group in (*report.groups, report.total):
        yield {
            "source": cover.source,
            "data": cover.data,
            **_key(group, cover),
            "suppressed": "yes" if group.suppressed else "no",
            **_figures(group, words),
            "between_improved_p": _of(report.between, "improved", "p"),
            "between_gain_p": _of(report.between, "gain", "p"),
            "between_ancova_p": _of(report.between, "ancova", "p"),
            "notes": " ".join(note_sentence(words, note) for note in group.notes),
            "taken": " ".join(cover.taken),
            "definition": " ".join(method_lines(words, report.method)),
            "unit": report.method.unit,
            "confidence": report.method.confidence,
            "max_score": report.method.max_score,
            "suppressed_below": report.method.suppress,
            "version": version(),
            "made_on": cover.made_on.isoformat(),
        }


def _key(group: GroupReport, cover: Cover) -> dict[str, Any]:
    """The group's values and its name; of the whole, `group` is "total" and the values are empty."""
    if group.key is None:
        return {"group": "total", **dict.fromkeys(cover.disaggregates, ""), "name": ""}
    parts = cover.parts(group.key)
    return {"group": "group", **dict(zip(cover.disaggregates, parts, strict=True)), "name": cover.names[group.key]}


def _figures(group: GroupReport, words: Words) -> dict[str, Any]:
    """A share that is withheld says so under `interval`: its bounds are no interval and would be read as one."""
    row = {
        f"{part.rstrip('_')}_{name}": _of(getattr(group, part), name)
        for part, names in FIGURES.items()
        for name in names
    }
    for part in ("improved", "same", "worse", "reliable_change"):
        share = getattr(group, part)
        if share is not None and share.share is None:
            row |= {f"{part}_low": "", f"{part}_high": "", f"{part}_interval": withheld(words)}
    for test, names in TESTS.items():
        row |= {f"{test}_{name}": _of(group.tests, test, name) for name in names}
    return row


def _of(value: object, *names: str) -> Any:
    """A field, or a field of a field; empty where there is none."""
    for name in names:
        value = None if value is None else getattr(value, name)
    return "" if value is None else str(value) if isinstance(value, str) else value
