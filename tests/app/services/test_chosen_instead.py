"""What was chosen in the place of the right answer, and which objectives are met: by counting one by one."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.counts.learners import BLANK, Learners, tally_of
from analytics.counts.learners import UNSURE as NOT_SURE
from analytics.items.mastery import Mastery, mastery_of
from app.content import Release
from app.services.facilitator.instead import Instead, chosen_instead
from app.services.facilitator.objectives import Standing, objectives_learned
from app.store.answers.columns import sheet_of
from assessments import FORMS, UNSURE

ITEMS = 4
sheets = st.lists(
    st.tuples(st.integers(0, 1), st.lists(st.sampled_from([0, 1, 2, NOT_SURE, BLANK]), min_size=ITEMS, max_size=ITEMS)),
    min_size=11,
    max_size=40,
)
"""Of each learner the form of the second test, and what was chosen on it."""
LEAST = 11


@pytest.mark.many
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])  # nothing changes the release
@given(chosen=sheets)
def test_the_wrong_answer_that_most_chose_is_named_where_eleven_met_each_wording_and_else_none(
    release: Release, chosen: list[tuple[int, list[int]]]
) -> None:
    sheet = sheet_of(release.instrument)
    options = {place: len(sheet.options[0][place]) for place in range(ITEMS)}
    after = np.array(
        [[it if it in (NOT_SURE, BLANK) else it % options[place] for place, it in enumerate(own)] for _, own in chosen]
    )
    forms = np.array([(1 - form, form) for form, _ in chosen])
    right = after == sheet.key_places[forms[:, 1]]
    n = len(chosen)
    tally = tally_of(
        Learners(
            sheet=sheet,
            cohort=np.ones(n, dtype=np.int64),
            stratum=np.zeros(n, dtype=np.int64),
            pre=np.zeros(n, dtype=np.int64),
            post=right.sum(axis=1),
            forms=forms,
            answers=np.stack((np.full_like(after, BLANK), after), axis=1).astype(np.uint8),
        )
    )

    named = chosen_instead(tally, release)

    assert set(named) == set(sheet.items)
    is_told = min(int(forms[:, 1].sum()), n - int(forms[:, 1].sum())) >= LEAST
    for place, item in enumerate(sheet.items):
        expected = []
        unsure = int(np.isin(after[:, place], (NOT_SURE, BLANK)).sum())
        knew = int(right[:, place].sum())
        whole = named[item].of_both
        if not is_told:
            assert named[item].options == ()
            assert whole is not None
            assert (whole.right, whole.other, whole.unsure) == (knew, n - knew - unsure, unsure)
            continue
        assert whole is None
        for form, name in enumerate(FORMS):
            wrong = Counter(
                UNSURE if own[place] == NOT_SURE else sheet.options[form][place][own[place]]
                for own, (_, of), is_right in zip(after.tolist(), forms.tolist(), right[:, place], strict=True)
                if of == form and own[place] != BLANK and not is_right
            )
            most = max(wrong.values(), default=0)
            if most >= 3:
                expected += [Instead(name, option, most) for option, count in wrong.items() if count == most]
        assert sorted(named[item].options, key=str) == sorted(expected, key=str)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rights=st.lists(st.integers(0, 12), min_size=ITEMS, max_size=ITEMS))
def test_an_objective_is_met_where_two_thirds_knew_each_of_its_questions(release: Release, rights: list[int]) -> None:
    items = release.instrument.items
    known = dict(zip((item.id for item in items), rights, strict=True))

    learned = objectives_learned(release, {item: mastery_of(right, 12) for item, right in known.items()})

    for one in learned:
        of_it = [known[item.id] for item in items if item.objective == one.objective_id]
        expected = Standing.MET if of_it and min(of_it) >= 8 else Standing.NOT_MET
        expected = {0: Standing.UNTESTED, 1: Standing.ONE_ITEM}.get(len(of_it), expected)
        assert (one.standing, one.item_count) == (expected, len(of_it))
    assert [one.objective_id for one in learned] == [one.id for one in release.course.objectives]


def test_where_too_few_answered_an_objective_is_neither_met_nor_missed(release: Release) -> None:
    words: dict[str, Mastery | None] = {item.id: Mastery.MOST for item in release.instrument.items}
    questions = Counter(item.objective for item in release.instrument.items)
    first = next(item for item in release.instrument.items if questions[item.objective] > 1)

    def standing() -> Standing:
        learned = objectives_learned(release, words)
        return next(one.standing for one in learned if one.objective_id == first.objective)

    assert standing() is Standing.MET
    words[first.id] = None
    assert standing() is Standing.UNKNOWN
    words[first.id] = Mastery.MIXED
    assert standing() is Standing.NOT_MET


def test_one_question_alone_does_not_judge_an_objective(release: Release) -> None:
    instrument = release.instrument
    one = instrument.items[0]
    others = [item for item in instrument.items[1:] if item.objective != one.objective]
    shorter = instrument.model_copy(update={"items": (one, *others)})
    alone = release.model_copy(update={"instrument": shorter})

    for mastery in (*Mastery, None):
        learned = objectives_learned(alone, {**{item.id: Mastery.MOST for item in others}, one.id: mastery})
        of_it = next(it for it in learned if it.objective_id == one.objective)
        assert (of_it.standing, of_it.item_count) == (Standing.ONE_ITEM, 1)
