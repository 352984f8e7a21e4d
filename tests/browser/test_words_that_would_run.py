"""What people type stays words: hundreds of vectors in the fields of all forms, read back as everybody in Chromium."""

import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from shutil import copytree

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from sqlalchemy import select

from app.content import CourseFaults, Release, read_course
from app.services import signing
from app.services.learner import testing
from app.services.people import Role
from app.services.waves import Wave
from app.store import tables
from app.web.access import LEARNER, audience
from tests.app.conftest import School
from tests.app.web.desk import new_group, signed_in_phone, sit_down
from tests.browser.conftest import Site
from tests.browser.test_settling_anew_journey import settled
from tests.browser.vectors import MARK, RUN, VECTORS
from tests.browser.watcher import Watcher
from tests.conftest import FIXTURE_COURSE

A_FIELD = int(os.environ.get("VECTORS_A_FIELD", "34"))
"""So many vectors stand in each field, each in one of them at least; with a thousand all stand in every one."""
A_KIND = A_FIELD if len(VECTORS) <= A_FIELD else 2
"""So many pages of one kind are opened by each reader: lists show fifty at once."""
FIELDS = (
    *("programme", "consent", "partner", "person", "group", "service", "audience", "hours", "source", "url"),
    "reason",
)


def of_field(name: str, most: int) -> list[str]:
    """The vectors of this field, which takes so many signs; an address has no blanks."""
    fitting = [it for it in VECTORS if len(it) <= most and not (name == "url" and re.search(r"\s", it))]
    start = FIELDS.index(name) * A_FIELD % len(fitting)
    chosen = (fitting[start:] + fitting[:start])[:A_FIELD]
    return [chosen[number % len(chosen)] for number in range(min(A_FIELD, len(VECTORS)))]


@pytest.fixture
def course(tmp_path: Path) -> Release:
    """The course of the tests with every vector that an author can bring in: HTML is refused, by its line."""
    path = tmp_path / "course"
    copytree(FIXTURE_COURSE, path)
    lesson, test = path / "lessons" / "00-welcome" / "en.md", path / "instrument" / "en.yaml"
    before, after = lesson.read_text().split("Nobody is marked.")
    first = before.count("\n") + 1
    lesson.write_text(before + "\n\n".join(VECTORS) + after)
    with pytest.raises(CourseFaults) as refused:
        read_course(path)
    lines = {fault.line for fault in refused.value.faults}
    passing = [vector for number, vector in enumerate(VECTORS) if first + 2 * number not in lines]
    assert len(passing) > 20
    easy = "It is so. We see it. We go on.\n\n"  # else the lesson reads too hard
    lesson.write_text(before + easy * 30 + "\n\n".join(passing) + after)
    words = iter(passing * 9)
    test.write_text(
        re.sub(r"(?<=: )(\"[^\"\n]*\"|[A-Z][^\n]*)$", lambda _: _quoted(next(words)), test.read_text(), flags=re.M)
    )
    return read_course(path)


def _quoted(words: str) -> str:
    return "'Q: {}'".format(words.replace("'", "''"))


