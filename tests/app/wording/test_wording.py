"""Every code has its sentence, numbers are written as people write them, and sentences say no more than the figures."""

import math
import re
from dataclasses import replace

import pytest

from analytics import (
    CohortSums,
    Flow,
    GainReport,
    GroupCounts,
    JointTable,
    Key,
    Note,
    NoteCode,
    Options,
    gain_report,
    inside,
)
from app.wording import (
    LANGUAGES,
    Words,
    between_sentences,
    chance_sentences,
    method_lines,
    method_sentence,
    missing_sentences,
    note_sentence,
    notes_by_group,
    of_one_kind_together,
    one_by_one_sentences,
    plain_sentences,
    value_name,
    what_would_make_it_false,
)
from app.wording.leavers import leavers_sentences

VALUES: dict[str, float | int | str] = {
    **dict.fromkeys(("n", "needed", "score", "cohorts", "all_cohorts", "groups", "count", "draws", "paired"), 7),
    **dict.fromkeys(("mark", "max_score", "threshold", "pre_only", "post_only"), 8),
    **dict.fromkeys(("design_effect", "effective_n", "min_expected", "kr21", "icc", "gain"), 1.25),
    **dict.fromkeys(("share", "low", "high"), 0.25),
    "most": 10,
    "figure": "reliable_change",
    "figures": "improved,pass",
    "arm": "waiting",
}


def report(*groups: list[tuple[int, int]], cohorts: int = 0, options: Options | None = None) -> GainReport:
    counts = {}
    for place, pairs in enumerate(groups):
        pre, post = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
        labels = [100 * place + learner % cohorts for learner in range(len(pairs))] if cohorts else []
        counts[f"group {place}"] = GroupCounts(
            JointTable.from_pairs(pre, post, 10),
            Flow(pre_only=5, post_only=0, paired=len(pairs)),
            CohortSums.from_pairs(labels, pre, post) if cohorts else None,
        )
    return gain_report(counts, options=options or Options())


UP = [(3, 7), (4, 8), (5, 7), (2, 6), (6, 9), (4, 6), (5, 5), (3, 8), (4, 7), (6, 8), (2, 5), (5, 9)] * 3
NAMES: dict[Key, str] = {f"group {place}": f"Group {place}" for place in range(4)}
NOISE = [(3, 4), (4, 3), (5, 6), (6, 5), (2, 2), (7, 7), (3, 2), (5, 4), (4, 5), (6, 7), (8, 7), (5, 6)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", NoteCode)
def test_every_code_is_a_sentence_in_every_language(code: NoteCode, language: str) -> None:
    sentence = note_sentence(Words(language), Note(code, VALUES))

    assert sentence.endswith(".")
    assert "%(" not in sentence
    for raw in (code.value if "_" in code.value else "no_raw_code", "reliable_change", "NoteCode"):
        assert raw not in sentence


def test_a_part_that_is_hidden_is_named() -> None:
    part = note_sentence(Words("en"), Note(NoteCode.SUPPRESSED, {"figure": "forms,dose", "threshold": 11}))

    assert part == (
        "Hidden, since it would speak of fewer than 11 people: whether the forms are equally hard, lessons done."
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("en", "7.4|1,061|91.9\u00a0%|+1.90|−0.5|0.04|82\u00a0–\u2060\u00a096"),
        ("ru", "7,4|1\u00a0061|91,9\u00a0%|+1,90|−0,5|0,04|82\u00a0–\u2060\u00a096"),
    ],
)
def test_numbers_are_written_as_in_the_language(language: str, written: str) -> None:
    words = Words(language)
    numbers = (
        *(words.number(7.4, 1), words.number(1061), words.percent(0.9191, 1), words.signed(1.9, 2)),
        *(words.signed(-0.5, 1), words.number(0.04, 2), words.span("82", "96")),
    )

    assert "|".join(numbers) == written


def test_no_number_is_minus_nought() -> None:
    assert Words("en").signed(-0.01, 1) == "0.0"


@pytest.mark.parametrize(
    ("p", "ln_p", "written"),
    [
        (0.0914, math.log(0.0914), "0.091"),
        (1.0, 0.0, "1.000"),
        (2.6e-47, math.log(2.6e-47), "2.6×10⁻⁴⁷"),
        (0.0, -1000 * math.log(10) + math.log(4.2), "4.2×10⁻¹⁰⁰⁰"),
        (0.0, -50 * math.log(10) - 0.001, "1.0×10⁻⁵⁰"),
    ],
)
def test_a_small_p_is_a_power_of_ten(p: float, ln_p: float, written: str) -> None:
    assert Words("en").p(p, ln_p) == written


