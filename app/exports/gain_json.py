"""The report as JSON: the contract that other programs rely on."""

import json
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from analytics import (
    BetweenReport,
    GainReport,
    GroupReport,
    Key,
    Note,
    NoteCode,
    ReactionFigures,
    ReactionReport,
    StatementFigures,
    StatementReport,
)
from app.exports.about import for_programs
from app.exports.cover import Cover, Published
from app.exports.notes import no_comparison
from app.wording import Taught, Words, note_sentence


def gain_json(report: GainReport, cover: Cover, words: Words) -> str:
    """Returns the report as one JSON document; a figure that cannot be given is null, and the notes say why."""
    text = json.dumps(gain_mapping(report, cover, words), ensure_ascii=False, indent=1, allow_nan=False)
    return for_programs(f"{text}\n".encode()).decode()


def gain_mapping(report: GainReport, cover: Cover, words: Words) -> dict[str, Any]:
    """Returns the report as plain values, as `gain_json` writes them.

    The keys are the fields of the report, but of the flow `enrolled` and the bounds of the share improved are under
    `missing`. `items` are the changes of each item, `item_waves` all items of each wave by form.
    """
    method, items = report.method, report.items
    return {
        "method": {
            "source": cover.source,
            "data": cover.data,
            "made_on": cover.made_on.isoformat(),
            "version": cover.software,
            **plain(method, words),
            "publication": _publication(cover.published) if cover.published else None,
            "use": words.gettext("Internal, not for publication.") if cover.is_internal else None,
            "taken": list(cover.taken),
            "definition": list(cover.method(method, words)),
        },
        "total": _group(report.total, report, words),
        "groups": [{"key": _key(group.key or "", cover), **_group(group, report, words)} for group in report.groups],
        "comparison": plain(report.comparison, words),
        "between": _between(report.between, cover, words),
        "items": plain(items.changes, words) if items else [],
        "item_waves": plain(items.waves, words) if items else [],
        **{
            name: plain(getattr(report, name), words)
            for name in (
                "reliability",
                "distractors",
                "dif",
                "forms",
                "follow_up",
                "dose",
                "late",
                "came",
                "circumstances",
            )
        },
        "statements": None
        if report.statements is None
        else [_asked_of(one, cover, words) for one in report.statements],
        "reactions": [_asked_of(one, cover, words) for one in cover.reception.reactions],
        "taught": _by_group(cover.reception.taught, cover, words),
        "notes": plain((*no_comparison(report), *report.notes, *(items.notes if items else ())), words),
    }


def _publication(published: Published) -> dict[str, Any]:
    return {
        "name": published.name,
        "until_on": published.until_on.isoformat(),
        "made_on": published.made_on.isoformat(),
        "digest": published.digest,
        **({"last_act": published.last_act} if published.acts_head else {}),
        "rules": list(published.rules),
    }


def _group(group: GroupReport, report: GainReport, words: Words) -> dict[str, Any]:
    record: dict[str, Any] = plain(group, words)
    del record["key"]
    if group.flow is not None:
        flow = record["flow"]
        record["missing"] = {name: flow.pop(name) for name in ("enrolled", "improved_at_least", "improved_at_most")}
    if group.pass_ is None and report.method.pass_mark is None and not group.suppressed:
        record["notes"].append(plain(Note(NoteCode.NOT_COUNTED, {"figure": "pass"}), words))
    return record


def _asked_of(report: StatementReport | ReactionReport, cover: Cover, words: Words) -> dict[str, Any]:
    """What was asked, of all and by group."""
    record: dict[str, Any] = plain(report, words)
    del record["total"]["key"]
    return {**record, "groups": _by_group(report.groups, cover, words)}


def _by_group(figures: Sequence[StatementFigures | ReactionFigures | Taught], cover: Cover, words: Words) -> list[Any]:
    """Each with what its group is a group of; of all together it is null."""
    return [{**plain(one, words), "key": None if one.key is None else _key(one.key, cover)} for one in figures]


def _between(between: BetweenReport | None, cover: Cover, words: Words) -> dict[str, Any] | None:
    """Wherever a group is named, by what the groups are groups of."""
    if between is None:
        return None
    record: dict[str, Any] = plain(between, words)
    record["groups"] = [_key(key, cover) for key in between.groups]
    named: list[tuple[list[Any], Any]] = [
        (record["adjusted"], between.adjusted),
        (record["ranks"], between.ranks),
        (record["share_differences"], between.share_differences),
    ]
    if between.shrunken is not None:
        named.append((record["shrunken"]["groups"], between.shrunken.groups))
    for mappings, values in named:
        for mapping, value in zip(mappings, values, strict=True):
            mapping["key"] = _key(value.key, cover)
    return record


def _key(key: Key, cover: Cover) -> dict[str, str]:
    return dict(zip(cover.disaggregates, cover.parts(key), strict=True))


def plain(value: Any, words: Words) -> Any:
    """Turns a part of the report into dicts, lists and plain values, recursively.

    `pass_` becomes `pass`; a note has its sentence as `text`.
    """
    if isinstance(value, Note):
        return {"code": str(value.code), "values": dict(value.values), "text": note_sentence(words, value)}
    if isinstance(value, Enum):
        return str(value.value)
    if is_dataclass(value):
        return {field.name.rstrip("_"): plain(getattr(value, field.name), words) for field in fields(value)}
    if isinstance(value, (tuple, list)):
        return [plain(one, words) for one in value]
    return value
