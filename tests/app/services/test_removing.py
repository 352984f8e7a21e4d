"""Somebody who should not have joined is taken out: counted apart, undone for ten minutes, and never unseen."""

from collections.abc import Callable

import pytest

from analytics import GainReport
from analytics.report.entry import Disclosure
from analytics.report.register import FIGURES
from app.services import admission, signing
from app.services.facilitator import removing
from app.services.facilitator.removing import Reason, ReasonMissing, ResultMade, TooLate
from app.services.figures import reporting, settling, upkeep
from app.services.learner import joining
from app.services.people import new_card
from app.services.secret_hashes import hash_secret
from app.services.waves import Wave
from app.store import audit
from app.store.answers import headcounts, seats, summaries, taken_out
from app.store.figures import settlements
from app.store.figures.selection import Filters, Scope
from app.store.people import learners, membership
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import CohortTally
from app.wording import Words
from app.wording.circumstances import circumstance_sentences
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def remove(school: School) -> Callable[..., None]:
    def remove(cohort: Cohort, learner_id: int, reason: Reason | None = None) -> None:
        learner = learners.get(school.session, learner_id)
        assert learner
        removing.remove(school.session, cohort, learner, reason=reason, by=school.facilitator_id, now=school.now)

    return remove


def enrolled(school: School, cohort: Cohort) -> int:
    """As the tally has it, and as pages count it."""
    row = school.session.get(CohortTally, cohort.cohort_id, populate_existing=True)
    assert row
    assert row.enrolled == len(seats.list_handles(school.session, cohort.cohort_id))
    assert row.enrolled == headcounts.count_waves(school.session, [cohort.cohort_id])[cohort.cohort_id].joined
    assert summaries.differences(school.session) == []
    return row.enrolled


def test_whoever_is_taken_out_is_no_longer_among_the_enrolled_and_takes_no_place(
    school: School, remove: Callable[..., None]
) -> None:
    cohort = school.cohort()
    prank, _ = school.learner(cohort), school.learner(cohort)
    assert enrolled(school, cohort) == 2

    remove(cohort, prank)

    assert enrolled(school, cohort) == 1
    assert admission.places_of(school.session, cohort).taken == 1
    assert learners.by_handle(school.session, cohort.cohort_id, 1) is None
    [line] = membership.list_lines(school.session, cohort.cohort_id)
    assert (line.kind, line.handle, line.words) == (membership.Kind.OUT, 1, None)
    (last, *_) = audit.list_acts(school.session, cohort_id=cohort.cohort_id)
    assert (last.act, last.subject, last.detail) == ("learner.take_out", "learner 1", {"reason": ""})
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_the_card_opens_nothing_nor_does_a_phone_that_is_signed_in_and_both_do_again_once_put_back(
    school: School, remove: Callable[..., None]
) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    card = new_card()
    signing.replace_card(school.session, learner_id, card, hash_secret(card.pin))
    token = signing.start_learner(school.session, learner_id, school.now).token

    def opens() -> tuple[bool, bool]:
        check = signing.check_learner(school.session, card.learner_code, card.pin)
        return check.is_right, signing.person_of(school.session, token, school.now) is not None

    assert opens() == (True, True)
    remove(cohort, learner_id)
    assert opens() == (False, False)
    assert removing.put_back(school.session, cohort, 1, by=school.facilitator_id, now=school.now)
    assert opens() == (True, True)


def test_joining_once_more_with_the_same_key_leads_nowhere(school: School, remove: Callable[..., None]) -> None:
    cohort = school.cohort()
    door = joining.open_door(school.session, cohort.join_code, school.now)
    assert door
    who = {"language": "ru", "sex": "female", "age_band": "15-17", "assent_version": "1", "pin_hash": "-"}

    def join() -> joining.Joined | None:
        key, card = "the same key of a phone", new_card()
        return joining.join(school.session, door=door, join_key=key, card=card, now=school.now, **who)

    joined = join()
    assert joined
    remove(cohort, joined.learner_id)

    assert join() is None


def test_what_was_sent_and_what_still_comes_never_counts(school: School, remove: Callable[..., None]) -> None:
    cohort = school.cohort()
    prank, learner_id = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for each in (prank, learner_id):
        school.sit(each, Wave.PRE, right=3)
    school.open(cohort, Wave.POST)
    sheet = school.sheet(prank, Wave.POST, right=14)
    remove(cohort, prank, Reason.PRANK)

    assert school.put(prank, sheet).status == 201  # the phone has done its part, and learns nothing
    school.sit(learner_id, Wave.POST, right=5)
    assert enrolled(school, cohort) == 1
    school.settle(cohort)

    course = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert course
    assert course.learner_count == 1
    assert [*upkeep.findings(school.session), *upkeep.wrong_seals(school.session)] == []


