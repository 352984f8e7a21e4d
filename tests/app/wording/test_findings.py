"""What a report says of everything beside the headline: only what its figures support, and what would make it false."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from analytics import (
    DifCounts,
    Flow,
    GainReport,
    GroupCounts,
    ItemCounts,
    ItemScores,
    JointTable,
    MoreCounts,
    NoteCode,
    Options,
    ScaleCounts,
    counts_of_pairs,
    gain_report,
    inside,
    items_twice,
)
from analytics.counts.supplements import FollowUpCounts, FormCounts, OptionCounts
from app.exports import Cover, finding_grids
from app.exports.notes import note_sentences
from app.wording import LANGUAGES, Called, Finding, Words, findings, note_sentence, notes_by_group, summary_sentences
from tests.analytics.study import by_region, more_of, people

SOME = people()
NAMES = {f"KZ-{place}": f"Region {place}" for place in range(4)}


@pytest.fixture(scope="module")
def report() -> GainReport:
    return gain_report(by_region(SOME), more=more_of(SOME))


def sections(report: GainReport, called: Called | None = None, language: str = "en") -> dict[str, Finding]:
    result = findings(Words(language), report, called or Called(groups=NAMES))
    return {section.name: section for section in result}


def section_text(report: GainReport, name: str, called: Called | None = None) -> str:
    section = sections(report, called).get(name)
    return " ".join(section.sentences) if section else ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_section_has_its_sentences_and_its_danger(report: GainReport, language: str) -> None:
    result = sections(report, language=language)

    assert list(result) == [
        *("improved", "gain", "groups", "missing", "items", "forms", "follow_up", "statements", "dose", "power"),
        "authors",
    ]
    for section in result.values():
        assert section.sentences
        assert section.danger.endswith(".") or section.name == "authors"
        assert not any("%(" in sentence for sentence in section.sentences)


def test_things_are_called_by_their_names(report: GainReport) -> None:
    called = Called(
        groups=NAMES,
        items={"debt": "Who owes", "visa": "Visa for work"},
        options={("visa", "tempting"): "Any visa will do"},
        statements={"say-no": "I can say no"},
    )

    assert "“Who owes”" in section_text(report, "items", called)
    assert "“Any visa will do”, more than any other wrong answer" in section_text(report, "items", called)
    assert "“I can say no”: from" in section_text(report, "statements", called)


@pytest.mark.parametrize(("language", "quoted"), [("en", "“Who owes”"), ("ru", "«Who owes»"), ("kk", "«Who owes»")])
def test_an_item_stands_in_the_quotation_marks_of_the_language(language: str, quoted: str) -> None:
    called = Called(items={"debt": "Who owes"})

    assert called.item_in_a_sentence(Words(language), "debt") == quoted
    assert called.item_in_a_sentence(Words(language), "visa") == "visa"


def test_quotation_marks_within_others_are_of_the_other_kind() -> None:
    called = Called(items={"advert": "Is “start now” honest?"}, options={("advert", "a"): "«Начало в 7 утра»: честно"})

    assert called.item_in_a_sentence(Words("en"), "advert") == "“Is ‘start now’ honest?”"
    assert called.option("advert", "a") == "„Начало в 7 утра“: честно"


def test_nobody_is_said_to_have_begun_with_nought_or_fewer() -> None:
    """With a pass mark of 1 those under it had nothing right."""
    pairs = [(0, 4)] * 10 + [(3, 5), (6, 7), (9, 9), (4, 8)] * 10
    pre, post = zip(*pairs, strict=True)
    joint = JointTable.from_pairs(pre, post, 10)
    counts = GroupCounts(joint, Flow(pre_only=0, post_only=0, paired=joint.n))
    under = {mark: replace(gain_report({"": counts}, options=Options(pass_mark=mark)), groups=()) for mark in (1, 5)}

    assert under[1].total.regression.low.cut == 0
    assert "Learners who began" not in section_text(under[1], "gain")
    assert "Learners who began with 4 points or fewer" in section_text(under[5], "gain")


def test_chance_is_said_in_tenths(report: GainReport) -> None:
    assert " in 10 (" in section_text(report, "improved")


def test_those_who_began_low_are_told_what_regression_to_the_mean_gave_them(report: GainReport) -> None:
    assert "regression to the mean would have given them" in section_text(report, "gain")


def of_pairs(pairs: list[tuple[int, int]], **left: Any) -> GainReport:
    pre, post = zip(*pairs, strict=True)
    leavers = np.bincount(left.get("left", [0]), minlength=11) * ("left" in left)
    counts = GroupCounts(
        JointTable.from_pairs(pre, post, 10),
        Flow(pre_only=int(leavers.sum()), post_only=0, paired=len(pairs)),
        leavers=leavers,
    )
    return of_one(counts, MoreCounts())


def of_one(counts: GroupCounts, more: MoreCounts) -> GainReport:
    """A report with no question of groups."""
    return replace(gain_report({"": counts}, more=more), groups=(), between=None)


@pytest.mark.parametrize(
    ("left", "sentence"),
    [
        pytest.param([1, 2] * 10, "had scored lower before, 1.50 against 5.00 points: difference −3.50", id="weaker"),
        pytest.param([1, 2] * 10, "The result is that of the stronger ones.", id="weaker ones left"),
        pytest.param([8, 9] * 10, "The result is that of the weaker ones.", id="stronger ones left"),
        pytest.param(
            [4, 6] * 10,
            "Before, leavers and those who stayed had the same mean score, 5.00 points (interval",
            id="alike",
        ),
        pytest.param(
            [3, 6, 7, 5, 6],
            "Leavers had scored higher before, 5.40 against 5.00 points: difference +0.40 (interval "
            "−1.46\u00a0…\u00a02.26, p\u00a0=\u00a00.593).",
            id="with size and direction though p is large",
        ),
        pytest.param([3, 6, 7, 5, 6], "With this number it can be chance.", id="and called chance"),
        pytest.param(
            [4, 5, 5, 4, 6],
            "Leavers had scored lower before, 4.80 against 5.00 points: difference −0.20",
            id="a little lower",
        ),
        pytest.param([4], "4.00 points and those who stayed 5.00: they are too few, or too alike", id="one"),
    ],
)
def test_leavers_are_compared_as_far_as_the_figures_go(left: list[int], sentence: str) -> None:
    assert sentence in section_text(of_pairs([(4, 6), (5, 7), (6, 6)] * 10, left=left), "missing")


def test_what_could_not_be_shown_is_not_called_nothing() -> None:
    power = section_text(of_pairs([(4, 5), (5, 4), (6, 6), (3, 4), (4, 3)]), "power")

    assert "it could not be shown, which is another thing" in power
    assert "which is another thing" not in section_text(of_pairs([(4, 7), (5, 7), (6, 8), (3, 6), (4, 9)] * 4), "power")


def forms(before_a: list[int], before_b: list[int]) -> str:
    tables = [JointTable.from_pairs(before, before, 10) for before in (before_a, before_b)]
    both = tables[0] + tables[1]
    counts = GroupCounts(both, Flow(pre_only=0, post_only=0, paired=both.n))
    return section_text(of_one(counts, MoreCounts(forms=FormCounts(*tables))), "forms")


@pytest.mark.parametrize(
    ("before_a", "before_b", "sentence"),
    [
        pytest.param([4, 5, 6] * 200, [4, 5, 6] * 200, "equally hard to within 0.5 points", id="equal"),
        pytest.param([4, 5, 6] * 200, [6, 7, 8] * 200, "are not equally hard", id="unequal"),
        pytest.param(
            [2, 5, 8] * 11,
            [2, 5, 8] * 11,
            "These figures cannot tell whether forms A and B are equally hard",
            id="too few to tell",
        ),
        pytest.param([4, 5], [5, 6], "could not be tested: too few took each", id="too few to test"),
    ],
)
def test_forms_are_called_equal_only_where_they_were_shown_to_be(
    before_a: list[int], before_b: list[int], sentence: str
) -> None:
    assert sentence in forms(before_a, before_b)


def of_items(before: Any, after: Any, names: tuple[str, ...], options: tuple[OptionCounts, ...] = ()) -> GainReport:
    joint = JointTable.from_pairs(before.sum(axis=1), after.sum(axis=1), len(names))
    counts = GroupCounts(joint, Flow(pre_only=0, post_only=0, paired=joint.n))
    items = ItemCounts(
        twice=items_twice(before, after, names),
        before={"": ItemScores.from_responses(before, names)},
        after={"": ItemScores.from_responses(after, names)},
        options_after=options,
    )
    return of_one(counts, MoreCounts(items=items, same_items=True))


def test_items_are_said_to_be_learned_lost_or_neither() -> None:
    random = np.random.default_rng(3)
    before = (random.random((200, 3)) < (0.3, 0.7, 0.4)).astype(int)
    after = (random.random((200, 3)) < (0.8, 0.2, 0.4)).astype(int)
    items = section_text(of_items(before, after, ("up", "down", "flat")), "items")

    assert "more than chance: 1 of 3." in items
    assert "worse the second time, by more than chance: down." in items
    assert "No change could be shown in: flat." in items
    assert "Most still get these wrong after the lessons (share right): down (" in items


def test_an_item_whose_change_has_no_test_is_counted_and_named() -> None:
    """Of seven items one that nobody ever got right was in no sentence, and six were "6 of 6"."""
    random, cohort = np.random.default_rng(3), np.arange(200) // 10
    before = (random.random((200, 3)) < (0.3, 0.0, 0.0)).astype(int)
    after = (random.random((200, 3)) < (0.8, 0.0, 1.0)).astype(int)
    counts = counts_of_pairs(before.sum(axis=1), after.sum(axis=1), 3, cohort=cohort)
    twice = items_twice(before, after, ("up", "never", "now all"), cohort=cohort)
    items = section_text(gain_report(counts, more=MoreCounts(items=ItemCounts(twice=twice))), "items")

    assert "better the second time, by more than chance: 1 of 3." in items
    assert "No change could be shown in: never." in items
    assert "Changed alike for every learner, so there is no test: now all." in items


def test_that_the_likeness_behind_the_intervals_of_items_is_assumed_is_in_the_notes() -> None:
    """Of thirty learners in three cohorts."""
    before, after, cohort = np.zeros((30, 3), dtype=int), np.zeros((30, 3), dtype=int), np.arange(30) // 10
    before[:10, 0] = before[:15, 1] = before[18:, 2] = 1
    after[:20, 0] = after[4:25, 1] = after[10:27, 2] = 1
    counts = counts_of_pairs(before.sum(axis=1), after.sum(axis=1), 3, cohort=cohort)
    twice = items_twice(before, after, ("kept by all", "up", "mixed"), cohort=cohort)
    report = gain_report(counts, more=MoreCounts(items=ItemCounts(twice=twice)))

    assert report.items is not None
    assert {change.item: change.test for change in report.items.changes}["up"] == "assumed_icc"
    assert "An ICC of 0.150 is assumed for: items." in " ".join(note_sentences(report, Words("en")))


def test_a_wrong_answer_that_the_best_prefer_is_told_to_authors_and_nobody_else() -> None:
    before = np.tile(np.array([[0, 0], [1, 0], [1, 1]]), (40, 1))
    chosen = np.array([[40, 0, 40], [0, 0, 0], [0, 40, 0]])
    able = np.array([[40, 20, 10], [0, 20, 30]])
    report = of_items(
        before,
        before,
        ("one", "two"),
        (
            OptionCounts("one", ("key", "rare", "strong"), "key", chosen),
            OptionCounts("two", ("key", "trap"), "key", able),
        ),
    )

    assert "one: 33\u00a0% chose “strong”" in section_text(report, "items")
    assert "the wrong answer" not in section_text(report, "items")
    assert "of the best third (n\u00a0=\u00a040) 75\u00a0% chose the wrong answer “trap”" in section_text(
        report, "authors"
    )
    assert "and 25\u00a0% the right one" in section_text(report, "authors")
    assert section_text(report, "authors").count("Look at the key and the words.") == 1


def test_items_that_do_not_fit_are_told_to_authors_where_a_test_shows_it() -> None:
    random = np.random.default_rng(2)
    trait = random.normal(0, 1, 400)
    rows = (random.random((400, 6)) < 1 / (1 + np.exp(-1.5 * trait))[:, None]).astype(int)
    rows[:, 3] = random.random(400) < 0.5
    few, many = (of_items(of, of, tuple("abcdef")) for of in (rows[:60], rows))

    assert "may measure something else: d." in section_text(many, "authors")
    assert "something else" not in section_text(few, "authors") + section_text(many, "items")


@pytest.mark.parametrize(
    ("same", "sentence"),
    [
        (True, "better the second time"),
        (False, "The second test asked each learner different questions"),
        (None, "It is not known that both tests asked the same questions"),
    ],
)
def test_learned_and_lost_are_told_only_where_the_same_item_was_sat_twice(same: bool | None, sentence: str) -> None:
    rows = np.tile(np.array([[0, 0], [1, 0], [1, 1]]), (20, 1))
    items = ItemCounts(twice=items_twice(rows, 1 - rows, ("one", "two")))
    joint = JointTable.from_pairs(rows.sum(axis=1), (1 - rows).sum(axis=1), 2)
    counts = GroupCounts(joint, Flow(pre_only=0, post_only=0, paired=joint.n))
    report = of_one(counts, MoreCounts(items=items, same_items=same))
    assert report.items is not None
    (grid,) = list(finding_grids(report, Cover("s", date(2026, 3, 1), ("region",)), Words("en")))

    assert sentence in section_text(report, "items")
    assert [(change.gained, change.lost) for change in report.items.changes] == [
        (20, 40) if same else (None, None), (40, 20) if same else (None, None)
    ]  # fmt: skip
    assert ("Learned" in grid.head, "Lost" in grid.head) == (same is True, same is True)
    assert len({len(row) for row in (grid.head, *grid.rows)}) == 1
    assert [note.code for note in report.items.notes] == ([] if same else [NoteCode.OTHER_ITEMS])


def test_of_two_wrong_answers_that_are_chosen_alike_none_is_called_the_more_chosen() -> None:
    before = np.tile(np.array([[0, 0], [1, 0], [1, 1]]), (20, 1))
    even = np.array([[20, 0, 0], [0, 10, 10], [0, 10, 10]])
    report = of_items(before, before, ("one", "two"), (OptionCounts("one", ("key", "left", "right"), "key", even),))

    assert "more than any other wrong answer" not in section_text(report, "items")


def test_an_item_that_is_harder_for_some_with_the_same_score_is_named() -> None:
    """Girls and boys alike but for one item, which girls hardly ever get right."""
    random = np.random.default_rng(4)
    girls, boys = (random.random((400, 5)) < chance for chance in ((0.6, 0.6, 0.6, 0.6, 0.1), 0.6))
    both = np.concatenate((girls, boys)).astype(int)
    joint = JointTable.from_pairs(both.sum(axis=1), both.sum(axis=1), 5)
    names = ("a", "b", "c", "d", "hard")
    groups = {
        name: ItemScores.from_responses(of.astype(int), names) for name, of in (("male", boys), ("female", girls))
    }
    counts = GroupCounts(joint, Flow(pre_only=0, post_only=0, paired=joint.n))
    items = section_text(of_one(counts, MoreCounts(dif=(DifCounts("sex", groups),))), "authors")

    assert "hard is much harder for Female than for Male with the same score" in items


def waves(
    after: Any, later: Any, *, cohorts: int = 6, suppress: int | None = None, came: int = 60, left: int | None = None
) -> dict[str, str]:
    """What is said of sixty learners with 2 to 7 of 14 before, and of a statement on which each went up by a point."""
    before, cohort = np.arange(60) % 6 + 2, np.arange(60) // 10 % cohorts
    after, later = before + after, before + later
    rows, lessons = np.arange(60) < came, np.repeat([8, 7, 6, 5], [24, 16, 11, 9])

    def pairs(pre: Any, post: Any, chosen: Any = slice(None)) -> GroupCounts:
        return counts_of_pairs(pre[chosen], post[chosen], 14, cohort=cohort[chosen])[""]

    report = gain_report(
        {"": pairs(before, after)},
        more=MoreCounts(
            follow_up=FollowUpCounts(
                pairs(before, later, rows),
                pairs(after, later, rows),
                JointTable.from_pairs(before[rows], after[rows], 14),
                left=60 - came if left is None else left,
            ),
            statements={"say-no": ScaleCounts(counts_of_pairs(before % 3, before % 3 + 1, 4, cohort=cohort))},
            dose={done: pairs(before, after, lessons == done) for done in (5, 6, 7, 8)},
        ),
    )
    report = report if suppress is None else inside(report, suppress).report
    return {
        name: section_text(report, name, Called(groups={"": "All"})) for name in ("follow_up", "statements", "dose")
    }


FOUR_OR_SO, ONE_LESS = np.resize([3, 4, 5, 4, 6, 5, 1], 60), np.tile([1, 0, 2, 1], 15)


def test_what_was_kept_has_its_count_and_interval() -> None:
    follow_up = waves(FOUR_OR_SO, FOUR_OR_SO - ONE_LESS)["follow_up"]

    assert "points (" in follow_up
    assert "No lower than right after the lessons: 15 of 60, 25.0\u00a0% (" in follow_up
    assert "Lower than right after the lessons: 45 of 60, 75.0\u00a0% (" in follow_up
    assert "Their follow-up against their second test: −1.00 points (" in follow_up
    assert "was kept (" in follow_up


def test_those_of_the_follow_up_are_set_beside_all_with_both_tests() -> None:
    after = FOUR_OR_SO + (np.arange(60) >= 21)  # those who came gained less than the others
    follow_up = waves(after, FOUR_OR_SO - ONE_LESS, came=21, left=9)["follow_up"]

    assert re.search(r"Higher than on the first test: \d+ of 21, \d+\.\d.% \(", follow_up)
    assert "Right after the lessons they had gained +4.00 points; all with both tests +4.65." in follow_up
    assert "30 others with both tests have no follow-up here: their groups have had none" in follow_up
    assert "others with both tests have no" not in waves(FOUR_OR_SO, FOUR_OR_SO, came=21)["follow_up"]


def test_without_an_interval_of_one_cohort_that_is_said() -> None:
    report = waves(FOUR_OR_SO, FOUR_OR_SO - ONE_LESS, cohorts=1)

    assert "Their follow-up against their first test: +3.00 points (no interval can be given)." in report["follow_up"]
    assert "15 of 60, 25.0\u00a0% (no interval can be given)" in report["follow_up"]
    assert "Of the gain, 75\u00a0% was kept (no interval can be given)." in report["follow_up"]
    assert "(+1.00; no interval can be given; n\u00a0=\u00a060)." in report["statements"]
    assert "no change could be shown" not in report["statements"]


def test_after_a_loss_no_part_of_the_gain_was_kept() -> None:
    follow_up = waves(-np.tile([1, 2], 30), -np.tile([1, 1, 0], 20))["follow_up"]

    assert "was kept" not in follow_up.replace("What part of the gain was kept could not be shown.", "")


def test_that_nobody_came_back_is_said_with_how_many_did_not() -> None:
    assert waves(FOUR_OR_SO, FOUR_OR_SO, came=0)["follow_up"] == (
        "0 learners have taken the follow-up too. Others with both tests, whose follow-up closed without them: 60."
    )


def test_gains_by_lessons_have_intervals_and_the_hidden_are_mentioned() -> None:
    shown, hidden = (waves(FOUR_OR_SO, FOUR_OR_SO, suppress=suppress)["dose"] for suppress in (None, 11))

    assert "8 pieces: +4.00 (3.23\u00a0–\u2060\u00a04.77; n\u00a0=\u00a024)" in shown
    assert "5 pieces: " in shown and "hidden" not in shown
    assert "6 pieces: " in hidden and "5 pieces: " not in hidden
    assert hidden.endswith(
        "Other numbers of pieces are hidden: so few learners did them that someone could be recognised."
    )


def test_a_hidden_report_says_that_and_nothing_else() -> None:
    report = inside(gain_report(by_region(people(cohorts=2, size=4)))).report

    assert section_text(report, "improved") == "Hidden: someone could be recognised."
    assert list(sections(report)) == ["improved"]


def in_groups(*changes: tuple[int, int]) -> GainReport:
    """Groups A, B, …: (improved, worse) by one point, nobody else and nobody missing."""
    counts = {
        name: GroupCounts(JointTable.from_cells([(4, 5, up), (5, 4, down)], 9), Flow(0, 0, up + down))
        for name, (up, down) in zip("ABCD", changes, strict=False)
    }
    return gain_report(counts)


@pytest.mark.parametrize(
    ("language", "place"),
    [
        ("en", "Possible ranks of A, at the top: 1; of C, at the bottom: "),
        ("ru", "места первой подгруппы, A: 1; "),
        ("kk", "«A» үшін мүмкін орындар: 1; "),
    ],
)
def test_a_place_that_is_certain_is_one_place(language: str, place: str) -> None:
    """It could be anywhere "from place 1 to 1", in a ranking that "would be rough"."""
    report = in_groups((290, 10), (160, 140), (150, 150))
    assert report.between is not None and (report.between.ranks[0].low, report.between.ranks[0].high) == (1, 1)

    text = " ".join(sections(report, Called(groups={name: name for name in "ABC"}), language)["groups"].sentences)
    assert place in text


@pytest.mark.parametrize(
    ("language", "named"), [("en", "“Osh, south”, Talas"), ("ru", "«Osh, south», Talas"), ("kk", "«Osh, south», Talas")]
)
def test_a_name_with_a_comma_is_one_name_in_a_list(language: str, named: str) -> None:
    """ "Osh, south, Talas" were three."""
    report = in_groups((290, 10), (155, 150), (150, 151))
    called, words = Called(groups={"A": "Naryn", "B": "Osh, south", "C": "Talas"}), Words(language)
    lists = [
        " ".join(sections(report, called, language)["groups"].sentences),
        *summary_sentences(words, report, called),
    ]
    lists += [who for who, _ in notes_by_group(words, report.groups, called.groups)]

    assert [named in text for text in lists if "Osh" in text and "Talas" in text] == [True] * 3


def test_an_item_called_by_a_name_with_a_comma_is_one_item() -> None:
    random = np.random.default_rng(3)
    before = (random.random((200, 3)) < (0.3, 0.4, 0.4)).astype(int)
    after = (random.random((200, 3)) < (0.8, 0.4, 0.4)).astype(int)

    assert "No change could be shown in: “flat, a”, b." in section_text(
        of_items(before, after, ("up", "flat, a", "b")), "items"
    )


def test_nobody_who_is_not_there_can_have_learned_less(report: GainReport) -> None:
    """ "Those who left may have learned less" stood under "everyone took both"."""
    nobody = sections(in_groups((9, 3), (8, 4)), Called(groups={"A": "A", "B": "B"}))["missing"]

    assert "everyone (24) took both" in nobody.sentences[-1]
    assert nobody.danger == ""
    assert sections(report)["missing"].danger.startswith("Those who left")


def test_an_icc_that_is_assumed_is_named_with_the_figures_that_rest_on_it() -> None:
    """Everyone improved, so no cohort differs in that; cohorts do differ in the gain."""
    gain = np.repeat([1, 2, 3, 1, 2, 3, 1, 2, 3, 4], 8) + np.tile([0, 1], 40)
    pre = np.arange(80) % 4
    report = gain_report(counts_of_pairs(pre, pre + gain, 9, cohort=np.arange(80) // 8))
    (note,) = (note for note in report.total.notes if note.code is NoteCode.ASSUMED_ICC)

    assert note.values == {"figure": "improved,same,worse", "icc": 0.15, "cohorts": 10}
    text = note_sentence(Words("en"), note)
    assert "An ICC of 0.150 is assumed for: share improved, share the same, share worse." in text


def test_what_each_line_of_an_item_drew_is_told_to_authors_and_that_it_does_not_add_up() -> None:
    before = np.tile(np.array([[0, 0], [1, 0], [1, 1]]), (40, 1))
    drew = np.array([[10, 20, 30], [0, 20, 40], [30, 10, 2], [0, 0, 0], [0, 0, 0]])
    counts = OptionCounts(
        "two", ("fee", "silence", "town", "unsure", "blank"), ("fee", "silence"), drew, np.array([40, 40, 40])
    )
    report = of_items(before, before, ("one", "two"), (counts,))
    authors = section_text(report, "authors")

    assert (
        "two (second test, n\u00a0=\u00a0120): of the lines to be marked, “fee” 50\u00a0%, “silence” 50\u00a0%."
        in authors
    )
    assert "two: of all that is not to be marked, “town” 35\u00a0%, “unsure” 0\u00a0%, “blank” 0\u00a0%." in authors
    assert "Each learner may mark several lines of such an item" in authors
    assert "“town”" not in section_text(report, "items"), "a mark is no choice against another"


def test_of_a_test_without_lines_nothing_is_said_of_them() -> None:
    before = np.tile(np.array([[0, 0], [1, 0], [1, 1]]), (40, 1))
    chosen = np.array([[40, 0, 40], [0, 40, 0]])
    report = of_items(before, before, ("one", "two"), (OptionCounts("one", ("key", "wrong"), "key", chosen),))

    assert "lines" not in section_text(report, "authors")
