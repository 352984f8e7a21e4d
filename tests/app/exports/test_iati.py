"""IATI 2.03: the total, its parts by location and dimension, and of the activity what its publisher says alone."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from analytics import Options, gain_report
from app.exports import FORMATS, Destination, Unfit, activity_of
from app.wording import Words
from tests.app.exports.cases import odd
from tests.app.exports.regions import ACTIVITY, HOME, IMPROVED, SIZES, counts_by_region, made

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("iati-2.03") / "iati-activities-schema.xsd"))
PAIRED, IMPROVED_COUNT = "Learners with both tests", "Learners who improved"
NO_LOWER = "Percentage of learners with all three tests who scored no lower than right after the lessons"
PASSED = "Percentage of learners with both tests who reach the pass mark, 7 of 10 points"
PERCENT = "Percentage of learners with both tests who improved"


def activity(*, made_of: list[Any] | None = None, to: Destination = HOME) -> Any:
    written = FORMATS["iati"].write(made_of or made(), Words("en"), to)
    root = etree.fromstring(written)
    SCHEMA.assertValid(root)
    return root.find("iati-activity")


def indicator(of: Any, title: str) -> Any:
    return next(one for one in of.iter("indicator") if one.findtext("title/narrative") == title)


def actuals(of: Any, title: str) -> dict[tuple[str, ...], str]:
    """Values by their locations and dimensions."""
    return {
        (*(one.get("ref") for one in it.findall("location")), *(one.get("value") for one in it.findall("dimension"))): (
            it.get("value")
        )
        for it in indicator(of, title).iter("actual")
    }


def all_shown() -> list[Any]:
    """The same regions where none is hidden."""
    ((_report, cover),) = made()
    return [(gain_report(counts_by_region(), options=Options()), cover)]


def test_all_together_come_first_then_each_region() -> None:
    result = activity()

    assert actuals(result, PAIRED) == {(): "83", ("KZ-61",): "30", ("KZ-75",): "40"}
    assert actuals(activity(made_of=all_shown()), IMPROVED_COUNT) == {
        (): str(sum(IMPROVED.values())),
    } | {(region,): str(count) for region, count in IMPROVED.items()}
    first = next(indicator(result, PERCENT).iter("actual"))
    comment = first.findtext("comment/narrative")
    assert "with both tests" in comment and "confidence interval" in comment
    assert first.find("location") is None


def test_values_add_up_only_where_no_region_is_left_out() -> None:
    hidden, shown = activity(), activity(made_of=all_shown())

    assert indicator(hidden, PAIRED).get("aggregation-status") == "0", "two regions are hidden, the rest is no total"
    assert indicator(shown, PAIRED).get("aggregation-status") == "1"
    assert indicator(shown, PERCENT).get("aggregation-status") == "0", "percentages do not add"
    assert indicator(shown, PERCENT).get("measure") == "2"
    assert indicator(shown, PAIRED).get("measure") == "1"


def test_what_was_so_before_is_the_baseline() -> None:
    ((report, _cover),) = made_of = all_shown()
    result = indicator(activity(made_of=made_of), "Mean score on the test, points out of 10")
    gain = report.total.gain
    assert gain is not None

    assert result.find("baseline").get("value") == f"{gain.pre_mean:.2f}"
    assert result.find("baseline").get("year") == "2026"
    assert result.find("period/actual").get("value") == f"{gain.post_mean:.2f}"
    assert len(result.findall("baseline")) == 1 + len(SIZES)
    assert result.findall("baseline")[1].find("location").get("ref") == "KZ-61"


def test_what_a_group_is_of_beside_its_region_is_a_dimension_of_its_values() -> None:
    ((report, cover),) = made()
    groups = tuple(replace(group, key=(group.key, "female")) for group in report.groups)
    filing = replace(cover.filing, programme="p1", names={"p1": "Safe ways"})
    girls = activity(
        made_of=[(replace(report, groups=groups), replace(cover, disaggregates=("region", "sex"), filing=filing))]
    )

    assert actuals(girls, PAIRED) == {
        ("Safe ways",): "83",
        ("KZ-61", "female", "Safe ways"): "30",
        ("KZ-75", "female", "Safe ways"): "40",
    }
    assert {one.get("name") for one in girls.iter("dimension")} == {"sex", "programme"}


def test_places_have_names_and_the_country_is_that_of_the_regions() -> None:
    result = activity()

    assert [one.get("code") for one in result.findall("recipient-country")] == ["KZ"]
    assert result.xpath("location[@ref='KZ-61']/name/narrative/text()") == ["Turkistan"]


def test_nothing_stands_in_it_that_nobody_told() -> None:
    activity_named = activity_of(
        {
            "identifier": "KZ-BIN-1-A",
            "title": "Safe ways for the young",
            "organisation": "KZ-BIN-1",
            "organisation_type": "23",
            "role": "2",
            "status": "4",
            "start": "2024-09-01",
            "sector": "15190",
            "organisation_name": "Bilim",
            "description": "Courses in schools.",
        }
    )
    result, plain = activity(to=Destination(HOME.home, activity_named)), activity()

    assert result.findtext("title/narrative") == "Safe ways for the young"
    assert result.findtext("description/narrative") == "Courses in schools."
    assert (result.find("reporting-org").get("type"), result.findtext("reporting-org/narrative")) == ("23", "Bilim")
    assert dict(result.find("participating-org").attrib) == {"ref": "KZ-BIN-1", "type": "23", "role": "2"}
    assert result.find("activity-status").get("code") == "4"
    assert [dict(one.attrib) for one in result.findall("activity-date")] == [{"type": "2", "iso-date": "2024-09-01"}]
    assert (result.find("sector").get("code"), plain.find("sector")) == ("15190", None)
    assert result.get("default-currency") is None
    assert plain.findtext("description/narrative") == ACTIVITY.title


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"start": ""}, "no_activity"),
        ({"title": "  "}, "no_activity"),
        ({"start": "1.9.2024"}, "bad_activity"),
        ({"role": "9"}, "bad_activity"),
        ({"organisation_type": "22x"}, "bad_activity"),
        ({"sector": "health"}, "bad_activity"),
    ],
)
def test_what_is_wanting_or_no_code_is_named(change: dict[str, str], code: str) -> None:
    with pytest.raises(Unfit) as fault:
        activity_of({**vars(ACTIVITY), **change})

    assert (fault.value.code, fault.value.fields) == (code, tuple(change))


def comments(of: Any, title: str) -> dict[str, str]:
    """By region, "" for all together."""
    return {
        next((one.get("ref") for one in it.findall("location")), ""): plain(it.findtext("comment/narrative") or "")
        for it in indicator(of, title).iter("actual")
    }


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_who_fell_back_after_the_lessons_stands_beside_who_kept_what_they_had() -> None:
    of = odd()
    ((report, cover),) = of.made
    result = of.json["follow_up"]
    comment = comments(activity(made_of=[(report, cover)]), NO_LOWER)[""]
    lower = result["from_after"]["worse"]

    assert lower["count"] == 10
    assert (
        f"{result['kept']['count']} of 30 with all three tests; 10 scored lower, {100 * lower['share']:.1f} %"
        in comment
    )
    assert "With both tests and without a follow-up: 4. 95 % confidence interval" in comment


def test_beside_a_value_stands_of_how_many_it_is_and_who_is_missing() -> None:
    result = activity(made_of=all_shown())

    assert (
        "8 took the first only, 4 the second only. Enrolled: 103, of whom 8 took neither."
        in comments(result, PERCENT)[""]
    )
    assert comments(result, "Mean score on the test, points out of 10")["KZ-61"].startswith(
        "Learners with both tests: 30. Gain +"
    )


def test_the_period_is_the_months_of_the_figures() -> None:
    period = indicator(activity(), PAIRED).find("period")

    assert period.find("period-start").get("iso-date") == "2026-02-01"
    assert period.find("period-end").get("iso-date") == "2026-05-31"


def test_where_there_is_nothing_to_publish_there_is_no_file() -> None:
    ((report, cover),) = made()
    hidden = replace(report, groups=(), total=next(group for group in report.groups if group.suppressed))

    with pytest.raises(Unfit, match="every group is hidden"):
        FORMATS["iati"].write([(hidden, cover)], Words("en"), HOME)
    with pytest.raises(Unfit, match="nobody has taken both tests"):
        FORMATS["iati"].write(made(months=None), Words("en"), HOME)
    with pytest.raises(Unfit, match="only the publisher knows"):
        FORMATS["iati"].write(made(), Words("en"), Destination(HOME.home))


@pytest.mark.parametrize("form", ["iati", "adx", "dhis2", "xapi"])
@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_what_is_said_in_one_text_reads_as_sentences_without_signs_for_the_eye(form: str, language: str) -> None:
    words = Words(language)
    written = FORMATS[form].write(made(), words, HOME).decode()

    assert f". {words.gettext('Period (of settling)')}: " in written
    assert words.gettext("Missing values") not in written
    assert "\u2060" not in written and "\\u2060" not in written
