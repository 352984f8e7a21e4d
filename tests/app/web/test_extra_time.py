"""Who sat a test in extra time, and why others left, stand where figures are read: inside, of a group, published."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.publishing import drafts, files, publications
from app.publishing.files import Wish
from app.services.cohorts import today_of
from app.services.facilitator import reaching
from app.services.people import Role
from app.services.waves import Wave
from app.store.programmes import programmes
from tests.app.conftest import School
from tests.app.exports.read_back import text_of_pdf
from tests.app.services.test_extensions import extend, learner_of, with_both_open
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

EXTRA = "12 learners with both tests sat one of them in extra time, when it had closed for others, and count."
REASONS = "Why learners without both tests left, as far as noted: moved away: 1; has to work: 1."


@pytest.fixture
def groups(school: School) -> str:
    """A group of fifteen, of whom twelve had extra time, one moved away and one had to work; settled. Its public id."""
    cohort, people = with_both_open(school, 15)
    gone, busy, quick, *slow = people
    for learner_id in slow:
        extend(school, cohort, learner_id, days=3)
    school.sit(quick, Wave.POST, right=9)
    school.wait(days=2)
    for learner_id in slow:
        school.sit(learner_id, Wave.POST, right=9)
    for learner_id, reason in ((gone, "moved"), (busy, "work")):
        reaching.note_reason(school.session, cohort, learner_of(school, learner_id), reason, now=school.now)
    school.wait(days=2)
    school.settle_all()
    return cohort.ref


def signed_in(app: Flask, school: School, staff_id: int) -> Phone:
    """At the school's clock."""
    app.extensions["clock_offset"] = school.now - datetime.now(UTC)
    return sit_down(app, school.session, staff_id, school.now)


def plain(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_page_of_figures_says_it(app: Flask, school: School, groups: str) -> None:
    officer = signed_in(app, school, school.staff("officer", Role.ME_OFFICER))
    text = plain(officer.open("/figures?lang=en").text)

    assert groups
    assert EXTRA in text
    assert REASONS in text


def test_the_result_of_the_group_says_it_on_page_and_pdf(app: Flask, school: School, groups: str) -> None:
    pytest.importorskip("weasyprint")
    desk = signed_in(app, school, school.facilitator_id)
    page = plain(desk.open(f"/groups/{groups}/learned").text)
    pdf = plain(text_of_pdf(desk.client.get(f"/groups/{groups}/learned.pdf", headers={"Accept-Language": "en"}).data))

    for text in (page, pdf):
        run = text.replace(" ", "")
        assert EXTRA.replace(" ", "") in run
        assert "movedaway1" in run


@pytest.mark.parametrize("form", ["csv", "pdf"])
def test_a_publication_has_extra_time_rounded_and_no_reason_of_few(school: School, groups: str, form: str) -> None:
    session, now = school.session, school.now
    programme = programmes.get_by_id(session, school.programme_id)
    assert groups
    assert programme is not None
    draft = drafts.draft(session, programme, today_of(programme, now), home="https://navigator.example", now=now)
    made = publications.publish(session, draft, by=None, now=now, reason="")

    data = files.write(session, made, Wish(form, "en"))
    text = (text_of_pdf(data) if form == "pdf" else data.decode()).replace(" ", "")

    if form == "csv":
        (row,) = (line for line in text.splitlines() if ",circumstances." in line)
        assert ",circumstances.extended,,count,10," in row
        assert ",to5," in row
    else:
        assert "10learnerswithbothtestssatoneoftheminextratime" in text
        assert "movedaway" not in text
