"""Files of one publication are imported one after the other: none may overwrite a value of another one."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from app.exports import FORMATS, Destination, Unfit
from app.publishing.tables import SPLITS
from app.wording import Words
from tests.app.exports.instance import published

TO = Destination("http://navigator.example", org_unit="NATIONAL")
ADX = "{urn:ihe:qrph:adx:2015}"
Key = tuple[tuple[str, str], ...]


def values_of_dhis2(data: bytes) -> dict[Key, str]:
    result = json.loads(data)["dataValues"]
    return {
        tuple(sorted((name, value) for name, value in one.items() if name not in ("value", "comment"))): one["value"]
        for one in result
    }


def values_of_adx(data: bytes) -> dict[Key, str]:
    results: dict[Key, str] = {}
    for group in ElementTree.fromstring(data).findall(f"{ADX}group"):
        for one in group:
            key = {**group.attrib, **one.attrib}
            results[tuple(sorted((name, value) for name, value in key.items() if name != "value"))] = key["value"]
    return results


def values_of_xapi(data: bytes) -> dict[Key, str]:
    return {
        (("group", one["actor"]["account"]["name"]), ("figure", name.rpartition("/")[2].upper())): str(value)
        for one in json.loads(data)
        for name, value in one["result"]["extensions"].items()
    }


READERS = {"dhis2": values_of_dhis2, "adx": values_of_adx, "xapi": values_of_xapi}


@pytest.mark.parametrize("form", ["dhis2", "adx", "xapi"])
def test_no_value_takes_the_place_of_another(form: str, demonstration: Path) -> None:
    first: dict[Key, tuple[tuple[str, ...], str]] = {}
    files = {}
    for by in SPLITS:
        try:
            data = FORMATS[form].write(published(demonstration, *by), Words("en"), TO)
        except Unfit:
            continue
        files[by] = READERS[form](data)
        for key, value in files[by].items():
            where, before = first.setdefault(key, (by, value))
            assert value == before, f"{key} is {before} in the table by {where} and {value} in that by {by}"

    assert len(files) > 6
    assert all(len(first) > len(values) > 10 for values in files.values())
