"""A group's figures are the same wherever it stands: alone, filtered, among others, by one variable or by two."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.app.cli.conftest import Navigator, as_json

SAMPLE = Path(__file__).parents[3] / "docs" / "sample.csv"
OF_A_GROUP = (
    *("improved", "same", "worse", "noise_floor", "reliable_change", "pass", "gain", "hake", "effect"),
    *("tests", "ceiling", "power", "suppressed"),
)

Group = dict[str, Any]
Reports = Callable[..., dict[str, Any]]


@pytest.fixture
def report_of(gains: Navigator) -> Reports:
    return partial(as_json, gains)


def only(report: dict[str, Any], **key: str) -> Group:
    (group,) = (group for group in report["groups"] if group["key"] == key)
    return {name: group[name] for name in OF_A_GROUP}


def whole(report: dict[str, Any]) -> Group:
    return {name: report["total"][name] for name in OF_A_GROUP}


def test_a_region_of_a_file_reads_the_same_in_six_places(report_of: Reports) -> None:
    file = (str(SAMPLE), "--cluster", "cohort", "--pass-mark", "10")
    one = ("--where", "region=KZ-61")
    places = [
        only(report_of(*file, "--by", "region"), region="KZ-61"),
        whole(report_of(*file, *one)),
        only(report_of(*file, *one, "--by", "region"), region="KZ-61"),
        whole(report_of(*file, *one, "--by", "sex")),
        whole(report_of(*file, *one, "--by", "cohort")),
        whole(report_of(*file, *one, "--strata", "region")),
    ]

    assert places[0]["improved"]["low"] is not None and places[0]["gain"]["interval"] == "pooled_icc"
    assert all(place == places[0] for place in places)


def test_the_girls_of_a_file_read_the_same_by_sex_and_filtered(report_of: Reports) -> None:
    file = (str(SAMPLE), "--cluster", "cohort")
    places = [
        only(report_of(*file, "--by", "sex"), sex="female"),
        whole(report_of(*file, "--where", "sex=female")),
        whole(report_of(*file, "--where", "sex=female", "--by", "region")),
    ]
    of_one_region = [
        only(report_of(*file, "--by", "region", "--by", "sex"), region="KZ-61", sex="female"),
        only(report_of(*file, "--where", "sex=female", "--by", "region"), region="KZ-61"),
        only(report_of(*file, "--where", "region=KZ-61", "--by", "sex"), sex="female"),
    ]

    assert all(place == places[0] for place in places)
    assert all(place == of_one_region[0] for place in of_one_region)
    assert of_one_region[0]["gain"]["icc"] == only(report_of(*file, "--by", "region"), region="KZ-61")["gain"]["icc"]


def groups_of(report: dict[str, Any]) -> Iterator[tuple[str, Group]]:
    for group in report["groups"]:
        if not group["suppressed"]:
            yield group["key"]["region"], {name: group[name] for name in OF_A_GROUP}


def test_a_region_of_the_demonstration_reads_the_same_alone_and_among_others(
    report_of: Reports, demonstration: Path
) -> None:
    instance = ("--data", str(demonstration))
    for region, group in groups_of(report_of(*instance)):
        alone = report_of(*instance, "--where", f"region={region}")
        assert whole(alone) == group
        assert only(alone, region=region) == group
