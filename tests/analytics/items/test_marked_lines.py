"""Items whose lines are marked: counted by line, right as a set, and said not to add up."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.counts.learners import BLANK, UNSURE, Learners, Sheet, tally_of
from analytics.counts.supplements import OptionCounts
from analytics.counts.tally_readings import item_answered, item_counts
from analytics.items.distractors import distractors
from analytics.notes import NoteCode

LINES = ("l1", "l2", "l3", "l4")
SHEET = Sheet(
    ("habit", "advert"),
    ((("a", "b", "c"), LINES), (("d", "e", "f"), LINES)),
    (("a", ("l1", "l3")), ("f", ("l2",))),
)
KEYS = ((0, 0b101), (2, 0b10))
answers = st.tuples(
    st.integers(0, 1),
    st.tuples(st.sampled_from([0, 1, 2, UNSURE, BLANK]), st.sampled_from([*range(1, 16), UNSURE, BLANK])),
    st.tuples(st.sampled_from([0, 1, 2, UNSURE, BLANK]), st.sampled_from([*range(1, 16), UNSURE, BLANK])),
)
people = st.lists(answers, min_size=1, max_size=40)


def learners_of(rows: list[Any]) -> Learners:
    form = np.array([first for first, _, _ in rows])
    forms = np.stack((form, 1 - form), axis=1)
    sat = np.array([[before, after] for _, before, after in rows], dtype=np.uint8)
    right = [[sum(of == key for of, key in zip(sat[n][wave], KEYS[forms[n][wave]], strict=True)) for wave in (0, 1)]
             for n in range(len(rows))]  # fmt: skip
    scores = np.array(right)
    nobody = np.zeros(len(rows), dtype=np.int64)
    return Learners(SHEET, cohort=nobody, stratum=nobody, pre=scores[:, 0], post=scores[:, 1], forms=forms, answers=sat)


@given(rows=people)
def test_each_line_counts_whoever_marked_it_and_the_set_is_right_as_a_whole(rows: list[Any]) -> None:
    """Counted here once more, learner by learner."""
    learners = learners_of(rows)
    counts = item_counts(tally_of(learners), SHEET, ("A", "B"), ("unsure", "blank"))

    for wave, options, scores in (
        (0, counts.options_before, counts.before),
        (1, counts.options_after, counts.after),
    ):
        for of in (one for one in options if one.item.startswith("advert")):
            place = "AB".index(of.item[-1])
            those = [int(row[1 + wave][1]) for row, forms in zip(rows, learners.forms, strict=True)
                     if forms[wave] == place]  # fmt: skip
            marked = [sum(one < 16 and one >> line & 1 for one in those) for line in range(4)]
            assert of.chosen.sum(axis=1).tolist() == [*marked, those.count(UNSURE), those.count(BLANK)]
            assert of.learners is not None and int(of.learners.sum()) == len(those)
            assert scores["AB"[place]].right[1].sum() == those.count(KEYS[place][1])
            assert scores["AB"[place]].n == len(those)
    assert item_answered(tally_of(learners), SHEET) == [sum(row[2][item] != BLANK for row in rows) for item in range(2)]


@pytest.mark.many
@given(rows=people)
def test_two_parts_of_the_learners_add_up_to_the_whole(rows: list[Any]) -> None:
    halves = [tally_of(learners_of(some)) for some in (rows[::2], rows[1::2]) if some]
    whole = halves[0] if len(halves) == 1 else halves[0] + halves[1]

    assert whole.answers == tally_of(learners_of(rows)).answers


def test_a_test_without_lines_is_counted_in_the_cells_that_it_has_always_had() -> None:
    sheet = Sheet(("habit",), ((("a", "b"),), (("c", "d"),)), (("a",), ("d",)))

    assert sheet.cells == 4
    assert SHEET.cells == 8


def of_lines(*, learners: int) -> OptionCounts:
    """All with score 1 mark l1, half of all mark l2, and l2 is the key."""
    chosen = np.array([[0, learners // 2], [learners // 4, learners // 4], [0, 0], [0, 0], [0, 0], [0, 0]])
    half = np.array([learners // 2, learners // 2])
    return OptionCounts("advert", (*LINES, "unsure", "blank"), ("l2",), chosen, half)


def test_shares_of_lines_are_of_all_learners_and_a_note_says_that_they_do_not_add_up() -> None:
    counts = of_lines(learners=80)
    result = distractors(counts.item, counts.options, key=counts.key, chosen=counts.chosen, learners=counts.learners)

    assert (result.n, result.thirds) == (80, (40, 0, 40))
    assert [(one.share, one.is_key) for one in result.options[:2]] == [(0.5, False), (0.5, True)]
    assert [note.code for note in result.notes] == [NoteCode.LINES_MARKED]
    assert result.has_lines
    assert all(one.above_key is None for one in result.options), "a mark is no choice against another"


@pytest.mark.parametrize("learners", [4, 28])
def test_under_thirty_learners_nothing_is_said_of_lines(learners: int) -> None:
    counts = of_lines(learners=learners)
    result = distractors(counts.item, counts.options, key=counts.key, chosen=counts.chosen, learners=counts.learners)

    assert (result.options, result.notes[0].code) == ((), NoteCode.TOO_FEW_LEARNERS)
