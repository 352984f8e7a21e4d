"""Whose second test arrived when the answers could be seen is counted apart where neither they nor others are few."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import gain_report
from analytics.counts.supplements import LateCounts, MoreCounts
from analytics.disclosure import LEAST, allowed, inside
from analytics.disclosure_rounding import BASE, nearest
from analytics.report.late_arrivals import LateReport, late_report
from app.wording import Words
from app.wording.late_arrivals import late_sentences
from tests.analytics.disclosure.one_table import disclosed, study
from tests.analytics.study import by_region, more_of, people

SOME = people()
LATE_OR_NOT = study({"": (70, 30, 20)})


def test_a_publication_rounds_who_was_late_and_leaves_the_others_to_be_worked_out() -> None:
    report = gain_report(by_region(SOME), more=more_of(SOME))
    exact, shown = inside(report).report, disclosed(report).report
    late, whole = shown.late, shown.total.improved

    assert exact.late == report.late
    assert whole is not None and whole.count is not None
    assert late is not None and late.improved.count is not None and late.without is not None
    assert (late.n % BASE, late.improved.count % BASE, late.is_rounded) == (0, 0, True)
    assert late.without.n == whole.n - late.n
    assert late.without.count == whole.count - late.improved.count


@pytest.mark.parametrize("n", [LEAST - 1, SOME.n - LEAST + 1])
def test_of_few_late_or_few_others_nothing_is_told_in_any_place(n: int) -> None:
    few = gain_report(by_region(SOME), more=MoreCounts(late=LateCounts(n, 9)))

    for shown in (inside(few).report, disclosed(few).report):
        assert shown.late is None
        about = [note for note in shown.notes if note.values.get("figure") == "late" or note.code == "few_late"]
        assert [note.code for note in about] == ["few_late" if n < LEAST else "suppressed"]


@pytest.mark.parametrize(("n", "improved"), [(1, 0), (1, 1), (10, 0), (10, 10), (4, 3)])
def test_of_few_late_the_share_without_them_is_told_as_the_same_bounds_whoever_they_are(n: int, improved: int) -> None:
    notes = []
    for few in ((n, improved), (7, 2)):
        report = gain_report(by_region(SOME), more=MoreCounts(late=LateCounts(*few)))
        (note,) = (note for note in inside(report).report.notes if note.code == "few_late")
        notes.append(note)
    whole = report.total.improved
    assert whole is not None and whole.count is not None

    assert notes[0] == notes[1]
    assert notes[0].values["most"] == LEAST - 1
    low, high = float(notes[0].values["low"]), float(notes[0].values["high"])
    assert low <= (whole.count - improved) / (whole.n - n) <= high


def test_the_headline_of_few_late_says_how_far_the_share_could_move_and_no_second_figure() -> None:
    report = inside(gain_report(by_region(SOME), more=MoreCounts(late=LateCounts(3, 1)))).report

    (sentence,) = late_sentences(Words("en"), report)

    assert sentence.startswith("Of 1 to 10 learners a test came when the right answers could be seen, and is counted.")
    assert "it would lie from" in sentence


def test_that_everybody_was_late_is_told_as_the_whole_is() -> None:
    some = gain_report(by_region(SOME))
    assert some.total.improved is not None and some.total.improved.count is not None
    everybody = gain_report(by_region(SOME), more=MoreCounts(late=LateCounts(SOME.n, some.total.improved.count)))

    for shown in (inside(everybody).report, disclosed(everybody).report):
        assert shown.late is not None and shown.late.without is not None
        assert (shown.late.n, shown.late.without.n, shown.late.without.share) == (SOME.n, 0, None)


@pytest.mark.many
@given(improved=st.integers(0, 60), n=st.integers(LEAST, 60))
@settings(max_examples=25, deadline=None)
def test_of_who_was_late_four_sizes_and_three_counts_are_possible(improved: int, n: int) -> None:
    """Whoever knows the exact whole tries everything that may have been."""
    count = min(improved, n)
    shown = _late_of(n, count)
    alike = [
        (size, of)
        for size in range(max(n - 4, LEAST), n + 5)
        for of in range(max(count - 4, 0), min(count + 4, size) + 1)
        if _late_of(size, of) == shown
    ]

    assert len({size for size, _ in alike}) >= min(4, nearest(n) + 3 - LEAST)
    assert len({of for _, of in alike}) >= min(3, 1 + count)


def _late_of(n: int, improved: int) -> LateReport | None:
    assert LATE_OR_NOT.total.improved is not None
    late = late_report(LateCounts(n, improved), LATE_OR_NOT.total.improved, confidence=0.95)
    return allowed(replace(LATE_OR_NOT, late=late), is_rounded=False, is_published=True).late
