"""`navigator gains FILE` with what goes wrong in tables: wrong input is refused in one sentence with its place (2), and
what cannot be worked out is a note beside a whole report (0)."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.app.cli.conftest import Navigator, as_json

HEAD = "learner,region,cohort,pre,post\n"


def rows(*scores: tuple[Any, Any], region: str = "N", cohorts: int = 1) -> str:
    return HEAD + "".join(f"L{n},{region},c{n % cohorts},{pre},{post}\n" for n, (pre, post) in enumerate(scores))


SPREAD = [(3, 6), (4, 5), (5, 9), (6, 6), (7, 8), (2, 7), (5, 4), (6, 9), (4, 8), (3, 3), (8, 9), (5, 7)]


@pytest.mark.parametrize(
    ("content", "options", "message"),
    [
        pytest.param(rows((-3, 6)), (), "row 2, column pre: -3 is below 0: write a whole number", id="negative"),
        pytest.param(rows((3, 6.5)), (), "row 2, column post: 6.5 is not a whole number of points", id="fractional"),
        pytest.param(rows((3, "?")), (), "row 2, column post: '?' is not a score", id="a sign"),
        pytest.param(
            rows((3, "x" * 9000)),
            (),
            f"row 2, column post: '{'x' * 200}…' is not a score",
            id="a cell as long as a file",
        ),
        pytest.param(
            rows((3, 6), (4, 12)),
            ("--max", 10),
            "row 3, column post: 12 is over the highest score: write a whole number from 0 to 10. Where the second "
            "test has more points than the first, scores cannot be compared",
            id="more points after than before",
        ),
        pytest.param(
            rows((3, 6), (4, 999), (5, 8)),
            (),
            "row 3, column post: 999 often stands for a missing answer, and no other score is over 8: leave the cell "
            "empty where the test was not taken, or say --max if a learner scored so high",
            id="a code for a missing score",
        ),
        pytest.param(
            rows((3, 6), (99, 99), (5, 20)), (), "row 3, column pre: 99 often stands for a", id="a code twice"
        ),
        pytest.param(
            "pre_1,pre_2,post_1,post_2\n1,0,1,9\n",
            (),
            "row 2, column post_2: 9 is not the mark of an item: write 0 or 1, or nothing where it was not answered",
            id="a code for a missing item",
        ),
        pytest.param(
            "pre_1,pre_2,pre_3,post_1,post_2\n1,0,1,1,1\n",
            ("--items", "pre_*", "post_*"),
            "the first test has 3 item columns (pre_1 … pre_3), the second 2 (post_1 … post_2)",
            id="more items before than after",
        ),
        pytest.param(
            rows((3, 6), (4, 7)).replace("L1,", "L0,"),
            ("--learner", "learner"),
            "row 3, column learner: learner 'L0' is already in row 2: each learner is one row",
            id="a learner twice",
        ),
        pytest.param(
            rows((3, 6), (4, 7)).replace("L1,", ","),
            ("--learner", "learner"),
            "row 3, column learner: is empty: every row needs its learner",
            id="a row of nobody",
        ),
        pytest.param(rows((3, 6)), ("--learner", "who"), "there is no column 'who'", id="no such learner column"),
        pytest.param(
            "n,pre,post\n" + "".join(f"{n},{n % 9},{n % 10}\n" for n in range(2000)),
            ("--by", "n", "--max", 400),
            "--by n makes 2000 groups, too many for one report",
            id="a group for each row",
        ),
        pytest.param(rows(), (), "names columns but has no rows below them", id="nobody"),
        pytest.param(rows(("", ""), ("", "")), (), "nobody took a test", id="no test taken"),
        pytest.param(rows((3, 6)), ("--confidence", "1.5"), "'1.5' is not a share between 0.5 and 1", id="confidence"),
        pytest.param(rows((3, 6)), ("--pass-mark", "x"), "'x' is not a whole number from 1", id="pass mark"),
        pytest.param(rows((3, 6)), ("--suppress", "-1"), "'-1' is not a whole number from 1", id="suppress"),
    ],
)
def test_wrong_input_is_refused_with_its_place(
    gains: Navigator, table: Callable[..., Path], content: str, options: tuple[Any, ...], message: str
) -> None:
    code, out, err = gains(table(content), *options)

    assert code == 2
    assert out == ""
    assert message in " ".join(err.split())


def test_a_learner_in_two_files_is_found(gains: Navigator, table: Callable[..., Path]) -> None:
    first, second = table(rows((3, 6), (4, 7)), "a.csv"), table(rows((5, 5)).replace("L0", "L1"), "b.csv")
    code, _, err = gains(first, second, "--learner", "learner")

    assert code == 2
    assert "b.csv, row 2, column learner: learner 'L1' is already in row 3 of a.csv" in err


def test_a_column_that_seems_to_name_learners_is_looked_at_unasked(
    gains: Navigator, table: Callable[..., Path]
) -> None:
    twice = rows((3, 6), (4, 7), (5, 8)).replace("L2,", "L0,")
    code, out, _ = gains(table(twice))
    _, quiet, _ = gains(table(rows((3, 6), (4, 7))))

    assert code == 0
    text = " ".join(out.split())
    assert "have the same learner, 'L0': if that names a learner, somebody is counted twice. Say --learner" in text
    assert "counted twice" not in quiet


ITEMS = "region,pre_1,pre_2,post_1,post_2\n" + "N,1,0,1,1\nN,0,0,0,1\n,1,1,0,1\nNA,0,1,,\n"


@pytest.mark.parametrize(("right", "wrong"), [("True", "False"), ("TRUE", "FALSE"), ("ИСТИНА", "ЛОЖЬ")])
def test_marks_in_words_are_marks(gains: Navigator, table: Callable[..., Path], right: str, wrong: str) -> None:
    in_words = re.sub("(?<=,)[01]", lambda mark: right if mark[0] == "1" else wrong, ITEMS)
    report, numbers = (as_json(gains, table(content), "--by", "region") for content in (in_words, ITEMS))
    message = "t.csv: read as right or wrong: '{}', '{}'.".format(*sorted((right, wrong)))

    assert message in report["method"]["taken"]
    report["method"]["taken"].remove(message)
    assert report == numbers
    assert "is not a score" in gains(table(in_words), "--pre", "pre_1", "--post", "post_1")[2]


def test_who_has_no_group_is_said(gains: Navigator, table: Callable[..., Path]) -> None:
    taken = as_json(gains, table(ITEMS), "--by", "region")["method"]["taken"]

    assert any("region is empty in 1 of 4 rows, taken as one group." in sentence for sentence in taken)
    assert "t.csv: 'NA' in region is read as a name like any other." in taken


def test_how_high_each_test_goes_is_said(gains: Navigator, table: Callable[..., Path]) -> None:
    out = " ".join(gains(table(rows((3, 6), (8, 20), (9, 17))))[1].split())

    assert "the highest in the file (first test 9, second 20): say --max if there are more. If the two" in out


def codes(report: dict[str, Any]) -> set[str]:
    notes = [*report["total"]["notes"], *report["notes"], *((report["between"] or {}).get("notes") or [])]
    return {note["code"] for note in notes}


@pytest.mark.parametrize(
    ("content", "options", "code", "sentence"),
    [
        pytest.param(rows((3, "")), (), "no_pairs", "No one has taken both tests yet", id="n = 0"),
        pytest.param(rows((3, 6)), (), "too_few_learners", "It needs 2 learners and has 1.", id="n = 1"),
        pytest.param(
            rows(*[(5, 5)] * 12),
            (),
            "all_unchanged",
            "Everyone (12) scored the same twice",
            id="nobody changed, all equal",
        ),
        pytest.param(
            rows(*[(n, n + 2) for n in range(8)]),
            (),
            "all_same_gain",
            "Everyone (8) gained the same",
            id="one gain for all",
        ),
        pytest.param(
            rows(*[(5, n) for n in range(8)]), (), "pre_all_equal", "had the same score before (5)", id="equal before"
        ),
        pytest.param(
            rows(*[(14, 14)] * 6), ("--max", 14), "pre_all_ceiling", "had full marks before", id="all at ceiling"
        ),
        pytest.param(
            rows(*SPREAD),
            ("--by", "region"),
            "one_group",
            "Subgroups with both tests that can",
            id="one",
        ),
        pytest.param(
            rows(*SPREAD),
            ("--cluster", "cohort"),
            "one_cohort",
            "There is one cohort in all (learners: 12)",
            id="cohort",
        ),
        pytest.param(
            rows(*SPREAD, cohorts=12), ("--cluster", "cohort"), "korn_graubard", "Intervals respect the 12", id="of one"
        ),
        pytest.param(
            rows(*SPREAD, cohorts=3),
            ("--cluster", "cohort"),
            "few_cohorts",
            "Cohorts that the whole report stands on: 3. Under ten, intervals are rough.",
            id="three cohorts",
        ),
        pytest.param(rows((0, 1), (1, 1)), ("--max", 1), "one_item", "with a single item nobody can say", id="k = 1"),
        pytest.param(
            rows(*SPREAD), ("--suppress", 20), "suppressed", "it would speak of fewer than 20 people", id="hidden"
        ),
    ],
)
def test_what_cannot_be_worked_out_is_a_note_beside_a_whole_report(
    gains: Navigator, table: Callable[..., Path], content: str, options: tuple[Any, ...], code: str, sentence: str
) -> None:
    path = table(content)
    status, out, err = gains(path, *options, "--full")
    report = as_json(gains, path, *options)

    assert (status, err) == (0, "")
    assert sentence in " ".join(out.replace("\u00a0", " ").split())
    assert code in codes(report)
    for form in ("csv", "html"):
        assert gains(path, *options, "--format", form)[0] == 0


@pytest.mark.parametrize("points", [60, 300])
def test_long_tests_are_reported(gains: Navigator, table: Callable[..., Path], points: int) -> None:
    scores = [(n * 7 % (points - 9), n * 7 % (points - 9) + n % 10) for n in range(300)]
    report = as_json(gains, table(rows(*scores, cohorts=12)), "--max", points, "--cluster", "cohort")

    assert report["method"]["max_score"] == points
    assert report["total"]["gain"]["mean"] == pytest.approx(4.5)
    assert 0 < report["total"]["noise_floor"]["share"] < 1
    assert report["total"]["tests"]["wilcoxon"]["p"] is not None


def test_a_missing_score_leaves_the_learner_out_and_is_counted(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table(rows((3, 6), ("", 7), (5, ""), ("", ""), (4, 4))), "--max", 14)

    assert report["total"]["flow"] == {"pre_only": 1, "post_only": 1, "paired": 2}
    assert report["total"]["improved"]["count"] == 1


def test_all_that_can_be_asked_at_once(gains: Navigator, table: Callable[..., Path]) -> None:
    content = HEAD + "".join(
        f"L{n},{'NS'[n % 2]},c{n % 8},{n * 5 % 11},{min(14, n * 5 % 11 + n % 4)}\n" for n in range(160)
    )
    options = (
        *("--by", "region", "--by", "cohort", "--cluster", "cohort", "--max", 14, "--pass-mark", 8),
        *("--confidence", 0.9, "--suppress", 11, "--where", "region=N", "--learner", "learner"),
    )
    report = as_json(gains, table(content), *options)

    assert report["method"]["confidence"] == 0.9
    assert report["method"]["suppress"] == 11
    assert [group["key"] for group in report["groups"]] == [{"region": "N", "cohort": f"c{n}"} for n in (0, 2, 4, 6)]
    assert report["total"]["pass"]["mark"] == 8
    for form in ("text", "csv", "html"):
        code, out, err = gains(table(content), *options, "--format", form)
        assert (code, err) == (0, "")
        assert "nan" not in out.lower().replace("finance", "")


def test_json_has_no_number_that_is_none(gains: Navigator, table: Callable[..., Path]) -> None:
    _, out, _ = gains(table(rows(*SPREAD, cohorts=5)), "--by", "region", "--cluster", "cohort", "--json")

    answer = json.loads(out, parse_constant=lambda name: pytest.fail(f"{name} is no JSON"))
    assert answer["total"]["flow"]["paired"] == len(SPREAD)


@pytest.mark.parametrize("options", [(), ("--suppress", 1), ("--cluster", "region")], ids=["all", "hidden", "cohorts"])
def test_one_is_never_several(gains: Navigator, table: Callable[..., Path], options: tuple[Any, ...]) -> None:
    arguments = ("--max", 1, "--pass-mark", 1, "--by", "region", *options)
    out = " ".join(gains(table(rows((0, 1))), *arguments)[1].split())

    assert "1 row; first test" in out
    assert not re.search(r"(?<![\d.,])1 (learners|rows|cohorts|points|items)", out)


@pytest.mark.parametrize(
    ("scores", "options"),
    [([(40, 99), (50, 70)], ()), ([(3, 99), (5, 6)], ("--max", 100)), ([(44, 88)], ("--max", 100))],
)
def test_a_high_score_is_no_code_where_others_come_near_or_the_highest_is_said(
    gains: Navigator, table: Callable[..., Path], scores: list[tuple[int, int]], options: tuple[Any, ...]
) -> None:
    assert as_json(gains, table(rows(*scores)), *options)["total"]["flow"]["paired"] == len(scores)
