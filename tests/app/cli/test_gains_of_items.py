"""`navigator gains FILE` item by item: which column is set against which, and what is said of each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.cli.conftest import Navigator, as_json
from tests.app.cli.test_gains_of_files import ITEMS

TURNED = "pre_a,pre_b,pre_c,post_c,post_a,post_b\n" + "1,0,0,0,1,1\n" * 3 + "1,1,0,0,1,1\n" * 2


@pytest.mark.parametrize("options", [(), ("--items", "pre_*", "post_*"), ("--items", "pre_?", "post_[a-c]")])
def test_an_item_is_paired_with_itself_whatever_the_order_of_the_columns(
    gains: Navigator, table: Callable[..., Path], options: tuple[str, ...]
) -> None:
    """By patterns each was paired with whatever stood in its place: of a test of sixty items 58 with others."""
    items = as_json(gains, table(TURNED), *options)["items"]

    assert {item["item"]: (item["gained"], item["lost"]) for item in items} == {"a": (0, 0), "b": (3, 0), "c": (0, 0)}


def test_items_of_forms_that_share_no_name_are_paired_by_their_order(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    content = TURNED.replace("post_c,post_a,post_b", "post_x,post_y,post_z")
    items = as_json(gains, table(content), "--items", "pre_*", "post_*")["items"]

    assert [(item["before"]["count"], item["after"]["count"]) for item in items] == [(5, 0), (2, 5), (0, 5)]
    assert [(item["gained"], item["lost"]) for item in items] == [(None, None)] * 3  # they may be other questions


def test_items_of_two_files_are_put_together_by_name(gains: Navigator, table: Callable[..., Path]) -> None:
    """A second file with its first column last told of other items: twice the same learners are twice as
    many, of each item."""
    lines = [line.split(",") for line in TURNED.split()]
    turned = "".join(",".join((*line[1:], line[0])) + "\n" for line in lines)
    once = as_json(gains, table(TURNED))["items"]
    twice = as_json(gains, table(TURNED), table(turned, "turned.csv"))["items"]

    assert [(item["item"], 2 * item["gained"], 2 * item["lost"]) for item in once] == [
        (item["item"], item["gained"], item["lost"]) for item in twice
    ]


def test_files_with_other_items_are_not_put_together(gains: Navigator, table: Callable[..., Path]) -> None:
    other = TURNED.replace("_c", "_d")
    code, _, err = gains(table(TURNED), table(other, "other.csv"))

    assert code == 2
    assert "other.csv: t.csv has no item d: scores of different tests are not put together" in err


def test_what_is_doubtful_about_items_is_said(gains: Navigator, table: Callable[..., Path]) -> None:
    """An item that nobody was asked before is one more right for everyone after."""
    other_names = TURNED.replace("post_c,post_a,post_b", "post_x,post_y,post_z")
    by_order = as_json(gains, table(other_names), "--items", "pre_*", "post_*")["method"]["taken"]
    quiet = as_json(gains, table(TURNED), "--items", "pre_*", "post_*")["method"]["taken"]
    names = [f"{wave}_{item}" for wave in ("pre", "post") for item in range(6)]
    unasked = ",".join(names) + "\n" + (",1,0,0,1,0," + "1,1,0,1,1,0\n") * 9
    of_nobody = as_json(gains, table(unasked))

    assert any("paired by their order: pre_a with post_x, and so on." in sentence for sentence in by_order)
    assert not any("order" in sentence or "nobody answered" in sentence for sentence in quiet)
    assert of_nobody["total"]["improved"]["count"] == 9
    assert any("nobody answered pre_0. It counts as not right" in sentence for sentence in of_nobody["method"]["taken"])


def test_items_of_which_only_some_are_in_both_tests_are_refused(gains: Navigator, table: Callable[..., Path]) -> None:
    code, _, err = gains(table(TURNED.replace("post_c", "post_d")), "--items", "pre_*", "post_*")

    assert code == 2
    assert "items in both tests: 2, in one only: pre_c, post_d; give the same item the same name in both" in err


def test_items_tell_who_learned_and_who_lost_each(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table(ITEMS))
    first, second = report["items"][:2]

    assert [item["item"] for item in report["items"]] == ["1", "2", "3", "4", "5"]
    assert (first["n"], first["gained"], first["lost"], first["before"]["count"]) == (2, 0, 0, 2)
    assert (second["gained"], second["lost"], second["after"]["share"]) == (1, 0, 1)
    assert [(wave["wave"], wave["n"]) for wave in report["item_waves"]] == [("pre", 2), ("post", 2)]


def test_of_several_columns_items_are_compared_between_the_values_of_each(gains: Navigator) -> None:
    sample = Path(__file__).parents[3] / "docs" / "sample.csv"
    region, sex = (as_json(gains, sample, "--by", column)["dif"] for column in ("region", "sex"))
    both = as_json(gains, sample, "--by", "region", "--by", "sex")["dif"]

    assert (len(region), len(sex)) == (3, 1)
    assert both == [*region, *sex]


def test_with_cohorts_each_item_is_tested_with_cohorts_within_regions(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    rows = "".join(f"c{n % 6},r{n % 2},{n % 2},{n % 3 == 0:d},{n % 5 > 0:d},1\n" for n in range(60))
    report = as_json(gains, table("cohort,region,pre_a,pre_b,post_a,post_b\n" + rows), "--cluster", "cohort")

    assert {item["test"] for item in report["items"]} == {"pooled_icc"}
    assert report["items"][0]["difference"]["df"] == 4, "cohorts less regions"
    assert report["items"][0]["before"]["count"] == 30
