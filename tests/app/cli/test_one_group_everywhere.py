"""A group's figures are the same wherever it stands: alone, filtered, among others, by one variable or by two."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.cli import main

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"
OF_A_GROUP = (
    *("improved", "same", "worse", "noise_floor", "reliable_change", "pass", "gain", "hake", "effect"),
    *("tests", "ceiling", "power", "suppressed"),
)

Group = dict[str, Any]


@pytest.fixture
def gains(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> dict[str, Any]:
        assert main(["gains", *words, "--json"]) == 0
        results: dict[str, Any] = json.loads(capsys.readouterr().out)
        return results

    return run


def only(report: dict[str, Any], **key: str) -> Group:
    (group,) = (group for group in report["groups"] if group["key"] == key)
    return {name: group[name] for name in OF_A_GROUP}


def whole(report: dict[str, Any]) -> Group:
    return {name: report["total"][name] for name in OF_A_GROUP}


def test_a_region_of_a_file_reads_the_same_in_six_places(gains: Any) -> None:
    file = (str(SAMPLE), "--cluster", "cohort", "--pass-mark", "10")
    one = ("--where", "region=KZ-61")
    places = [
        only(gains(*file, "--by", "region"), region="KZ-61"),
        whole(gains(*file, *one)),
        only(gains(*file, *one, "--by", "region"), region="KZ-61"),
        whole(gains(*file, *one, "--by", "sex")),
        whole(gains(*file, *one, "--by", "cohort")),
        whole(gains(*file, *one, "--strata", "region")),
    ]

    assert places[0]["improved"]["low"] is not None and places[0]["gain"]["interval"] == "pooled_icc"
    assert all(place == places[0] for place in places)


def test_the_girls_of_a_file_read_the_same_by_sex_and_filtered(gains: Any) -> None:
    file = (str(SAMPLE), "--cluster", "cohort")
    places = [
        only(gains(*file, "--by", "sex"), sex="female"),
        whole(gains(*file, "--where", "sex=female")),
        whole(gains(*file, "--where", "sex=female", "--by", "region")),
    ]
    of_one_region = [
        only(gains(*file, "--by", "region", "--by", "sex"), region="KZ-61", sex="female"),
        only(gains(*file, "--where", "sex=female", "--by", "region"), region="KZ-61"),
        only(gains(*file, "--where", "region=KZ-61", "--by", "sex"), sex="female"),
    ]

    assert all(place == places[0] for place in places)
    assert all(place == of_one_region[0] for place in of_one_region)
    assert of_one_region[0]["gain"]["icc"] == only(gains(*file, "--by", "region"), region="KZ-61")["gain"]["icc"]


def groups_of(report: dict[str, Any]) -> Iterator[tuple[str, Group]]:
    for group in report["groups"]:
        if not group["suppressed"]:
            yield group["key"]["region"], {name: group[name] for name in OF_A_GROUP}


def test_a_region_of_the_demonstration_reads_the_same_alone_and_among_others(gains: Any, demonstration: Path) -> None:
    instance = ("--data", str(demonstration))
    for region, group in groups_of(gains(*instance)):
        alone = gains(*instance, "--where", f"region={region}")
        assert whole(alone) == group
        assert only(alone, region=region) == group