def test_a_clear_gain_is_said_to_be_over_chance() -> None:
    gains = report(UP)
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert "33 of 36 learners who took both tests scored higher the second time: 91.7\u00a0%." in text
    assert "against" in text
    assert "Even its lower limit, 78\u00a0%, is above what chance alone would give, 41\u00a0%." in text
    assert "Such a rise would be unlikely" in text
    assert (
        "If none of those with only one test had improved, the share would be 80\u00a0%; if all had, 93\u00a0%." in text
    )


@pytest.mark.parametrize(
    ("p", "written"), [(0.0496, "0.0496"), (0.04996, "0.04996"), (0.05, "0.050"), (0.0503, "0.050"), (0.0494, "0.049")]
)
def test_a_p_is_read_on_the_side_of_the_border_where_it_is(p: float, written: str) -> None:
    assert Words("en").p(p) == written


def test_a_limit_and_chance_that_are_nearly_alike_are_told_apart() -> None:
    """It read: from 37 to 63 %, by chance 37 %, and even its lower limit is above that."""
    gains = report(UP)
    improved, floor = gains.total.improved, gains.total.noise_floor
    assert improved is not None and improved.low is not None and floor is not None
    near = replace(gains.total, noise_floor=replace(floor, share=improved.low - 0.0004))
    text = " ".join(plain_sentences(Words("en"), near, gains.method))

    low, chance = 100 * improved.low, 100 * improved.low - 0.04
    assert f"limit, {low:.1f}\u00a0%, is above what chance alone would give, {chance:.1f}\u00a0%" in text


def test_whose_scores_before_are_not_shown_is_said_where_leavers_are_told_of() -> None:
    gains = report(UP)
    total = gains.total
    assert total.attrition is not None and total.attrition.lost.count
    narrowed = replace(total, attrition=replace(total.attrition, scores=None))
    sentences = list(leavers_sentences(Words("en"), narrowed))

    assert sentences[1:] == ["What these had scored before is not shown in this report."]


def test_noise_is_not_called_learning() -> None:
    gains = report(NOISE)
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert "What chance alone would give lies within it" in text
    assert "could look like this" in text
    assert "Such a rise" not in text


def test_a_fall_is_called_a_fall() -> None:
    gains = report([(post, pre) for pre, post in UP])
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert "Such a fall" in text
    assert "Even its upper limit, 10\u00a0%, is below what chance alone would give, 40\u00a0%." in text


def test_groups_are_told_apart_only_where_a_test_tells_them_apart() -> None:
    words = Words("en")

    assert "cannot be told apart" in " ".join(between_sentences(words, report(UP, UP).between))
    assert "differ" in " ".join(between_sentences(words, report(UP, NOISE * 3).between))
    assert between_sentences(words, report(UP).between) == []


def test_a_hidden_group_says_that_it_is_hidden_and_nothing_else() -> None:
    result = inside(report(UP[:5])).report

    assert plain_sentences(Words("en"), result.total, result.method) == ["Hidden: someone could be recognised."]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_of_few_says_in_a_sentence_that_their_number_is_not_shown(language: str) -> None:
    """And not that they are "hidden learners"."""
    words = Words(language)
    text = method_sentence(words, inside(report(UP[:5])).report)

    assert words.gettext("hidden") not in text
    assert "10" in text


def test_groups_with_one_thing_to_know_are_named_together() -> None:
    gains = report(UP, UP, NOISE, cohorts=4)
    text = notes_by_group(Words("en"), gains.groups, {f"group {n}": f"G{n}" for n in range(3)})

    assert [who for who, sentence in text if "Too few cohorts" in sentence] == ["G0, G1, G2"]


def test_of_several_figures_the_same_is_said_once_and_each_is_named_once() -> None:
    """Two parts of a report may say the same of one figure, alone or among others."""
    ignored = [
        Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": of}) for of in ("share_differences,attrition", "attrition")
    ]
    alike = [Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": of}) for of in ("improved", "same")]

    assert of_one_kind_together([*ignored, Note(NoteCode.NO_PAIRS), *alike]) == [
        Note(NoteCode.NO_PAIRS),
        Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "share_differences,attrition"}),
        Note(NoteCode.NO_DIFFERENCE_POSSIBLE, {"figure": "improved,same"}),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_method_says_unit_level_and_suppression(language: str) -> None:
    learners = report(UP).method
    cohorts = replace(report(UP, cohorts=3).method, suppress=11)

    assert any("95" in line for line in method_lines(Words(language), learners))
    assert len(method_lines(Words(language), cohorts)) == len(method_lines(Words(language), learners)) + 2
    assert len(what_would_make_it_false(Words(language))) == 5


