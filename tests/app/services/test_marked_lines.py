"""A test in which lines are marked comes in by every way as the same set, and is counted as one."""

import csv
import json
import uuid
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.items.mastery import Mastery
from app.content import Release
from app.exports import kobo_form
from app.files import read_table
from app.services.facilitator import learned, paper
from app.services.facilitator.paper_marks import mark_of, read_marks
from app.services.figures import upkeep
from app.services.learner import drafts, outcome, phones, testing
from app.services.submission import Source, Way, content_sha256
from app.services.waves import Wave
from app.store.answers import attempts
from assessments import UNSURE, Answer, marks
from tests.app.services.paper_tables import take

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # pyxform's own
    from pyxform.xls2xform import convert

pytestmark = pytest.mark.marks

LINES = ("fee", "hours", "silence", "town", "wage", UNSURE)
some_lines = st.lists(st.sampled_from(LINES[:-1])).map(marks)


@pytest.fixture
def cohort(school: Any) -> Any:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)
    return cohort


@pytest.fixture
def learner_id(school: Any, cohort: Any) -> int:
    two: list[int] = [school.learner(cohort), school.learner(cohort)]
    return next(it for it in two if form_of(school, it) == "A")


def form_of(school: Any, learner_id: int) -> str:
    forms: Any = phones.forms_of(school.session, learner_id)
    return str(forms[Wave.PRE])


def answers(school: Any, advert: Answer | None) -> dict[str, Any]:
    return {**school.answers("A", right=4), "advert": advert}


def stored(school: Any, learner_id: int) -> tuple[Answer | None, int | None, bool | None]:
    """The answer to the advert, the score, and whether enough was answered."""
    (sent,) = attempts.list_attempts(school.session, learner_id)
    assert list(upkeep.findings(school.session)) == []
    return attempts.responses_of(school.session, sent)["advert"], sent.score, sent.is_complete


ENDS: list[tuple[Answer | None, int]] = [
    (("fee", "silence"), 4),
    (("fee",), 3),
    (("fee", "silence", "town"), 3),
    (UNSURE, 3),
]


@pytest.mark.parametrize(("advert", "right"), ENDS)
def test_a_set_that_a_phone_sends_scores_only_as_a_whole(
    school: Any, learner_id: int, advert: Answer, right: int
) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=4) | {"answers": answers(school, advert)}

    assert school.put(learner_id, json.loads(json.dumps(sheet))).status == 201
    assert stored(school, learner_id) == (advert, right, True)


@pytest.mark.parametrize(("advert", "right"), ENDS)
def test_a_set_on_paper_scores_the_same(school: Any, cohort: Any, learner_id: int, advert: Answer, right: int) -> None:
    sheet = paper.paper_of(school.session, learner_id, Wave.PRE)
    typed = {it: mark_of(of, sheet.items[it], "ru") for it, of in answers(school, advert).items()}
    paper.type_in(
        school.session,
        cohort,
        learner_id,
        Wave.PRE,
        answers={item: sheet.read(item, mark) for item, mark in typed.items()},
        points={},
        sat_on=school.now.date(),
        source=Source(Way.PAPER, school.facilitator_id),
        now=school.now,
    )

    assert stored(school, learner_id) == (advert, right, True)


@pytest.mark.parametrize(("advert", "right"), ENDS)
def test_a_set_answered_on_a_page_scores_the_same(school: Any, learner_id: int, advert: Answer, right: int) -> None:
    for item, chosen in answers(school, advert).items():
        testing.answer(school.session, learner_id, Wave.PRE, item, chosen, school.now)

    assert testing.send(school.session, learner_id, Wave.PRE, school.now).status == "stored"
    assert stored(school, learner_id) == (advert, right, True)


