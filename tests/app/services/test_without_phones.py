"""People without phones: ten in one act, and the holder of a printed card by the sheet that lies there."""

from datetime import date
from typing import Any

import pytest

from app.services.admission import GroupFull
from app.services.facilitator import cards, without_phones
from app.services.facilitator.cards import MadeBefore
from app.services.facilitator.without_phones import NoConsent, Person
from app.services.figures import upkeep
from app.services.intake import Code
from app.services.people import new_card
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store import audit
from app.store.answers import seats
from app.store.people import learners, prepared
from app.store.programmes.cohorts import Cohort
from app.store.tables import Consent
from tests.app.conftest import School


def add(school: School, cohort: Cohort, count: int, *, batch: str = "one-form") -> Any:
    people = [Person("male", "15-17")] * count
    return without_phones.add_several(
        school.session,
        cohort,
        people,
        [(new_card(), "-") for _ in people],
        batch=batch,
        languages=("ru", "kk"),
        language="ru",
        by=school.facilitator_id,
        now=school.now,
    )


def test_ten_people_are_added_in_one_act_and_once(school: School) -> None:
    cohort = school.cohort()
    made = add(school, cohort, 10)

    assert [handle for handle, _ in made] == list(range(1, 11))
    with pytest.raises(MadeBefore):
        add(school, cohort, 10)
    assert len(seats.list_handles(school.session, cohort.cohort_id)) == 10
    acts = [row.act for row in audit.list_acts(school.session, cohort_id=cohort.cohort_id)]
    assert acts.count("learner.add_by_hand") == 10
    assert {row.version.split()[0] for row in school.session.query(Consent)} == {"paper"}


def test_nobody_is_added_where_there_is_no_place_for_all_or_no_consent(school: School) -> None:
    cohort = school.cohort(expected_count=5)
    with pytest.raises(GroupFull):
        add(school, cohort, 7)
    assert seats.list_handles(school.session, cohort.cohort_id) == {}
    with pytest.raises(NoConsent):
        add(school, school.alter(cohort, consent_on=None), 1)


def printed(school: School, cohort: Cohort) -> prepared.PreparedCard:
    cards.prepare(school.session, cohort, [(new_card(), "-")], batch="b", now=school.now)
    return prepared.list_cards(school.session, cohort.cohort_id)[0]


def type_in(school: School, cohort: Cohort, card: prepared.PreparedCard, sat_on: date) -> Code:
    sheet = without_phones.paper_of_card(school.session, cohort, card, Wave.PRE)
    return without_phones.type_in(
        school.session,
        cohort,
        card,
        Person("female"),
        Wave.PRE,
        answers=school.answers(sheet.form, right=3),
        points={},
        sat_on=sat_on,
        source=Source(Way.PAPER, school.facilitator_id),
        now=school.now,
    )


def test_a_sheet_under_a_printed_card_makes_its_holder_a_learner_who_agreed_on_paper(school: School) -> None:
    cohort = school.cohort()
    card = printed(school, cohort)
    school.open(cohort, Wave.PRE)

    assert type_in(school, cohort, card, date(2026, 2, 1)) is Code.TOO_EARLY
    assert seats.list_handles(school.session, cohort.cohort_id) == {}, "nobody joins by a sheet that is refused"
    assert prepared.count(school.session, cohort.cohort_id) == 1

    assert type_in(school, cohort, card, school.now.date()) is Code.STORED
    learner = learners.by_handle(school.session, cohort.cohort_id, card.handle)
    assert learner is not None
    assert (learner.sex, learner.age_band, learner.first_form) == ("female", "unsaid", card.first_form)
    assert school.score(learner.learner_id, Wave.PRE) == 3
    assert prepared.count(school.session, cohort.cohort_id) == 0
    assert type_in(school, cohort, card, school.now.date()) is Code.WAVE_TAKEN, "the card is used"
    assert list(upkeep.findings(school.session)) == []
