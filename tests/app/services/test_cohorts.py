"""A cohort is made, changed, moved, put away; its figures follow, and what happened is written down."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from app.services import admission, archiving, handing_over, scopes, windows
from app.services import cohorts as deeds
from app.services.administrator import programme
from app.services.administrator.staff import give_role
from app.services.admission import ConsentMissing
from app.services.archiving import FollowUpPlanned, NotEmpty, StillOpen
from app.services.cohorts import CourseIsFixed, NotTheirs, Outline
from app.services.figures import upkeep
from app.services.learner import joining
from app.services.people import Grant, Role, SignedInStaff
from app.services.releases import keep_release
from app.services.waves import Wave, schedule_of
from app.store import Session, audit
from app.store.answers import summaries
from app.store.programmes import cohorts, releases
from app.store.programmes.cohorts import Cohort
from app.store.tables import Settlement
from courses import Window
from tests.app.conftest import School


def acts(session: Session, cohort: Cohort) -> list[str]:
    session.flush()
    return [row.act for row in reversed(audit.list_acts(session, cohort_id=cohort.cohort_id))]


def outline_of(cohort: Cohort, **other: Any) -> Outline:
    now = {name: getattr(cohort, name) for name in Outline.__dataclass_fields__}
    return Outline(**{**now, **other})


@pytest.fixture
def measured(school: School) -> Cohort:
    """Three learners: one with both tests, one with the first, one who only joined."""
    cohort = school.cohort()
    learners = [school.learner(cohort) for _ in range(3)]
    school.open(cohort, Wave.PRE)
    school.take(learners[0], Wave.PRE, right=1)
    school.take(learners[1], Wave.PRE, right=2)
    school.close(cohort, Wave.PRE)
    school.open(cohort, Wave.POST)
    school.take(learners[0], Wave.POST, right=3)
    return cohort


def test_a_new_cohort_lets_nobody_in(school: School) -> None:
    cohort = school.cohort(is_open=False)

    assert joining.open_door(school.session, cohort.join_code, school.now) is None
    assert len(cohort.join_code) == 8
    assert cohort.time_zone == "Asia/Almaty"


def test_joining_does_not_open_before_consent(school: School) -> None:
    cohort = school.cohort(is_open=False)

    with pytest.raises(ConsentMissing):
        admission.open_joining(school.session, cohort, now=school.now)
    assert joining.open_door(school.session, cohort.join_code, school.now) is None


def test_consent_is_not_ticked_before_it_is_there(school: School) -> None:
    cohort = school.cohort(is_open=False)

    with pytest.raises(ValueError, match="when it is there"):
        admission.tick_consent(school.session, cohort, date(2026, 3, 3), now=school.now)
    assert school.anew(cohort).consent_on is None


def test_today_is_the_day_where_the_cohort_is(school: School) -> None:
    cohort = school.cohort(is_open=False)
    late = school.now.replace(day=1, hour=20)  # 1 March in Greenwich, 2 March in Almaty

    cohort = admission.tick_consent(school.session, cohort, date(2026, 3, 2), now=late)

    assert cohort.consent_on == date(2026, 3, 2)


def test_taking_the_consent_back_shuts_the_door_at_once(school: School) -> None:
    cohort = school.cohort()
    assert joining.open_door(school.session, cohort.join_code, school.now)

    cohort = admission.take_back_consent(school.session, cohort, now=school.now)

    assert joining.open_door(school.session, cohort.join_code, school.now) is None
    assert acts(school.session, cohort)[-2:] == ["cohort.consent_back", "cohort.joining_close"]


def test_the_door_closes_and_opens_again(school: School) -> None:
    cohort = school.cohort()
    opened_at = cohort.joining_opened_at

    cohort = admission.close_joining(school.session, cohort, now=school.now)
    assert joining.open_door(school.session, cohort.join_code, school.now) is None
    cohort = admission.open_joining(school.session, cohort, now=school.now)

    assert joining.open_door(school.session, cohort.join_code, school.now)
    assert cohort.joining_opened_at == opened_at


def test_a_second_tap_on_open_writes_nothing_down(school: School) -> None:
    cohort = school.cohort()

    cohort = admission.open_joining(school.session, cohort, now=school.now)

    assert acts(school.session, cohort).count("cohort.joining_open") == 1


def test_a_facilitator_makes_cohorts_for_their_own_partner_only(school: School) -> None:
    other = school.partner("Another")

    with pytest.raises(NotTheirs):
        school.cohort(partner_id=other)


def test_a_course_of_another_programme_does_not_fit(school: School) -> None:
    elsewhere = programme.add_programme(
        school.session,
        name="Elsewhere",
        countries=["KG"],
        languages=["ru"],
        time_zone="Asia/Bishkek",
        consent_kept_at="there",
        now=school.now,
    )
    ref = keep_release(school.session, elsewhere.programme_id, school.release, school.now)
    theirs = releases.get(school.session, ref)
    assert theirs

    with pytest.raises(NotTheirs):
        school.cohort(course_release_id=theirs.course_release_id)


@pytest.mark.many
def test_a_cohort_counts_where_it_is_when_it_settles_and_a_later_move_changes_no_figure(
    school: School, measured: Cohort
) -> None:
    other = school.partner("Another")
    give_role(
        school.session, school.facilitator_id, Grant(Role.FACILITATOR, school.programme_id, other), now=school.now
    )
    moved = outline_of(measured, region_code="KZ-75", partner_id=other, way="remote")
    measured = deeds.edit(school.session, measured, moved, now=school.now)

    school.settle_all()
    measured = deeds.edit(
        school.session, measured, outline_of(measured, region_code="KZ-61", way="room"), now=school.now
    )

    places = select(Settlement.region_code, Settlement.partner_id, Settlement.way).where(Settlement.step == "course")
    assert school.session.execute(places).all() == [("KZ-75", other, "remote")]
    assert measured.region_code == "KZ-61"
    assert list(upkeep.findings(school.session)) == []


def test_another_name_moves_nothing_and_is_written_down(school: School, measured: Cohort) -> None:
    measured = deeds.edit(school.session, measured, outline_of(measured, label="Group 2"), now=school.now)

    assert summaries.differences(school.session) == []
    school.session.flush()
    assert audit.list_acts(school.session, cohort_id=measured.cohort_id)[0].detail == {"label": ["Group 1", "Group 2"]}


def test_saving_without_a_change_writes_nothing_down(school: School) -> None:
    cohort = school.cohort()
    before = acts(school.session, cohort)

    cohort = deeds.edit(school.session, cohort, outline_of(cohort), now=school.now)

    assert acts(school.session, cohort) == before


def test_the_course_stays_once_somebody_has_begun_a_test(school: School, measured: Cohort) -> None:
    words = school.release.model_copy(update={"course": school.release.course.model_copy(update={"version": 2})})
    ref = keep_release(school.session, school.programme_id, words, school.now)
    newer = releases.get(school.session, ref)
    assert newer and newer.course_release_id != measured.course_release_id

    with pytest.raises(CourseIsFixed):
        deeds.edit(
            school.session, measured, outline_of(measured, course_release_id=newer.course_release_id), now=school.now
        )
    empty = school.cohort()
    empty = deeds.edit(
        school.session, empty, outline_of(empty, course_release_id=newer.course_release_id), now=school.now
    )
    assert empty.course_release_id == newer.course_release_id


def test_a_cohort_is_handed_to_a_facilitator_of_its_partner_and_back(school: School) -> None:
    zere = school.staff("zere", Role.FACILITATOR, can_sign_in=True)
    cohort = deeds.create(school.session, school.outline(), facilitator_id=zere, now=school.now)
    bota = school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    stranger = school.staff("stranger", Role.FACILITATOR, partner_id=school.partner("Another"))

    cohort = handing_over.hand_over(school.session, cohort, bota, now=school.now)
    assert cohort.facilitator_id == bota
    with pytest.raises(NotTheirs):
        handing_over.hand_over(school.session, cohort, stranger, now=school.now)
    cohort = handing_over.hand_over(school.session, cohort, zere, now=school.now)

    assert cohort.facilitator_id == zere


@pytest.mark.many
def test_a_cohort_is_not_archived_while_a_test_is_open(school: School, measured: Cohort) -> None:
    with pytest.raises(StillOpen):
        archiving.archive(school.session, measured, now=school.now)
    assert school.anew(measured).archived_at is None


def test_archiving_shuts_the_door_keeps_the_figures_and_is_undone(school: School, measured: Cohort) -> None:
    school.close(measured, Wave.POST)

    planned = schedule_of(school.session, measured)[Wave.FOLLOW_UP]
    with pytest.raises(FollowUpPlanned):
        archiving.archive(school.session, measured, now=school.now)
    assert school.anew(measured).archived_at is None
    measured = archiving.archive(school.session, measured, without_follow_up=True, now=school.now)
    assert schedule_of(school.session, measured)[Wave.FOLLOW_UP] == Window()
    assert joining.open_door(school.session, measured.join_code, school.now) is None
    assert summaries.differences(school.session) == []
    measured = archiving.unarchive(school.session, measured, now=school.now)

    assert measured.archived_at is None
    assert schedule_of(school.session, measured)[Wave.FOLLOW_UP] == planned, "nothing was lost"
    assert not admission.is_joining_open(measured, school.now)


def test_a_follow_up_whose_day_has_gone_by_in_the_archive_is_not_planned_again(
    school: School, measured: Cohort
) -> None:
    school.close(measured, Wave.POST)
    measured = archiving.archive(school.session, measured, without_follow_up=True, now=school.now)
    school.wait(days=100)
    measured = archiving.unarchive(school.session, measured, now=school.now)

    assert schedule_of(school.session, measured)[Wave.FOLLOW_UP] == Window()


def test_a_follow_up_that_was_moved_comes_back_from_the_archive_on_its_day(school: School, measured: Cohort) -> None:
    school.close(measured, Wave.POST)
    school.wait(hours=1)
    opens_at = school.now + timedelta(days=120)
    windows.plan(school.session, measured, Wave.FOLLOW_UP, opens_at=opens_at, now=school.now)
    planned = schedule_of(school.session, measured)[Wave.FOLLOW_UP]
    measured = archiving.archive(school.session, measured, without_follow_up=True, now=school.now)
    school.wait(days=110)
    measured = archiving.unarchive(school.session, measured, now=school.now)

    assert schedule_of(school.session, measured)[Wave.FOLLOW_UP] == planned


def test_a_follow_up_that_somebody_took_back_is_not_planned_again_by_the_archive(
    school: School, measured: Cohort
) -> None:
    school.close(measured, Wave.POST)
    school.wait(hours=1)
    measured = archiving.archive(school.session, measured, without_follow_up=True, now=school.now)
    measured = archiving.unarchive(school.session, measured, now=school.now)
    windows.plan(school.session, measured, Wave.FOLLOW_UP, now=school.now)
    measured = archiving.archive(school.session, measured, now=school.now)
    measured = archiving.unarchive(school.session, measured, now=school.now)

    assert schedule_of(school.session, measured)[Wave.FOLLOW_UP] == Window()


def test_an_empty_cohort_is_deleted_with_its_tests(school: School) -> None:
    cohort = school.cohort()
    school.open(cohort, Wave.PRE)

    archiving.delete(school.session, cohort, now=school.now)

    everywhere = cohorts.Scope(everywhere=True)
    assert cohorts.get(school.session, cohort.ref, everywhere) is None
    assert acts(school.session, cohort)[-1] == "cohort.delete"


def test_a_cohort_that_somebody_joined_is_not_deleted(school: School, measured: Cohort) -> None:
    with pytest.raises(NotEmpty):
        archiving.delete(school.session, measured, now=school.now)


def test_somebody_who_withdrew_or_said_no_is_a_number_that_stays(school: School) -> None:
    left, declined = school.cohort(), school.cohort()
    joining.withdraw(school.session, school.learner(left), school.now)
    door = joining.open_door(school.session, declined.join_code, school.now)
    assert door
    joining.decline(school.session, door)

    for cohort in (left, declined):
        with pytest.raises(NotEmpty):
            archiving.delete(school.session, school.anew(cohort), now=school.now)


def _signed_in(staff_id: int, *grants: Grant) -> SignedInStaff:
    return SignedInStaff(staff_id=staff_id, ref="r", name="n", language="en", grants=grants)


def test_a_facilitator_reaches_their_own_cohorts_only(school: School) -> None:
    mine = school.cohort()
    bota = school.staff("bota", Role.FACILITATOR)
    theirs = school.cohort(facilitator_id=bota)
    grant = Grant(Role.FACILITATOR, school.programme_id, school.partner_id)

    scope = scopes.scope_to_lead(_signed_in(school.facilitator_id, grant))

    assert cohorts.list_cohorts(school.session, scope) == [mine]
    assert cohorts.get(school.session, theirs.ref, scope) is None


def test_a_facilitator_whose_role_has_ended_reaches_nothing(school: School) -> None:
    school.cohort()
    elsewhere = Grant(Role.FACILITATOR, school.programme_id, school.partner("Another"))

    for grants in ((), (elsewhere,), (Grant(Role.ME_OFFICER, school.programme_id),)):
        scope = scopes.scope_to_lead(_signed_in(school.facilitator_id, *grants))
        assert cohorts.list_cohorts(school.session, scope) == []


def test_a_partner_lead_sees_the_partner_s_cohorts_and_no_other(school: School) -> None:
    ours = school.cohort()
    other = school.partner("Another")
    stranger = school.staff("stranger", Role.FACILITATOR, partner_id=other)
    school.cohort(partner_id=other, facilitator_id=stranger)

    scope = scopes.scope_to_see(_signed_in(99, Grant(Role.PARTNER_LEAD, school.programme_id, school.partner_id)))

    assert cohorts.list_cohorts(school.session, scope) == [ours]


def test_an_officer_heads_no_partner(school: School) -> None:
    school.cohort()
    elsewhere = Grant(Role.PARTNER_LEAD, school.programme_id, school.partner("Another"))

    scope = scopes.scope_to_head(_signed_in(99, Grant(Role.ME_OFFICER, school.programme_id), elsewhere))

    assert cohorts.list_cohorts(school.session, scope) == []