@pytest.mark.parametrize(("advert", "right"), ENDS)
def test_a_set_from_kobo_scores_the_same_and_its_columns_line_by_line_are_passed_over(
    school: Any, cohort: Any, learner_id: int, advert: Answer, right: int, tmp_path: Path
) -> None:
    """As Kobo writes it: the names of what was chosen with blanks between, then a column of 0 and 1 for each."""
    row = {"learner_code": school.cards[learner_id].learner_code, "form": "A", "wave": "pre"}
    for item, chosen in answers(school, advert).items():
        of = school.release.instrument.items[[it.id for it in school.release.instrument.items].index(item)]
        marked = [chosen] if isinstance(chosen, str) else list(chosen or ())
        row[f"item_{item}"] = " ".join(marked)
        for option in of.form("A").options if of.has_lines else ():
            row[f"item_{item}/{option}"] = str(int(option in marked))
        row[f"item_{item}/wave"] = "1"  # a line of such a name
    path = tmp_path / "kobo.csv"
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(row))
        writer.writeheader()
        writer.writerow(row)
    taken = take(school, cohort, Wave.PRE, read_table(path))

    assert (taken.stored, taken.faults) == (1, ())
    assert stored(school, learner_id) == (advert, right, True)


def test_the_same_lines_in_another_order_are_the_same_test(school: Any, learner_id: int) -> None:
    key, sheet = str(uuid.uuid4()), school.sheet(learner_id, Wave.PRE, right=4)
    ordered = {**sheet, "answers": answers(school, ("fee", "silence"))}
    as_tapped = {**sheet, "answers": {**answers(school, None), "advert": ["silence", "fee", "fee"]}}

    first, again = (school.put(learner_id, json.loads(json.dumps(it)), key=key) for it in (as_tapped, ordered))

    assert (first.status, again.status) == (201, 200)
    content = {name: value for name, value in ordered.items() if name != "sent_at"}
    assert first.sha256 == again.sha256 == content_sha256(content), "what a phone works out that sends them in order"


@pytest.mark.parametrize("advert", ["fee", ["fee", UNSURE], ["nothing"], list("abcdefgh")])
def test_what_is_no_set_of_its_lines_is_refused(school: Any, learner_id: int, advert: Any) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=4)
    result = school.put(learner_id, {**sheet, "answers": {**sheet["answers"], "advert": advert}})

    assert (result.status, result.code) == (422, "unreadable")
    with pytest.raises(ValueError, match="has no item 'advert' with an option"):
        testing.answer(school.session, learner_id, Wave.PRE, "advert", advert, school.now)


@pytest.mark.parametrize("advert", [[["fee"]], [1], {"fee": 1}, [None]])
def test_what_is_no_list_of_lines_is_refused(school: Any, learner_id: int, advert: Any) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=4)

    assert school.put(learner_id, {**sheet, "answers": {**sheet["answers"], "advert": advert}}).status == 422


def test_a_set_for_a_choice_is_refused(school: Any, learner_id: int) -> None:
    sheet = school.sheet(learner_id, Wave.PRE, right=4)

    assert school.put(learner_id, {**sheet, "answers": {**sheet["answers"], "copy": ["keep"]}}).status == 422


def _draft(school: Any, learner_id: int, key: str, advert: Any) -> Any:
    draft = drafts.keep_draft(
        school.session,
        learner_id,
        Wave.PRE,
        key=key,
        answers={"advert": advert},
        statements={},
        now=school.now,
    )
    assert draft is not None
    return draft.answers


def test_marks_that_were_taken_back_do_not_come_back(school: Any, learner_id: int) -> None:
    """Of a choice a blank takes back nothing; of lines somebody unticked the last one."""
    key = str(uuid.uuid4())
    assert _draft(school, learner_id, key, ("fee", "town")) == {"advert": ("fee", "town")}
    assert _draft(school, learner_id, key, None) == {"advert": ("fee", "town")}
    assert _draft(school, learner_id, key, ()) == {}
    _draft(school, learner_id, key, ("fee", "silence"))
    sheet = school.sheet(learner_id, Wave.PRE, right=4) | {"answers": answers(school, ())}

    assert school.put(learner_id, json.loads(json.dumps(sheet)), key=key).status == 201
    assert stored(school, learner_id) == (None, 3, False)


