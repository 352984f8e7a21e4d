"""A tally against the counts that the project makes otherwise, and its arithmetic."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.counts.cohorts import CohortSums
from analytics.counts.groups import together
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import items_twice
from analytics.counts.joint import JointTable
from analytics.counts.learners import ABSENT, BLANK, UNSURE, Learners, Sheet, tally_of
from analytics.counts.pairs import counts_of_pairs
from analytics.counts.tally import Tally, stratum_code, stratum_name
from analytics.counts.tally_readings import (
    comparison_counts,
    dose_counts,
    follow_up_counts,
    form_counts,
    item_counts,
    same_items,
)

FORM = (("yes", "no", "never"), ("yes", "no"), ("often", "seldom"))
SHEET = Sheet(
    items=("doors", "online", "help"),
    options=(FORM, tuple(of[::-1] for of in FORM)),
    keys=(("no", "yes", "often"), ("yes", "no", "seldom")),
)
K = len(SHEET.items)
REGIONS = ("KZ-61", "KZ-75", "UZ-TK")
OTHERS = ("unsure", "blank")


def some_people(seed: int, n: int = 60, cohorts: int = 6) -> Learners:
    """Learners who sat both tests, one, or none, in cohorts of three regions; every second cohort waits."""
    random = np.random.default_rng(seed)
    cohort = random.integers(0, cohorts, n)
    forms = random.integers(0, 2, (n, 2))
    choices = np.array([0, 1, 2, UNSURE, BLANK, ABSENT])
    answers = random.choice(choices, (n, 2, K)).astype(np.uint8)
    pre, post = ((answers[:, wave] == SHEET.key_places[forms[:, wave]]).sum(axis=1) for wave in (0, 1))
    sat = random.random((4, n)) < 0.8
    early = random.integers(0, K + 1, n)
    return Learners(
        SHEET,
        cohort=cohort,
        stratum=np.array([stratum_code(REGIONS[one % 3]) for one in cohort], dtype=np.int64),
        pre=np.where(sat[0], pre, -1),
        post=np.where(sat[1], post, -1),
        forms=forms,
        early=np.where(sat[2], early, -1),
        follow_up=np.where(sat[3], random.integers(0, K + 1, n), -1),
        waits=cohort % 2 == 1,
        is_drawn=cohort % 3 == 1,
        is_post_over=cohort < 4,
        is_follow_up_over=cohort < 3,
        answers=answers,
        lessons=random.integers(0, 3, n),
        peers=random.integers(-1, 4, n),
        statements={"agree": random.integers(0, 6, (n, 2))},
        reactions={"useful": random.integers(0, 6, n)},
    )


def _pairs(people: Learners) -> tuple[Learners, Any]:
    who = (people.pre >= 0) & (people.post >= 0)
    return people.take(who), [stratum_name(code) for code in people.stratum[who]]


seeds = st.integers(0, 10_000)


@settings(max_examples=25, deadline=None)
@given(seeds, st.booleans())
def test_a_tally_comes_back_from_its_bytes(seed: int, is_folded: bool) -> None:
    tally = tally_of(some_people(seed))
    tally = tally.fold("female") if is_folded else tally

    assert Tally.unpacked(tally.packed()) == tally
    assert Tally.unpacked(tally.packed()).packed() == tally.packed()
    assert Tally.unpacked(b"") == Tally() == Tally.unpacked(Tally().packed())


@settings(max_examples=25, deadline=None)
@given(seeds, seeds, st.booleans())
def test_what_is_added_and_taken_away_leaves_nothing(one: int, other: int, is_folded: bool) -> None:
    a, b = (tally_of(some_people(seed, n=20)) for seed in (one, other))
    a, b = (a.fold(), b.fold()) if is_folded else (a, b)

    assert a + b - b == a
    assert a - a == Tally()
    assert a + Tally() == a == Tally() + a


@settings(max_examples=25, deadline=None)
@given(seeds, st.permutations(range(5)))
def test_learners_are_counted_in_any_order_and_in_any_pieces(seed: int, order: list[int]) -> None:
    people = some_people(seed)
    pieces = [tally_of(people.take(np.arange(60) % 5 == place)) for place in order]
    whole = tally_of(people)

    assert Tally.together(pieces) == whole
    assert Tally.together(pieces).packed() == whole.packed()
    assert Tally.together([whole.scores, whole.answers]) == whole


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_folded_cohorts_add_as_their_ledgers_do(seed: int) -> None:
    people = some_people(seed)
    ledgers = [tally_of(people.take(people.cohort == cohort)) for cohort in np.unique(people.cohort)]

    assert Tally.together(ledger.fold() for ledger in ledgers) == tally_of(people).fold()
    for name in ("pre_post", "said:agree"):
        folded, whole = (
            of.counts(name, 4 - (name == "pre_post")) for of in (tally_of(people).fold(), tally_of(people))
        )
        classes = {stratum: sums.classes for stratum, sums in whole.strata.items()}
        for figure in ("gain", "improved", "worse", "pre", "same", "post"):
            assert {stratum: of.of(figure) for stratum, of in folded.strata.items()} == {
                stratum: of.of(figure) for stratum, of in classes.items()
            }


def test_girls_and_boys_of_one_cohort_are_added_before_they_are_folded() -> None:
    """Classes by size of two parts of a cohort never add to those of the cohort."""
    people = some_people(1)
    girls, boys = (tally_of(people.take(np.arange(60) % 2 == of)) for of in (0, 1))

    assert (girls + boys).fold() == tally_of(people).fold()
    with pytest.raises(ValueError, match="before they are folded"):
        girls.fold("female") + boys.fold("male")
    with pytest.raises(ValueError, match="before they are folded"):
        girls + boys.fold("male")
    with pytest.raises(ValueError, match="folded already"):
        girls.fold("female").fold()


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_scores_are_those_that_pairs_give(seed: int) -> None:
    people = some_people(seed)
    pairs, regions = _pairs(people)
    result = tally_of(people).counts("pre_post", K)
    expected = counts_of_pairs(pairs.pre, pairs.post, K, cohort=pairs.cohort, strata=regions)[""]

    assert result.joint == expected.joint
    assert list(result.strata) == list(expected.strata)
    for name, sums in expected.strata.items():
        for column in ("labels", "n", "sum_gain", "sum_gain_squared", "improved", "worse", "sum_pre", "sum_pre_post"):
            assert getattr(result.strata[name], column).tolist() == getattr(sums, column).tolist()
    assert (result.flow.everyone, result.flow.paired) == (60, pairs.pre.size)
    assert result.flow.pre_only == ((people.pre >= 0) & (people.post < 0)).sum()
    gone = people.pre[(people.pre >= 0) & (people.post < 0) & (people.cohort < 4)]
    assert result.leavers is not None
    assert result.leavers.tolist() == [(gone == score).sum() for score in range(K + 1)]


def test_the_total_is_the_sum_of_the_regions() -> None:
    people = some_people(2)
    ledger = tally_of(people)
    regions = [tally_of(people.take(people.stratum == stratum_code(name))).fold() for name in REGIONS]
    whole = Tally.together(regions)
    strata, parts = whole.strata("pre_post"), together([region.counts("pre_post", K) for region in regions])

    assert JointTable(whole.table("pre_post", K + 1, K + 1)) == JointTable(ledger.table("pre_post", K + 1, K + 1))
    assert JointTable(whole.table("pre_post", K + 1, K + 1)) == parts.joint
    assert sum(of.learners for of in strata.values()) == parts.joint.n
    assert {name: of.of("gain") for name, of in strata.items()} == {
        name: of.of("gain") for name, of in parts.strata.items()
    }
    assert list(strata) == sorted(REGIONS)


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_items_are_those_that_answers_give(seed: int) -> None:
    people = some_people(seed)
    pairs, regions = _pairs(people)
    result = item_counts(tally_of(people), SHEET, ("A", "B"), OTHERS)
    right = [pairs.answers[:, wave] == SHEET.key_places[pairs.forms[:, wave]] for wave in (0, 1)]
    twice = items_twice(right[0], right[1], SHEET.items, cohort=pairs.cohort, stratum=regions)
    folded = item_counts(tally_of(people).fold(), SHEET, ("A", "B"), OTHERS)

    assert result.twice == folded.twice == twice
    for wave, of_form in enumerate((result.before, result.after)):
        for place, form in enumerate(("A", "B")):
            those = pairs.forms[:, wave] == place
            scores = ItemScores.from_responses(right[wave][those], SHEET.items)
            assert of_form[form].right.tolist() == scores.right.tolist()
            assert of_form[form].learners.tolist() == scores.learners.tolist()


def test_every_answer_has_its_option() -> None:
    """By hand: one learner, who answered, was not sure and left one out; then right, blank and right."""
    one = Learners(
        SHEET,
        cohort=np.array([7]),
        stratum=np.array([stratum_code("KZ-61")]),
        pre=np.array([0]),
        post=np.array([2]),
        forms=np.array([[0, 1]]),
        answers=np.array([[[2, UNSURE, ABSENT], [2, BLANK, 0]]], dtype=np.uint8),
    )
    result = item_counts(tally_of(one), SHEET, ("A", "B"), OTHERS)

    def chosen(options: Any) -> list[Any]:
        return [(of.item, of.options[row], score) for of in options for row, score in np.argwhere(of.chosen).tolist()]

    assert chosen(result.options_before) == [
        ("doors/A", "never", 0), ("online/A", "unsure", 0), ("help/A", "blank", 0)
    ]  # fmt: skip
    assert chosen(result.options_after) == [
        ("doors/B", "yes", 2), ("online/B", "blank", 2), ("help/B", "seldom", 2)
    ]  # fmt: skip
    assert [of.key for of in result.options_after] == ["yes", "no", "seldom"]
    assert same_items(tally_of(one), K) is False
    assert same_items(Tally(), K) is None


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_what_stands_beside_the_scores_is_of_the_same_learners(seed: int) -> None:
    people = some_people(seed)
    tally = tally_of(people)
    pairs, _ = _pairs(people)
    points = pairs.statements["agree"]
    both = (points > 0).all(axis=1)
    useful = pairs.reactions["useful"]
    statement, reaction = tally.counts("said:agree", 4), tally.counts("found:useful", 5)

    assert statement.joint == JointTable.from_pairs(points[both, 0] - 1, points[both, 1] - 1, 4)
    assert reaction.joint.post.tolist() == [0, *((useful == point).sum() for point in range(1, 6))]
    improved = [of.improved.sum() for of in reaction.strata.values()]
    assert sum(improved) == (useful >= 4).sum()
    for done, counts in dose_counts(tally, K).items():
        those = pairs.lessons == done
        assert counts.joint == JointTable.from_pairs(pairs.pre[those], pairs.post[those], K)
    assert sum(counts.joint.n for counts in dose_counts(tally, K).values()) == pairs.pre.size
    forms = form_counts(tally, K, ("A", "B"))
    reverse = (pairs.forms == (1, 0)).all(axis=1)
    assert forms.second_then_first == JointTable.from_pairs(pairs.pre[reverse], pairs.post[reverse], K)
    reported = people.peers[people.peers >= 0]
    assert tally.table("peers", 2).tolist() == [reported.size, reported.sum()]


@settings(max_examples=25, deadline=None)
@given(seeds)
def test_a_follow_up_is_of_those_with_all_three_and_waiting_of_those_who_wait(seed: int) -> None:
    people = some_people(seed)
    pairs, _ = _pairs(people)
    three = pairs.take(pairs.follow_up >= 0)
    result = follow_up_counts(tally_of(people), K)
    assert result is not None
    assert result.from_after.joint == JointTable.from_pairs(three.post, three.follow_up, K)
    assert result.before_after == JointTable.from_pairs(three.pre, three.post, K)
    assert result.left == ((pairs.follow_up < 0) & (pairs.cohort < 3)).sum()

    counted, waited = (tally_of(people.take(people.waits == of)) for of in (False, True))
    compared = comparison_counts(counted, waited, K)
    both = people.take(people.waits & (people.early >= 0) & (people.pre >= 0))
    assert compared is not None and compared.afterwards is not None
    assert compared.waiting.joint == JointTable.from_pairs(both.early, both.pre, K)
    assert compared.course.joint + compared.afterwards.joint == JointTable.from_pairs(pairs.pre, pairs.post, K)
    assert compared.waiting.flow.everyone == people.waits.sum()
    assert not compared.is_randomised
    assert comparison_counts(counted, Tally(), K) is None
    either = ((people.pre >= 0) & (people.post >= 0)) | (people.waits & (people.early >= 0) & (people.pre >= 0))
    assert (counted + waited).table("drawn", 2).tolist() == [either.sum(), (either & people.is_drawn).sum()]
    no_course_yet = comparison_counts(counted, tally_of(people.take(people.waits & (people.post < 0))), K)
    assert no_course_yet is None or no_course_yet.afterwards is None


def test_a_stratum_is_called_by_a_short_code() -> None:
    assert [stratum_name(stratum_code(name)) for name in ("", *REGIONS)] == ["", *REGIONS]
    for name in ("Almaty region", "Қаз"):
        with pytest.raises(ValueError, match="7 characters"):
            stratum_code(name)


def test_tallies_of_two_instruments_do_not_add() -> None:
    longer = Tally({"pre_post": np.ones((2, 2, 9, 9), dtype=np.int64)})
    with pytest.raises(ValueError, match="not of one instrument"):
        tally_of(some_people(1)) + longer
    with pytest.raises(ValueError, match="shape"):
        longer.counts("pre_post", K)


def test_nobody_is_counted_as_nobody() -> None:
    nobody = tally_of(some_people(1).take(np.zeros(60, dtype=bool)))
    counts = nobody.counts("pre_post", K)

    assert nobody == Tally()
    assert (counts.joint.n, counts.cohorts_by_stratum) == (0, ())
    assert isinstance(counts.cohorts, CohortSums)
    assert item_counts(nobody, SHEET, ("A", "B"), OTHERS).before == {}
    assert follow_up_counts(nobody, K) is None
