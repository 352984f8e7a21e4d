"""`gains --json` by its contract: each key is there, whatever the table holds; what is null has a note."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SHARE = ("count", "share", "low", "high", "interval")
GROUP: Mapping[str, Any] = {
    "flow": ("pre_only", "post_only", "paired"),
    "improved": SHARE,
    "same": SHARE,
    "worse": SHARE,
    "noise_floor": ("share",),
    "reliable_change": SHARE,
    "pass": ("mark", "pre", "post", "difference", "low", "high", "p"),
    "gain": ("mean", "sd", "low", "high", "percent", "cohorts", "icc", "design_effect", "effective_n"),
    "hake": ("of_averages", "average", "undefined"),
    "effect": ("d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann"),
    "tests": {
        "sign": ("p", "ln_p"),
        "wilcoxon": ("statistic", "z", "p", "ln_p", "method"),
        "t": ("t", "df", "p", "ln_p"),
    },
    "ceiling": ("pre", "post"),
    "suppressed": (),
    "notes": (),
}
"""Of the total and of each group."""

TABLES = {
    "as people are": None,
    "nobody has both": "pre,post,place\n4,,a\n,5,b\n",
    "one learner": "pre,post,place\n4,6,a\n",
    "all the same": "pre,post,place\n" + "5,5,a\n" * 12 + "5,5,b\n" * 12,
    "all at the ceiling": "pre,post,place\n" + "10,10,a\n" * 12 + "10,10,b\n" * 12,
    "all improved": "pre,post,place\n" + "3,8,a\n" * 12 + "4,8,b\n" * 12,
    "one group": "pre,post,place\n" + "3,8,a\n4,4,a\n6,5,a\n" * 5,
}


def gains(folder: Path, table: str | None, capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    if table is None:
        options = tuple("cohort" if option == "place" else option for option in options)
        command = ["docs/sample.csv", "--by", "region"]
    else:
        file = folder / "table.csv"
        file.write_text(table)
        command = [str(file), "--by", "place", "--max", "10"]
    assert main(["gains", *command, "--json", *options]) == 0
    results: dict[str, Any] = json.loads(capsys.readouterr().out)
    return results


def missing(shape: Any, result: Any, where: str) -> Iterator[str]:
    """Keys of the contract that are not there; a figure may be null as a whole."""
    if result is None or not shape:
        return
    for name in shape:
        if name not in result:
            yield f"{where}.{name}"
        elif isinstance(shape, Mapping):
            yield from missing(shape[name], result[name], f"{where}.{name}")


def nulls(shape: Any, result: Any, where: str = "") -> Iterator[str]:
    if result is None:
        yield where
    elif shape:
        for name in shape:
            below = shape[name] if isinstance(shape, Mapping) else ()
            yield from nulls(below, result[name], f"{where}.{name}")


@pytest.mark.parametrize(
    "options",
    [(), ("--pass-mark", "6"), ("--suppress", "11"), ("--cluster", "place")],
    ids=["plain", "pass", "suppress", "cohorts"],
)
@pytest.mark.parametrize("table", TABLES.values(), ids=TABLES)
def test_every_key_is_there_and_what_is_null_has_a_note(
    table: str | None, options: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    report = gains(tmp_path, table, capsys, *options)

    assert {"method", "total", "groups", "between", "items"} <= set(report)
    for place, group in enumerate([report["total"], *report["groups"]]):
        assert list(missing(GROUP, group, str(place))) == []
        assert ("key" in group) == (place > 0)
        if list(nulls(GROUP, group)):
            assert group["notes"], group
        assert all(note["code"] and note["text"] for note in group["notes"])
    if report["between"] is None:
        assert report["notes"]


def test_a_figure_that_was_not_asked_for_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = gains(tmp_path, None, capsys)["total"]

    assert total["pass"] is None
    assert [note["values"] for note in total["notes"] if note["code"] == "not_counted"] == [{"figure": "pass"}]