@given(marked=some_lines, language=st.sampled_from(["ru", "en", "kk"]))
def test_a_set_comes_back_from_its_letters_and_from_its_ids(marked: tuple[str, ...], language: str) -> None:
    letters = mark_of(marked, LINES, language)

    def read(mark: str) -> Answer | None:
        return read_marks(mark, LINES, [language])

    assert read(letters) == read(" ".join(letters)) == (marked or None)
    assert read(", ".join(marked)) == (marked or None)
    assert read("+".join(str(LINES.index(line) + 1) for line in marked)) == (marked or None)
    assert read(letters.lower()[::-1]) == (marked or None)


@pytest.mark.parametrize(
    ("mark", "answer"),
    [("", None), ("-", None), ("6", UNSURE), ("Е", UNSURE), (UNSURE, UNSURE), ("АВ", ("fee", "silence"))],
)
def test_blank_and_not_sure_are_marked_as_of_a_choice(mark: str, answer: Answer | None) -> None:
    assert read_marks(mark, LINES, ["ru"]) == answer


@pytest.mark.parametrize("mark", ["АЕ", "А-", "G", "fee unsure", "А?", "wages"])
def test_lines_beside_not_sure_and_letters_that_are_none_are_refused(mark: str) -> None:
    with pytest.raises(ValueError):
        read_marks(mark, LINES, ["ru"])


def test_the_form_for_tablets_lets_several_lines_be_marked_and_not_beside_not_sure(
    marks_course: Release, tmp_path: Path
) -> None:
    path = tmp_path / "form.xlsx"
    path.write_bytes(
        kobo_form(marks_course.instrument, marks_course.instrument_words, form="A", wave="pre", language="ru")
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        xform = convert(str(path)).xform

    assert xform.count("<select ") == 2
    assert xform.count("not(selected(., 'unsure')) or count-selected(.) = 1") == 2
    for name in ("fee", "silence"):
        assert f"<name>{name}</name>" in xform


def _course(school: Any, cohort: Any, learners: int) -> None:
    """On the second test every other pair has all right, the others the first alone."""
    group = [school.learner(cohort) for _ in range(learners)]
    for it in group:
        school.sit(it, Wave.PRE, right=0)
    school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    for number, it in enumerate(group):
        school.sit(it, Wave.POST, right=4 if number % 4 < 2 else 1)
    school.settle(cohort)


@pytest.mark.many
def test_a_group_is_counted_with_its_sets_right_as_a_whole(school: Any, cohort: Any) -> None:
    _course(school, cohort, 12)

    shown = learned.items_learned(school.session, cohort, "course", school.now)
    assert shown is not None
    assert {it.item_id: it.after for it in shown.items} == {"address": 12, "advert": 6, "copy": 6, "chat": 6}
    assert list(upkeep.findings(school.session)) == []


@pytest.mark.many
def test_a_small_group_hears_of_lines_in_words_by_those_who_answered(school: Any, cohort: Any) -> None:
    _course(school, cohort, 8)

    mastery = learned.items_mastery(school.session, cohort, school.now)
    assert [(it.item_id, it.mastery) for it in mastery] == [
        ("address", Mastery.MOST),
        ("advert", Mastery.MIXED),
        ("copy", Mastery.MIXED),
        ("chat", Mastery.MIXED),
    ]


def test_reasons_of_lines_come_with_the_outcome(school: Any, cohort: Any, learner_id: int) -> None:
    school.put(learner_id, school.sheet(learner_id, Wave.PRE, right=1))
    school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    school.reveal(cohort)

    pre = outcome.outcome_of(school.session, learner_id, school.now).pre
    assert pre is not None
    advert = next(reason for reason in pre.reasons if reason.item_id == "advert")
    assert [line.is_marked for line in advert.lines] == [True, False, True, False]
