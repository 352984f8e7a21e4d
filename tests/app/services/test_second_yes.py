"""After the reveal a sheet counts with a second person's yes alone, and figures stand with and without it."""

from typing import Any

import pytest
from sqlalchemy import select

from app.services import archiving
from app.services.facilitator import paper, second_yes
from app.services.facilitator.gain import gain_of
from app.services.facilitator.second_yes import Answered, SamePerson
from app.services.facilitator.sheets_out import Out, put_back, take_out
from app.services.figures import upkeep
from app.services.intake import Code
from app.services.people import Grant, Role, SignedInStaff
from app.services.submission import Reason
from app.services.waves import Wave
from app.store.answers import attempts
from app.store.steps import REVEAL
from app.store.tables import Audit, ScorePair
from tests.app.conftest import School
from tests.app.services import typed_sheets

SHEETS = [(1, None, True)]


@pytest.fixture
def people(school: School) -> list[int]:
    """Of a group whose right answers can be seen: one typed in for both tests, one without the second."""
    cohort = school.cohort()
    people = [school.learner(cohort), school.learner(cohort)]
    school.open(cohort, Wave.PRE)
    for learner_id in people:
        type_in(school, learner_id, Wave.PRE, right=1)
    school.open(cohort, Wave.POST)
    type_in(school, people[0], Wave.POST, right=1)
    school.reveal(cohort)
    school.wait(minutes=1)
    return people


def type_in(
    school: School, learner_id: int, wave: Wave = Wave.POST, *, right: int, by: int = 0, reason: Reason | None = None
) -> Code:
    return typed_sheets.type_in(school, learner_id, wave, right=right, by=by, reason=reason)


def person(school: School, name: str, role: Role = Role.FACILITATOR) -> SignedInStaff:
    staff_id = school.facilitator_id if name == school.facilitator else school.staff(name, role)
    partner_id = None if role is Role.ME_OFFICER else school.partner_id
    return SignedInStaff(staff_id, name, name, "en", (Grant(role, school.programme_id, partner_id),))


def say(school: School, who: SignedInStaff, *, is_yes: bool = True) -> Answered:
    (sheet,) = second_yes.list_waiting(school.session, who)
    return second_yes.answer(school.session, who, sheet.key, is_yes=is_yes, now=school.now)


def post_tests(school: School, learner_id: int) -> list[tuple[int | None, str | None, bool, bool]]:
    assert list(upkeep.findings(school.session)) == []
    rows = attempts.list_attempts(school.session, learner_id)
    return [(it.score, it.bar, it.is_counted, it.is_confirmed) for it in rows if it.wave == Wave.POST]


def acts(school: School) -> list[tuple[str, int | None]]:
    rows = school.session.scalars(select(Audit).where(Audit.act.startswith("attempt.")).order_by(Audit.audit_id))
    return [(row.act, row.staff_id) for row in rows]


def test_a_sheet_typed_in_after_the_reveal_waits_whatever_day_it_was_sat(school: School, people: list[int]) -> None:
    assert type_in(school, people[1], right=4) is Code.WAITING

    assert post_tests(school, people[1]) == [(4, "waiting", False, False)]
    (sheet,) = second_yes.list_waiting(school.session, person(school, "beside"))
    assert (sheet.handle, sheet.wave, sheet.reason, sheet.typed_by) == (2, "post", None, school.facilitator)
    assert not {"score", "answers", "points"} & {*vars(sheet)}, "it says nothing of what was answered"


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTNER_LEAD, Role.ME_OFFICER])
def test_it_counts_with_the_yes_of_another_and_is_flagged(school: School, people: list[int], role: Role) -> None:
    type_in(school, people[1], right=4)
    second = person(school, "second", role)

    assert say(school, second) is Answered.YES

    assert post_tests(school, people[1]) == [(4, None, True, True)]
    assert acts(school)[-2:] == [("attempt.ask_yes", school.facilitator_id), ("attempt.say_yes", second.staff_id)]


def test_nobody_says_yes_to_their_own_sheet_or_from_elsewhere(school: School, people: list[int]) -> None:
    type_in(school, people[1], right=4)
    (sheet,) = second_yes.list_waiting(school.session, person(school, school.facilitator))
    _, elsewhere = school.other_programme()
    stranger = SignedInStaff(99, "x", "x", "en", (Grant(Role.FACILITATOR, None, elsewhere),))
    administrator = SignedInStaff(98, "y", "y", "en", (Grant(Role.ADMINISTRATOR),))

    with pytest.raises(SamePerson):
        second_yes.answer(school.session, person(school, school.facilitator), sheet.key, is_yes=True, now=school.now)
    for other in (stranger, administrator):
        assert second_yes.list_waiting(school.session, other) == []
        assert second_yes.answer(school.session, other, sheet.key, is_yes=True, now=school.now) is Answered.GONE
    assert post_tests(school, people[1]) == [(4, "waiting", False, False)]


