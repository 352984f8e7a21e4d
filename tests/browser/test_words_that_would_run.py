"""What people type stays words: hundreds of vectors in the fields of all forms, read back as everybody in Chromium."""

import io
import os
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Dialog, Error, Page, Route
from sqlalchemy import select
from werkzeug.test import TestResponse

from app.content import CourseFaults, Release, read_course
from app.services import signing
from app.services.learner import testing
from app.services.people import Role
from app.services.waves import Wave
from app.store import tables
from app.web.access import LEARNER, audience
from tests.app.conftest import School
from tests.app.publishing.conftest import Programmes
from tests.app.web.desk import new_group, signed_in_phone, sit_down
from tests.browser.conftest import Site
from tests.browser.vectors import MARK, RUN, VECTORS
from tests.conftest import FIXTURE_COURSE

A_FIELD = int(os.environ.get("VECTORS_A_FIELD", "34"))
"""So many vectors stand in each field, each in one of them at least; with a thousand all stand in every one."""
A_KIND = A_FIELD if len(VECTORS) <= A_FIELD else 2
"""So many pages of one kind are opened by each reader: lists show fifty at once."""
FIELDS = ("programme", "consent", "partner", "person", "group", "service", "audience", "hours", "source", "url")

WATCH = "document.addEventListener('securitypolicyviolation', (it) => ran(it.violatedDirective, it.blockedURI), true);"
PLANTED = r"""() => [...document.querySelectorAll("*")].filter((it) => it.hasAttribute("zz")
    || ["href", "action", "formaction", "src", "data"].map((name) => it.getAttribute(name) || "").some((address) =>
        /^(javascript|data|vbscript):/i.test(address.replace(/[\0-\x20]/g, "")) || /^(https?:)?\/\/evil/.test(address))
).map((it) => it.outerHTML.slice(0, 200))"""
"""Elements that a vector made, or that lead where it wants."""


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
        house = Programmes(school)
        house.settle("KZ-61", 30, 12)
        house.publish(10)
        site.room.wait(days=46)
        self.staff = {
            role: sit_down(self.app, school.session, self._staff_id(role), school.now).client for role in Role
        }
        self._set_up(self.staff[Role.ADMINISTRATOR])
        for label in of_field("group", 80):
            self._send(
                self.staff[Role.FACILITATOR], "/groups/new", new_group(site.room, label=label, expected_count="25")
            )
        self._send(self.staff[Role.ME_OFFICER], "/figures/publications/1/withdraw", {"reason": " ".join(VECTORS[:200])})
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


class Watcher:
    """A browser that notices whatever runs, is stopped from running, asks, or was made by a vector."""

    def __init__(self, browser: Browser, url: str) -> None:
        self.url = url
        self.context = browser.new_context(base_url=url, locale="en-GB", service_workers="block")
        self.noticed: list[tuple[Any, ...]] = []
        self.context.expose_binding("ran", lambda source, *what: self.noticed.append((source["page"].url, *what)))
        self.context.add_init_script(WATCH)
        self.page: Page = self.context.new_page()
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.noticed.append((self.page.url, dialog.message))
        dialog.dismiss()

    def look(self, address: str, client: FlaskClient | None = None) -> None:
        """Opens the page in place of this reader."""
        cookie = client.get_cookie("n") if client else None
        if cookie:
            self.context.add_cookies([{"name": "n", "value": cookie.value, "url": self.url}])
        try:
            self.page.goto(address, wait_until="load")
            self.noticed += [(address, it) for it in self.page.evaluate(PLANTED)]
            if MARK not in self.page.content():
                self.noticed.append((address, "is not what was answered before"))
        except Error as fault:  # it has gone elsewhere
            self.noticed.append((address, fault.message))

    def look_at(self, answer: TestResponse) -> None:
        """Opens what was answered to somebody else."""

        def fulfil(route: Route) -> None:
            headers = {key: value for key, value in answer.headers.items() if key.lower() != "content-length"}
            route.fulfill(status=answer.status_code, headers=headers, body=answer.text)

        self.page.route("**/answered", fulfil)
        self.look("/answered")
        self.page.unroute("**/answered")


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


ALL = " ".join(VECTORS)
"""In one field: too long for each, so that the form is refused and shows it again."""


def refused(site: Site) -> Iterator[tuple[str, TestResponse]]:
    """What forms answer that are refused, and files whose name, columns and cells are vectors."""
    app, school, cohort = site.room.app, site.room.school, site.room.cohort
    app.config["WTF_CSRF_ENABLED"] = False
    school.learner(cohort)
    site.room.open(Wave.PRE)
    administrator = sit_down(app, school.session, school.staff("an administrator", Role.ADMINISTRATOR), school.now)
    leader = sit_down(app, school.session, school.facilitator_id, school.now)
    for address, fields in (
        ("/setup/programmes/new", ("name", "consent_kept_at")),
        ("/setup/partners/new", ("name",)),
        ("/setup/staff/new", ("name",)),
        ("/setup/helplines/new", ("number", "service", "audience", "hours", "source", "source_url")),
    ):
        yield address, administrator.client.post(address, data=dict.fromkeys(fields, ALL))
    yield "/groups/new", leader.client.post("/groups/new", data=new_group(site.room, label=ALL))
    yield "/staff/in", app.test_client().post("/staff/in", data={"name": ALL, "passphrase": "x"})
    items = [item.id for item in school.release.instrument.items]
    row = ",".join('"{}"'.format(VECTORS[n].replace('"', '""')) for n in range(len(items)))
    for name, table in (
        (VECTORS[3], "who\n1\n"),
        ("a.csv", f"number,{','.join(f'item_{it}' for it in items)}\n1,{row}\n"),
    ):
        file = {"table": (io.BytesIO(table.encode()), name), "wave": "pre", "sat_on": str(school.now.date())}
        yield f"file {name}", leader.client.post(f"/groups/{cohort.ref}/paper/file", data=file)


def test_what_a_refused_form_and_a_refused_file_show_again_stays_words(browser: Browser, site: Site) -> None:
    watcher, shown = Watcher(browser, site.url), set[str]()
    for name, answer in refused(site):
        assert answer.status_code in (200, 422), name
        if MARK not in answer.text:
            continue
        watcher.look_at(answer)
        shown.add(name)
    watcher.context.close()

    assert not watcher.noticed
    assert len(shown) >= 7, shown


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