class House:
    """An instance in which everything that has a name has been given vectors, through the forms."""

    def __init__(self, site: Site) -> None:
        self.site, self.school, self.app = site, site.room.school, site.room.app
        self.app.config["WTF_CSRF_ENABLED"] = False
        school = self.school
        settled(site, "KZ-61", 13, withdrawn=1)
        site.room.wait(days=46)
        self.staff = {
            role: sit_down(self.app, school.session, self._staff_id(role), school.now).client for role in Role
        }
        self._set_up(self.staff[Role.ADMINISTRATOR])
        for label in of_field("group", 80):
            self._send(
                self.staff[Role.FACILITATOR], "/groups/new", new_group(site.room, label=label, expected_count="25")
            )
        self._give_reasons(self.staff[Role.ME_OFFICER])
        self.readers: dict[str, tuple[FlaskClient, Sequence[str]]] = {
            "nobody": (self.app.test_client(), ["/help?country=KZ"]),
            "sits": (self._learner(is_done=False), ["/road", "/t/1/1", "/t/1/2", "/t/1/3", "/t/1/4", "/t/1/all"]),
            "reads": (self._learner(is_done=True), ["/road", "/l/1", "/l/1/1", "/result", "/help"]),
            **{role.value: (client, ["/staff", "/figures", "/setup/acts"]) for role, client in self.staff.items()},
        }

    def _staff_id(self, role: Role) -> int:
        school: School = self.school
        return school.facilitator_id if role is Role.FACILITATOR else school.staff(f"some {role}", role)

    def _set_up(self, administrator: FlaskClient) -> None:
        programme = {
            "main_country": "KZ",
            "time_zone": "Asia/Almaty",
            "first_language": "en",
            "second_language": "",
            "third_language": "",
            "retention_months": "12",
        }
        for name, consent in zip(of_field("programme", 120), of_field("consent", 200), strict=True):
            self._send(administrator, "/setup/programmes/new", {**programme, "name": name, "consent_kept_at": consent})
        for name in of_field("partner", 120):
            self._send(administrator, "/setup/partners/new", {"programme": str(self.school.programme_id), "name": name})
        for name in dict.fromkeys(it.lower() for it in of_field("person", 60)):
            place = {"role": Role.FACILITATOR.value, "place": f"o{self.school.partner_id}", "language": "en"}
            self._send(administrator, "/setup/staff/new", {**place, "name": name})
        columns = (of_field(name, most) for name, most in (("service", 160), ("audience", 160), ("hours", 40)))
        rows = zip(*columns, of_field("source", 300), of_field("url", 400), strict=True)
        for number, (service, of, hours, source, url) in enumerate(rows):
            line = {"country": "KZ", "kind": "helpline", "number": f"+7 701 {number:07}", "service": service}
            more = {"audience": of, "hours": hours, "source": source, "source_url": f"https://a.example/{url}"}
            self._send(administrator, "/setup/helplines/new", {**line, **more, "is_free": "yes"})
        with self.app.extensions["database"].reading() as session:
            refs = session.scalars(select(tables.Helpline.ref)).all()
        for ref in refs:
            self._send(administrator, f"/setup/helplines/{ref}/call", {})

    def _give_reasons(self, officer: FlaskClient) -> None:
        """Everybody who asks for a publication reads why it was withdrawn, corrected, or counted anew."""
        with self.app.extensions["database"].reading() as session:
            programme = session.get_one(tables.Programme, self.school.programme_id).ref
        question = f"?programme={programme}&until={(self.school.now - timedelta(days=1)).date()}"
        publication, anew = "/figures/publications", "/figures/settling/anew"
        reasons = iter(of_field("reason", 400))
        for page, address in (
            (f"{publication}/new{question}", publication),
            (f"{publication}/new{question}&correct=y", publication),
            (f"{anew}{question}&edition=y", anew),
            (f"{publication}/1.3{question}", f"{publication}/1.3/withdraw{question}"),
        ):
            hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', officer.get(page).text)
            self._send(officer, address, {**dict(hidden), "reason": " ".join(islice(reasons, 8))})

    def _send(self, client: FlaskClient, address: str, fields: Mapping[str, str]) -> None:
        answer = client.post(address, data=fields)
        assert answer.status_code in (200, 303), (address, fields)

    def _learner(self, *, is_done: bool) -> FlaskClient:
        school, cohort = self.school, self.site.room.cohort
        school.open(cohort, Wave.PRE)
        learner_id = school.learner(cohort, language="en")
        if is_done:
            school.sit(learner_id, Wave.PRE, right=1)
        else:
            testing.begin(school.session, learner_id, Wave.PRE, school.now)
        token = signing.start_learner(school.session, learner_id, school.now).token
        school.session.commit()
        return signed_in_phone(self.app, token, **{LEARNER: learner_id}, language="en").client


def kind_of(address: str) -> str:
    """The address without what names one thing of a kind."""
    return re.sub(r"(?<=/)([a-z0-9]{12}|\d+)(?=/|\?|$)|(?<==)[^&]*", "*", address)


def pages_with_vectors(client: FlaskClient, first: Sequence[str]) -> Iterator[str]:
    """Every kind of page that this reader comes to by links and that shows a vector, of each kind a few."""
    seen: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    waiting, known = list(first), set(first)
    while waiting:
        address = waiting.pop(0)
        kind = kind_of(address)
        if seen[kind] > A_KIND or "/static/" in address:
            continue
        seen[kind] += 1
        answer = client.get(address, follow_redirects=True, headers={"Accept-Language": "en"})
        if answer.mimetype != "text/html":
            continue
        text = answer.get_data(as_text=True)
        if MARK in text and shown[kind] < A_KIND:
            shown[kind] += 1
            yield address
        links = (it.replace("&amp;", "&") for it in re.findall(r'href="(/[^"#]*)"', text))
        for link in links:
            if link not in known and not link.startswith("/leave"):
                known.add(link)
                waiting.append(link)


def test_in_no_field_do_words_become_more_than_words(browser: Browser, site: Site) -> None:
    house = House(site)
    opened: Counter[str] = Counter()
    noticed = []
    for name, (client, first) in house.readers.items():
        watcher = Watcher(browser, site.url)
        for address in pages_with_vectors(client, first):
            watcher.look(address, client)
            opened[name] += 1
        watcher.context.close()
        noticed += [(name, *it) for it in watcher.noticed]

    assert not noticed
    assert set(opened) == set(house.readers)
    assert opened.total() > 60


def test_a_page_that_escapes_nothing_is_noticed(browser: Browser, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    views = site.room.app.view_functions
    watcher = Watcher(browser, site.url)
    for run in RUN[::2]:
        vector = f'">{run}' if run.startswith("<") else f'" {run}'
        page = f'<!doctype html><title>x</title><p title="{vector}">{vector}</p>'
        monkeypatch.setitem(views, "help.help", audience("anyone")(lambda page=page: page))

        watcher.look("/help")

        assert watcher.noticed, vector
        watcher.noticed.clear()
    watcher.context.close()
