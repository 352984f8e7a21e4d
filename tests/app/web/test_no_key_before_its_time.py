"""Before the second test has closed and its answers are shown, nobody is told what tells the key: no score, by no way.

Whoever makes up learners and joins with them may send whatever they like, and reads what comes back.
"""

import re
from collections.abc import Callable
from random import Random

import pytest
from flask import Flask

from app.services.learner.outcome import outcome_of
from app.services.waves import Wave
from tests.app.web.conftest import Learner, Room
from tests.app.web.crawl import CHANGES_BY_ITSELF, other_scores
from tests.app.web.key_solver import any_sheet, options_of, solve
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

OWN = ("/road", "/t/1", "/t/2", "/result", "/card", "/stop", "/api/v1/road", "/api/v1/receipts", "/api/v1/bundle")


@pytest.fixture
def invented(app: Flask, room: Room, join: Callable[..., Learner]) -> list[Learner]:
    """Two who have joined and sat both tests."""
    learners = [join(), join(Phone(app))]
    for wave, right in ((Wave.PRE, 2), (Wave.POST, 13)):
        room.open(wave)
        for learner in learners:
            room.sit(learner, wave, right=right)
    return learners


def read(learners: list[Learner]) -> dict[tuple[int, str], str]:
    """What each is answered, without what changes by itself, by handle and address."""
    changing = re.compile(f'{CHANGES_BY_ITSELF.pattern}|"told_at":"[^"]*"')
    return {
        (learner.handle, path): changing.sub("", learner.phone.client.get(path).get_data(as_text=True))
        for learner in learners
        for path in OWN
    }


@pytest.mark.parametrize("moment", ["open", "closed a moment ago", "shown"])
def test_what_learners_read_is_the_same_whatever_was_right_until_the_answers_are_shown(
    room: Room, invented: list[Learner], moment: str
) -> None:
    if moment == "shown":
        room.close(Wave.POST)
    elif moment != "open":
        room.school.close(room.cohort, Wave.POST)
        room.wait(minutes=9)
    before = read(invented)
    assert min(map(len, before.values())) > 50
    ids = [room.id_of(learner) for learner in invented]

    with other_scores(room, before=dict.fromkeys(ids, 14), after=dict.fromkeys(ids, 0)):
        after = read(invented)

    differ = {path for (handle, path), text in before.items() if after[handle, path] != text}
    assert differ == ({"/result"} if moment == "shown" else set())


@pytest.mark.parametrize("is_second_group", [False, True], ids=["one group", "and a second of the same course"])
def test_invented_learners_who_send_what_they_like_find_no_key_and_would_find_all_with_scores(
    room: Room, is_second_group: bool
) -> None:
    school, random = room.school, Random(14)
    groups = [room.cohort, *([school.cohort(label="Group 2")] if is_second_group else [])]
    invented = [school.learner(groups[place % len(groups)]) for place in range(80)]
    for group in groups:
        school.open(group, Wave.PRE)
    options = options_of(school.release, "A")
    sheets = {}
    for learner in invented:
        sheet = school.sheet(learner, Wave.PRE, right=0)
        if sheet["form"] == "A":
            sheets[learner] = any_sheet(options, random)
            assert school.put(learner, {**sheet, "answers": sheets[learner]}).status == 201
    seen = {it: outcome_of(school.session, it, school.now).pre for it in sheets}
    scores = {it: one.score for it, one in seen.items() if one is not None and one.score is not None}

    assert len(seen) == 40
    assert all(one is not None and one.is_complete for one in seen.values())
    assert solve(options, [sheets[it] for it in scores], [*scores.values()]) == set()
    known = [school.score(it, Wave.PRE) for it in sheets]
    assert solve(options, [*sheets.values()], known) == set(options), "the solver itself is no good"
