"""What whoever runs this reads in the log: who came, guessed, took and was refused, and nothing that anybody typed."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from typing import Any

import pytest
from flask import Flask, abort
from sqlalchemy.exc import OperationalError

from app.cli import main
from app.cli.collector import Collector
from app.cli.serve import write_log
from app.services import staff_signing
from app.services.people import Role
from app.services.waves import Wave
from app.store import Database
from app.store.people import staff
from app.web.access import audience
from benchmarks.server import free_port
from tests.app.cli.listening import lines_sent_to
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone
from tests.app.web.serving import served
from tests.conftest import as_made

PASSPHRASE = "violet kettles seldom whistle"


@pytest.fixture
def app(database: Database, app_made: Flask) -> Iterator[Flask]:
    """As it is served: a fault becomes a page."""
    with as_made(app_made) as app:
        yield app


@pytest.fixture
def log(app: Flask) -> Iterator[io.StringIO]:
    """What `serve` writes to its standard error."""
    root, ours, out = logging.getLogger(), logging.getLogger("app"), io.StringIO()
    before = root.handlers[:], root.level, ours.level
    root.handlers.clear()  # else they would be closed
    write_log(app.extensions["log_lines"], out)
    yield out
    logging.captureWarnings(capture=False)
    root.handlers[:] = before[0]
    root.setLevel(before[1])
    ours.setLevel(before[2])


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fail_with(app: Flask, monkeypatch: pytest.MonkeyPatch, fault: Callable[[], Any]) -> None:
    """From now on the page at the start has this fault."""

    @audience("anyone")
    def fail() -> str:
        fault()
        return ""

    monkeypatch.setitem(app.view_functions, "learn.start", fail)


def test_a_line_says_when_what_where_and_who_by_kind(room: Room, learner: Learner, log: io.StringIO) -> None:
    answer = learner.sign_in(Phone(room.app)).response

    (line,) = [it for it in lines(log) if it["event"] == "sign_in"]
    assert set(line) == {"time", "request", "endpoint", "event", "status", "role"}
    assert abs(datetime.fromisoformat(line["time"]) - datetime.now(UTC)) < timedelta(minutes=1)
    assert line["time"].endswith("+00:00")
    assert (line["endpoint"], line["status"], line["role"]) == ("account.sign_in", 303, "learner")
    assert re.fullmatch("[b-z]{10}", line["request"])
    assert line["request"] != answer.headers["X-Request-Id"], "that is the page after it"


def test_of_staff_a_line_names_the_public_id_and_of_learners_nothing(
    room: Room, learner: Learner, log: io.StringIO
) -> None:
    school = room.school
    aigul = staff.get_by_id(school.session, school.facilitator_id)
    assert aigul
    desk = sit_down(room.app, school.session, school.facilitator_id, school.now)
    for phone in (desk, learner.phone):
        phone.client.get("/setup")
        phone.client.post("/out", data={"csrf_token": "forged"})
    desk.open("/staff/own").press("Sign out")

    staffs, learners = ([it for it in lines(log) if (it["role"] == "learner") is is_one] for is_one in (False, True))
    assert {it["who"] for it in staffs} == {aigul.ref}
    assert [it["event"] for it in staffs] == ["refused", "refused", "sign_out"]
    assert [set(it) for it in learners] == [{"time", "request", "endpoint", "event", "status", "role"}] * 2


def test_a_collector_gets_the_same_lines(app: Flask, room: Room, log: io.StringIO) -> None:
    port = free_port()
    write_log(app.extensions["log_lines"], log, Collector("127.0.0.1", port, is_by_tls=False))
    app.test_client().get("/road")

    (line,) = lines_sent_to(port, 1)
    logging.getLogger().handlers[-1].close()
    assert line.partition(" - - - ")[2] == log.getvalue().strip()


def test_a_wrong_passphrase_of_somebody_signed_in_names_at_whose_desk_it_was(
    app: Flask, room: Room, log: io.StringIO
) -> None:
    school = room.school
    officer = school.staff("dana", Role.ME_OFFICER)
    dana = staff.get_by_id(school.session, officer)
    assert dana
    desk = sit_down(app, school.session, officer, school.now)
    action, fields = desk.open("/staff/own/passphrase").sent_by("Save", current="x" * 20, passphrase=PASSPHRASE)
    desk.client.post(action, data=fields)

    assert [(it["event"], it["who"]) for it in lines(log)] == [("wrong_try", dana.ref)]


def test_coming_and_going_and_taking_a_file_leave_a_line_each(room: Room, log: io.StringIO) -> None:
    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    desk.client.get(f"/groups/{room.cohort.ref}/paper/form-A-pre.xlsx")
    desk.open("/staff/own").press("Sign out")

    assert [(it["event"], it["endpoint"], it["role"]) for it in lines(log)] == [
        ("download", "lead.paper_form", "facilitator"),
        ("sign_out", "account.sign_out", "facilitator"),
    ]


def guess_card(phone: Phone, room: Room) -> None:
    phone.open("/in").press("Come in", code="ZZZZ ZZZZ", pin="000000")


def guess_card_by_phone(phone: Phone, room: Room) -> None:
    phone.api("POST", "/session", {"learner_code": "ZZZZ ZZZZ", "pin": "000000"})


def guess_passphrase(phone: Phone, room: Room) -> None:
    phone.open("/staff/in").press("Sign in", name="Some Name", passphrase="x" * 20)


def guess_poster(phone: Phone, room: Room) -> None:
    phone.client.get("/j/ZZZZZZ")


def guess_code_of_group(phone: Phone, room: Room) -> None:
    phone.open("/").press("Next", code="ZZZZZZ")


def guess_own_passphrase(phone: Phone, room: Room) -> None:
    desk = sit_down(room.app, room.school.session, room.school.facilitator_id, room.school.now)
    action, fields = desk.open("/staff/own/passphrase").sent_by("Save", current="x" * 20, passphrase=PASSPHRASE)
    desk.client.post(action, data=fields)


@pytest.mark.parametrize(
    ("guess", "endpoint"),
    [
        (guess_card, "account.sign_in"),
        (guess_card_by_phone, "phone.sign_in"),
        (guess_passphrase, "account.staff_sign_in"),
        (guess_poster, "learn.door"),
        (guess_code_of_group, "learn.start"),
        (guess_own_passphrase, "own.passphrase"),
    ],
)
def test_a_wrong_try_leaves_a_line_at_every_door(
    app: Flask, room: Room, log: io.StringIO, guess: Callable[[Phone, Room], None], endpoint: str
) -> None:
    guess(Phone(app), room)

    assert [(it["event"], it["endpoint"]) for it in lines(log)] == [("wrong_try", endpoint)]


@pytest.mark.parametrize(("path", "status"), [("/setup", 404), ("/groups", 404), ("/nothing", 404), ("/out", 405)])
def test_what_is_refused_leaves_a_line(learner: Learner, log: io.StringIO, path: str, status: int) -> None:
    learner.phone.client.get(path)

    assert [(it["event"], it["status"], it["role"]) for it in lines(log)] == [("refused", status, "learner")]


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/out", 303), ("PUT", "/api/v1/drafts/pre", 400)])
def test_so_does_a_form_without_its_token(
    learner: Learner, log: io.StringIO, method: str, path: str, status: int
) -> None:
    learner.phone.client.open(path, method=method)

    assert [(it["event"], it["status"], it["role"]) for it in lines(log)] == [("refused", status, "learner")]


def test_whoever_is_sent_to_sign_in_was_refused(app: Flask, room: Room, log: io.StringIO) -> None:
    app.test_client().get("/road")

    assert [(it["event"], it["status"], it["role"]) for it in lines(log)] == [("refused", 303, "nobody")]


def test_a_page_that_is_read_leaves_none(learner: Learner, log: io.StringIO) -> None:
    learner.phone.open("/road")

    assert lines(log) == []


def test_the_letters_on_the_page_of_a_fault_are_those_of_its_line(
    app: Flask, room: Room, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail_with(app, monkeypatch, lambda: {}["secret"])
    answer = app.test_client().get("/?lang=en", headers={"X-Request-Id": "of-whoever-asks"})

    (line,) = lines(log)
    assert (line["event"], line["status"], line["kind"]) == ("fault", 500, "KeyError")
    assert re.fullmatch(r".*test_log\.py:\d+", line["where"])
    assert line["request"] == answer.headers["X-Request-Id"]
    assert f"name these letters: {line['request']}" in answer.get_data(as_text=True)


def test_no_other_page_shows_them(app: Flask, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_with(app, monkeypatch, lambda: abort(503))

    for address in ("/?lang=en", "/nothing?lang=en"):
        assert "these letters" not in app.test_client().get(address).get_data(as_text=True)


class Markers:
    """Words that stand nowhere else, by what they were."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def __call__(self, what: str) -> str:
        return self.planted.setdefault(what, f"mark{len(self.planted):02}q")

    def found_in(self, log: io.StringIO) -> list[str]:
        return [what for what, mark in self.planted.items() if mark in log.getvalue()]


