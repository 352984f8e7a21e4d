"""What is kept is checked against what was answered."""

from typing import Any

import pytest
from sqlalchemy import func, select, update

from app.services.administrator import instance
from app.services.figures import upkeep
from app.services.figures.ledgers import Edited
from app.services.figures.verdicts import verdicts
from app.services.waves import Wave
from app.store.answers import sheets
from app.store.people import staff
from app.store.tables import Attempt, CourseRelease, Instrument, Row, Staff
from tests.app.conftest import School


def test_an_answer_that_somebody_edited_is_found_by_its_score(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    school.open(cohort, Wave.PRE)
    school.take(learner_id, Wave.PRE, right=3)
    assert list(upkeep.findings(school.session)) == []

    sheet = school.session.scalars(select(Attempt.answers)).one()
    school.session.execute(update(Attempt).values(answers=bytes([sheets.NOT_SURE]) + sheet[1:]))

    findings = list(upkeep.findings(school.session))
    key = school.session.query(Attempt.key).scalar()
    assert [finding.where for finding in findings] == [f"attempt {key}"]
    assert "unsure" not in findings[0].what


def test_a_score_that_somebody_edited_is_found_and_not_hidden_by_a_rebuild(school: School) -> None:
    cohort = school.cohort()
    learner_id = school.learner(cohort)
    for wave in (Wave.PRE, Wave.POST):
        school.open(cohort, wave)
        school.take(learner_id, wave, right=3)
    school.session.execute(update(Attempt).where(Attempt.wave == "post").values(score=14))

    wrong = list(upkeep.findings(school.session))
    assert {finding.where for finding in wrong} > {"score_pair"}
    kinds = {one.table: one for one in verdicts(school.session, wrong)}
    assert dict(kinds["score_pair"].numbers) == dict(kinds["attempt"].numbers) == {cohort.ref: [1]}
    assert kinds["score_pair"].what == "not as it was counted: post"
    assert kinds["attempt"].what == "score is not as it was counted"
    assert not kinds["score_pair"].rows
    upkeep.rebuild(school.session)
    assert [finding.where.split()[0] for finding in upkeep.findings(school.session)] == ["attempt"]


@pytest.mark.parametrize(
    ("row", "values", "named"),
    [
        (CourseRelease, {"content": func.replace(CourseRelease.content, "a", "aa")}, "content or digest"),
        (CourseRelease, {"digest": "0" * 64}, "content or digest"),
        (CourseRelease, {"structure_digest": "0" * 64}, "structure_digest is not"),
        (Instrument, {"structure_digest": "0" * 64}, "structure_digest is that of no release"),
        (Instrument, {"out_of": 15}, "layout or out_of"),
        (Instrument, {"layout": func.replace(Instrument.layout, "a", "b")}, "layout or out_of"),
    ],
)
def test_a_course_or_an_instrument_that_somebody_edited_is_named_and_nothing_is_made_out_of_it(
    school: School, row: type[Row], values: dict[str, Any], named: str
) -> None:
    school.learner(school.cohort())
    assert list(upkeep.findings(school.session)) == []
    school.session.execute(update(row).values(values))

    (finding,) = upkeep.findings(school.session)
    assert finding.where.startswith(row.__tablename__)
    assert named in finding.what
    with pytest.raises(Edited, match=finding.where):
        upkeep.rebuild(school.session)


def test_an_instance_without_an_administrator_gives_a_link_and_with_one_none(school: School) -> None:
    first = instance.prepare(school.session, kind=None, now=school.now)
    assert first.kind == "test"
    assert first.token

    person = staff.get_by_name(school.session, instance.FIRST_ADMINISTRATOR)
    assert person
    school.session.execute(update(Staff).where(Staff.staff_id == person.staff_id).values(passphrase_hash="-"))

    assert instance.prepare(school.session, kind="test", now=school.now).token is None
