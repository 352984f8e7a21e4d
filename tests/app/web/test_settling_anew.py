"""An M&E officer has settled groups counted anew: where eleven would count otherwise, once, and after being asked."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select, update

from app.publishing import drafts, publications
from app.services.figures import settling_anew
from app.services.learner import joining
from app.services.people import Role
from app.services.waves import Wave
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.store.tables import Audit, Settlement
from app.wording import Words, retyped_sentence, too_few_sentence
from tests.app.conftest import School
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

Desk = Callable[[Role], Phone]


@pytest.fixture
def gone(room: Room) -> Cohort:
    """Of twelve who settled in one region eleven withdrew since; of three in another nobody did."""
    school = room.school
    regions = {"KZ-61": (room.cohort, 12), "KZ-79": (school.cohort(label="Group 2", region_code="KZ-79"), 3)}
    for cohort, size in regions.values():
        who = [school.learner(cohort) for _ in range(size)]
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            for place, learner in enumerate(who):
                school.sit(learner, wave, right=4 + place % 3 + 2 * (wave is Wave.POST))
        school.settle(cohort)
        for learner in who[1:] if size > 11 else ():
            joining.withdraw(school.session, learner, school.now)
    room.wait()
    return room.cohort


@pytest.fixture
def desk(app: Flask, room: Room) -> Desk:
    def come(role: Role) -> Phone:
        return sit_down(app, room.school.session, room.school.staff(f"some {role}", role), room.school.now)

    return come


def numbers(room: Room) -> list[int]:
    """How often each group's course has been counted, by its id."""
    query = select(Settlement.number).where(Settlement.step == "course", Settlement.is_current)
    with room.app.extensions["database"].reading() as session:
        return list(session.scalars(query.order_by(Settlement.cohort_id)))


def test_where_nothing_can_be_counted_anew_one_row_says_so_once(desk: Desk, room: Room) -> None:
    school = room.school
    for cohort in (room.cohort, school.cohort(label="Group 2", region_code="KZ-79")):
        learner = school.learner(cohort)
        for wave in (Wave.PRE, Wave.POST):
            school.open(cohort, wave)
            school.sit(learner, wave, right=5)
        school.settle(cohort)
    room.wait()

    page = desk(Role.ME_OFFICER).open("/figures/settling")

    assert "The whole programme 2 0 — 2 groups stay as they are" in page.text
    assert "1 group stays as it is" not in page.text


@pytest.mark.usefixtures("gone")
def test_an_officer_sees_where_eleven_wait_and_never_how_few(desk: Desk) -> None:
    page = desk(Role.ME_OFFICER).open("/figures/publications").tap("Count settled groups anew")

    rows = page.text.partition("Learners who would count otherwise ")[2]
    stays = "1 group stays as it is: no changes, or fewer than 11 in one of its figures."
    assert f"The whole programme 2 1 11 Count anew … Safe ways {stays}" in rows
    assert "1 1 11 Count anew" in rows
    assert f"1 0 — {stays}" in rows
    assert len([link for link in page.links() if "anew?" in link]) == 2


@pytest.mark.usefixtures("gone")
def test_a_region_is_counted_anew_after_a_question_and_a_double_tap_does_it_once(desk: Desk, room: Room) -> None:
    officer = desk(Role.ME_OFFICER)
    link = next(it for it in officer.open("/figures/settling").links() if "region=KZ-61" in it)
    question = officer.open(link)
    assert "1 settled group is counted as it is today" in question.text
    assert "as it is:" not in question.text
    assert retyped_sentence(Words("en")) in question.text
    assert numbers(room) == [1, 1]

    action, sent = question.sent_by("Count anew")
    first, second = officer.send(action, sent), officer.send(action, sent)

    assert "1 group is counted anew." in first.text
    assert "Nothing was done twice." in second.text
    assert numbers(room) == [2, 1]
    rows = first.text.partition("Learners who would count otherwise ")[2]
    assert "Count anew" not in rows and "11" not in rows.replace("fewer than 11", "")
    acts = room.school.session.scalars(select(Audit).where(Audit.act == "programme.settle_anew")).all()
    assert [(act.detail, act.staff_id is None) for act in acts] == [({"region": "KZ-61", "groups": 1}, False)]
    text = desk(Role.ADMINISTRATOR).open("/setup/acts").text
    assert re.search("Settled groups were counted anew [^.]*Safe ways, ", text), text
    assert re.search("Refused: to count settled groups anew Safe ways, [^,]+, it had been done already", text)


