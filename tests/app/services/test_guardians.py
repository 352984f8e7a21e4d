"""Erasing a learner on a guardian's word takes two of the staff; what the group told stays."""

import pytest
from sqlalchemy import func, select

from app.services import signing
from app.services.facilitator import guardians
from app.services.facilitator.guardians import SamePerson
from app.services.figures import upkeep
from app.services.learner import joining, phones
from app.services.people import Role, SignedInStaff
from app.services.staff_signing import make_link, use_link
from app.services.waves import Wave
from app.store import audit
from app.store.answers import numbers
from app.store.figures import settlements
from app.store.people import erasure_requests, erasures, learners
from app.store.people.learner import Learner
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE
from app.store.tables import Attempt
from tests.app.conftest import School

pytestmark = pytest.mark.items(14)


@pytest.fixture
def group(school: School) -> tuple[Cohort, list[int]]:
    """A settled cohort of three."""
    cohort = school.cohort()
    people = [school.learner(cohort) for _ in range(3)]
    for wave, right in ((Wave.PRE, 4), (Wave.POST, 9)):
        school.open(cohort, wave)
        for learner_id in people:
            school.sit(learner_id, wave, right=right)
    school.settle(cohort)
    return school.anew(cohort), people


def _learner(school: School, learner_id: int) -> Learner:
    learner = learners.get(school.session, learner_id)
    assert learner is not None
    return learner


def _signed_in(school: School, staff_id: int) -> SignedInStaff:
    signed_in = use_link(school.session, make_link(school.session, staff_id, school.now), "x", school.now)
    assert signed_in is not None
    person = signing.person_of(school.session, signed_in.token, school.now)
    assert isinstance(person, SignedInStaff)
    return person


def test_one_asks_another_agrees_and_what_the_group_told_stays(school: School, group: tuple[Cohort, list[int]]) -> None:
    cohort, people = group
    officer = school.staff("officer", Role.ME_OFFICER)
    before = settlements.current(school.session, cohort.cohort_id, COURSE)
    ticket = phones.tickets(school.session, people[0])[Wave.POST]
    goes = _learner(school, people[0])
    assert not guardians.agree(school.session, goes, by=officer, now=school.now), "nobody has asked"

    for _ in range(2):
        guardians.ask(school.session, cohort, goes, by=school.facilitator_id, now=school.now)
    with pytest.raises(SamePerson):
        guardians.agree(school.session, goes, by=school.facilitator_id, now=school.now)
    assert guardians.agree(school.session, goes, by=officer, now=school.now)
    assert not guardians.agree(school.session, goes, by=officer, now=school.now), "twice is once"

    assert learners.get(school.session, people[0]) is None
    assert school.session.scalars(select(func.count(Attempt.learner_id.distinct()))).one() == 2
    after = settlements.current(school.session, cohort.cohort_id, COURSE)
    assert before and after
    assert (after.ledger, after.learner_count, after.erased_count) == (before.ledger, 3, 1)
    assert list(upkeep.findings(school.session)) == []
    assert school.anew(cohort).withdrawn_count == 1
    assert [it.kind for it in erasures.list_erased(school.session)] == ["learner"]
    acts = [act for act in audit.list_acts(school.session) if act.act.startswith("learner.erase")]
    assert [(act.act, act.staff_id, act.subject, act.detail) for act in acts] == [
        ("learner.erase", officer, "learner 1", {"asked_by": school.facilitator_id}),
        ("learner.erase_ask", school.facilitator_id, "learner 1", {}),
    ]
    moment = school.now.isoformat()
    sheet = {
        "wave": "post",
        "form": "B",
        "instrument": numbers.name_for_phones(school.session, school.release.structure_digest),
        "answers": {},
        "started_at": moment,
        "finished_at": moment,
        "sent_at": moment,
    }
    sent = phones.put_attempt(school.session, ticket, "8f14e45f-ceea-467f-9af0-8b6b5b1f1a11", sheet, school.now)
    assert (sent.status, sent.code) == (410, "withdrawn")


def test_a_request_that_is_dropped_erases_nobody(school: School, group: tuple[Cohort, list[int]]) -> None:
    cohort, people = group
    stays = _learner(school, people[0])
    guardians.ask(school.session, cohort, stays, by=school.facilitator_id, now=school.now)

    for _ in range(2):
        guardians.drop(school.session, cohort, stays, by=school.facilitator_id, now=school.now)

    assert not guardians.agree(school.session, stays, by=0, now=school.now)
    assert _learner(school, people[0])
    assert [act.act for act in audit.list_acts(school.session)].count("learner.erase_drop") == 1


def test_a_request_outlives_a_merge_and_asks_nothing_of_whoever_is_gone(
    school: School, group: tuple[Cohort, list[int]]
) -> None:
    cohort, people = group
    stays, goes = _learner(school, people[0]), _learner(school, people[1])
    guardians.ask(school.session, cohort, goes, by=school.facilitator_id, now=school.now)

    learners.merge(school.session, stays.learner_id, goes.learner_id, school.now)

    assert [it[1] for it in erasure_requests.list_waiting(school.session)] == [stays.handle]
    guardians.drop(school.session, cohort, stays, by=school.facilitator_id, now=school.now)
    guardians.ask(school.session, cohort, goes, by=school.facilitator_id, now=school.now)
    assert [it[1] for it in erasure_requests.list_waiting(school.session)] == [stays.handle], "who they became"
    joining.withdraw(school.session, stays.learner_id, school.now)
    guardians.ask(school.session, cohort, stays, by=school.facilitator_id, now=school.now)
    assert erasure_requests.list_waiting(school.session) == []


def test_a_learner_is_looked_for_by_card_or_number_of_this_group_alone(
    school: School, group: tuple[Cohort, list[int]]
) -> None:
    cohort, people = group
    other = school.cohort(label="Group 2")
    stranger = school.learner(other)
    code = school.cards[people[1]].learner_code

    assert guardians.learner_of(school.session, cohort, f" {code[:4].lower()}-{code[4:]} ") == _learner(
        school, people[1]
    )
    assert guardians.learner_of(school.session, cohort, "3") == _learner(school, people[2])
    for typed in (school.cards[stranger].learner_code, "4", "ABCDEFGH", "Aigerim"):
        assert guardians.learner_of(school.session, cohort, typed) is None


def test_whoever_sees_the_group_may_say_so_and_nobody_else(school: School, group: tuple[Cohort, list[int]]) -> None:
    cohort, _ = group
    elsewhere = school.partner("Another")
    staff = {
        "facilitator": school.facilitator_id,
        "officer": school.staff("officer", Role.ME_OFFICER),
        "lead": school.staff("lead", Role.PARTNER_LEAD),
        "lead elsewhere": school.staff("other", Role.PARTNER_LEAD, partner_id=elsewhere),
        "another facilitator": school.staff("bota", Role.FACILITATOR),
        "administrator": school.staff("admin", Role.ADMINISTRATOR),
    }

    may = {
        name for name, it in staff.items() if guardians.cohort_seen(school.session, _signed_in(school, it), cohort.ref)
    }

    assert may == {"facilitator", "officer", "lead"}
