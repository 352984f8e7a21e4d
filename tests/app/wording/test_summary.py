"""A report in five lines, and the lines between clear and not: no sentence says more than its figure."""

import pytest

from analytics import Flow, GainReport, GroupCounts, JointTable, Options, gain_report
from app.wording import Called, Words, missing_sentences, one_by_one_sentences, plain_sentences, summary_sentences

WORDS = Words("en")
HALF = [(5, 6), (4, 6), (6, 5), (3, 5), (5, 4), (4, 4), (6, 8), (2, 3), (5, 5), (4, 3), (7, 8), (3, 4)]
NEARLY_CLEAR = [*HALF, (5, 7)]
"""p of its paired t is 0.056."""
JUST_CLEAR = [*HALF, (4, 5), (3, 4)]
"""p is 0.045; of three such groups Holm makes 0.13."""
UP = [(2, 7), (3, 8), (4, 8), (5, 9), (3, 6), (2, 6), (4, 9), (5, 8), (3, 7), (4, 7), (5, 10), (2, 5)]


def report(*groups: list[tuple[int, int]], flow: Flow | None = None) -> GainReport:
    counts = {
        f"G{place}": GroupCounts(
            JointTable.from_pairs([pre for pre, _ in pairs], [post for _, post in pairs], 10),
            flow or Flow(pre_only=0, post_only=0, paired=len(pairs)),
        )
        for place, pairs in enumerate(groups)
    }
    return gain_report(counts, options=Options())


def in_short(report: GainReport) -> str:
    return " ".join(summary_sentences(WORDS, report, Called()))


def test_who_took_one_test_alone_is_said_of_that_test() -> None:
    gains = report(UP, flow=Flow(pre_only=5, post_only=2, paired=12, enrolled=22))

    assert "Missing (attrition): 10; first test only 5, second only 2, neither 3." in in_short(gains)


@pytest.mark.parametrize(
    ("enrolled", "sentence"),
    [(22, "10 of 22 who joined (45.5\u00a0%) did not take both tests. If none"), (12, "Nobody is missing")],
    ids=["ten", "nobody"],
)
def test_somebody_is_missing_only_where_more_joined_than_took_both(enrolled: int, sentence: str) -> None:
    gains = report(UP, flow=Flow(pre_only=0, post_only=0, paired=12, enrolled=enrolled))

    assert missing_sentences(WORDS, gains.total)[0].startswith(sentence)


def test_a_share_whose_interval_holds_chance_is_doubted_in_short_and_one_above_is_not() -> None:
    doubt = "that more improved than by chance alone"

    assert doubt in in_short(report(NEARLY_CLEAR))
    assert doubt not in in_short(report(UP))


def test_a_share_above_chance_but_not_above_the_retest_is_doubted_in_short() -> None:
    """The upper limit of the published retest is 67 %; the lower one of the 87 of 132 who improved here is 57 %."""
    gains = report(([(3, 6)] * 75 + [(6, 5)] * 25 + [(4, 4)] * 20)[:120], UP)
    short = in_short(gains)

    assert gains.total.improved is not None and gains.total.noise_floor is not None
    assert gains.total.noise_floor.share < (gains.total.improved.low or 0) < (gains.method.retest.improved.high or 0)
    assert "that more improved than on a second sitting alone" in short
    assert "that more improved than by chance alone" not in short
    assert "second sitting alone" not in in_short(report(UP * 3))


def test_a_p_of_one_in_eighteen_is_not_clear() -> None:
    gains = report(NEARLY_CLEAR)
    assert gains.total.tests is not None and gains.total.tests.t is not None
    assert gains.total.tests.t.p == pytest.approx(0.056, abs=0.001)

    assert "that the mean changed" in in_short(gains)
    assert "unlikely" not in " ".join(plain_sentences(WORDS, gains.total, gains.method))


def test_of_several_groups_none_is_clear_before_their_number_is_corrected_for() -> None:
    gains = report(JUST_CLEAR, JUST_CLEAR, JUST_CLEAR)
    assert gains.between is not None
    assert [(one.p < 0.05, one.holm > 0.05) for one in gains.between.adjusted] == [(True, True)] * 3

    sentences = one_by_one_sentences(WORDS, gains.between, {group.key: group.key for group in gains.groups})  # type: ignore[misc]
    assert sentences[0].startswith("In none of the 3 subgroups could it be shown that the mean changed")
    assert "the mean changed in" not in in_short(gains), "each by itself is clear, as where it stands alone"
