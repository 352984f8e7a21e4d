"""`gains --json`, which the whole net leans on, is the report itself: each field under its own name."""

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from app.cli import main
from tests.app.exports.cases import Case

MOVED = ("enrolled", "improved_at_least", "improved_at_most")
"""Of the flow, to `missing`."""
UNDER_OTHER_NAMES = {"total", "groups", "between", "items", "statements", "notes", "method"}


def differences(value: Any, result: Any, place: str) -> Iterator[str]:
    """Places where the JSON is not what the report holds."""
    if is_dataclass(value):
        for field in fields(value):
            name = field.name.rstrip("_")
            if name in ("notes", "key") or (place.endswith("flow") and name in MOVED):
                continue
            yield from differences(getattr(value, field.name), result[name], f"{place}.{name}")
    elif isinstance(value, (tuple, list)):
        assert len(value) == len(result), place
        for number, (one, other) in enumerate(zip(value, result, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif isinstance(value, Enum):
        yield from differences(value.value, result, place)
    elif value != result or type(value) is not type(result):
        yield f"{place}: {value!r} is {result!r}"


def test_every_figure_of_a_group_stands_under_its_name(of: Case) -> None:
    report, _cover = of.made[0]
    assert len(report.groups) == len(of.json["groups"]) > 0
    for group, entry in zip((*report.groups, report.total), of.groups, strict=True):
        assert list(differences(group, entry, str(group.key))) == []
        if group.flow is not None:
            assert [getattr(group.flow, name) for name in MOVED] == [entry["missing"][name] for name in MOVED]
        parts = (group.key,) if isinstance(group.key, str) else group.key
        assert parts == (None if entry["key"] is None else tuple(entry["key"].values()))
        assert [str(note.code) for note in group.notes] == [note["code"] for note in entry["notes"]][: len(group.notes)]


def test_every_other_part_stands_under_its_name(of: Case) -> None:
    report, cover = of.made[0]
    for field in fields(report):
        if field.name not in UNDER_OTHER_NAMES:
            assert list(differences(getattr(report, field.name), of.json[field.name], field.name)) == []
    changes, waves = (report.items.changes, report.items.waves) if report.items else ((), ())
    assert list(differences(changes, of.json["items"], "items")) == []
    assert list(differences(waves, of.json["item_waves"], "item_waves")) == []
    assert list(differences(report.statements, of.json["statements"], "statements")) == []
    assert list(differences(cover.reception.reactions, of.json["reactions"], "reactions")) == []
    assert list(differences(cover.reception.taught, of.json["taught"], "taught")) == []
    assert list(differences(report.method, of.json["method"], "method")) == []
    if report.between is not None:
        between = {field.name: getattr(report.between, field.name) for field in fields(report.between)}
        del between["groups"], between["notes"]
        for name, value in between.items():
            assert list(differences(value, of.json["between"][name], name)) == []


@pytest.mark.parametrize(("name", "by"), [("demonstration", ["region"]), ("two variables", ["region", "sex"])])
def test_the_command_prints_it(
    cases: dict[str, Case], demonstration: Path, capsys: pytest.CaptureFixture[str], name: str, by: list[str]
) -> None:
    splits = [word for one in by for word in ("--by", one)]
    assert main(["gains", "--json", "--data", str(demonstration), *splits]) == 0
    printed = json.loads(capsys.readouterr().out)

    for part in (printed["method"], wanted := dict(cases[name].json["method"])):
        del part["made_on"]  # midnight may lie between
    assert wanted == printed.pop("method")
    assert printed == {part: value for part, value in cases[name].json.items() if part != "method"}
