"""What a second meeting with a test gives stands beside what chance gives: measured here, or as published."""

import numpy as np
import pytest
from scipy import stats

from analytics import ComparisonCounts, Flow, GroupCounts, JointTable, MoreCounts, gain_report
from analytics.report.retest import SOURCE, published_retest
from app.wording import Called, Words, findings, summary_sentences


def people(gains: list[int]) -> GroupCounts:
    pre = np.arange(len(gains)) % 5 + 2
    return GroupCounts(JointTable.from_pairs(pre, pre + gains, 12), Flow(0, 0, len(gains)))


def test_the_published_retest_is_24_of_45_with_wilsons_interval() -> None:
    """The students of HCItestretest (ShinyItemAnalysis 1.5.5) whose total rose, counted from the data: 24 up, 16 down,
    5 the same. Interval: Wilson's by scipy."""
    result = published_retest(True).improved

    assert (result.count, result.n) == (24, 45)
    wilson = stats.binomtest(24, 45).proportion_ci(method="wilson")
    assert (result.low, result.high) == (pytest.approx(wilson.low), pytest.approx(wilson.high))


@pytest.mark.parametrize(
    ("same", "message"),
    [
        (True, "Both tests asked the same questions, and meeting them again adds to what chance gives"),
        (False, "How much it adds where the second test asks other questions, as here, is not known"),
        (None, "in a published retest that asked the same questions"),
    ],
)
def test_a_report_says_by_itself_whether_the_same_items_were_sat_twice(same: bool | None, message: str) -> None:
    report = gain_report({"": people([2, 3, 0, 1, 4] * 8)}, more=MoreCounts(same_items=same))
    first = findings(Words("en"), report, Called())[0].sentences
    (sentence,) = (one for one in first if "published retest" in one)

    assert message in sentence
    assert (
        "53.3\u00a0% scored higher (n\u00a0=\u00a045, confidence interval 39\u00a0–\u2060\u00a067\u00a0%; "
        "counted from the data set HCItestretest (R: ShinyItemAnalysis 1.5.5); McFarland et al. 2017)" in sentence
    )
    assert SOURCE.partition("; ")[2].startswith("McFarland et al. 2017, CBE Life Sciences Education 16:ar35")


def test_where_people_without_the_course_were_tested_twice_their_share_stands_there() -> None:
    course, waiting = people([3, 2, 4, 1, 0] * 8), people([0, 1, 0, -1, 1] * 8)
    report = gain_report({"": course}, more=MoreCounts(comparison=ComparisonCounts(course, waiting)))
    text = " ".join(
        [*findings(Words("en"), report, Called())[0].sentences, *summary_sentences(Words("en"), report, Called())]
    )

    assert report.method.retest.source == ""
    assert "of those tested twice here without the lessons 40.0\u00a0% scored higher (n\u00a0=\u00a040" in text
    assert "published" not in text
