"""Two files of one instance are imported one after the other: neither may overwrite a value of the other by another."""

import json
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.exports import FORMATS, Destination, Unfit
from app.wording import Words
from tests.app.exports.instance import reports

TO = Destination("http://navigator.example", org_unit="NATIONAL")
ADX = "{urn:ihe:qrph:adx:2015}"
Key = tuple[tuple[str, str], ...]

FILTERS: list[dict[str, str]] = [
    {},
    {"sex": "female"},
    {"age_band": "15-17"},
    {"language": "kk"},
    {"way": "room"},
    {"month": "2026-03"},
    {"country": "KZ"},
    {"region": "KZ-61"},
    {"sex": "female", "way": "room"},
    {"partner": ""},
]
NARROWED = [("region",), ("sex",)]
"""Splits of a report with filters; without them there are more."""
SPLITS = [*NARROWED, ("month",), ("region", "sex"), ("sex", "region"), ("region", "partner"), ("country",)]


@pytest.fixture(scope="module")
def partner(demonstration: Path) -> str:
    """The public id of one of them."""
    (report, _cover), *_ = reports(demonstration, ("partner",))
    return next(str(group.key) for group in report.groups if not group.suppressed)


def values_of_dhis2(data: bytes) -> dict[Key, str]:
    found = json.loads(data)["dataValues"]
    return {
        tuple(sorted((name, value) for name, value in one.items() if name not in ("value", "comment"))): one["value"]
        for one in found
    }


def values_of_adx(data: bytes) -> dict[Key, str]:
    found: dict[Key, str] = {}
    for group in ElementTree.fromstring(data).findall(f"{ADX}group"):
        for one in group:
            key = {**group.attrib, **one.attrib}
            found[tuple(sorted((name, value) for name, value in key.items() if name != "value"))] = key["value"]
    return found


def values_of_xapi(data: bytes) -> dict[Key, str]:
    return {
        (("group", one["actor"]["account"]["name"]), ("figure", name.rpartition("/")[2].upper())): str(value)
        for one in json.loads(data)
        for name, value in one["result"]["extensions"].items()
    }


READERS = {"dhis2": values_of_dhis2, "adx": values_of_adx, "xapi": values_of_xapi}


@pytest.fixture(scope="module")
def written(demonstration: Path, partner: str):  # type: ignore[no-untyped-def]
    """A file of every filter and split that can be made, by what was asked."""

    @cache
    def files(form: str) -> list[tuple[str, dict[Key, str]]]:
        found = []
        for filters in FILTERS:
            filters = {name: value or partner for name, value in filters.items()}
            for by in NARROWED if filters else SPLITS:
                try:
                    data = FORMATS[form].write(of(by, tuple(filters.items())), Words("en"), TO)
                except Unfit:
                    continue
                found.append((f"{filters} by {by}", READERS[form](data)))
        return found

    @cache
    def of(by: tuple[str, ...], filters: tuple[tuple[str, str], ...]):  # type: ignore[no-untyped-def]
        return reports(demonstration, by, **dict(filters))

    return files


@pytest.mark.parametrize("form", ["dhis2", "adx", "xapi"])
def test_no_value_takes_the_place_of_another(form: str, written) -> None:  # type: ignore[no-untyped-def]
    first: dict[Key, tuple[str, str]] = {}
    files = written(form)
    again = 0
    for name, values in files:
        for key, value in values.items():
            where, before = first.setdefault(key, (name, value))
            assert value == before, f"{key} is {before} in {where} and {value} in {name}"
            again += where != name

    assert len(files) > 15
    assert again > 300, "the same figure stands in many files, and is the same"


@pytest.mark.parametrize("form", ["dhis2", "adx", "xapi"])
def test_a_row_of_a_split_is_the_report_on_that_group_alone(form: str, written) -> None:  # type: ignore[no-untyped-def]
    """The same figure under the same key, whichever way it was asked for."""
    files = dict(written(form))
    split, alone = files["{} by ('region', 'sex')"], files["{'sex': 'female'} by ('region',)"]
    girls = {key for key in split if any(part == "F" or part.endswith("/ female") for _, part in key)}
    shared = girls & alone.keys()

    assert len(shared) > 20
    assert files["{} by ('sex', 'region')"] == split, "the order of a split is none of the figures"
    assert shared >= {key for key in girls if not any("KZ-35" in part for _, part in key)}
