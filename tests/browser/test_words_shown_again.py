"""What a refused form, a refused file and a search show again stays words: hundreds of vectors, in Chromium."""

import io
import os
from collections.abc import Iterator, Sequence

import xlsxwriter
from flask.testing import FlaskClient
from playwright.sync_api import Browser
from werkzeug.test import TestResponse

from app.services.people import Role
from app.services.waves import Wave
from tests.app.web.desk import new_group, sit_down
from tests.browser.conftest import Site
from tests.browser.vectors import ALL, MARK, VECTORS
from tests.browser.watcher import Watcher

A_FIELD = int(os.environ.get("VECTORS_A_FIELD", "34"))
"""So many vectors stand in names of files and of columns, of which a page quotes few signs; elsewhere all of them."""
QUOTED = 190
"""Signs of a name that a page quotes, with its ending."""
Answers = Iterator[tuple[str, TestResponse]]


def in_batches(vectors: Sequence[str]) -> list[str]:
    """So many together in a name as a page quotes."""
    batches = [""]
    for vector in vectors:
        if len(batches[-1]) + len(vector) >= QUOTED:
            batches.append("")
        batches[-1] = f"{batches[-1]} {vector}".strip()
    return batches


def refused_forms(administrator: FlaskClient, leader: FlaskClient, nobody: FlaskClient, site: Site) -> Answers:
    for address, fields in (
        ("/setup/programmes/new", ("name", "consent_kept_at")),
        ("/setup/partners/new", ("name",)),
        ("/setup/staff/new", ("name",)),
        ("/setup/helplines/new", ("number", "service", "audience", "hours", "source", "source_url")),
    ):
        yield address, administrator.post(address, data=dict.fromkeys(fields, ALL))
    yield "/groups/new", leader.post("/groups/new", data=new_group(site.room, label=ALL))
    yield "/staff/in", nobody.post("/staff/in", data={"name": ALL, "passphrase": "x"})
    yield "/staff/link", nobody.post("/staff/link", data={"token": ALL})


def searches(administrator: FlaskClient, leader: FlaskClient) -> Answers:
    lists = (administrator, "/setup/staff"), (administrator, "/setup/groups"), (leader, "/groups")
    for (reader, address), words in zip(lists, in_batches(VECTORS[:A_FIELD]), strict=False):
        yield address, reader.get(address, query_string={"search": words})


def workbook(sheet: str, *columns: str) -> bytes:
    """One sheet, whose name no spreadsheet program would take, with a row of ones."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, columns)
        page.write_row(1, 0, [1] * len(columns))
        page.name = sheet
    return file.getvalue()


def refused_files(leader: FlaskClient, site: Site) -> Answers:
    """Files whose names, sheets, columns and cells are vectors."""
    school, cohort = site.room.school, site.room.cohort
    items = [f"item_{item.id}" for item in school.release.instrument.items]
    points = [f"said_{it}" for it in school.release.instrument.beside(with_reactions=False)]
    head, cell = ["number", "form", "wave", *items, *points], '"{}"'.format(ALL.replace('"', '""'))
    whole = [vector for vector in VECTORS if "/" not in vector]  # what stands before a slash is no part of a name
    row = f"{','.join(head)}\n1{f',{cell}' * (len(head) - 1)}\n"
    files = {f"{in_batches(whole)[0]}.ods": b"no table", "a.csv": row.encode()}
    for name, column in zip(in_batches(whole[:A_FIELD]), in_batches(VECTORS[:A_FIELD]), strict=False):
        files[f"{name}.xlsx"] = workbook(ALL, column, column)
    for name, file in files.items():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"')  # as a header has it
        sent = {"table": (io.BytesIO(file), quoted), "wave": "pre", "sat_on": str(school.now.date())}
        yield f"file {name}", leader.post(f"/groups/{cohort.ref}/paper/file", data=sent)


def shown_again(site: Site) -> Answers:
    app, school = site.room.app, site.room.school
    app.config["WTF_CSRF_ENABLED"] = False
    school.learner(site.room.cohort)
    site.room.open(Wave.PRE)
    administrator = sit_down(
        app, school.session, school.staff("an administrator", Role.ADMINISTRATOR), school.now
    ).client
    leader = sit_down(app, school.session, school.facilitator_id, school.now).client
    yield from refused_forms(administrator, leader, app.test_client(), site)
    yield from searches(administrator, leader)
    yield from refused_files(leader, site)


def test_what_is_shown_again_stays_words(browser: Browser, site: Site) -> None:
    watcher = Watcher(browser, site.url)
    for name, answer in shown_again(site):
        assert (answer.status_code in (200, 422), MARK in answer.text) == (True, True), name
        watcher.look_at(answer)
    watcher.context.close()

    assert not watcher.noticed