HEADERS = ("User-Agent", "Referer", "X-Forwarded-For", "X-Request-Id", "Authorization", "Cookie", "Accept-Language",
           "Origin", "X-CSRFToken", "If-None-Match", "Range")  # fmt: skip
FORMS = {
    "/in": ("code", "pin"),
    "/staff/in": ("name", "passphrase"),
    "/": ("group's code",),
    "/t/1/1": ("answer", "note"),
    "/language": ("language",),
}
DATA = {
    "/session": ("learner_code", "pin"),
    "/join": ("join_code", "join_key", "sex", "age_band", "assent"),
    "/attempts": ("ticket", "answers"),
    "/progress": ("lesson", "step"),
}
ADDRESSES = ("/j/{}", "/groups/{}", "/staff/link/{}", "/setup/staff/{}", "/static/{}", "/l/{}", "/{}", "/in?code={}",
             "/api/v1/{}", "/help?lang={}", "/figures/files/{}")  # fmt: skip


def send_marks(phone: Phone, mark: Markers) -> None:
    """By every way that leads in: addresses, headers, fields, documents, files."""
    client = phone.client
    for address in ADDRESSES:
        client.get(address.format(mark(address)))
    for header in HEADERS:
        client.get("/road", headers={header: mark(header)})
    for address, names in FORMS.items():
        client.post(address, data={name.rpartition(" ")[2]: mark(f"{address} {name}") for name in names})
    for address, names in DATA.items():
        client.put(f"/api/v1{address}/{mark(address)}", json={name: mark(f"{address} {name}") for name in names})
        client.post(f"/api/v1{address}", json={name: mark(f"{address} {name}") for name in names})
    client.post("/api/v1/session", data=f"{{{mark('broken JSON')}", content_type="application/json")
    file = (io.BytesIO(mark("a file").encode()), f"{mark('a name of a file')}.csv")
    client.post("/groups/x/paper/file", data={"table": file}, content_type="multipart/form-data")


