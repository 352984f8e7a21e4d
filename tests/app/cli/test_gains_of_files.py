"""`navigator gains FILE`: what it finds by itself, what it says, and every way in which a table can be wrong."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.cli.conftest import Navigator, as_json

SCORES = "learner,region,cohort,pre,post\n1,KZ-61,a,5,9\n2,KZ-61,a,6,6\n3,KZ-35,b,7,12\n4,KZ-35,b,8,7\n5,KZ-35,b,6,\n"
ITEMS = (
    "region,pre_1,pre_2,pre_3,pre_4,pre_5,post_1,post_2,post_3,post_4,post_5\n"
    "N,1,0,0,0,0,1,1,1,0,0\n"
    "N,1,1,0,0,,1,1,0,0,1\n"  # four of five answered: complete, the blank is not right
    "S,1,1,0,,,1,1,1,1,1\n"  # three of five: incomplete, so only the second test stands
    "S,0,1,0,0,0,,,,,\n"
)


def test_scores_and_their_groups_are_counted(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table(SCORES), "--by", "region", "--max", "14")

    assert report["total"]["flow"] == {"pre_only": 1, "post_only": 0, "paired": 4}
    assert report["total"]["improved"]["count"] == 2
    assert report["total"]["gain"]["mean"] == pytest.approx((4 + 0 + 5 - 1) / 4)
    assert [(group["key"], group["improved"]["count"]) for group in report["groups"]] == [
        ({"region": "KZ-35"}, 1),
        ({"region": "KZ-61"}, 1),
    ]


def test_items_are_found_by_their_names_and_the_four_fifths_rule_decides_what_counts(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    code, out, _ = gains(table(ITEMS))
    report = as_json(gains, table(ITEMS))

    text = " ".join(out.split())

    assert code == 0
    assert "first test pre_1 … pre_5, second post_1 … post_5, items in each: 5" in text
    assert "1 first, 0 second tests" in text
    assert report["total"]["flow"] == {"pre_only": 1, "post_only": 1, "paired": 2}
    assert report["total"]["gain"]["mean"] == pytest.approx((2 + 1) / 2)
    assert report["method"]["max_score"] == 5


def test_without_a_highest_score_the_highest_seen_is_taken_and_said(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    _, out, _ = gains(table(SCORES))

    assert "taken to be 12, the highest in the file (first test" in " ".join(out.split())


def test_cohorts_change_the_interval_and_the_unit(gains: Navigator, table: Callable[..., Path]) -> None:
    alone = as_json(gains, table(SCORES), "--max", 14)
    together = as_json(gains, table(SCORES), "--max", 14, "--cluster", "cohort")

    assert alone["method"]["unit"] == "learner"
    assert alone["total"]["improved"]["interval"] == "wilson"
    assert together["method"]["unit"] == "cohort"
    assert together["total"]["improved"]["interval"] == "korn_graubard"


def test_several_files_are_put_together_and_rows_can_be_chosen(gains: Navigator, table: Callable[..., Path]) -> None:
    both = as_json(gains, table(SCORES, "a.csv"), table(SCORES, "b.csv"), "--max", 14)
    chosen = as_json(gains, table(SCORES), "--max", 14, "--where", "region=KZ-61")

    assert both["total"]["flow"]["paired"] == 8
    assert chosen["total"]["flow"]["paired"] == 2


def test_nothing_of_a_file_is_hidden_unless_it_is_asked(gains: Navigator, table: Callable[..., Path]) -> None:
    shown = as_json(gains, table(SCORES), "--by", "region")
    hidden = as_json(gains, table(SCORES), "--by", "region", "--suppress", 11)

    assert not any(group["suppressed"] for group in shown["groups"])
    assert all(group["suppressed"] and group["improved"] is None for group in hidden["groups"])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(SCORES.encode("utf-8-sig"), id="UTF-8 with a byte order mark"),
        pytest.param(SCORES.encode("utf-16"), id="UTF-16"),
        pytest.param(SCORES.encode("utf-16-le"), id="UTF-16 without a mark"),
        pytest.param(SCORES.replace(",", ";").encode(), id="semicolons"),
        pytest.param(SCORES.replace(",", "\t").encode(), id="tabs"),
        pytest.param(("sep=;\n" + SCORES.replace(",", ";")).encode(), id="a separator said to Excel"),
        pytest.param(SCORES.replace("\n", "\r\n").encode(), id="line ends of Windows"),
        pytest.param(SCORES.replace("KZ-61", "Туркестан").encode("cp1251"), id="Windows-1251"),
        pytest.param((SCORES + ",,,,\n\n").encode(), id="empty rows at the end"),
        pytest.param(SCORES.replace(",5,9", ',"5,0",9.0').encode(), id="whole numbers with a decimal sign"),
    ],
)
def test_tables_as_programs_write_them_give_the_same(
    gains: Navigator, table: Callable[..., Path], content: bytes
) -> None:
    report = as_json(gains, table(content), "--by", "region", "--max", 14)

    assert report["total"]["flow"] == {"pre_only": 1, "post_only": 0, "paired": 4}
    assert report["total"]["gain"]["mean"] == pytest.approx(2)
    assert len(report["groups"]) == 2


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        pytest.param("", (), ["t.csv", "is empty"], id="an empty file"),
        pytest.param("\n \n", (), ["t.csv", "is empty"], id="blank lines only"),
        pytest.param("pre,post\n", (), ["t.csv", "no rows below"], id="a header only"),
        pytest.param(SCORES, ("--by", "regoin"), ["no column 'regoin'", "`region`"], id="an unknown group"),
        pytest.param(SCORES, ("--cluster", "class"), ["no column 'class'", "It has: learner"], id="an unknown cohort"),
        pytest.param(SCORES, ("--pre", "Pre", "--post", "post"), ["no column 'Pre'", "`pre`"], id="another capital"),
        pytest.param(SCORES, ("--items", "q_*", "r_*"), ["no column matches 'q_*'"], id="a pattern for nothing"),
        pytest.param(SCORES, ("--items", "p*", "post"), ["column post", "both patterns"], id="patterns that overlap"),
        pytest.param(SCORES, ("--pre", "pre"), ["--pre and --post belong together"], id="half of a pair"),
        pytest.param(
            SCORES, ("--where", "region=KZ-99"), ["column region", "no row has 'KZ-99'"], id="rows of nothing"
        ),
        pytest.param("a,b\n1,2\n", (), ["which columns hold the two tests", "--pre"], id="no tests to be found"),
        pytest.param(SCORES.replace(",12", ",twelve"), (), ["row 4", "column post", "'twelve'"], id="text in a score"),
        pytest.param(
            SCORES.replace(",12", ",absent"), (), ["row 4", "column post", "'absent'"], id="a word for missing"
        ),
        pytest.param(SCORES.replace(",12", ",7.5"), (), ["row 4", "column post", "7.5", "whole"], id="half a point"),
        pytest.param(SCORES.replace(",12", ",-1"), (), ["row 4", "column post", "below 0"], id="less than nothing"),
        pytest.param(
            SCORES, ("--max", "10"), ["row 4", "column post", "12", "over the highest"], id="over the maximum"
        ),
        pytest.param(SCORES.replace(",12", ",inf"), (), ["row 4", "column post", "'inf'"], id="no number"),
        pytest.param(ITEMS.replace("1,1,0,0,,", "1,2,0,0,,"), (), ["row 3", "column pre_2", "0 or 1"], id="no mark"),
        pytest.param(
            "pre_1,pre_2,post_1\n1,0,1\n", ("--items", "pre_*", "post_*"), ["2 item", "1 ("], id="items missing"
        ),
        pytest.param(
            ITEMS, ("--max", "9"), ["of one point each: 5", "--max cannot be 9"], id="a maximum that items contradict"
        ),
        pytest.param(
            SCORES.replace("3,KZ-35,b,7,12", "3,KZ-35,b,7"),
            (),
            ["row 4", "cells: 4, columns in the header: 5"],
            id="a short row",
        ),
        pytest.param(SCORES.replace(",7,12", ",7,12,1"), (), ["row 4", "cells: 6"], id="a long row"),
        pytest.param('pre,post\n1,2\n"3,4\n', (), ["row 3", "quotation mark"], id="a quotation left open"),
        pytest.param("pre,pre\n1,2\n", (), ["row 1", "column pre", "two columns"], id="a column twice"),
        pytest.param(
            SCORES.replace("b,7", ",7"), ("--cluster", "cohort"), ["row 4", "column cohort", "empty"], id="no cohort"
        ),
        pytest.param(
            "pre,post\n,\n1,\n".replace("1,", " ,x"), (), ["row 3", "column post", "'x'"], id="a row of one sign"
        ),
        pytest.param("pre,post,n\n,,1\n,,2\n", (), ["nobody took a test"], id="no test taken"),
        pytest.param(SCORES, ("--pass-mark", "40"), ["--pass-mark 40", "12"], id="a pass mark out of reach"),
        pytest.param(SCORES.replace("KZ-61", "Туркестан").encode("koi8-r"), (), ["row 2", "neither UTF-8"], id="KOI8"),
        pytest.param(SCORES.replace("KZ-61", "Zürich").encode("latin-1"), (), ["row 2", "neither UTF-8"], id="Latin-1"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\x01\x02", (), ["no table of text"], id="a picture"),
    ],
)
def test_what_is_wrong_is_one_sentence_with_its_place(
    gains: Navigator, table: Callable[..., Path], content: str | bytes, options: tuple[str, ...], message: list[str]
) -> None:
    code, out, err = gains(table(content), *options)

    assert code == 2
    assert out == ""
    assert err.count("\n") == 1
    for part in message:
        assert part in err


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(("--confidence", "95"), id="a confidence in per cent"),
        pytest.param(("--max", "0"), id="a test of no points"),
        pytest.param(("--where", "region"), id="a condition without a value"),
        pytest.param(("--format", "pdf"), id="a format that is not there yet"),
    ],
)
def test_wrong_options_exit_with_2(gains: Navigator, table: Callable[..., Path], options: tuple[str, ...]) -> None:
    code, _, err = gains(table(SCORES), *options)

    assert code == 2
    assert "navigator gains" in err


def test_a_file_that_is_not_there_is_said(gains: Navigator, tmp_path: Path) -> None:
    assert gains(tmp_path / "none.csv")[::2] == (
        2,
        f"navigator gains: {tmp_path}/none.csv: there is no such file\n",
    )
    assert "a folder" in gains(tmp_path)[2]


@pytest.mark.parametrize("lang", ["en", "ru", "kk"])
def test_the_text_fits_a_terminal(gains: Navigator, table: Callable[..., Path], lang: str) -> None:
    code, out, _ = gains(table(SCORES), "--by", "region", "--by", "cohort", "--pass-mark", 10, "--lang", lang)

    assert code == 0
    assert max(map(len, out.splitlines())) <= 100


def test_a_page_stands_alone_and_escapes_what_came_in(gains: Navigator, table: Callable[..., Path]) -> None:
    _, out, _ = gains(table(SCORES.replace("KZ-61", "<b>")), "--by", "region", "--format", "html")

    assert out.startswith("<!doctype html>")
    assert "&lt;b&gt;" in out
    assert "<b>" not in out
    assert "http" not in out


def test_p_values_too_small_for_a_number_are_told_apart_from_0(gains: Navigator, table: Callable[..., Path]) -> None:
    many = "pre,post\n" + "3,9\n4,9\n" * 3000
    report = as_json(gains, table(many), "--max", 10)
    _, out, _ = gains(table(many), "--max", 10, "--full")

    assert report["total"]["tests"]["sign"]["p"] == 0
    assert report["total"]["tests"]["sign"]["ln_p"] == pytest.approx(-4158.19, abs=0.01)  # ln 2 - 6000 ln 2
    assert "10⁻¹⁸⁰⁶" in out


CONTRACT = {
    "flow": {"pre_only", "post_only", "paired"},
    "improved": {"count", "share", "low", "high", "interval"},
    "same": {"count", "share", "low", "high", "interval"},
    "worse": {"count", "share", "low", "high", "interval"},
    "noise_floor": {"share"},
    "reliable_change": None,
    "pass": {"mark", "pre", "post", "difference", "low", "high", "p"},
    "gain": {"mean", "sd", "low", "high", "percent", "cohorts", "icc", "design_effect", "effective_n"},
    "hake": {"of_averages", "average", "undefined"},
    "effect": {"d_z", "d_av", "hedges_g", "rank_biserial", "p_superiority", "hodges_lehmann"},
    "tests": {"sign", "wilcoxon", "t"},
    "ceiling": {"pre", "post"},
    "suppressed": None,
    "notes": None,
}
"""G of the blueprint. There are more figures beside these."""


def test_the_json_is_the_contract(gains: Navigator, table: Callable[..., Path]) -> None:
    enough = [
        f"{place},KZ-{61 - place % 2},{'abcd'[place % 4]},{4 + place % 5},{5 + place % 5 + place % 4}"
        for place in range(40)
    ]
    uneven = table("\n".join(["learner,region,cohort,pre,post", *enough]))
    report = as_json(gains, uneven, "--by", "region", "--cluster", "cohort", "--pass-mark", 8, "--max", 14)

    assert {"method", "total", "groups", "between", "items"} <= set(report)
    for group in (report["total"], *({key: it[key] for key in it if key != "key"} for it in report["groups"])):
        assert set(CONTRACT) <= set(group)
        for name, fields in CONTRACT.items():
            assert fields is None or fields <= set(group[name]), name
    assert set(report["total"]["flow"]) == CONTRACT["flow"]
    assert {"p", "ln_p"} <= set(report["total"]["tests"]["sign"])
    assert {"statistic", "z", "p", "ln_p", "method"} <= set(report["total"]["tests"]["wilcoxon"])
    assert {"t", "df", "p", "ln_p"} <= set(report["total"]["tests"]["t"])
    assert "no_comparison_group" in [note["code"] for note in report["total"]["notes"]]


def test_a_figure_that_cannot_be_given_is_null_and_the_notes_say_why(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    one = as_json(gains, table("pre,post\n3,5\n"), "--max", 10)
    nobody = as_json(gains, table("pre,post\n3,\n,5\n"), "--max", 10)

    assert one["total"]["tests"]["t"] is None
    assert "too_few_learners" in [note["code"] for note in one["total"]["notes"]]
    assert nobody["total"]["improved"] is None
    assert "no_pairs" in [note["code"] for note in nobody["total"]["notes"]]


def test_the_sample_that_ships_is_read_as_the_guide_says(gains: Navigator) -> None:
    sample = Path(__file__).parents[3] / "docs" / "sample.csv"
    report = as_json(gains, sample, "--by", "region", "--cluster", "cohort")

    assert report["total"]["flow"] == {"pre_only": 12, "post_only": 0, "paired": 197}
    assert report["total"]["improved"]["count"] == 176
    assert report["total"]["gain"]["cohorts"] == 14
    assert [group["key"]["region"] for group in report["groups"]] == ["KZ-15", "KZ-35", "KZ-61", "KZ-79"]


def test_what_was_not_asked_for_is_null_and_says_so(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table(SCORES), "--max", 14)

    assert report["total"]["pass"] is None
    assert {"code": "not_counted", "figure": "pass"} in [
        {"code": note["code"], **note["values"]} for note in report["total"]["notes"]
    ]
    assert report["between"] is None
    assert "one_group" in [note["code"] for note in report["notes"]]
    assert report["items"] == []
    assert {"items", "forms", "follow_up", "statements", "dose"} <= {
        note["values"].get("figure") for note in report["notes"] if note["code"] == "not_counted"
    }


def test_those_who_left_are_compared_with_those_who_stayed(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table("pre,post\n" + "5,9\n6,7\n7,8\n" * 6 + "2,\n3,\n2,\n"), "--max", 10)
    attrition = report["total"]["attrition"]

    assert attrition["lost"]["count"] == 3
    assert attrition["scores"]["difference"]["value"] == pytest.approx(6 - 7 / 3)
