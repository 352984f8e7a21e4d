"""Everybody who could come to a door, and a place where every door leads to something: two programmes, one foreign."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from app.content import read_guide
from app.services import handing_over, signing
from app.services.administrator.helplines import load_shipped
from app.services.administrator.staff import end_role, give_role
from app.services.facilitator import paper, seconds
from app.services.learner import phones
from app.services.people import Grant, Role
from app.services.submission import Source, Way
from app.services.waves import Wave
from app.store import Database, tables
from app.store.people import prepared, staff
from app.store.programmes.cohorts import Cohort
from app.web.access import LEARNER
from tests.app.conftest import School
from tests.app.publishing.conftest import Programmes
from tests.app.web.conftest import Room
from tests.app.web.desk import signed_in_phone, sit_down
from tests.app.web.reader import Phone

FOREIGN = "zzyzx of elsewhere"
"""Stands in every name of the foreign programme: who has nothing to do with it reads it nowhere."""
KEY = "3f0c4f1e-6f0e-4f4e-9b1e-3c3b5f6a7d8e"
"""Of the test that our learner has sent."""
COURSE = "smart-navigator"

Door = tuple[str, str]
"""method, address"""


def doors(app: Flask) -> dict[Door, Rule]:
    """Every address with every method, in order; HEAD is answered by the view of GET."""
    rules = {
        (method, rule.rule): rule
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    return dict(sorted(rules.items()))


@contextmanager
def undone(database: Database) -> Iterator[None]:
    """Whatever is committed meanwhile is as if it had not been."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database.writer.dialect, "do_commit", lambda connection: connection.rollback())
        yield