@pytest.mark.usefixtures("gone")
def test_of_the_whole_programme_groups_with_few_changes_wait_and_are_named_before(desk: Desk, room: Room) -> None:
    officer = desk(Role.ME_OFFICER)
    link = next(it for it in officer.open("/figures/settling").links() if "anew?" in it and "region=" not in it)

    question = officer.open(link)
    assert "1 settled group is counted as it is today" in question.text
    assert "1 group stays as it is: no changes, or fewer than 11 in one of its figures." in question.text
    action, sent = question.sent_by("Count anew")
    after = officer.send(action, sent)

    assert "1 group is counted anew." in after.text
    assert (
        "The whole programme 2 0 — 2 groups stay as they are: no changes, or fewer than 11 in one of their figures."
        in after.text
    )
    assert numbers(room) == [2, 1]


@pytest.mark.usefixtures("gone")
def test_where_too_few_have_changed_it_is_refused_in_words_and_stands_in_the_audit(desk: Desk, room: Room) -> None:
    officer = desk(Role.ME_OFFICER)
    link = next(it for it in officer.open("/figures/settling").links() if "region=KZ-61" in it)

    question = officer.open(link)
    action, sent = question.sent_by("Count anew")
    for page in (
        officer.open(link.replace("KZ-61", "KZ-79"), status=409),
        officer.send(action, {**sent, "region": "KZ-79"}, status=409),
    ):
        assert too_few_sentence(Words("en"), 11) in page.text
    assert numbers(room) == [1, 1]
    refused = room.school.session.scalars(select(Audit).where(Audit.act == "refusal.settling")).all()
    assert [act.detail["region"] for act in refused] == ["KZ-79", "KZ-79"]
    officer.open(link.replace("KZ-61", "KZ-10"), status=404)
    officer.open(f"{link}&edition=y", status=404)


def test_everything_is_counted_anew_with_a_new_edition_however_few_have_changed(
    desk: Desk, room: Room, gone: Cohort
) -> None:
    school = room.school
    school.session.execute(update(Settlement).values(erased_count=0))
    programme = programmes.get_by_id(school.session, school.programme_id)
    assert programme is not None
    officer = desk(Role.ME_OFFICER)
    assert "with a new edition" not in officer.open("/figures/settling").text, "nothing has been published"
    drafted = drafts.draft(school.session, programme, school.now.date(), home="", now=school.now)
    publications.publish(school.session, drafted, by=None, now=school.now)
    school.session.commit()

    question = officer.open("/figures/settling").tap("Count everything anew, with a new edition …")
    assert "Publication 1 is withdrawn, and 1.2 is made in its place." in question.text
    action, sent = question.sent_by("Count anew", reason="Some withdrew.")
    first, second = officer.send(action, sent), officer.send(action, sent)

    assert "Publication 1.2 is made." in first.text
    assert "Nothing was done twice." in second.text
    assert numbers(room) == [2, 2]
    assert "Some withdrew." in officer.open("/figures/publications").text
    assert "Publication 1.3" not in officer.open("/figures/publications").text
    asked_again = officer.send(action, {**sent, "reason": " "}, status=422)
    assert asked_again.heading == "The reason is missing"
    assert "Count anew" in asked_again.tap("Write the reason").buttons()


@pytest.mark.usefixtures("gone")
@pytest.mark.parametrize("role", [Role.PARTNER_LEAD, Role.FACILITATOR, Role.ADMINISTRATOR])
def test_nobody_but_an_officer_of_the_programme_counts_anew(app: Flask, desk: Desk, room: Room, role: Role) -> None:
    officer = desk(Role.ME_OFFICER)
    link = next(it for it in officer.open("/figures/settling").links() if "region=KZ-61" in it)
    _, sent = officer.open(link).sent_by("Count anew")
    other = School(room.school.session, room.school.release, room.school.now, name="Other ways", facilitator="other")
    stranger = sit_down(app, other.session, other.staff("stranger", Role.ME_OFFICER), other.now)

    for somebody in (desk(role), stranger):
        somebody.open(link, status=404)
        token = {"csrf_token": sent["csrf_token"]} if "csrf_token" in sent else {}
        assert somebody.client.post("/figures/settling/anew", data={**sent, **token}).status_code in (400, 404)
    desk_of_role = sit_down(app, room.school.session, room.school.staff("again", role), room.school.now)
    desk_of_role.open("/figures/settling", status=404)
    assert "Safe ways" not in stranger.open("/figures/settling").text
    assert numbers(room) == [1, 1]


def test_before_any_group_has_settled_there_is_nothing_to_count(desk: Desk, room: Room) -> None:
    room.wait()
    assert "No group has settled yet." in desk(Role.ME_OFFICER).open("/figures/settling").text
    assert settling_anew.list_changes(room.school.session, room.school.programme_id)[0].groups == 0