def test_after_a_test_it_needs_a_reason_which_is_counted_also_when_the_number_is_erased(
    school: School, remove: Callable[..., None]
) -> None:
    cohort = school.cohort()
    prank = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.sit(prank, Wave.PRE, right=3)
    with pytest.raises(ReasonMissing):
        remove(cohort, prank)

    remove(cohort, prank, Reason.TRIAL)
    joining.withdraw(school.session, prank, school.now)

    [line] = membership.list_lines(school.session, cohort.cohort_id)
    assert (line.handle, line.words) == (None, "trial")


def test_reports_count_apart_who_was_taken_out_of_settled_groups_also_when_erased(
    school: School, remove: Callable[..., None]
) -> None:
    cohort, unsettled = school.cohort(), school.cohort()
    remove(unsettled, school.learner(unsettled))
    people = [school.learner(cohort) for _ in range(15)]
    school.open(cohort, Wave.PRE)
    for each in people:
        school.sit(each, Wave.PRE, right=3)
    remove(cohort, people[0], Reason.PRANK)
    remove(cohort, people[1], Reason.TRIAL)
    remove(cohort, people[2], Reason.MISTAKE)
    assert removing.put_back(school.session, cohort, 3, by=school.facilitator_id, now=school.now)
    joining.withdraw(school.session, people[0], school.now)
    school.open(cohort, Wave.POST)
    for each in people[2:]:
        school.sit(each, Wave.POST, right=9)
    school.settle(cohort)

    def gains(**chosen: str) -> GainReport:
        (part,) = reporting.report(school.session, Filters(Scope(is_whole=True), **chosen))
        return part.gains

    report = gains()
    assert report.total.flow is not None
    assert report.total.flow.enrolled == report.total.flow.paired == 13
    assert report.circumstances is not None
    assert report.circumstances.taken_out == 2
    assert [*circumstance_sentences(Words("en"), report)] == [
        "2 people who should not have joined were taken out of their groups and are in no other figure."
    ]
    assert gains(sex="female").circumstances is None, "of whoever was taken out nothing is told"
    assert gains(region=cohort.region_code).circumstances == report.circumstances
    assert FIGURES["circumstances.taken_out"].disclosure is Disclosure.NEVER


def test_put_back_within_ten_minutes_everything_is_as_before(school: School, remove: Callable[..., None]) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.sit(learner_id, Wave.PRE, right=3)
    remove(cohort, learner_id, Reason.MISTAKE)
    school.wait(minutes=9)

    assert removing.put_back(school.session, cohort, 1, by=school.facilitator_id, now=school.now)

    assert enrolled(school, cohort) == 1
    assert school.score(learner_id, Wave.PRE) == 3
    assert membership.list_lines(school.session, cohort.cohort_id) == []
    assert not removing.put_back(school.session, cohort, 1, by=school.facilitator_id, now=school.now)
    remove(cohort, learner_id, Reason.MISTAKE)
    school.wait(minutes=10)
    with pytest.raises(TooLate):
        removing.put_back(school.session, cohort, 1, by=school.facilitator_id, now=school.now)


def test_once_the_result_is_made_nobody_is_taken_out_or_put_back(school: School, remove: Callable[..., None]) -> None:
    cohort = school.cohort()
    best, worst = school.learner(cohort), school.learner(cohort)
    school.open(cohort, Wave.PRE)
    for each in (best, worst):
        school.sit(each, Wave.PRE, right=3)
    school.open(cohort, Wave.POST)
    school.close(cohort, Wave.POST)
    school.wait(minutes=5)
    remove(cohort, worst, Reason.PRANK)
    school.wait(minutes=5)

    with pytest.raises(ResultMade):
        remove(cohort, best, Reason.PRANK)
    with pytest.raises(ResultMade):
        removing.put_back(school.session, cohort, 2, by=school.facilitator_id, now=school.now)
    settling.settle(school.session, cohort.cohort_id, now=school.now)
    school.open(cohort, Wave.POST)  # open again: the answers have been seen
    with pytest.raises(ResultMade):
        remove(cohort, best, Reason.PRANK)
    assert taken_out.is_out(school.session, worst)
