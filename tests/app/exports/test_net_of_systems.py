"""DHIS2, ADX, xAPI and IATI, read back: every figure is that of the JSON, and none is missing."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analytics import DECIMALS, Unit
from app.exports import FORMATS, Destination
from tests.app.exports.cases import WORDS, Case
from tests.app.exports.figures import at, is_shown_as
from tests.app.exports.regions import ACTIVITY

HOME = "http://navigator.example"
TO = Destination(HOME, ACTIVITY, org_unit="NATIONAL")
ADX = "{urn:ihe:qrph:adx:2015}"
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("iati-2.03") / "iati-activities-schema.xsd"))

COUNTS = {
    "SN_ENROLLED": "missing.enrolled",
    "SN_PRE_ONLY": "flow.pre_only",
    "SN_POST_ONLY": "flow.post_only",
    "SN_PAIRED": "flow.paired",
    "SN_IMPROVED": "improved.count",
    "SN_SAME": "same.count",
    "SN_WORSE": "worse.count",
}
PERCENTS = {
    "SN_IMPROVED_PERCENT": "improved.share",
    "SN_IMPROVED_PERCENT_LEAST": "improved.least",
    "SN_IMPROVED_PERCENT_MOST": "improved.most",
    "SN_IMPROVED_PERCENT_LOW": "improved.low",
    "SN_IMPROVED_PERCENT_HIGH": "improved.high",
    "SN_CHANCE_PERCENT": "noise_floor.share",
}
RETEST = {
    "SN_RETEST_N": ("n", 0, 1),
    "SN_RETEST_PERCENT": ("share", 1, 100),
    "SN_RETEST_PERCENT_LOW": ("low", 1, 100),
    "SN_RETEST_PERCENT_HIGH": ("high", 1, 100),
}
"""Wherever what chance alone gives stands."""
STATEMENTS = {
    "N": ("n", 0, 1),
    "BEFORE": ("before", 2, 1),
    "AFTER": ("after", 2, 1),
    "CHANGE": ("change.mean", 2, 1),
    "CHANGE_LOW": ("change.low", 2, 1),
    "CHANGE_HIGH": ("change.high", 2, 1),
}
COURSE = {
    "N": ("n", 0, 1),
    "MEAN": ("mean", 2, 1),
    "MEAN_LOW": ("low", 2, 1),
    "MEAN_HIGH": ("high", 2, 1),
    "PERCENT": ("satisfied.share", 1, 100),
    "PERCENT_LOW": ("satisfied.low", 1, 100),
    "PERCENT_HIGH": ("satisfied.high", 1, 100),
}
SEX = {"female": "F", "male": "M", "unsaid": "U"}


def of_group(values: Any, group: Mapping[str, Any]) -> Any:
    """What a part of the report says of this group, or of all."""
    if group["key"] is None:
        return values["total"]
    return next((one for one in values.get("groups", ()) if one["key"] == group["key"]), None)


def taught_of(case: Case, group: Mapping[str, Any]) -> Any:
    return next((one for one in case.json["taught"] if one["key"] == group["key"]), None)


def expected(case: Case, group: Mapping[str, Any]) -> Iterator[tuple[str, float, int]]:
    """(code, value, decimals) of all that the JSON tells of a group and these systems know a code for."""
    places = [(code, group, place, 0, 1) for code, place in COUNTS.items()]
    is_exact = at(group, "improved.share") is not None
    places += [
        (code, group, place, 1, 100)
        for code, place in PERCENTS.items()
        if is_exact or not place.startswith("improved.")  # the ends of a range are no confidence interval
    ]
    if group["noise_floor"]:
        retest = case.json["method"]["retest"]["improved"]
        places += [(code, retest, *way) for code, way in RETEST.items()]
    for one in case.json["statements"] or ():
        statement = of_group(one, group)
        if statement and statement["n"] and statement["change"]:
            places += [
                (f"SN_SAID_{code(one['statement'])}_{part}", statement, *way) for part, way in STATEMENTS.items()
            ]
    for one in case.json["reactions"]:
        statement = of_group(one, group)
        if statement and statement["n"] and statement["satisfied"]:
            of_share = at(statement, "satisfied.share") is not None
            places += [
                (f"SN_COURSE_{code(one['reaction'])}_{part}", statement, *way)
                for part, way in COURSE.items()
                if of_share or not way[0].startswith("satisfied.")
            ]
    taught = taught_of(case, group)
    if taught and taught["learners"] is not None:
        places += [("SN_TAUGHT_LEARNERS", taught, "learners", 0, 1), ("SN_TAUGHT_PEERS", taught, "peers", 0, 1)]
    for name, values, place, decimals, times in places:
        value = at(values, place)
        if value is not None:
            yield name, times * value, decimals


def code(name: str) -> str:
    return name.upper().replace("-", "_")


def shown(case: Case) -> list[Mapping[str, Any]]:
    """Groups that are one region each, not hidden; all together last."""
    return [
        group
        for group in case.groups
        if not group["suppressed"] and group["flow"] and "+" not in str(group["key"] and [*group["key"].values()])
    ]


def compare(result: Mapping[str, str], case: Case, group: Mapping[str, Any]) -> None:
    wanted = {name: (value, decimals) for name, value, decimals in expected(case, group)}
    assert result.keys() == wanted.keys(), group["key"]
    for name, (value, decimals) in wanted.items():
        assert is_shown_as(value, result[name]), f"{group['key']} {name}: {result[name]} is not {value}"
        assert len(result[name].partition(".")[2]) == decimals, f"{name} {result[name]}"


def place_of(group: Mapping[str, Any]) -> tuple[str, str]:
    key = group["key"] or {}
    return key.get("region", "NATIONAL"), SEX.get(key.get("sex", ""), "")


def with_all(case: Case) -> list[Mapping[str, Any]]:
    """All together have a value where the report is by place alone: else they would count twice."""
    by_place = case.made[0][1].disaggregates == ("region",)
    return [group for group in shown(case) if by_place or group["key"] is not None]


def test_dhis2_has_every_figure_of_every_group_under_its_own_key(of_instance: Case) -> None:
    of = of_instance
    results: dict[tuple[str, str], dict[str, str]] = {}
    document = json.loads(FORMATS["dhis2"].write(of.made, WORDS, TO))
    for one in document["dataValues"]:
        values = results.setdefault((one["orgUnit"], one.get("categoryOptionCombo", "")), {})
        assert one["dataElement"] not in values, "two values of one key"
        values[one["dataElement"]] = one["value"]
        assert one["period"] == ("2026Q2" if of.name == "odd" else one["period"])

    assert results.keys() == {place_of(group) for group in with_all(of)}
    for group in with_all(of):
        compare(results[place_of(group)], of, group)


def test_adx_has_every_figure_of_every_group_under_its_own_attributes(of_instance: Case) -> None:
    of = of_instance
    results: dict[tuple[str, str], dict[str, str]] = {}
    for group in etree.fromstring(FORMATS["adx"].write(of.made, WORDS, TO)).findall(f"{ADX}group"):
        for one in group:
            values = results.setdefault((group.get("orgUnit"), one.get("SEX", "")), {})
            values[one.get("dataElement")] = one.get("value")
        assert of.name != "odd" or group.get("period") == "2026-04-01/P3M"

    assert results.keys() == {place_of(group) for group in with_all(of)}
    for case_group in with_all(of):
        compare(results[place_of(case_group)], of, case_group)


def test_xapi_has_every_figure_of_every_group_and_the_score_after(of_instance: Case) -> None:
    of = of_instance
    statements = json.loads(FORMATS["xapi"].write(of.made, WORDS, TO))
    by_name = {one["actor"]["account"]["name"]: one["result"] for one in statements}
    groups = {"all" if group["key"] is None else " / ".join(group["key"].values()): group for group in of.groups}
    groups = {name: group for name, group in groups.items() if not group["suppressed"] and group["flow"]}
    most = of.json["method"]["max_score"]

    assert by_name.keys() == groups.keys()
    for name, group in groups.items():
        extensions = by_name[name]["extensions"]
        result = {one.removeprefix(f"{HOME}/xapi/").upper(): value for one, value in extensions.items()}
        wanted = {code: round(value, decimals) for code, value, decimals in expected(of, group)}
        for code_, value in wanted.items():
            assert result[code_] == pytest.approx(value, abs=0.5000001 * 10 ** -(2 if "STATEMENTS" in code_ else 1)), (
                code_
            )
        assert {one for one in result if one.startswith("SN_")} == wanted.keys()
        if group["gain"]:
            score = by_name[name]["score"]
            assert score["raw"] == pytest.approx(group["gain"]["post_mean"], abs=1e-4)
            assert score["scaled"] == pytest.approx(group["gain"]["post_mean"] / most, abs=1e-4)
            assert (score["min"], score["max"]) == (0, most)


TITLES = {
    "Learners with both tests": ("flow.paired", 1, None),
    "Learners who improved": ("improved.count", 1, None),
    "Percentage of learners with both tests who improved": ("improved.share", 100, None),
    "Mean score on the test, points out of": ("gain.post_mean", 1, "gain.pre_mean"),
    "Percentage of learners with both tests who reach the pass mark": ("pass.post", 100, "pass.pre"),
}
NO_LOWER = "Percentage of learners with all three tests who scored no lower than right after the lessons"


def of_iati(case: Case) -> Iterator[tuple[str, Mapping[str, Any], float | None, float | None]]:
    """(beginning of the title, group, actual, baseline) of all that the JSON tells."""
    for group in (one for one in case.groups if not one["suppressed"] and one["flow"]):
        for title, (actual, times, before) in TITLES.items():
            was, is_now = at(group, before) if before else None, at(group, actual)
            if is_now is not None and (before is None or was is not None):
                yield title, group, times * is_now, None if was is None else times * was
        for one in case.json["statements"] or ():
            statement = of_group(one, group)
            if statement and statement["change"]:
                yield case.made[0][1].called.statement(one["statement"]), group, statement["after"], statement["before"]
        for one in case.json["reactions"]:
            statement = of_group(one, group)
            if statement and at(statement, "satisfied.share") is not None:
                yield (
                    case.made[0][1].reception.question(one["reaction"]),
                    group,
                    100 * at(statement, "satisfied.share"),
                    None,
                )
        not_lower = (case.json["follow_up"] or {}).get("kept")
        if group["key"] is None and not_lower and not_lower["share"] is not None:
            yield NO_LOWER, group, 100 * not_lower["share"], None
        taught = taught_of(case, group)
        if taught and taught["peers"] is not None:
            yield "Peers taught", group, taught["peers"], None


def test_iati_has_every_figure_of_every_group_at_its_place(of_instance: Case) -> None:
    of = of_instance
    root = etree.fromstring(FORMATS["iati"].write(of.made, WORDS, TO))
    SCHEMA.assertValid(root)
    wanted = list(of_iati(of))
    used = 0
    for indicator in root.iter("indicator"):
        title = indicator.findtext("title/narrative")
        mine = {place_in_iati(group): (now, was) for begin, group, now, was in wanted if title.startswith(begin)}
        actuals = {where(one): one.get("value") for one in indicator.iter("actual")}
        before = {where(one): one.get("value") for one in indicator.iter("baseline")}
        used += len(actuals)

        assert actuals.keys() == mine.keys(), title
        assert before.keys() == {place for place, (_now, was) in mine.items() if was is not None}, title
        for place, (now, was) in mine.items():
            assert is_shown_as(now, actuals[place]), f"{title} {place}: {actuals[place]} is not {now}"
            assert was is None or is_shown_as(was, before[place]), f"{title} {place}: {before[place]} is not {was}"
        parts = [float(value) for place, value in actuals.items() if place[0]]
        is_sum = (() in {place[0] for place in actuals} and not parts) or sum(parts) == float(actuals.get(((), ()), -1))
        is_count = "Learners" in title or "Peers" in title
        unit = Unit.SHARE if indicator.get("measure") == "2" else Unit.COUNT if is_count else Unit.POINTS
        decimals = {len(one.partition(".")[2]) for one in (*actuals.values(), *before.values())}
        assert decimals == {DECIMALS[unit]}, title
        assert indicator.get("aggregation-status") == str(int(is_count and is_sum)), title
    assert used == len(wanted), "nothing is missing"


def place_in_iati(group: Mapping[str, Any]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    key = group["key"] or {}
    return (
        tuple(key["region"].split("+")) if "region" in key else (),
        tuple(value for name, value in key.items() if name != "region"),
    )


def where(one: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (
        tuple(place.get("ref") for place in one.findall("location")),
        tuple(place.get("value") for place in one.findall("dimension")),
    )
