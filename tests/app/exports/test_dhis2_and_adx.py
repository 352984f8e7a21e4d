"""What health systems take: a value stands under org unit, period and disaggregation, and never in another's place."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from analytics.shares.intervals import wilson
from app.exports import FORMATS, Cover, Destination, Filing, Unfit
from app.exports.data_key import period_of
from app.wording import Words
from tests.app.exports.regions import HOME, IMPROVED, SIZES, made

ADX = "{urn:ihe:qrph:adx:2015}"


def of(**changes: Any) -> list[Any]:
    ((report, cover),) = made()
    return [(report, replace(cover, **changes))]


def split(by: tuple[str, ...], *keys: tuple[str, ...], filing: Filing | None = None) -> list[Any]:
    """The two groups that are shown, as if they were those of another table."""
    ((report, cover),) = made()
    shown = [group for group in report.groups if not group.suppressed]
    called = [key[0] if len(key) == 1 else key for key in keys]
    groups = tuple(replace(group, key=key) for group, key in zip(shown, called, strict=True))
    names = {key: str(key) for key in called}
    return [
        (replace(report, groups=groups), replace(cover, disaggregates=by, names=names, filing=filing or cover.filing))
    ]


def dhis2(what: list[Any], org_unit: str | None = None) -> list[dict[str, str]]:
    document = json.loads(FORMATS["dhis2"].write(what, Words("en"), replace(HOME, org_unit=org_unit)))
    values: list[dict[str, str]] = document["dataValues"]
    return values


def adx(what: list[Any], org_unit: str | None = None) -> Iterator[dict[str, str]]:
    """Each value with what stands around it."""
    root = ElementTree.fromstring(FORMATS["adx"].write(what, Words("en"), replace(HOME, org_unit=org_unit)))
    for group in root.findall(f"{ADX}group"):
        for one in group:
            yield {**group.attrib, **one.attrib}


def test_dhis2_gets_texts_by_org_unit_and_period_and_nothing_of_the_hidden() -> None:
    document = json.loads(FORMATS["dhis2"].write(of(), Words("en"), HOME))
    values = {(one["orgUnit"], one["dataElement"]): one for one in document["dataValues"]}

    assert document["dataSet"] == "SN_NAVIGATOR"
    assert values["KZ-61", "SN_IMPROVED"]["value"] == str(IMPROVED["KZ-61"])
    assert values["KZ-61", "SN_PAIRED"]["value"] == "30"
    assert {one["period"] for one in document["dataValues"]} == {"2026"}
    assert {unit for unit, _ in values} == {"KZ-61", "KZ-75"}, "neither the hidden nor all together"
    assert values["KZ-61", "SN_IMPROVED"]["comment"] == "Demonstration data"
    assert not [one for one in document["dataValues"] if "categoryOptionCombo" in one]


def test_the_retest_says_in_every_system_where_it_is_from() -> None:
    """Published, or measured in people without the lessons; ADX says the published one in its comment on the whole."""
    ((report, cover),) = of()
    retest = replace(report.method.retest, improved=wilson(9, 30), source="")
    made = [(replace(report, method=replace(report.method, retest=retest)), cover)]

    for what, percent, source in (
        (of(), "53.3", "McFarland et al. 2017"),
        (made, "30.0", "of those tested twice here"),
    ):
        (one,) = (one for one in dhis2(what) if (one["orgUnit"], one["dataElement"]) == ("KZ-61", "SN_RETEST_PERCENT"))
        assert one["value"] == percent and one["comment"].startswith("Demonstration data ") and source in one["comment"]
        for statement in json.loads(FORMATS["xapi"].write(what, Words("en"), HOME)):
            extensions = statement["result"]["extensions"]
            assert source in next(text for name, text in extensions.items() if name.endswith("/xapi/retest"))
    assert b"McFarland et al. 2017" in FORMATS["adx"].write(of(), Words("en"), HOME)


def test_adx_says_the_same() -> None:
    root = ElementTree.fromstring(FORMATS["adx"].write(of(), Words("en"), HOME))
    groups = {group.get("orgUnit"): group for group in root.findall(f"{ADX}group")}

    assert root.get("exported") == "2026-06-09T00:00:00Z"
    assert groups["KZ-61"].get("period") == "2026-01-01/P1Y"
    assert set(groups) == {"KZ-61", "KZ-75"}
    for what in (of(months=("2026-03", "2026-03")), split(("region", "sex"), ("KZ-61", "male"), ("KZ-61", "female"))):
        ours = {(one["orgUnit"], one["dataElement"], one["value"]) for one in dhis2(what, "KZ")}
        assert {(one["orgUnit"], one["dataElement"], one["value"]) for one in adx(what, "KZ")} == ours


@pytest.mark.parametrize(
    ("by", "value", "combination", "attributes"),
    [
        ("sex", "female", "F", {"SEX": "F"}),
        ("sex", "male", "M", {"SEX": "M"}),
        ("age_band", "15-17", "AGE_15_17", {"AGE_BAND": "AGE_15_17"}),
        ("language", "kk", "KK", {"LANGUAGE": "KK"}),
        ("way", "remote", "REMOTE", {"WAY": "REMOTE"}),
        ("channel", "paper", "PAPER", {"CHANNEL": "PAPER"}),
    ],
)
def test_what_a_group_is_of_is_its_disaggregation(
    by: str, value: str, combination: str, attributes: dict[str, str]
) -> None:
    crossed = split(("region", by), ("KZ-61", value), ("KZ-75", value))
    alone = split((by,), (value,), ("other" if by != "sex" else "unsaid",))

    assert {(one["orgUnit"], one["categoryOptionCombo"]) for one in dhis2(crossed)} == {
        ("KZ-61", combination),
        ("KZ-75", combination),
    }
    assert all(attributes.items() <= one.items() for one in adx(crossed))
    assert combination in {one["categoryOptionCombo"] for one in dhis2(alone, "NATIONAL")}
    assert not [one for one in dhis2(crossed) if "attributeOptionCombo" in one]


def test_who_did_it_is_the_attribute_and_stands_around_the_values_in_adx() -> None:
    one_of_several = Filing(programme="p1")
    by_partner = split(("partner",), ("q7m2",), ("b3",), filing=one_of_several)

    assert {one["attributeOptionCombo"] for one in dhis2(by_partner, "KZ")} == {"Q7M2", "B3"}, "each of one programme"
    group = ElementTree.fromstring(FORMATS["adx"].write(by_partner, Words("en"), replace(HOME, org_unit="KZ"))).find(
        f"{ADX}group"
    )
    assert group is not None and group.get("PARTNER") == "Q7M2" and group.get("PROGRAMME") is None
    assert {one["attributeOptionCombo"] for one in dhis2(of(filing=one_of_several))} == {"P1"}


def test_months_that_no_period_holds_are_refused() -> None:
    with pytest.raises(Unfit, match="from 2024-11 to 2026-02, and there no period is so long") as fault:
        dhis2(of(months=("2024-11", "2026-02")))
    assert fault.value.code == "no_period"


def test_all_together_are_filed_where_somebody_says_and_nowhere_else() -> None:
    ((report, _cover),) = made()
    assert report.total.improved is not None

    (total,) = [
        one for one in dhis2(of(), "NATIONAL") if one["dataElement"] == "SN_PAIRED" if one["orgUnit"] == "NATIONAL"
    ]
    assert total["value"] == str(sum(SIZES.values()))
    assert {one["orgUnit"] for one in dhis2(of())} == {"KZ-61", "KZ-75"}
    values = [(one["orgUnit"], one["dataElement"]) for one in dhis2(of(), "KZ-61")]
    assert len(values) == len({*values}), "one value in one place, also where somebody files all under a region"


@pytest.mark.parametrize("form", ["dhis2", "adx"])
def test_figures_of_no_region_or_of_nobody_are_refused_with_the_way_out(form: str) -> None:
    with pytest.raises(Unfit, match="nobody"):
        FORMATS[form].write(of(months=None), Words("en"), HOME)
    report, cover = made()[0]
    by_sex = [(report, Cover("x", cover.made_on, ("sex",), cover.names, (), "", "x", cover.months))]
    with pytest.raises(Unfit, match="split the report by region, or name the org unit"):
        FORMATS[form].write(by_sex, Words("en"), HOME)


@pytest.mark.parametrize("form", ["dhis2", "adx"])
def test_where_every_group_is_hidden_there_is_no_empty_file(form: str) -> None:
    ((report, cover),) = of()
    hidden = [(replace(report, groups=tuple(group for group in report.groups if group.suppressed)), cover)]

    with pytest.raises(Unfit, match=r"every group is hidden.*name their org unit") as fault:
        FORMATS[form].write(hidden, Words("en"), HOME)
    assert fault.value.code == "suppressed"
    assert FORMATS[form].write(hidden, Words("en"), Destination(HOME.home, org_unit="NATIONAL"))


@pytest.mark.parametrize(
    ("months", "name", "days"),
    [
        (("2026-03", "2026-03"), "202603", ("2026-03-01", "2026-03-31")),
        (("2026-01", "2026-03"), "2026Q1", ("2026-01-01", "2026-03-31")),
        (("2026-04", "2026-05"), "2026Q2", ("2026-04-01", "2026-06-30")),
        (("2026-08", "2026-09"), "2026Q3", ("2026-07-01", "2026-09-30")),
        (("2026-10", "2026-12"), "2026Q4", ("2026-10-01", "2026-12-31")),
        (("2026-03", "2026-04"), "2026", ("2026-01-01", "2026-12-31")),
        (("2026-02", "2026-05"), "2026", ("2026-01-01", "2026-12-31")),
        (("2025-10", "2026-09"), "2025Oct", ("2025-10-01", "2026-09-30")),
        (("2025-12", "2026-01"), "2025Oct", ("2025-10-01", "2026-09-30")),
    ],
)
def test_the_smallest_period_that_holds_the_months(months: tuple[str, str], name: str, days: tuple[str, str]) -> None:
    period = period_of(*months)
    assert (period.dhis2, period.first.isoformat(), period.last.isoformat()) == (name, *days)