def test_values_of_disaggregates_are_words() -> None:
    words = Words("ru")

    assert value_name(words, "month", "2026-03") == "март 2026\u202fг." or value_name(
        words, "month", "2026-03"
    ).startswith("март")
    assert value_name(words, "country", "KG") == "Кыргызстан"
    assert value_name(Words("en"), "age_band", "15-17") == "15–17"
    assert value_name(Words("en"), "sex", "unsaid") == "Rather not say"
    assert value_name(Words("en"), "way", "elsewhere") == "elsewhere"


def test_a_language_without_a_catalogue_reads_english() -> None:
    assert note_sentence(Words("tg"), Note(NoteCode.NO_COMPARISON_GROUP)).startswith("No comparison group")


def test_with_cohorts_only_the_test_that_respects_them_gives_a_verdict() -> None:
    gains = report(UP, NOISE * 3, cohorts=6)
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))
    between = between_sentences(Words("en"), gains.between)

    assert "paired t by cohort, p" in text
    assert "sign test" not in text
    assert "Wilcoxon" not in text
    assert "in the score after" in between[0]
    assert between[1].startswith("If learners were independent of one another: shares improved")
    assert len(between) == 2


def test_one_cohort_has_no_interval_and_says_why() -> None:
    gains = report(UP, cohorts=1)
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert "There is no interval: all were taught as one cohort" in text
    assert any("(1 cohort)" in line for line in method_lines(Words("en"), gains.method))


def test_a_group_that_chance_could_have_brought_there_is_named() -> None:
    gains = report(UP, NOISE)
    text = chance_sentences(Words("en"), gains.groups, {"group 0": "North", "group 1": "South"}, gains.method)

    assert len(text) == 2
    assert text[0].startswith("Share cannot be told from chance alone: South (41.7\u00a0%, ")
    assert text[1:] == [
        "In a published retest of another test (biology, students in the United States), with nothing taught between, "
        "53.3\u00a0% scored higher (n\u00a0=\u00a045, confidence interval 39\u00a0–\u2060\u00a067\u00a0%; data of "
        "McFarland et al. 2017)."
    ]


def test_while_nobody_has_both_tests_nothing_is_said_of_what_they_would_change() -> None:
    gains = report([])

    assert missing_sentences(Words("en"), gains.total) == []


def test_of_a_common_share_it_is_said_what_it_is_common_to() -> None:
    """92.1 %, "the better estimate of each", stood beside 91.9 % of all and was that of the subgroups shown alone."""
    gains = report(*[[(3, 5 - 2 * (place < 5)) for place in range(10)]] * 3)
    text = " ".join(one_by_one_sentences(Words("en"), gains.between, NAMES))

    assert "for each, their common share of 50.0\u00a0% is the better estimate. It is of these subgroups" in text


def test_nothing_is_read_against_chance_where_it_cannot_be_known() -> None:
    gains = report([(0, 10), (10, 0)])
    text = " ".join([*plain_sentences(Words("en"), gains.total, gains.method)])

    assert "1 of 2 learners who took both tests scored higher the second time" in text
    assert "against" not in text and "would score higher by chance" not in text
    assert "It needs 10 learners and has 2." in " ".join(note_sentence(Words("en"), n) for n in gains.total.notes)


def test_chance_under_one_in_twenty_is_not_called_none_in_ten() -> None:
    gains = report([(10, 10)] * 90 + [(9, 10)] * 3)
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert gains.total.noise_floor is not None and 0.005 < gains.total.noise_floor.share < 0.05
    assert re.search(r"With no learning, about \d\u00a0% would score higher by chance alone\. Read", text)
    assert "in 10" not in text


def test_hardly_any_chance_is_not_called_none() -> None:
    gains = report([(10, 10)] * 400 + [(9, 10)])
    text = " ".join(plain_sentences(Words("en"), gains.total, gains.method))

    assert "With no learning, fewer than 1 in 100 would score higher by chance alone." in text
    assert "against" not in text


def test_tests_that_ignore_cohorts_are_named_and_a_pass_mark_only_where_there_is_one() -> None:
    words = Words("en")
    without, with_mark = (report(UP, cohorts=12, options=Options(pass_mark=mark)) for mark in (None, 6))
    texts = [" ".join(note_sentence(words, note) for note in entry.total.notes) for entry in (without, with_mark)]

    assert all("independent of one another: sign test, Wilcoxon. " in notes for notes in texts)
    assert ["with the design effect of the mean gain: share that passed." in notes for notes in texts] == [False, True]
    assert "t: paired." not in method_lines(words, without.method)
    assert "t: paired." in method_lines(words, report(UP).method)
