"""What is written as GIFT comes back unchanged; what another wrote is taken whole, or refused by its line."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import Instrument, InstrumentWords
from assessments.formats import (
    DraftItem,
    DraftOption,
    FormatFaults,
    Header,
    assembled,
    drafts_of,
    read_gift,
    write_gift,
)

WORDS = st.text(st.characters(exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)


def header(instrument: Instrument, words: InstrumentWords) -> Header:
    return Header(
        instrument.slug, instrument.languages, words.title, pass_mark=instrument.pass_mark, minutes=instrument.minutes
    )


def test_an_instrument_comes_back_unchanged(instrument: Instrument, words: InstrumentWords) -> None:
    text = write_gift(drafts_of(instrument, words), instrument.slug)

    assert assembled(read_gift(text), header(instrument, words)) == (instrument, words)


@given(st.lists(WORDS, min_size=5, max_size=5))
def test_any_words_come_back_or_are_refused(spoken: list[str]) -> None:
    stem, *texts = spoken
    options = tuple(DraftOption(f"o{n}", text, f"why {text}", n == 0) for n, text in enumerate(texts))
    draft = DraftItem(0, "one", "A", "O1", "apply", stem, options)
    try:
        text = write_gift([draft], "sample")
    except FormatFaults:
        return  # said so, and nothing written
    assert [replace(read, line=0) for read in read_gift(text)] == [draft]


@pytest.mark.parametrize("sign", list("\\~=#{}:"))
def test_signs_of_the_format_may_stand_in_words(sign: str) -> None:
    options = (DraftOption("a", f"x{sign}y", f"be{sign}cause", True), DraftOption("b", "z", "no", False))
    draft = DraftItem(0, "one", "B", "O1", "apply", f"What{sign} now?", options)

    assert [replace(read, line=0) for read in read_gift(write_gift([draft], "sample"))] == [draft]


def test_words_that_would_change_their_meaning_are_refused() -> None:
    options = (DraftOption("a", "%50% of the pay", "why", True), DraftOption("b", "none", "why", False))

    with pytest.raises(FormatFaults, match="'one' in form A"):
        write_gift([DraftItem(0, "one", "A", "O1", "apply", "How much?", options)], "sample")


FOREIGN = """\
// made elsewhere
$CATEGORY: Safe travel/A

::Papers::Who keeps
your passport? {
  =I do#It is mine.
  ~My boss#Never.
}

$CATEGORY: Safe travel/B

Who keeps your ID card? {=I do#It is mine. ~The landlord#Never.}
"""


def test_a_file_of_another_program_is_taken_with_ids_of_our_own() -> None:
    first, second = read_gift(FOREIGN, objective="O6", level="apply")

    assert (first.form, first.item, first.stem) == ("A", "q1", "Who keeps your passport?")
    assert (second.form, second.item) == ("B", "q1")
    assert first.options == (
        DraftOption("a", "I do", "It is mine.", True),
        DraftOption("b", "My boss", "Never.", False),
    )


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("A sentence alone.\n", 1, "no answers in"),
        ("\n\nIs it so? {TRUE}\n", 3, "true or false"),
        ("How many? {#4:1}\n", 1, "asks for a number"),
        ("Say why. {}\n", 1, "is an essay"),
        ("Pay {=450#yes ~250#no} a month\n", 1, "goes on behind"),
        ("Match {=a -> b#x =c -> d#y}\n", 1, "pair to match"),
        ("Which? {\n=a#yes\n~%50%b#half\n}\n", 3, "weight in per cent"),
        ("Which? {\n=a#yes\n~b\n}\n", 3, "needs words and a reason"),
        ("Which? {\n=a#yes\n=b#yes\n}\n", 1, "has 2 right answers"),
        ("Which? {\n=a#yes\n~b#no####all\n}\n", 3, "more than one '#'"),
        ("Which? {words =a#yes ~b#no}\n", 1, "before the first"),
        ("\n::One::[html]<p>Which?</p> {=a#yes ~b#no}\n", 2, "is written in HTML"),
        ("A sign\u2028within.\n", 1, "no answers in"),
        ("Which\u2028one? {=a#yes ~b#no}\n\nHow many? {#4}\n", 3, "asks for a number"),
    ],
)
def test_what_cannot_be_taken_is_refused_by_its_line(text: str, line: int, what: str) -> None:
    with pytest.raises(FormatFaults) as refused:
        read_gift(text, form="A", objective="O1", level="apply")
    assert any(fault.line == line and what in fault.what for fault in refused.value.faults), refused.value.faults


def test_all_faults_are_told_at_once_and_nothing_is_taken() -> None:
    with pytest.raises(FormatFaults) as refused:
        read_gift("One {T}\n\nTwo {}\n\nThree {=a#x ~b#y}\n", form="A")
    assert [fault.line for fault in refused.value.faults] == [1, 3, 5]


def test_a_lost_twin_or_another_objective_is_told() -> None:
    text = FOREIGN.replace("$CATEGORY: Safe travel/B", "$CATEGORY: Safe travel/A")
    with pytest.raises(FormatFaults, match="lacks form B"):
        assembled(read_gift(text, objective="O6", level="apply"), Header("s", ("en",), "Title"))
    first, second = read_gift(FOREIGN, objective="O6", level="apply")
    with pytest.raises(FormatFaults, match="make them the same"):
        assembled([first, replace(second, objective="O7")], Header("s", ("en",), "Title"))