def break_with_marks(app: Flask, mark: Markers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Faults of ours, of the database and of libraries whose words quote what was sent."""

    def refuse() -> None:
        raise OperationalError(mark("a query"), {"pin": mark("a bound value")}, Exception(mark("a driver's words")))

    def chain() -> None:
        try:
            int(mark("an answer"))
        except ValueError as fault:
            raise RuntimeError(mark("a fault's words")) from fault

    for fault in (refuse, chain):
        fail_with(app, monkeypatch, fault)
        app.test_client().get(f"/?q={mark('a query string')}")
    logging.getLogger("waitress").error(f"Exception while serving {mark('what a library says')}")  # noqa: G004
    app.logger.error("Exception on %s", mark("what Flask says"))
    logging.getLogger("py.warnings").warning("%s", mark("a warning"))


def break_the_server(mark: Markers, app: Flask) -> None:
    """Where the application is never reached, or falls as a whole."""

    def fallen(environ: dict[str, Any], start: Any) -> list[bytes]:
        raise ValueError(mark("a fallen application"))

    with served(fallen, unread=app.extensions["unread"]) as server:
        for path, head in ((f"/{mark('its address')}", {}), ("/", {"X-Long": mark("a long header") * 40_000})):
            with closing(HTTPConnection("127.0.0.1", server.effective_port, timeout=10)) as phone:
                phone.request("GET", path, headers=head)
                phone.getresponse().read()


def test_of_forty_marks_none_stands_in_the_log(
    app: Flask, room: Room, learner: Learner, log: io.StringIO, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    room.open(Wave.PRE)
    learner.phone.open("/t/1").press("Begin")
    app.config["WTF_CSRF_ENABLED"] = False
    mark, session = Markers(), room.school.session
    officer_id = room.school.staff(mark("a name of the staff"), Role.ME_OFFICER)
    link = mark.planted["a link"] = staff_signing.make_link(session, officer_id, room.school.now)
    session.commit()
    app.test_client().post("/staff/link", data={"token": link, "passphrase": mark("a passphrase") + PASSPHRASE})
    learner.sign_in(Phone(app))
    mark.planted |= {"a code": learner.code, "a code as kept": learner.code.replace(" ", ""), "a PIN": learner.pin}
    mark.planted["a group"] = room.cohort.ref
    mark.planted["a group's code"] = room.cohort.join_code

    desk = sit_down(app, session, room.school.facilitator_id, room.school.now)
    desk.client.get(f"/groups/{room.cohort.ref}/paper/form-A-pre.xlsx")
    for phone in (Phone(app), learner.phone, desk):
        send_marks(phone, mark)
    learner.phone.client.post("/out")
    for words in (["doctor", "--data"], ["verify", "--data"], ["gains"]):
        main([*words, str(tmp_path / mark(f"navigator {words[0]}"))])
    break_with_marks(app, mark, monkeypatch)
    break_the_server(mark, app)

    assert len(mark.planted) >= 40
    assert mark.found_in(log) == []
    assert {line["event"] for line in lines(log)} == {
        *("sign_in", "wrong_try", "sign_out", "download", "refused", "fault", "notice")
    }


def test_a_mark_that_is_logged_is_seen(log: io.StringIO) -> None:
    mark = Markers()
    logging.getLogger("app.web.account").warning("wrong PIN", extra={"fields": {"pin": mark("a PIN")}})

    assert mark.found_in(log) == ["a PIN"]


def test_what_fills_the_words_of_a_line_is_left_out(log: io.StringIO) -> None:
    logging.getLogger("app.web.account").warning("wrong PIN %s", "123456")

    assert [(it["event"], it["by"], it["says"]) for it in lines(log)] == [("notice", "app.web.account", "wrong PIN %s")]


def test_nothing_forges_a_line(log: io.StringIO) -> None:
    logging.getLogger("app.web").error('a\n{"event": "sign_in"}')

    assert [it["event"] for it in lines(log)] == ["fault"]