def test_a_correction_moves_nothing_until_the_yes_and_a_no_leaves_the_first(school: School, people: list[int]) -> None:
    second = person(school, "second")
    assert type_in(school, people[0], right=4, reason=Reason.MISREAD) is Code.WAITING
    assert post_tests(school, people[0]) == [(1, None, True, False), (4, "waiting", False, False)]

    assert say(school, second, is_yes=False) is Answered.NO
    assert post_tests(school, people[0]) == [(1, None, True, False), (4, "refused", False, False)]
    assert type_in(school, people[0], right=3, reason=Reason.MISREAD) is Code.WAITING
    assert type_in(school, people[0], right=3) is Code.ALREADY, "saved once more it is no other sheet"
    assert type_in(school, people[0], right=2, reason=Reason.SLIPPED) is Code.WAITING
    assert say(school, second) is Answered.YES

    assert post_tests(school, people[0]) == [
        (1, "corrected", False, False),
        (4, "refused", False, False),
        (3, "replaced", False, False),
        (2, None, True, True),
    ]


def test_also_a_first_test_waits_then(school: School, people: list[int]) -> None:
    assert type_in(school, people[0], Wave.PRE, right=0, reason=Reason.MISREAD) is Code.WAITING


def test_a_follow_up_waits_too_for_it_asks_again_what_the_reveal_has_shown(school: School, people: list[int]) -> None:
    cohort, second = school.cohort_of(people[0]), person(school, "second")
    school.wait(days=90)
    school.open(cohort, Wave.FOLLOW_UP)
    forms = {wave: paper.paper_of(school.session, people[0], wave).form for wave in Wave if wave is not Wave.EARLY}
    assert forms[Wave.FOLLOW_UP] in (forms[Wave.PRE], forms[Wave.POST]), "whose right answers are on the screen"

    assert type_in(school, people[0], Wave.FOLLOW_UP, right=1) is Code.WAITING
    assert school.session.scalars(select(ScorePair.follow_up).where(ScorePair.learner_id == people[0])).one() is None
    assert say(school, second) is Answered.YES
    assert school.session.scalars(select(ScorePair.follow_up).where(ScorePair.learner_id == people[0])).one() == 1
    assert type_in(school, people[0], Wave.FOLLOW_UP, right=2, reason=Reason.MISREAD) is Code.WAITING


def test_nobody_chooses_sheets_by_their_results(school: School, people: list[int]) -> None:
    cohort, by = school.cohort_of(people[0]), school.facilitator_id
    out: dict[str, Any] = {"reason": Reason.OTHER_LEARNER, "by": by, "now": school.now}

    assert take_out(school.session, cohort, people[0], Wave.POST, **out) is Out.ANSWERS_SEEN
    assert post_tests(school, people[0]) == [(1, None, True, False)]


def test_what_was_taken_out_before_comes_back_with_a_second_yes(school: School) -> None:
    cohort = school.cohort()
    learner_id, by = school.learner(cohort), school.facilitator_id
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        type_in(school, learner_id, wave, right=2)
    take_out(school.session, cohort, learner_id, Wave.POST, reason=Reason.OTHER_LEARNER, by=by, now=school.now)
    school.reveal(cohort)
    school.wait(minutes=1)
    beside = person(school, "beside")

    assert put_back(school.session, cohort, learner_id, Wave.POST, by=beside.staff_id, now=school.now) is Out.WAITING
    with pytest.raises(SamePerson):
        say(school, beside)
    assert say(school, person(school, "third")) is Answered.YES
    assert post_tests(school, learner_id) == [(2, None, True, True)]


def test_a_settled_group_does_not_move(school: School, people: list[int]) -> None:
    cohort = school.cohort_of(people[0])
    school.settle(cohort)
    type_in(school, people[0], right=4, reason=Reason.MISREAD)

    assert say(school, person(school, "second")) is Answered.YES
    assert post_tests(school, people[0]) == [(1, "corrected", True, False), (4, None, False, True)]


def take_back(school: School, who: SignedInStaff, learner_id: int, wave: Wave = Wave.POST) -> bool:
    key = [it.key for it in attempts.list_attempts(school.session, learner_id) if it.wave == wave][-1]
    return second_yes.take_back(school.session, who, key, now=school.now)


