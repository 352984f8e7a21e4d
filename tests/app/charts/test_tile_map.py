"""Equal tiles: every region has its place, and a tile says what the report says of it and no more."""

import csv
from collections import Counter
from xml.etree import ElementTree

import pytest

from analytics import Flow, GainReport, GroupCounts, JointTable, Options, gain_report, inside
from app.charts import countries_of, tile_map
from app.charts.tile_map import FILE
from app.store.programmes.regions import FILE as REGIONS
from app.wording import Words

GAINS = [3, 4, 2, 4, 3, 0, 2, 5, -1, 2, -1, 4] * 8
WORDS = Words("en")


def report(**sizes: int) -> GainReport:
    """By region; an underscore stands for the hyphen of a code."""
    before = [1 + place % 9 for place in range(len(GAINS))]
    after = [min(14, pre + gain) for pre, gain in zip(before, GAINS, strict=True)]
    counts = {
        code.replace("_", "-"): GroupCounts(
            JointTable.from_pairs(before[:n], after[:n], 14), Flow(pre_only=0, post_only=0, paired=n, enrolled=n)
        )
        for code, n in sizes.items()
    }
    return inside(gain_report(counts, options=Options(compare_from=11))).report


def drawn(svg: str) -> list[str]:
    return [it.text or "" for it in ElementTree.fromstring(svg).iter("text")]


def test_every_region_has_a_tile_of_its_own_and_no_other_has() -> None:
    with FILE.open(encoding="utf-8") as tiles, REGIONS.open(encoding="utf-8") as regions:
        result = list(csv.DictReader(tiles))
        known = {row["code"] for row in csv.DictReader(regions)}

    assert {row["code"] for row in result} == known
    places = Counter((row["code"][:2], row["column"], row["row"]) for row in result)
    assert max(places.values()) == 1
    assert all(row["en"] and row["ru"] and (row["kk"] or not row["code"].startswith("KZ")) for row in result)


def test_a_tile_has_figure_and_n_and_a_region_without_group_its_name_alone() -> None:
    gains = report(KZ_61=48, KZ_35=36)
    svg = tile_map(gains, "KZ", WORDS)
    by_key = {group.key: group for group in gains.groups}
    turkistan = by_key["KZ-61"].improved
    assert turkistan is not None and turkistan.share is not None

    texts = drawn(svg)
    place = texts.index("Turkistan")
    assert texts[place + 1 : place + 3] == [f"{100 * turkistan.share:.1f}", "n 48"]
    assert "Astana" in texts
    assert len([text for text in texts if text.startswith("n ")]) == 2
    assert "Turkistan" in (ElementTree.fromstring(svg).get("aria-label") or "")


def test_a_hidden_region_says_that_it_is_hidden() -> None:
    texts = drawn(tile_map(report(KZ_61=48, KZ_35=30, KZ_15=7), "KZ", WORDS))

    place = texts.index("Aktobe")
    assert texts[place + 1] == "hidden"


def test_that_everybody_of_a_region_improved_is_told() -> None:
    before = [1 + place % 9 for place in range(24)]
    counts = {
        "KZ-61": GroupCounts(
            JointTable.from_pairs(before, [pre + 3 for pre in before], 14), Flow(pre_only=0, post_only=0, paired=24)
        )
    }
    texts = drawn(tile_map(inside(gain_report(counts)).report, "KZ", WORDS))

    assert "100.0" in texts


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
@pytest.mark.parametrize("width", [440, 328])
@pytest.mark.parametrize("country", ["KZ", "KG", "UZ", "TM", "TJ"])
def test_nothing_is_drawn_outside_of_a_map(country: str, width: int, language: str) -> None:
    codes = {"KZ": "KZ_63", "KG": "KG_Y", "UZ": "UZ_AN", "TM": "TM_L", "TJ": "TJ_GB"}
    root = ElementTree.fromstring(tile_map(report(**{codes[country]: 48}), country, Words(language), width=width))
    _, _, right, bottom = map(float, (root.get("viewBox") or "").split())

    for it in root.iter("rect"):
        x, y, wide, high = (float(it.get(name, 0)) for name in ("x", "y", "width", "height"))
        assert x >= 0 and x + wide <= right and y >= 0 and y + high <= bottom
    for it in root.iter("text"):
        assert 0 <= float(it.get("y", 0)) <= bottom


def test_a_country_without_a_group_has_no_map() -> None:
    gains = report(KZ_61=48, KG_Y=60)

    assert countries_of(gains) == ["KG", "KZ"]
    assert tile_map(gains, "UZ", WORDS) == ""