class Town:
    """A group of ours, which is what every address names, a foreign one, and somebody of each kind."""

    def __init__(self, room: Room) -> None:
        self.room, self.ours, self.session = room, room.school, room.school.session
        self.elsewhere = School(self.session, self.ours.release, self.ours.now, f"{FOREIGN} far", f"{FOREIGN} led")
        for school in (self.ours, self.elsewhere):
            house = Programmes(school)
            house.settle("KZ-61", 30, 12)
            house.publish(10)
        room.wait(days=46)
        self.elsewhere.now = self.ours.now
        self.sheets: dict[str, dict[str, Any]] = {}
        self.cookies = {**self._staff(), **self._learners()}
        self.values = self._values()
        self.session.commit()

    def ask(self, who: str, rule: Rule, method: str) -> TestResponse:
        """What this person is answered who comes with an empty form."""
        client = self.room.app.test_client()
        if who in self.cookies:
            client.set_cookie("n", self.cookies[who])
        values = {**self.values, **self.values.get(rule.endpoint, {})}
        address: Any = rule.build({name: values[name] for name in rule.arguments} | {"programme": values["programme"]})
        body: dict[str, Any] = {"data": {"do": "open", "programme": values["programme"], "course": COURSE}}
        if rule.rule.startswith("/api/"):
            body = {"json": self.sheets.get(who, {"ticket": "forged"}) if "attempts" in rule.rule else {}}
        answer = client.open(address[1], method=method, **(body if method not in ("GET", "HEAD") else {}))
        answer.get_data()
        answer.close()
        return answer

    def is_foreign(self, body: bytes) -> bool:
        """Whether this tells something of the foreign programme."""
        return FOREIGN.encode() in body.lower() or any(mark.encode() in body for mark in self.foreign)

    def _staff(self) -> dict[str, str]:
        ours, elsewhere = self.ours, self.elsewhere
        former, leads = ours.facilitator_id, ours.staff("leads it", Role.FACILITATOR, can_sign_in=True)
        handing_over.hand_over(self.session, self.room.cohort, leads, now=ours.now)
        both = ours.staff("heads and leads", Role.PARTNER_LEAD)
        give_role(self.session, both, Grant(Role.FACILITATOR, ours.programme_id, ours.partner_id), now=ours.now)
        people = {
            "leads it": leads,
            "leads it too": ours.staff("leads it too", Role.FACILITATOR, can_sign_in=True),
            "stood in": ours.staff("stood in", Role.FACILITATOR, can_sign_in=True),
            "leads beside": ours.staff("leads beside", Role.FACILITATOR),
            "led it before": former,
            "leads elsewhere": elsewhere.facilitator_id,
            "heads its partner": ours.staff("heads its partner", Role.PARTNER_LEAD),
            "heads and leads": both,
            "heads another": elsewhere.staff(f"{FOREIGN} heads", Role.PARTNER_LEAD),
            "its officer": ours.staff("its officer", Role.ME_OFFICER),
            "officer elsewhere": elsewhere.staff(f"{FOREIGN} counts", Role.ME_OFFICER),
            "holds no role": ours.staff("holds no role", Role.FACILITATOR),
            "administrator": ours.staff("administrator", Role.ADMINISTRATOR),
        }
        for name, until in (("leads it too", None), ("stood in", ours.now.date() - timedelta(days=1))):
            day_before = ours.now - timedelta(days=2)
            seconds.add(self.session, self.room.cohort, people[name], until=until, by=None, now=day_before)
        cookies = {name: _cookie(sit_down(self.room.app, self.session, it, ours.now)) for name, it in people.items()}
        [grant] = staff.list_grants(self.session, [people["holds no role"]])[people["holds no role"]]
        end_role(self.session, grant, now=ours.now)
        return cookies

    def _learners(self) -> dict[str, str]:
        """Each has sent the first test; the group's number 1 has no phone, and something lies aside of theirs."""
        theirs = self.elsewhere.cohort(label=f"{FOREIGN} group")
        self.foreign = [theirs.ref, theirs.join_code]
        for school, cohort in ((self.ours, self.room.cohort), (self.elsewhere, theirs)):
            school.open(cohort, Wave.PRE)
        self._on_paper(self.room.cohort)
        learners = {
            "learner": (self.ours, self.ours.learner(self.room.cohort)),
            "learner beside": (self.ours, self.ours.learner(self.room.cohort)),
            "learner elsewhere": (self.elsewhere, self.elsewhere.learner(theirs)),
        }
        cookies = {}
        for name, (school, learner_id) in learners.items():
            sheet = school.sheet(learner_id, Wave.PRE, right=2)
            assert school.put(learner_id, sheet, key=KEY if name == "learner" else None).status == 201
            self.sheets[name] = {**sheet, "ticket": phones.tickets(self.session, learner_id)[Wave.PRE]}
            token = signing.start_learner(self.session, learner_id, school.now).token
            cookies[name] = _cookie(signed_in_phone(self.room.app, token, **{LEARNER: learner_id}))
        return cookies

    def _on_paper(self, cohort: Cohort) -> None:
        learner_id = self.ours.learner(cohort)
        form = paper.paper_of(self.session, learner_id, Wave.PRE).form
        paper.type_in(
            self.session,
            cohort,
            learner_id,
            Wave.PRE,
            answers=self.ours.answers(form, right=1),
            points={},
            sat_on=self.ours.now.date(),
            source=Source(Way.PAPER, self.ours.facilitator_id),
            now=self.ours.now,
        )
        assert self.ours.put(learner_id, self.ours.sheet(learner_id, Wave.PRE, right=2)).status == 409

    def _values(self) -> dict[str, Any]:
        """What stands in addresses, and under an endpoint what stands in its own alone."""
        school, cohort = self.ours, self.room.cohort
        [programme] = self._refs(tables.Programme, tables.Programme.programme_id == school.programme_id)
        [partner] = self._refs(tables.Partner, tables.Partner.partner_id == school.partner_id)
        [release] = self._refs(tables.CourseRelease, tables.CourseRelease.course_release_id == school.course_release_id)
        [person] = self._refs(tables.Staff, tables.Staff.staff_id == school.facilitator_id)
        load_shipped(self.session)
        helpline = self._refs(tables.Helpline, tables.Helpline.kind != "emergency")[0]  # of one, a page asks first
        grant = self.session.scalars(
            select(tables.RoleGrant.role_grant_id).where(tables.RoleGrant.staff_id == school.facilitator_id)
        ).one()
        aside = self.session.scalars(select(tables.RefusedAttempt.refused_attempt_id)).one()
        picture = next(iter(school.release.pictures.values())).digest[:16]
        by_endpoint = {
            "learn.picture": {"digest": picture},
            "guide.picture": {"digest": next(iter(read_guide("en").pictures))},
            "shelf.article": {"slug": "consulates"},
            "lead.paper_sheet": {"form": "A"},
            "lead.printed_one": {"handle": self._unused_card(cohort)},
            "lead.picture_shown": {"number": 2},
            "trial.form": {"name": "A"},
            "lead.paper_form": {"form": "A"},
            "results.publication_file": {"name": "1"},
            "results.publication": {"name": "1"},
            "results.withdraw": {"name": "1"},
            **{f"setup.{it}": {"ref": programme} for it in ("programme", "archive_programme")},
            **{f"setup.{it}": {"ref": partner} for it in ("partner", "archive_partner")},
            "safeguarding.contact": {"ref": partner},
            "setup.withdraw": {"ref": release},
            **{f"setup.{it}": {"ref": helpline} for it in ("helpline", "call", "hide")},
            **{
                f"setup.{it}": {"ref": person, "number": grant}
                for it in ("member", "link", "second_step", "give_role", "role", "sign_out", "disable")
            },
        }
        return {
            "programme": programme,
            "ref": cohort.ref,
            "code": cohort.join_code,
            "kind": "groups",
            "key": KEY,
            "lesson": "welcome",
            "wave": "pre",
            "name": "road",
            "digest": "0123456789abcdef",
            "form": "csv",
            "language": "en",
            "handle": 1,
            "aside": aside,
            "number": 1,
            "n": 1,
            "filename": "navigator.css",
            **by_endpoint,
        }

    def _unused_card(self, cohort: Cohort) -> int:
        hashes = {"code_hash": "0" * 64, "pin_hash": "-"}
        return prepared.add(self.session, cohort.cohort_id, **hashes, batch="town", now=self.ours.now)

    def _refs(self, table: Any, *where: Any) -> list[str]:
        return list(self.session.scalars(select(table.ref).where(*where)))


def _cookie(phone: Phone) -> str:
    cookie = phone.client.get_cookie("n")
    assert cookie is not None
    return cookie.value
