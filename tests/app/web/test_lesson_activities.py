"""Every kind of activity as a form, on a phone without JavaScript: the server answers and keeps nothing of it."""

import hashlib
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from app.content import Film, MediaFile, Release
from app.services import releases
from app.services.waves import Wave
from app.store import Database, Session
from app.store.tables import LessonProgress
from app.web.learn import media
from app.web.learn.answered import Counted, state_of
from tests.app.conftest import School
from tests.app.web.conftest import Learner, Room
from tests.app.web.every_kind import ADDRESS, LAST, NUMBER, activity, every_kind, screen_of
from tests.app.web.reader import Page


@pytest.fixture
def school(session: Session, release: Release) -> School:
    return School(session, every_kind(release))


@pytest.fixture
def room(app: Flask, school: School) -> Room:
    return Room(app, school, school.cohort())


@pytest.fixture
def screen(room: Room, learner: Learner) -> Callable[[str], Page]:
    """Opens the screen of an activity."""
    room.open(Wave.PRE)
    room.close(Wave.PRE)

    def screen(activity_id: str) -> Page:
        return learner.phone.open(f"/l/{NUMBER}/{screen_of(activity_id)}")

    return screen


def tap(page: Page, name: str, value: float) -> Page:
    """Press the button with this name and value, or choose the option and send the form."""
    named = (it for it in page.root.iter() if it.tag in ("button", "input"))
    [control] = [it for it in named if (it.get("name"), it.get("value")) == (name, value)]
    above = next((it for it in page.root.iter("form") if it.get("id") and it.get("id") == control.get("form")), control)
    while above.tag != "form":
        above = page.parents[above]
    hidden = [it for it in above.iter("input") if it.get("name") and it.get("type") == "hidden"]
    fields = MultiDict((it.get("name"), it.get("value")) for it in hidden)
    fields.add(name, value)
    return page.phone.send(above.get("action"), fields)


def disabled(page: Page) -> list[str | None]:
    return [it.get("value") for it in page.root.iter("input") if "disabled" in it.attrib]


def test_a_story_goes_where_the_choice_leads_and_every_step_can_be_taken_back(screen: Callable[[str], Page]) -> None:
    page = tap(screen("hotel"), "way", "start:contract")
    assert "Договор обещают в аэропорту." in page.text
    assert "Письмо" not in page.text
    page = tap(page, "way", "paper:go")
    assert "1 of 2" in page.text
    assert "Next" in page.buttons()
    page = tap(page, "way", "back")
    assert "Договор обещают в аэропорту." in page.text
    page = tap(page, "way", "paper:wait")

    assert "2 of 2" in page.text


def test_good_ways_are_shown_once_it_was_said_aloud(screen: Callable[[str], Page]) -> None:
    page = screen("aloud")
    assert "Нет, сначала покажите офис." not in page.text
    assert "Skip" in page.buttons()

    page = tap(page, "aloud", "yes")

    assert "Нет, сначала покажите офис. Коротко, и ты никому ничего не должен." in page.text
    assert "Вежливо, и паспорт у тебя." in page.text
    assert "Next" in page.buttons()
    assert "Compare" not in page.buttons()


def test_an_advert_of_ones_own_is_not_asked_for_without_a_script_and_its_questions_are_there(
    screen: Callable[[str], Page],
) -> None:
    page = screen("mine")

    assert "Кто предлагает? Имя, которое знает кто-то ещё." in page.text
    assert not list(page.root.iter("textarea"))
    assert [it.get("type") for it in page.root.iter("input")] == ["hidden"], "the token of the dock"
    assert "Next" in page.buttons()


