"""`navigator gains FILE` where the table ends in a row such as `Total`: nobody's scores, so left out, and said."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.app.cli.conftest import Navigator, as_json

LEARNERS = "region,pre,post\nN,3,6\nN,4,5\nS,5,9\n"
SIX = "region,pre,post\nN,3,6\nN,4,5\nN,1,4\nN,2,6\nN,4,4\nS,5,9\n"


@pytest.mark.parametrize(
    ("last", "message"),
    [
        pytest.param("Total,12,20\n", "5 ('Total')", id="English"),
        pytest.param("Итого:,12,20\n", "5 ('Итого:')", id="Russian"),
        pytest.param("БАРЛЫҒЫ,12,20\n", "5 ('БАРЛЫҒЫ')", id="Kazakh"),
        pytest.param("Total,12,20\nAverage,4,6.67\n", "5 ('Total'), 6 ('Average')", id="a sum and a mean"),
        pytest.param(",,\nGrand total,12,20\n", "6 ('Grand total')", id="below an empty row"),
    ],
)
def test_a_sum_below_the_learners_is_left_out_and_said(
    gains: Navigator, table: Callable[..., Path], last: str, message: str
) -> None:
    without = as_json(gains, table(LEARNERS), "--by", "region")
    report = as_json(gains, table(LEARNERS + last), "--by", "region")
    sentence = f"t.csv: rows that name a sum instead of a learner are left out: {message}."

    assert sentence in report["method"]["taken"]
    report["method"]["taken"].remove(sentence)
    assert json.dumps(report) == json.dumps(without)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(
            LEARNERS.replace("S,", "Total,7,11\nS,") + "Total,12,20\n",
            "row 4, column region: 'Total' names a sum, not a learner: take the row out",
            id="a sum in between",
        ),
        pytest.param(
            SIX.replace("S,5,9", "N Total,14,25\nS,5,9"),
            "row 7, column pre: the sum of all rows above (14, 25) is nobody's score",
            id="a sum under another name in between",
        ),
        pytest.param(SIX + ",19,34\n", "row 8, column pre: the sum of all rows above (19, 34)", id="a sum of no name"),
        pytest.param(SIX + "All,19,\n", "row 8, column pre: the sum of all rows above (19)", id="a sum of one test"),
        pytest.param("region,pre,post\nTotal,12,20\n", "row 2: 'Total' names a sum, and no row is", id="sums alone"),
    ],
)
def test_a_sum_that_cannot_be_left_out_is_refused_by_its_row(
    gains: Navigator, table: Callable[..., Path], content: str, message: str
) -> None:
    code, out, err = gains(table(content))

    assert (code, out) == (2, "")
    assert message in err


def test_a_highest_score_that_is_said_makes_a_sum_a_learner(gains: Navigator, table: Callable[..., Path]) -> None:
    report = as_json(gains, table(SIX + "N,19,34\n"), "--max", 34)

    assert report["total"]["flow"]["paired"] == 7


@pytest.mark.parametrize(
    "scores", ["3,6\n7,11\n", "0,0\n0,0\n0,0\n0,0\n", "0,0\n1,2\n2,4\n3,6\n", "1,1\n1,1\n0,0\n0,2\n"]
)
def test_a_learner_may_score_as_much_as_a_few_or_as_nobody(
    gains: Navigator, table: Callable[..., Path], scores: str
) -> None:
    content = "pre,post\n" + scores
    assert as_json(gains, table(content))["total"]["flow"]["paired"] == content.count("\n") - 1


@pytest.mark.parametrize("name", ["Total school", "Meaning", "Summer", "Жалпы орта мектеп"])
def test_a_name_that_begins_like_a_sum_is_a_learner(gains: Navigator, table: Callable[..., Path], name: str) -> None:
    assert as_json(gains, table(f"{LEARNERS}{name},3,4\n"))["total"]["flow"]["paired"] == 4
