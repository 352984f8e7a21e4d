"""Three hundred reports are read as a hostile donor would: no two sentences, and no sentence and cell, may disagree."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from analytics import GainReport
from app.exports import Cover
from app.exports.grids import grids
from app.wording import Called, Words, findings, summary_sentences
from tests.app.wording.claims import TOTAL, Claim, claims_of, claims_of_a_group, disagreements, plain, untrue
from tests.app.wording.generated import generated

pytestmark = pytest.mark.many

SEEDS = range(300)
OTHER_LANGUAGES = [seed for seed in SEEDS if seed % 20 == 7]


@cache
def report_of(seed: int) -> GainReport:
    return generated(seed)


def names_of(report: GainReport) -> dict[object, str]:
    return {None: TOTAL, **{group.key: f"Place {'ABCDEFGH'[int(str(group.key)[1:])]}" for group in report.groups}}


def called_of(report: GainReport) -> Called:
    return Called(groups={key: name for key, name in names_of(report).items() if isinstance(key, str)})


def cover_of(report: GainReport) -> Cover:
    return Cover("study", date(2026, 3, 1), ("region",), names=called_of(report).groups)


def faults_of(report: GainReport) -> list[str]:
    faults: list[str] = []
    tables = grids(report, cover_of(report), Words("en"))
    claims = claims_of(report, tables, called_of(report), faults)
    return [*faults, *disagreements(claims), *untrue(claims, report, names_of(report))]


@pytest.mark.parametrize("tens", range(30))
def test_nothing_that_a_report_says_disagrees_with_what_it_says_elsewhere(tens: int) -> None:
    faults = {seed: faults_of(report_of(seed)) for seed in SEEDS[10 * tens : 10 * tens + 10]}

    assert {seed: result for seed, result in faults.items() if result} == {}


def test_the_reports_are_of_all_sorts_and_the_reader_reads_them() -> None:
    """Else a checker that never sees a verdict would be content."""
    seen: Counter[tuple[str, str]] = Counter()
    for seed in SEEDS[::3]:
        report = report_of(seed)
        for claim in claims_of(report, grids(report, cover_of(report), Words("en")), called_of(report), []):
            seen[claim.figure, claim.value if claim.figure.endswith(("verdict", "shown")) else ""] += 1
    verdicts = {figure: {value for of, value in seen if of == figure} for figure, _ in seen}

    assert verdicts["improved_verdict"] == {"above", "within", "below"}
    assert verdicts["t_verdict"] == {"rise", "fall", "none"}
    assert verdicts["leavers_verdict"] == {"higher", "lower"}
    assert verdicts["improved_shown"] == verdicts["retest_shown"] == {"no"}
    assert verdicts["retest_verdict"] == {"above", "not above"}
    wanted = (
        "improved_share",
        "improved_low",
        "chance",
        "gain",
        "gain_span",
        "t_p",
        "least",
        "error",
        "later",
        "since",
        "lower",
        "no_lower",
        "higher",
        "own_gain",
    )
    assert [figure for figure in wanted if seen[figure, ""] < 30] == []


@pytest.mark.parametrize("seed", SEEDS[::7])
def test_what_chance_alone_would_give_never_stands_without_a_retest(seed: int) -> None:
    report = report_of(seed)
    words, called = Words("en"), called_of(report)
    blocks = [summary_sentences(words, report, called), *(part.sentences for part in findings(words, report, called))]

    for sentences in blocks:
        text = " ".join(sentences)
        claims = re.search(
            r"by chance alone about|by chance alone\. |told from chance alone|Less than chance", text, re.I
        )
        assert not claims or "retest" in text or "tested twice here" in text, text


@pytest.mark.parametrize("seed", SEEDS[::7])
def test_whoever_multiplies_the_error_as_written_comes_to_the_threshold_as_written(seed: int) -> None:
    """The minimal detectable change is 1.96 times the root of 2 times the error, at 95 %."""
    report = report_of(seed)
    claims = claims_of(report, [], called_of(report), [])
    written = {(claim.group, claim.figure): claim.value for claim in claims if claim.figure in MEASURED}

    for group, figure in written:
        if figure == "error":
            threshold = written[group, "threshold"]
            decimals = len(threshold.partition(".")[2])
            assert round(1.96 * 2**0.5 * float(written[group, "error"]), decimals) == float(threshold)


MEASURED = ("error", "threshold")


@pytest.mark.parametrize("language", ["ru", "kk"])
@pytest.mark.parametrize("seed", OTHER_LANGUAGES)
def test_another_language_tells_the_same_numbers_sentence_by_sentence(seed: int, language: str) -> None:
    report = report_of(seed)
    by_language = {}
    for code in ("en", language):
        words, called = Words(code), called_of(report)
        blocks = [summary_sentences(words, report, called)]
        blocks += [[*part.sentences] for part in findings(words, report, called)]
        by_language[code] = [[numbers(sentence, code) for sentence in block] for block in blocks]

    assert by_language[language] == by_language["en"]


def numbers(sentence: str, language: str) -> list[str]:
    """By size, as English writes them; a nought may be a word."""
    apart, point = (r"(?<=\d),(?=\d{3})", r"\.") if language == "en" else ("(?<=\\d)\u00a0(?=\\d{3}\\b)", ",")
    text = re.sub(rf"(?<=\d){point}(?=\d)", ".", re.sub(apart, "", sentence))
    return sorted(number for number in re.findall(r"\d+(?:\.\d+)?", plain(text)) if number != "0")


# --- The reader finds what it is for: the contradictions that were in reports, put back.


def test_a_share_that_is_called_proof_of_nothing_beside_a_clear_mean_gain_is_found() -> None:
    """As it was: "these figures do not show that anything was learned", and three lines lower p = 3.9 × 10⁻⁶."""
    sentences = [
        "Luck alone lies within that: these figures do not show that anything was learned.",
        "The mean gain is +4.46 points of 14, with a confidence interval of 2.52 – 6.41.",
        "Such a rise would be unlikely if scores only went up and down at random: paired t, p = 0.010.",
    ]
    result = list(disagreements(claims_of_a_group("Almaty", sentences, [])))

    assert len(result) == 1 and "something was learned, and nothing was" in result[0]


@pytest.mark.parametrize(
    "second",
    [
        Claim("G", "improved_share", "41.7 %", "table"),
        Claim("G", "improved_high", "90", "words"),
        Claim("G", "improved_verdict", "within", "words"),
        Claim("G", "improved_shown", "no", "summary"),
    ],
)
def test_two_roundings_or_two_verdicts_of_one_figure_are_found(second: Claim) -> None:
    first = [
        Claim("G", "improved_share", "42 %", "words"),
        Claim("G", "improved_high", "91", "table"),
        Claim("G", "improved_verdict", "above", "words"),
    ]

    assert list(disagreements(first)) == []
    assert len(list(disagreements([*first, second]))) == 1
    assert list(disagreements([*first, replace(second, group="H")])) == []


def test_a_number_that_is_not_the_reports_and_a_sentence_that_nothing_reads_are_found() -> None:
    report = next(report_of(seed) for seed in SEEDS if report_of(seed).total.improved is not None)
    faults: list[str] = []
    sentences = ["The mean gain is +99.00 points of 14.", "Some 17 of them are said to have learned a lot."]
    claims = list(claims_of_a_group(TOTAL, sentences, faults))

    assert len(faults) == 1 and "17 of them" in faults[0]
    assert len(list(untrue(claims, report, names_of(report)))) == 1
