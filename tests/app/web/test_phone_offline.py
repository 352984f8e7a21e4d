"""What a phone keeps for a time without connection names nobody, and a phone that was left lying is shut."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app.services.waves import Wave
from app.web import statics
from tests.app.web.conftest import Learner, Room
from tests.app.web.reader import Phone

pytestmark = pytest.mark.items(14)

TOPIC = re.compile(
    "traffick|safe|migra|victim|exploit|slave|abus|violen"
    "|безопас|миграц|жертв|торговл|рабств|эксплуат|насили"
    "|қауіпсіз|көші|құрбан|сауда|құлдық|қанау|зорлық",
    re.IGNORECASE,
)


def road(learner: Learner) -> dict[str, Any]:
    answer: dict[str, Any] = learner.phone.api("GET", "/road").get_json()
    return answer


def test_pages_to_keep_are_the_same_bytes_for_everybody(app: Any, join: Any, room: Room) -> None:
    one, two = join(), join()
    room.open(Wave.PRE)
    form = two.phone.api("GET", "/forms").get_json()["forms"]["pre"]["form"]
    two.take(1, right=9, keys=room.keys(form)).press("Send")
    first, second = road(one), road(two)

    assert (first["keep"], first["pages"]) == (second["keep"], second["pages"])
    assert first["mark"] != second["mark"]
    for address in first["keep"].values():
        whole = [who.phone.client.get(address) for who in (one, two)]
        assert [page.status_code for page in whole] == [200, 200], address
        if not address.startswith("/help"):
            assert whole[0].data == whole[1].data, address
        if not address.startswith("/keep/"):  # the worker fetches it as nobody
            html = app.test_client().get(address).get_data(as_text=True)
            assert "data-shared" in html
            assert "data-mark" not in html
            assert "csrf_token" not in html


def test_before_it_begins_a_test_says_the_same_without_a_connection(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    lines = ["".join(it.itertext()) for it in learner.phone.open("/t/1").root.iter("li")]
    shell = learner.phone.client.get(road(learner)["keep"]["/shell/test"]).get_data(as_text=True)

    assert "14 questions, then 2 about you." in lines
    assert "14 questions, then 2 about you" in learner.phone.open("/road").text
    assert len(lines) == 3
    assert [it for it in lines if it not in shell] == ["14 questions, then 2 about you."], "that one is counted there"


def test_pages_to_keep_are_others_in_another_language(join: Any) -> None:
    one = join()
    before = road(one)
    one.phone.send("/language", {"language": "ru", "csrf_token": one.phone.api("GET", "/session").get_json()["csrf"]})

    assert road(one)["pages"] != before["pages"]


def test_the_road_is_sent_again_only_when_it_is_another(learner: Learner, room: Room) -> None:
    first = learner.phone.api("GET", "/road")
    room.wait(minutes=3)
    again = learner.phone.api("GET", "/road", **{"If-None-Match": first.headers["ETag"]})
    room.open(Wave.PRE)
    opened = learner.phone.api("GET", "/road", **{"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert opened.get_json()["tests"][0]["standing"] == "open"
    assert opened.get_json()["forms"] == first.get_json()["forms"]


def test_no_key_and_no_reason_is_on_the_road_or_in_the_forms(learner: Learner, room: Room) -> None:
    room.open(Wave.PRE)
    text = learner.phone.api("GET", "/road").get_data(as_text=True) + learner.phone.api("GET", "/forms").get_data(
        as_text=True
    )

    assert not [secret for secret in room.secrets() if secret in text]
    assert "reason" not in text
    assert '"key":' not in learner.phone.api("GET", "/forms").get_data(as_text=True)


def test_name_icon_and_addresses_say_nothing_of_what_it_is(phone: Phone, learner: Learner) -> None:
    manifest = json.loads(phone.client.get("/app.webmanifest").data)
    addresses = " ".join([*road(learner)["keep"], *road(learner)["keep"].values()])

    assert manifest["name"] in ("Navigator", "Навигатор")
    assert [icon["sizes"] for icon in manifest["icons"]] == ["any", "192x192", "512x512"]
    assert all(icon["src"].startswith("/static/icon") for icon in manifest["icons"])
    for text in (
        json.dumps(manifest, ensure_ascii=False),
        addresses,
        phone.client.get("/sw.js").get_data(as_text=True),
    ):
        assert not TOPIC.search(text)


@pytest.mark.parametrize("language", ["en", "ru", "kk"])
def test_no_address_and_no_title_of_a_learner_s_says_what_it_is_about(
    app: Flask, phone: Phone, room: Room, language: str
) -> None:
    """Every rule, every title that is translated, every name of a file that a phone is sent."""
    rules = " ".join(rule.rule for rule in app.url_map.iter_rules())
    assert not TOPIC.search(rules)
    names = " ".join(path.name for path in Path(app.static_folder or "").iterdir())
    assert not TOPIC.search(names)
    for address in ("/", "/in", "/help?country=KZ", "/nothing-here", f"/j/{room.cohort.join_code}", "/stopped"):
        separator = "&" if "?" in address else "?"
        html = phone.client.get(f"{address}{separator}lang={language}").get_data(as_text=True)
        assert re.findall("<title>(.*?)</title>", html) in (["Navigator"], ["Навигатор"])
        links = re.findall('(?:href|src|action)="([^"]*)"', html)
        assert links
        assert not TOPIC.search(" ".join(links)), address


def test_the_worker_is_another_one_when_a_file_is_another_one(phone: Phone, monkeypatch: Any) -> None:
    def version() -> str:
        return str(re.findall('VERSION = "(\\w+)"', phone.client.get("/sw.js").get_data(as_text=True))[0])

    before = version()
    assert version() == before
    digest = statics._digest
    monkeypatch.setattr(statics, "_digest", lambda name: "0" * 10 if name == "attempt.js+test.js" else digest(name))

    assert version() != before


def lock(learner: Learner) -> int:
    return learner.phone.client.post("/lock").status_code


def test_a_phone_that_was_left_lying_opens_with_the_pin_alone(learner: Learner, room: Room) -> None:
    assert lock(learner) == 204
    for address in ("/road", "/t/1", "/card", "/l/1", "/result", "/stop", "/keep/1"):
        assert learner.phone.client.get(address).location == "/unlock", address
    assert learner.phone.api("GET", "/road").get_json()["code"] == "locked"
    assert learner.phone.api("GET", "/session").status_code == 423
    assert learner.phone.client.get("/help").status_code == 200
    cookie = learner.phone.client.get_cookie("n")
    page = learner.phone.open("/unlock").press("Go on", pin="000001")
    assert "not the PIN" in page.text
    page = page.press("Go on", pin=learner.pin)

    assert page.path == "/road"
    learner.phone.client.set_cookie("n", cookie.value if cookie else "")
    assert learner.phone.client.get("/road").location == "/in", "the old cookie is dead"


def test_after_five_wrong_pins_on_a_phone_it_waits_there_and_the_card_opens_another(learner: Learner, app: Any) -> None:
    lock(learner)
    page = learner.phone.open("/unlock")
    for n in range(5):
        page = page.press("Go on", pin="000001")
        assert ("not the PIN" in page.text, "In 15 minutes yours is looked at" in page.text) == (n < 4, n == 4)
    page = page.press("Go on", pin=learner.pin)

    assert page.path == "/unlock"
    assert "not the PIN" not in page.text, "the right one is not called wrong"
    assert learner.sign_in(Phone(app)).heading == "Your road"


def test_ten_wrong_pins_in_a_row_on_a_phone_lead_to_the_card(learner: Learner, room: Room, app: Any) -> None:
    lock(learner)
    for n in range(10):
        if n == 5:
            room.wait(minutes=16)
        page = learner.phone.open("/unlock").press("Go on", pin="000001")

    assert "Sign out, and come in with your card." in page.text
    page.press("Sign out of this phone")
    assert learner.sign_in(learner.phone).heading == "Your road"


def test_who_tries_a_card_elsewhere_does_not_shut_its_owner_s_phone(learner: Learner, app: Any) -> None:
    for _ in range(6):
        Phone(app).open("/in").press("Come in", code=learner.code, pin="000001")
    assert "this card rests" in learner.sign_in(Phone(app)).text
    lock(learner)

    assert learner.phone.open("/unlock").press("Go on", pin=learner.pin).path == "/road"


def test_somebody_else_signs_the_owner_out(learner: Learner) -> None:
    lock(learner)
    page = learner.phone.open("/unlock").press("Sign out of this phone")

    assert page.path == "/"
    assert learner.phone.client.get("/unlock").location == "/in"


def test_a_card_that_is_not_written_down_locks_nobody_out(phone: Phone, room: Room) -> None:
    page = phone.open(f"/j/{room.cohort.join_code}?lang=en").press("Yes, begin")
    page.press("Join", sex="female", age_band="15-17")

    assert phone.client.post("/lock").status_code == 409
    assert phone.client.get("/still", follow_redirects=True).request.path == "/road"
    assert phone.open("/card").status == 200


def test_the_pin_leads_back_to_what_was_being_done_and_never_away(learner: Learner) -> None:
    for page, back in (
        ("http://localhost/l/2", "/l/2"),
        ("http://localhost/t/1/5?x=1", "/t/1/5"),
        ("http://localhost/result?since=1", "/result"),
        ("http://localhost/held", "/road"),
        ("http://localhost//evil.example/l/2", "/road"),
        ("", "/road"),
    ):
        learner.phone.client.post("/lock", headers={"Referer": page})
        form = {"csrf_token": learner.phone.open("/unlock").html.partition('csrf_token" value="')[2].partition('"')[0]}
        answer = learner.phone.client.post("/unlock", data={**form, "pin": learner.pin})
        assert (answer.status_code, answer.location) == (303, back), page


def still(html: str) -> str:
    """Where a page without JavaScript goes by itself; "" for one that stays."""
    match = re.search(r'<noscript><meta http-equiv="refresh" content="300;url=([^"]+)"></noscript>', html)
    return match[1].replace("&amp;", "&") if match else ""


def test_without_javascript_a_page_that_is_left_lying_goes_to_where_the_pin_is_asked_for(
    learner: Learner, room: Room
) -> None:
    client = learner.phone.client
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin")
    for page in ("/road", "/card", "/t/1", "/t/1/3"):
        away = still(learner.phone.open(page).html)
        assert client.get(away).location == "/unlock", page
        assert client.get("/road").location == "/unlock", page
        unlocked = learner.phone.open("/unlock").press("Go on", pin=learner.pin)
        assert unlocked.path == (page if page.startswith("/t/") else "/road")

    client.get("/still?at=//elsewhere.example/t/1")
    assert learner.phone.open("/unlock").press("Go on", pin=learner.pin).path == "/road"


def test_help_stays_for_whoever_reads_it_and_pages_of_nobody_stay(learner: Learner, app: Flask) -> None:
    assert still(learner.phone.open("/help").html) == ""
    nobody = app.test_client()
    assert [still(nobody.get(page).get_data(as_text=True)) for page in ("/", "/in", "/help")] == ["", "", ""]


@pytest.mark.parametrize("address", ["/lock", "/unlock", "/still"])
def test_nobody_has_nothing_to_lock(phone: Phone, address: str) -> None:
    answer = phone.client.post(address) if address == "/lock" else phone.client.get(address)

    assert (answer.status_code, answer.location) == (303, "/in")
