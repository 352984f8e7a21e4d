"""The report as JSON: the contract that other programs rely on."""

import json
from collections.abc import Iterable
from typing import Any

from analytics import BetweenReport, GainReport, GroupReport, Note, ShareEstimate
from app.exports.cover import Cover, version
from app.wording import Words, method_lines, note_sentence


def gain_json(report: GainReport, cover: Cover, words: Words) -> str:
    """One document, figures in full precision; a figure that cannot be given is null and its notes say why."""
    return json.dumps(gain_mapping(report, cover, words), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def gain_mapping(report: GainReport, cover: Cover, words: Words) -> dict[str, Any]:
    """The same as plain values. `items` is empty until items are counted."""
    method = report.method
    return {
        "method": {
            "source": cover.source,
            "data": cover.data,
            "made_on": cover.made_on.isoformat(),
            "version": version(),
            "unit": method.unit,
            "cohorts": method.cohorts,
            "confidence": method.confidence,
            "max_score": method.max_score,
            "pass_mark": method.pass_mark,
            "suppress": method.suppress,
            "taken": list(cover.taken),
            "definition": method_lines(words, method),
        },
        "total": _group(report.total, words),
        "groups": [
            {
                "key": dict(zip(cover.disaggregates, cover.parts(group.key or ""), strict=True)),
                **_group(group, words),
            }
            for group in report.groups
        ],
        "between": _between(report.between, cover, words),
        "items": [],
    }


def _group(group: GroupReport, words: Words) -> dict[str, Any]:
    return {
        "flow": _fields(group.flow, ("pre_only", "post_only", "paired")),
        "improved": _share(group.improved),
        "same": _share(group.same),
        "worse": _share(group.worse),
        "noise_floor": _fields(group.noise_floor, ("share",)),
        "reliable_change": _fields(
            group.reliable_change, ("count", "share", "low", "high", "interval", "threshold", "reliability")
        ),
        "pass": _fields(group.pass_, ("mark", "pre", "post", "difference", "low", "high", "p")),
        "gain": _fields(
            group.gain,
            ("mean", "sd", "low", "high", "percent", "cohorts", "icc", "design_effect", "effective_n"),
        ),
        "hake": _fields(group.hake, ("of_averages", "average", "undefined")),
        "effect": _fields(
            group.effect, ("d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann")
        ),
        "tests": None
        if group.tests is None
        else {
            "sign": _fields(group.tests.sign, ("p", "ln_p")),
            "wilcoxon": _fields(group.tests.wilcoxon, ("statistic", "z", "p", "ln_p", "method")),
            "t": _fields(group.tests.t, ("t", "df", "p", "ln_p")),
        },
        "ceiling": _fields(group.ceiling, ("pre", "post")),
        "suppressed": group.suppressed,
        "notes": _notes(group.notes, words),
    }


def _share(share: ShareEstimate | None) -> dict[str, Any] | None:
    return _fields(share, ("count", "share", "low", "high", "interval"))


def _between(between: BetweenReport | None, cover: Cover, words: Words) -> dict[str, Any] | None:
    if between is None:
        return None
    test = ("method", "statistic", "df", "p", "ln_p")
    return {
        "groups": [dict(zip(cover.disaggregates, cover.parts(key), strict=True)) for key in between.groups],
        "improved": _fields(between.improved, test),
        "gain": _fields(between.gain, test),
        "ancova": _fields(between.ancova, ("method", "f", "df1", "df2", "p", "ln_p", "slope", "adjusted")),
        "adjusted": [
            {
                "key": dict(zip(cover.disaggregates, cover.parts(found.key), strict=True)),
                **{name: getattr(found, name) for name in ("p", "holm", "benjamini_hochberg")},
            }
            for found in between.adjusted
        ],
        "notes": _notes(between.notes, words),
    }


def _fields(value: object, names: Iterable[str]) -> dict[str, Any] | None:
    return None if value is None else {name: getattr(value, name) for name in names}


def _notes(notes: Iterable[Note], words: Words) -> list[dict[str, Any]]:
    return [{"code": str(note.code), "values": dict(note.values), "text": note_sentence(words, note)} for note in notes]