def test_no_form_holds_an_advert_of_ones_own_and_no_field_of_it_has_a_name(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    html = learner.phone.open(f"/l/{NUMBER}").html
    before, _, part = html.partition('<div class="do own"')
    part = part.partition("<fieldset")[0] + part.partition("<fieldset")[2].partition("</fieldset>")[0]

    assert before.count("<form") == before.count("</form>"), "it stands in none"
    fields = re.findall("<(?:textarea|input)[^>]*>", part)
    assert len(fields) == 4
    assert not any("name=" in field for field in fields)
    assert all('autocomplete="off"' in field for field in fields)
    assert "<form" not in part


def test_no_browser_looks_up_the_spelling_of_what_stays_on_the_phone(learner: Learner, room: Room) -> None:
    """It may ask a server."""
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    addresses = f"/l/{NUMBER}", f"/l/{NUMBER}/{screen_of('plan')}/paper"
    html = "".join(learner.phone.client.get(address).text for address in addresses)
    fields = re.findall('<(?:textarea|input class="in")[^>]*>', html)

    assert len(fields) == 3, "words of one's own, an advert, a line of the plan"
    assert all('spellcheck="false"' in field for field in fields), fields


def test_a_made_up_step_of_a_story_leads_nowhere() -> None:
    story = activity("story")
    state = state_of(story, MultiDict([("path", "phone:wait"), ("path", "start:call"), ("way", "start:pay")]))

    assert (state.path, state.node) == ((("start", "call"),), "phone")


def test_signs_are_counted_and_honest_lines_are_not_signs(screen: Callable[[str], Page]) -> None:
    page = tap(screen("advert"), "tap", "meals")
    assert "This is usual." in page.text
    assert "0 of 4" in page.text
    page = tap(page, "tap", "pay")

    assert "1 of 4" in page.text
    assert "Сумму можно посчитать." in page.text, "what was read before stays"
    assert "Это долг." not in page.text
    assert "Next" in page.buttons()
    assert "Skip" not in page.buttons()


def test_whoever_is_stuck_sees_every_reason(screen: Callable[[str], Page]) -> None:
    page = tap(tap(screen("advert"), "tap", "near"), "tap", "all")

    assert "0 of 4" in page.text, "what was shown was not found"
    assert "Here are all of them." in page.text
    assert "Это долг." in page.text


@pytest.mark.parametrize(
    ("speakers", "sides"), [(["Aliya", "Lola", "Aliya"], ["", "other", ""]), (["Lena", "Marat", "Rosa"], ["", "", ""])]
)
def test_of_two_in_a_chat_each_has_a_side_and_among_more_all_stand_on_the_left(
    app: Flask, speakers: list[str], sides: list[str]
) -> None:
    parts = [SimpleNamespace(html=f"<strong>{name}:</strong> hello") for name in speakers]
    with app.test_request_context():
        macros: Any = app.jinja_env.get_template("learn/activities.html").make_module({"lesson": SimpleNamespace()})
        assert [str(macros.side(part, SimpleNamespace(parts=parts))).strip() for part in parts] == sides


def test_whoever_chose_a_wrong_option_tries_once_more_and_then_sees_the_right_one(
    screen: Callable[[str], Page],
) -> None:
    page = screen("sunday")
    assert page.buttons().count("Check") == 1
    page = tap(page, "answer", "scold")
    assert "Look again. Она может бояться отвечать." in page.text
    assert "Right." not in page.text
    assert {"Check", "Skip"} <= set(page.buttons())
    assert disabled(page) == ["scold"], "the others can still be chosen"
    page = tap(page, "answer", "wait")

    assert "Look again. За неделю" in page.text
    assert "Right. Один звонок, и всё ясно." in page.text
    assert disabled(page) == ["wait", "call", "scold"]
    assert "Next" in page.buttons()
    assert not {"Check", "Skip", "Why not the others?"} & set(page.buttons())


def test_the_right_option_ends_a_check_and_the_reasons_of_the_others_are_a_tap_away(
    screen: Callable[[str], Page],
) -> None:
    page = tap(screen("sunday"), "answer", "call")
    assert "Она может бояться отвечать." not in page.text
    assert "Next" in page.buttons()

    assert "Она может бояться отвечать." in tap(page, "answer", "all").text


def test_nobody_sees_every_reason_before_a_check_is_done_nor_has_a_third_try() -> None:
    check = activity("check")
    early = state_of(check, MultiDict([("answered", "wait"), ("answer", "all")]))
    late = state_of(check, MultiDict([("answered", "wait"), ("answered", "scold"), ("answer", "call")]))

    assert (early.shown, early.is_done) == (("wait",), False)
    assert (late.ids, late.shown) == (("wait", "scold"), ("wait", "scold", "call"))


def test_cards_come_one_by_one_and_the_first_pile_counts(screen: Callable[[str], Page]) -> None:
    page = screen("piles")
    assert "Смена" not in page.text
    page = tap(page, "put", "late:danger")
    assert "It belongs to “Нечестно”." in page.text
    page = tap(page, "put", "on")
    assert "Card 2 of 4" in page.text
    for put in ("shift:normal", "on", "passport:danger", "on", "boss:normal", "on"):
        page = tap(page, "put", put)

    assert "3 of 4" in page.text
    assert "Next" in page.buttons()
    assert "Card 1 of 4" in tap(page, "put", "again").text


def test_a_card_cannot_be_put_twice() -> None:
    state = state_of(activity("sort"), MultiDict([("placed", "late:danger"), ("put", "late:unfair")]))

    assert state.placed == {"late": "danger"}
    assert state.first_go == 0


def test_a_step_moves_one_place_and_is_compared_when_asked(screen: Callable[[str], Page]) -> None:
    page = tap(screen("first"), "move", "up:call")
    order = [it.get("value") for it in page.root.iter("input") if it.get("name") == "order"]
    assert order == ["address", "call", "place"]
    assert "In its place." not in page.text
    page = tap(page, "move", "compare")

    assert page.text.count("In its place.") == 1
    assert "Its place: 3." in page.text


@pytest.mark.parametrize(
    ("sums", "rows", "went"),
    [
        # 600 + 3 x (150 + 120 - 250) = 660, as reckoned by hand
        ({}, (620, 640, 660), "grows"),
        ({"pay": "370"}, (500, 400, 300), "shrinks"),
        ({"pay": "500"}, (370, 140, 0), "paid"),
        ({"pay": "270"}, (600, 600, 600), "grows"),
        ({"debt": "-5", "pay": "lots", "months": "1"}, (620,), "grows"),
        ({"debt": "300000", "pay": "180000", "growth": "70000", "costs": "120000", "months": "1"}, (310_000,), "grows"),
        ({"debt": "9" * 40, "months": "999"}, None, "grows"),
    ],
)
def test_a_debt_is_reckoned_month_by_month_within_limits(
    sums: dict[str, str], rows: tuple[int, ...] | None, went: str
) -> None:
    state = state_of(activity("count"), MultiDict(sums))
    assert isinstance(state, Counted)

    assert state.outcome == went
    assert rows is None or state.rows == rows
    assert len(state.rows) <= 24


def test_the_calculator_is_a_form_and_its_sums_stand_in_no_address(screen: Callable[[str], Page]) -> None:
    page = screen("debt")
    assert 'method="get"' not in page.html
    answered = page.press("Count", debt="600", pay="500", growth="150", costs="120", months="3")
    assert answered.path == page.path

    assert "Долга нет" in answered.text
    assert "Долг растёт" not in answered.text


def test_the_plan_on_paper_has_no_name_no_code_and_no_tick(screen: Callable[[str], Page], learner: Learner) -> None:
    page = screen("plan").tap("The plan as a sheet to print")

    assert "Кодовое слово" in page.text
    assert learner.code not in page.html
    assert not list(page.root.iter("input"))
    lines = {entry.get("data-entry"): len(list(entry.iter("i"))) for entry in page.root.iter("li")}
    assert lines == {"copies": 1, "two": 1, "word": 0}, "whoever finds the sheet learns no secret"
    assert page.phone.client.get(f"/l/{NUMBER}/1/paper").status_code == 404, "only a plan is a sheet"


def test_a_talk_is_on_no_learners_screen(screen: Callable[[str], Page], learner: Learner) -> None:
    page = screen("plan")
    whole = page.phone.open(f"/l/{NUMBER}")

    assert "кому можно позвонить ночью" not in whole.html
    assert page.phone.client.get(f"/l/{NUMBER}/{LAST}").status_code == 200
    assert page.phone.client.get(f"/l/{NUMBER}/{screen_of('room')}").status_code == 404


def test_nothing_of_what_was_tapped_is_kept(screen: Callable[[str], Page], database: Database) -> None:
    page = tap(screen("sunday"), "answer", "scold")
    assert "Она может бояться отвечать." in page.text
    tap(page, "answer", "call")

    with database.reading() as session:
        assert session.scalars(select(LessonProgress)).all() == []


def test_what_was_tapped_stands_until_one_goes_on_and_only_as_far_as_a_cookie_has_room(
    screen: Callable[[str], Page],
) -> None:
    page = tap(screen("sunday"), "answer", "scold")
    assert "Она может бояться отвечать." in screen("sunday").text
    whole, fields = page.sent_by("Next") if "Next" in page.buttons() else page.sent_by("Skip")
    page.phone.send(whole, fields)
    assert "Она может бояться отвечать." not in screen("sunday").text

    fields = MultiDict([("csrf_token", fields["csrf_token"]), ("answer", "scold"), *[("answered", "x" * 30)] * 200])
    assert page.phone.client.post(page.path, data=fields).status_code == 200
    assert len(page.phone.client.get_cookie("n").value) < 1000


def test_a_drawing_is_served_for_good_and_can_do_nothing(screen: Callable[[str], Page], learner: Learner) -> None:
    page = learner.phone.client.get(ADDRESS)

    assert page.status_code == 200
    assert page.mimetype == "image/svg+xml"
    assert page.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert page.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert learner.phone.client.get("/p/0000000000000000.svg").status_code == 404


def test_a_film_is_offered_while_its_file_is_the_one_that_was_released(
    app: Flask, room: Room, learner: Learner, monkeypatch: Any, tmp_path: Path
) -> None:
    release = room.school.release
    film, captions = b"not really a film", b"WEBVTT"
    folder = tmp_path / release.course.slug / "lessons"
    folder.mkdir(parents=True)
    (folder / "film.mp4").write_bytes(film)
    (folder / "film.ru.vtt").write_bytes(captions)
    filmed = Film(
        film=MediaFile(path="lessons/film.mp4", digest=hashlib.sha256(film).hexdigest()),
        captions={"ru": MediaFile(path="lessons/film.ru.vtt", digest=hashlib.sha256(captions).hexdigest())},
    )
    monkeypatch.setattr(media, "CONTENT", tmp_path)
    monkeypatch.setitem(releases._RELEASES, release.digest, release.model_copy(update={"films": {"way-home": filmed}}))
    room.open(Wave.PRE)
    room.close(Wave.PRE)
    page = learner.phone.open(f"/l/{NUMBER}")
    assert "media-src 'self'" in page.response.headers["Content-Security-Policy"]
    [video] = page.root.iter("video")
    [track] = video.iter("track")

    assert video.get("preload") == "none"
    assert "In sign language, 1 kB" in page.text, "whoever pays for it knows how much it is"
    assert (track.get("kind"), track.get("srclang")) == ("captions", "ru")
    with learner.phone.client.get(video.get("src"), headers={"Range": "bytes=0-2"}) as part:
        assert (part.status_code, part.data, part.mimetype) == (206, film[:3], "video/mp4")
    with learner.phone.client.get(track.get("src")) as words:
        assert words.mimetype == "text/vtt"

    (folder / "film.mp4").write_bytes(b"another film altogether")
    assert not list(learner.phone.open(f"/l/{NUMBER}").root.iter("video"))
    assert learner.phone.client.get(video.get("src")).status_code == 404
