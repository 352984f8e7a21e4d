"""A group of which much was received and much was done, and somebody who edits its rows by hand."""

import re
from typing import Any

from sqlalchemy import ColumnElement, delete, insert, select, update

from app.content import Release
from app.services.administrator import staff
from app.services.facilitator import cards, paper
from app.services.learner import joining, reach
from app.services.people import Grant, Role
from app.services.submission import Reason, Source, Way
from app.services.waves import Wave
from app.store import Session
from app.store.people import learners, second_factors, sign_ins
from app.store.tables import Attempt, Consent, CourseRelease, Learner, RoleGrant, Row, Staff
from tests.app.conftest import School
from tests.lengthened import with_items

WHOLE, TWICE, PAPER, ABSENT = range(4)
HASH = f"$argon2id$v=19$m=8,t=1,p=1${{}}${'Y' * 43}"


class Received:
    """Learners who sat the first test whole on a phone, twice and once in vain, on paper, or not yet. Before, somebody
    left, somebody who had two cards became one, a card was lost, and a sheet was typed in once more. The one with two
    cards has done a lesson with each, and taught peers."""

    def __init__(self, session: Session, release: Release) -> None:
        self.session = session
        self.school = school = School(session, with_items(release, 14))
        self.cohort = cohort = school.cohort()
        gone, double, *self.learners = (school.learner(cohort) for _ in range(6))
        school.open(cohort, Wave.PRE)
        for learner_id in (gone, double, self.learners[WHOLE]):
            school.sit(learner_id, Wave.PRE, right=5)
        joining.withdraw(session, gone, school.now)
        school.sit(self.learners[TWICE], Wave.PRE, right=2, blank=9)
        school.wait(minutes=20)
        school.sit(self.learners[TWICE], Wave.PRE, right=6)
        for right in (3, 4):
            self.type_in(self.learners[PAPER], right)
        keep, drop = (learners.get(session, it) for it in (self.learners[WHOLE], double))
        assert keep is not None
        assert drop is not None
        for learner_id, peers in ((self.learners[WHOLE], 2), (double, 5)):
            school.finish_lesson(learner_id)
            reach.report(session, learner_id, peers, school.now)
            school.wait(minutes=1)
        assert school.put(self.learners[TWICE], school.sheet(self.learners[TWICE], Wave.PRE, right=9)).status == 409
        cards.merge(session, school.anew(cohort), keep=keep, drop=drop, now=school.now)
        sign_ins.set_card(session, self.learners[ABSENT], "ab" * 16, HASH.format("YWFh" * 8))
        self.officer = school.staff("dana", Role.ME_OFFICER)
        self.administrator = school.staff("erlan", Role.ADMINISTRATOR)
        self._let_work()

    def _let_work(self) -> None:
        session, now = self.session, self.school.now
        for staff_id, salt in ((self.officer, "YWFh"), (self.administrator, "YmJi")):
            sign_ins.set_passphrase(session, staff_id, HASH.format(salt * 8))
            second_factors.offer(session, staff_id, salt)
            assert second_factors.confirm(session, staff_id, salt, step=1, now=now)
        ended = staff.give_role(session, self.officer, Grant(Role.ADMINISTRATOR), now=now)
        staff.end_role(session, ended, now=now)
        session.flush()

    def type_in(self, learner_id: int, right: int) -> None:
        school = self.school
        cohort: Any = school.cohort_of(learner_id)
        form = paper.paper_of(self.session, learner_id, Wave.PRE).form
        sheet: Any = {"answers": school.answers(form, right=right), "points": {}, "sat_on": school.now.date()}
        source = Source(Way.PAPER, school.facilitator_id, Reason.MISREAD)
        paper.type_in(self.session, cohort, learner_id, Wave.PRE, **sheet, source=source, now=school.now)

    def learner(self, place: int) -> str:
        """How a finding names the row."""
        return f"learner {self.learners[place]}"

    def row(self, table: type[Row], is_it: ColumnElement[bool]) -> Any:
        return self.session.execute(select(table.__table__).where(is_it)).first()

    def test(self, place: int = WHOLE, number: int = -1) -> Any:
        """The last test of a learner, or another one in the order in which they were stored."""
        of = Attempt.__table__
        query = select(of).where(of.c.learner_id == self.learners[place]).order_by(of.c.attempt_id)
        return self.session.execute(query).all()[number]

    def edit(self, table: type[Row], is_it: ColumnElement[bool], **values: Any) -> None:
        self.session.execute(update(table.__table__).where(is_it).values(values))

    def take_out(self, table: type[Row], is_it: ColumnElement[bool]) -> None:
        self.session.execute(delete(table.__table__).where(is_it))

    def put_in(self, table: type[Row], row: Any, **values: Any) -> None:
        """Another row like this one."""
        self.session.execute(insert(table.__table__).values({**row._mapping, **values}))

    def edit_test(self, place: int = WHOLE, number: int = -1, **values: Any) -> list[str]:
        test = self.test(place, number)
        self.edit(Attempt, Attempt.attempt_id == test.attempt_id, **values)
        return [f"attempt {test.key}"]

    def take_out_test(self, place: int = WHOLE, number: int = -1) -> list[str]:
        self.take_out(Attempt, Attempt.attempt_id == self.test(place, number).attempt_id)
        return [self.learner(place)]

    def forge_test(self, place: int, **values: Any) -> list[str]:
        """A test of a learner that nobody sent, made after the one of who sat it whole."""
        key = "00000000-0000-4000-8000-000000000000"
        values = {"attempt_id": 999, "key": key, "learner_id": self.learners[place], **values}
        self.put_in(Attempt, self.test(), **values)
        return [f"attempt {key}"]

    def edit_learner(self, place: int = WHOLE, **values: Any) -> list[str]:
        self.edit(Learner, Learner.learner_id == self.learners[place], **values)
        return [self.learner(place)]

    def edit_consent(self, **values: Any) -> list[str]:
        self.edit(Consent, Consent.learner_id == self.learners[ABSENT], **values)
        return [self.learner(ABSENT)]

    def edit_staff(self, **values: Any) -> list[str]:
        self.edit(Staff, Staff.staff_id == self.officer, **values)
        return [f"staff {self.officer}"]

    def edit_role(self, *, has_ended: bool = False, **values: Any) -> list[str]:
        """Of the officer, the one that they have or the one that was taken back."""
        grant = self.role(has_ended=has_ended)
        self.edit(RoleGrant, RoleGrant.role_grant_id == grant.role_grant_id, **values)
        return [f"role_grant {grant.role_grant_id}"]

    def role(self, *, has_ended: bool = False) -> Any:
        is_ended = RoleGrant.ended_at.is_not(None) if has_ended else RoleGrant.ended_at.is_(None)
        return self.row(RoleGrant, (RoleGrant.staff_id == self.officer) & is_ended)

    def of_learner(self, place: int, column: str) -> Any:
        """What stands in a learner's row."""
        return getattr(self.row(Learner, Learner.learner_id == self.learners[place]), column)

    def other_wrong(self) -> bytes:
        """The answers of who sat it whole, with the last one, which is wrong, as another wrong one."""
        test, item = self.test(), self.school.release.instrument.items[-1]
        question = item.form(test.form)
        right = question.options.index(question.key)
        other = next(it for it in range(len(question.options)) if it not in (right, test.answers[-1]))
        return bytes(test.answers[:-1]) + bytes([other])

    def edit_release(self) -> list[str]:
        """Another right option in the course as it is stored."""
        content = self.row(CourseRelease, CourseRelease.course_release_id > 0).content
        edited = re.sub(r'"key":\s*"(\w)', r'"key":"x\1', content, count=1)
        assert edited != content
        self.edit(CourseRelease, CourseRelease.course_release_id > 0, content=edited)
        return ["course_release"]
