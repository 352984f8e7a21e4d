"""The administrator reads what was done: first, twentieth and thousandth act, and of one kind."""

import ast
import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import delete, event

from app import publishing, services
from app.services import cohorts, handing_over
from app.services.administrator import lottery
from app.services.cohorts import note
from app.services.people import Role
from app.store import Database, audit, audit_chain, sealing
from app.store.people import staff as people
from app.store.tables import Audit
from app.web.act_words import ACTS
from app.web.lead import result_file
from app.web.setup.acts import KINDS, kinds
from tests.app.web.conftest import Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Page, Phone


@pytest.fixture
def desk(app: Flask, room: Room) -> Phone:
    return sit_down(app, room.school.session, room.school.staff("admin", Role.ADMINISTRATOR), room.school.now)


def test_an_act_stands_with_who_did_it_to_what(desk: Phone, room: Room) -> None:
    audit.add(
        room.school.session, "helpline.hide", by=room.school.facilitator_id, at=room.school.now, subject="a-number"
    )
    room.school.session.commit()

    page = desk.open("/setup").tap("What was done, by whom")

    assert "aigul A helpline was hidden a-number" in page.text


def test_an_act_names_what_it_was_done_to_and_in_which_group(desk: Phone, room: Room) -> None:
    school = room.school
    cohort = school.cohort()
    note(school.session, "learner.card", cohort, by=school.facilitator_id, now=school.now, subject="learner 7")
    note(school.session, "test.open", cohort, by=school.facilitator_id, now=school.now)
    school.session.commit()

    page = desk.open("/setup/acts")

    assert f"A new card was made {cohort.label}: Learner 7" in page.text
    assert f"A test was opened {cohort.label}" in page.text
    assert f"{cohort.label}: {cohort.label}" not in page.text


def test_a_draw_stands_with_its_seed_so_that_anybody_can_draw_again(desk: Phone, room: Room) -> None:
    for number in range(4):
        room.school.cohort(label=f"Autumn {number}")
    made = lottery.draw(room.school.session, room.school.programme_id, seed="1 March, by A.", now=room.school.now)
    room.school.session.commit()

    assert f"{made.ref}: 2 of 5 groups wait; seed “1 March, by A.”" in desk.open("/setup/acts").text


def test_every_kind_of_act_has_words() -> None:
    """As they stand in the code: `subject.deed`, where something is written down."""
    kind = re.compile(
        r'"((?:attempt|audit|cards|cohort|helpline|instance|learner|lottery|paper|partner|programme|publication|refusal|release|staff|test)\.[a-z_]+)"'
    )
    folders = [Path(package.__file__).parent for package in (services, publishing)]
    sources = [*(source for folder in folders for source in folder.rglob("*.py"))]
    sources += [Path(module.__file__ or "") for module in (audit_chain, sealing, result_file)]

    assert {act for source in sources for act in kind.findall(source.read_text())} == set(ACTS)


def listed(page: Page) -> str:
    """What stands in the list, without the filter above it."""
    [body] = list(page.root.iter("tbody"))
    return " ".join("".join(part + " " for part in body.itertext()).split())