def test_whoever_said_yes_takes_it_back_and_what_stood_before_stands_again(school: School, people: list[int]) -> None:
    second, third = person(school, "second"), person(school, "third")
    type_in(school, people[0], right=4, reason=Reason.MISREAD)
    say(school, second)
    assert [it.handle for it in second_yes.list_own(school.session, second)] == [1]
    assert not take_back(school, third, people[0]), "it is another person's yes"

    assert take_back(school, second, people[0])

    assert post_tests(school, people[0]) == [(1, None, True, False), (4, "waiting", False, False)]
    assert acts(school)[-1] == ("attempt.take_back_yes", second.staff_id)
    assert second_yes.list_own(school.session, second) == []
    assert not take_back(school, second, people[0]), "it is taken back already"
    assert say(school, third) is Answered.YES
    assert post_tests(school, people[0]) == [(1, "corrected", False, False), (4, None, True, True)]
    assert not take_back(school, second, people[0]), "the yes that stands is another's"


def test_a_pair_made_by_a_yes_goes_with_it(school: School, people: list[int]) -> None:
    cohort, second = school.cohort_of(people[1]), person(school, "second")
    type_in(school, people[1], right=4)
    say(school, second)
    assert gain_of(school.session, cohort, REVEAL).later == 1

    assert take_back(school, second, people[1])

    assert gain_of(school.session, cohort, REVEAL).later == 0
    assert post_tests(school, people[1]) == [(4, "waiting", False, False)]
    assert list(upkeep.wrong_seals(school.session)) == []


def test_a_yes_is_taken_back_no_more_once_the_group_has_settled(school: School, people: list[int]) -> None:
    second = person(school, "second")
    type_in(school, people[1], right=4)
    say(school, second)
    school.settle(school.cohort_of(people[1]))

    assert second_yes.list_own(school.session, second) == []
    assert not take_back(school, second, people[1])
    assert post_tests(school, people[1]) == [(4, None, True, True)]


def test_a_sheet_of_an_archived_group_is_answered_for_and_a_yes_taken_back_until_it_settles(
    school: School, people: list[int]
) -> None:
    cohort, second = school.cohort_of(people[1]), person(school, "second")
    type_in(school, people[1], right=4)
    archiving.archive(school.session, cohort, without_follow_up=True, now=school.now)

    assert say(school, second) is Answered.YES
    assert [it.handle for it in second_yes.list_own(school.session, second)] == [2]
    assert take_back(school, second, people[1])
    assert post_tests(school, people[1]) == [(4, "waiting", False, False)]
    assert say(school, second) is Answered.YES
    assert post_tests(school, people[1]) == [(4, None, True, True)]
    assert gain_of(school.session, cohort, REVEAL).later == 1


def test_a_sheet_of_an_archived_group_that_has_settled_waits_for_nobody(school: School, people: list[int]) -> None:
    cohort, second = school.cohort_of(people[1]), person(school, "second")
    type_in(school, people[1], right=4)
    archiving.archive(school.session, cohort, without_follow_up=True, now=school.now)
    assert len(second_yes.list_waiting(school.session, second)) == 1

    school.settle(cohort)

    assert second_yes.list_waiting(school.session, second) == []


def test_a_newer_sheet_that_waits_stays_and_the_one_whose_yes_is_taken_back_is_replaced(
    school: School, people: list[int]
) -> None:
    second = person(school, "second")
    type_in(school, people[0], right=4, reason=Reason.MISREAD)
    (former,) = second_yes.list_waiting(school.session, second)
    say(school, second)
    type_in(school, people[0], right=3, reason=Reason.SLIPPED)

    assert second_yes.take_back(school.session, second, former.key, now=school.now)

    assert post_tests(school, people[0]) == [
        (1, None, True, False),
        (4, "replaced", False, False),
        (3, "waiting", False, False),
    ]
    assert say(school, second) is Answered.YES
    assert post_tests(school, people[0])[0] == (1, "corrected", False, False)


def test_nothing_comes_in_the_place_of_a_sheet_that_was_put_back(school: School) -> None:
    cohort = school.cohort()
    learner_id, by = school.learner(cohort), school.facilitator_id
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        type_in(school, learner_id, wave, right=2)
    type_in(school, learner_id, right=3, reason=Reason.MISREAD)
    take_out(school.session, cohort, learner_id, Wave.POST, reason=Reason.OTHER_LEARNER, by=by, now=school.now)
    school.reveal(cohort)
    school.wait(minutes=1)
    put_back(school.session, cohort, learner_id, Wave.POST, by=by, now=school.now)
    second = person(school, "second")
    say(school, second)

    assert take_back(school, second, learner_id)
    assert post_tests(school, learner_id) == [(2, "corrected", False, False), (3, "waiting", False, False)]