def acts_in(source: str) -> set[str]:
    """The codes that a module hands to a function that writes acts down."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    writers = (it for it in calls if re.search(r"(^|[._])(note\w*|add)$", ast.unparse(it.func)))
    texts = (text for call in writers for it in call.args for text in ast.walk(it) if isinstance(text, ast.Constant))
    return {it.value for it in texts if isinstance(it.value, str) and re.fullmatch(r"[a-z_]+\.[a-z_]+", it.value)}


def test_no_act_is_written_under_a_code_without_words() -> None:
    app_folder = Path(services.__file__).parents[1]
    written = {act for path in app_folder.rglob("*.py") for act in acts_in(path.read_text(encoding="utf-8"))}

    assert len(written) > 40
    assert written <= set(ACTS)
    assert {act.partition(".")[0] for act in ACTS} == set(KINDS), "else its kind is not in the filter"
    assert acts_in('audit.add(session, "new.deed", by=1)\nnote(session, "a.b" if x else "c.d", it)') == {
        "new.deed",
        "a.b",
        "c.d",
    }


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_no_act_of_any_kind_shows_its_code_in_any_language(desk: Phone, room: Room, language: str) -> None:
    detail = {"count": 3, "wave": "pre", "reason": "x", "waiting": [], "entrants": [], "seed": "s"}
    for act in ACTS:
        audit.add(room.school.session, act, by=None, at=room.school.now, subject="-", **detail)
    room.school.session.commit()
    seen = "".join(desk.client.get(f"/setup/acts?act={kind}&lang={language}").get_data(as_text=True) for kind in KINDS)
    texts = re.sub(r"<[^>]*>", " ", seen)

    assert seen.count("<tr ") > len(ACTS)
    assert not [act for act in ACTS if re.search(rf"(?<![\w.]){re.escape(act)}(?![\w.])", texts)]


def test_an_act_says_what_changed(desk: Phone, room: Room) -> None:
    school, cohort = room.school, room.cohort
    bota = school.staff("bota", Role.FACILITATOR, can_sign_in=True)
    cohorts.edit(
        school.session,
        cohort,
        school.outline(label="Class 7", region_code="KZ-75", ends_on=date(2026, 6, 1), way="remote"),
        by=school.facilitator_id,
        now=school.now,
    )
    handing_over.hand_over(school.session, cohort, bota, by=school.facilitator_id, now=school.now)
    by: dict[str, Any] = {"by": school.facilitator_id, "now": school.now}
    note(school.session, "test.close", cohort, wave="post", **by)
    note(school.session, "test.plan", cohort, wave="post", opens_at="2026-03-02T06:00:00+00:00", **by)
    note(school.session, "cards.prepare", cohort, count=20, **by)
    note(school.session, "cohort.attendance", cohort, count=12, lesson="welcome", **by)
    note(school.session, "learner.merge", cohort, subject="learner 3", merged_handle=12, **by)
    note(school.session, "cohort.consent", cohort, consent_on="2026-03-01", **by)
    school.session.commit()

    text = listed(desk.open("/setup/acts"))

    for words in (
        "Name of the group: Group 1 → Class 7",
        "Region: Turkistan Region → Almaty (city)",
        "Last day: 30 May 2026 → 1 June 2026",
        "How you meet: in a room → remote",
        "A group was given to another facilitator Facilitator: aigul → bota",
        "A test was closed Second test",
        "Second test opens 2 Mar, 11:00",
        "Cards to hand out were prepared 20 cards",
        "Attendance was noted 12 present",
        "number 12 was merged into it and is gone Class 7: Learner 3",
        "in place since 1 March 2026",
        "A role was given Facilitator: Bilim",
    ):
        assert words in text, words


def test_times_are_those_of_the_group_s_place_and_days_those_of_the_house(desk: Phone, room: Room) -> None:
    school = room.school
    late = datetime(2026, 5, 4, 20, 30, tzinfo=UTC)  # half past one of the next day in Almaty
    note(school.session, "test.open", room.cohort, by=None, now=late)
    audit.add(school.session, "instance.rotate_secret", by=None, at=late)
    elsewhere = school.alter(school.cohort(label="West"), time_zone="Asia/Aqtau")
    note(school.session, "test.close", elsewhere, by=None, now=late - timedelta(hours=3))
    school.session.commit()

    text = listed(desk.open("/setup/acts?from=2026-05-05&until=2026-05-05"))

    assert text.count("5 May 2026, 01:30") == 2
    assert "UTC" not in text
    assert "A test was closed" not in text
    assert "4 May 2026, 22:30 Aqtau" in listed(desk.open("/setup/acts?until=2026-05-04"))


def test_every_kind_of_act_can_be_chosen() -> None:
    chosen = [act for kind, _name, acts in kinds() for act, _label in acts if kind]

    assert sorted(chosen) == sorted(ACTS)


def test_of_a_thousand_acts_fifty_stand_on_a_page_and_one_kind_is_found(desk: Phone, room: Room) -> None:
    for number in range(1_000):
        audit.add(room.school.session, "test.open", by=None, at=room.school.now, subject=f"cohort {number}")
    audit.add(room.school.session, "staff.link", by=None, at=room.school.now, subject="the only one")
    room.school.session.commit()

    page = desk.open("/setup/acts?act=test.open")
    assert "cohort 999" in page.text
    assert "cohort 949" not in page.text
    assert "To the newest" not in page.text
    assert "cohort 949" in page.tap("Older").text
    assert "the only one" not in page.text
    assert "the only one" in desk.open("/setup/acts?act=staff.link").text
    assert "the only one" in desk.open("/setup/acts?act=no.such").text
    for _ in range(19):
        page = page.tap("Older")
    assert "cohort 0" in page.text
    assert "Older" not in page.text
    assert "cohort 999" in page.tap("To the newest").text


@pytest.mark.parametrize("search", [audit.Search(), audit.Search(acts=["test.open"])], ids=["everything", "one kind"])
def test_no_page_of_acts_counts_or_sorts_those_before_it(database: Database, room: Room, search: audit.Search) -> None:
    for number in range(2_000):
        audit.add(room.school.session, "test.open", by=None, at=room.school.now, subject=f"{number}")
    room.school.session.commit()
    reach, pages, after, queries = audit.Reach(0, is_whole=True), 0, None, []
    with database.reading() as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *args: queries.append(args[2:4]))
        while pages == 0 or after is not None:
            after, pages = audit.page(session, reach, search, after=after).older, pages + 1
        plans = [
            str(session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all())
            for query, values in queries.copy()
            if "ORDER BY" in query
        ]
    assert pages >= 40
    assert not any("count(" in query.lower() for query, _values in queries)
    assert all("USING INDEX ix_audit" in plan and "TEMP B-TREE" not in plan for plan in plans)


def test_acts_are_found_by_person_kind_and_day_and_the_address_holds_the_filter(desk: Phone, room: Room) -> None:
    school = room.school
    bota = school.staff("bota", Role.FACILITATOR)
    for hours, by, act in (
        (0, school.facilitator_id, "test.open"),
        (30, bota, "test.open"),
        (31, bota, "test.close"),
        (80, None, "cohort.settle_due"),
        (81, None, "learner.withdraw"),
        (82, None, "publication.make"),
    ):
        at = datetime(2026, 5, 4, 0, 0, tzinfo=UTC) + timedelta(hours=hours)
        audit.add(school.session, act, by=by, at=at, subject=f"act {hours}.")
    school.session.commit()

    def act_numbers(**filters: str) -> list[str]:
        page = desk.open(f"/setup/acts?{urlencode({'from': '2026-05-04', **filters})}")
        return list(re.findall(r"act (\d+)\.", page.text))

    ref = people.get_by_id(school.session, bota).ref
    assert act_numbers() == ["82", "81", "80", "31", "30", "0"]
    assert act_numbers(who=ref) == ["31", "30"]
    assert act_numbers(who=ref, act="test.open") == act_numbers(who=ref, act="test", until="2026-05-05")[1:] == ["30"]
    assert (act_numbers(who="due"), act_numbers(who="learner")) == (["80"], ["81"])
    assert act_numbers(who="command-line") == ["82"]
    assert act_numbers(until="2026-05-04") == ["0"]
    assert act_numbers(**{"from": "2026-05-05", "until": "2026-05-05"}) == ["31", "30"]
    page = desk.open(f"/setup/acts?who={ref}&act=test.open&from=2026-05-05")
    assert page.sent_by("Show")[1] == {"from": "2026-05-05", "until": ""}
    assert [it.get("value") for it in page.root.iter("option") if it.get("selected") is not None] == [ref, "test.open"]


def test_where_nothing_was_done_yet_the_page_says_what_comes_and_the_first_act_stands_alone(
    desk: Phone, room: Room
) -> None:
    room.school.session.execute(delete(Audit))
    room.school.session.commit()
    empty = desk.open("/setup/acts")
    assert "Nothing was done yet." in empty.text
    assert "Show" not in empty.buttons()

    note(room.school.session, "test.open", room.cohort, by=None, now=room.school.now)
    room.school.session.commit()
    assert "the command line A test was opened Group 1" in desk.open("/setup/acts").text


def test_a_filter_that_makes_no_sense_is_named_and_left_out(desk: Phone, room: Room) -> None:
    room.school.session.commit()

    assert "There is no such kind of act." in desk.open("/setup/acts?act=no.such").text
    assert "Nobody here is called so" in desk.open("/setup/acts?who=nobody").text
    assert "“yesterday” is no day" in desk.open("/setup/acts?from=yesterday").text
    assert "The first day comes after the last." in desk.open("/setup/acts?from=2026-05-02&until=2026-05-01").text
    assert "Nothing like that was done." in desk.open("/setup/acts?from=2031-05-02").text
    assert "A programme was added" in desk.open("/setup/acts?after=road").text
    assert "A programme was added" in desk.open("/setup/acts?after=99999").text


def test_an_officer_reads_what_was_done_in_the_own_programmes_and_nobody_elses(app: Flask, room: Room) -> None:
    school = room.school
    elsewhere, _partner = school.other_programme()
    me = school.staff("me", Role.ME_OFFICER)
    for act, by, programme_id in (
        ("publication.make", None, elsewhere),
        ("publication.withdraw", None, school.programme_id),
        ("helpline.hide", None, None),
        ("refusal.internal", me, None),
    ):
        audit.add(school.session, act, by=by, at=school.now, subject="7", programme_id=programme_id)
    officer = sit_down(app, school.session, me, school.now)

    text = officer.open("/figures/publications").tap("What was done, by whom").text
    assert "A publication was withdrawn" in rows_of(text)
    assert "Figures were published" not in rows_of(text)
    everything = rows_of(officer.open("/setup/acts").text)
    assert "Refused: a file of internal figures" in everything
    assert "A helpline was hidden" not in everything
    assert "Elsewhere" not in everything


@pytest.mark.parametrize("role", [Role.FACILITATOR, Role.PARTNER_LEAD])
def test_facilitators_and_partner_leads_do_not_read_what_others_did(app: Flask, room: Room, role: Role) -> None:
    person = sit_down(app, room.school.session, room.school.staff("somebody", role), room.school.now)

    assert person.client.get("/setup/acts").status_code == 404


def rows_of(text: str) -> str:
    """What stands below the filter, in which every kind has a name."""
    return text.rpartition("Of what")[2]
