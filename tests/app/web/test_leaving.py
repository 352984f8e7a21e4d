"""Leaving ends the sign-in on the server, by the link and by a beacon, and so does signing out on a full disk."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from app.store import Database
from app.store.reserve import PIECE, SIZE, Reserve
from tests.app.web.conftest import Learner, Room
from tests.app.web.desk import sit_down
from tests.app.web.reader import Phone

ROOT = Path(__file__).parents[3]


def opens(app: Flask, cookie: str, path: str = "/road") -> bool:
    """Whether a cookie of before opens this page in another browser."""
    other = app.test_client()
    other.set_cookie("n", cookie)
    return other.get(path).status_code == 200


def cookie_of(phone: Phone) -> str:
    value: str = phone.client.get_cookie("n").value
    return value


def test_the_link_ends_the_sign_in_and_clears_the_browser(app: Flask, learner: Learner) -> None:
    cookie = cookie_of(learner.phone)
    assert opens(app, cookie)
    answer = learner.phone.client.get("/leave")

    assert (answer.status_code, answer.headers["Location"]) == (303, "https://www.gismeteo.kz/")
    assert not opens(app, cookie)
    assert learner.phone.open("/road").path == "/in"


def test_the_beacon_ends_it_without_a_token_and_leaves_the_browser_to_the_link(app: Flask, learner: Learner) -> None:
    cookie = cookie_of(learner.phone)
    answer = learner.phone.client.post("/leave")

    assert (answer.status_code, answer.get_data()) == (204, b"")
    assert "Set-Cookie" not in answer.headers, "whoever signs in meanwhile stays in"
    assert not opens(app, cookie)
    assert learner.phone.client.get("/leave").status_code == 303


def test_somebody_of_the_staff_who_leaves_is_out_too(app: Flask, room: Room) -> None:
    desk = sit_down(app, room.school.session, room.school.facilitator_id, room.school.now)
    cookie = cookie_of(desk)
    assert opens(app, cookie, "/groups")
    desk.client.get("/leave")

    assert not opens(app, cookie, "/groups")


def test_whoever_leaves_is_not_held_up_by_a_store_that_has_no_time(
    app: Flask, learner: Learner, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.store.database.SECONDS_TO_WAIT", 0.2)
    is_over = threading.Event()

    def write() -> None:
        with database.writing() as session:
            session.connection()
            is_over.wait(10)

    writer = threading.Thread(target=write)
    writer.start()
    answer = learner.phone.client.get("/leave")
    is_over.set()
    writer.join()

    assert answer.status_code == 303
    assert learner.phone.open("/road").path == "/in"


def on_a_disk_of_its_own(folder: Path, *command: str) -> list[str]:
    """The command, for a process that alone sees a disk of 80 MB in this folder. Skips where none may be had."""
    mount = [
        "unshare",
        "-rm",
        "sh",
        "-c",
        'mount -t tmpfs -o size=80m tmpfs "$1" && shift && exec "$@"',
        "-",
        str(folder),
    ]
    if subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system gives us no disk of our own")
    return [*mount, *command]


def test_on_a_full_disk_one_can_still_sign_out_and_leave(
    join: Callable[..., Learner], app: Flask, room: Room, database: Database, tmp_path: Path
) -> None:
    people = [join(Phone(app)).phone for _ in range(3)]
    people.append(sit_down(app, room.school.session, room.school.facilitator_id, room.school.now))
    seconds = str(app.extensions["clock_offset"].total_seconds())
    script = ("-m", "tests.app.web.on_a_full_disk", database.url.database or "", str(tmp_path), seconds)
    command = on_a_disk_of_its_own(tmp_path, sys.executable, *script, *map(cookie_of, people))

    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)

    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["opened"] == [True] * 4
    assert outcome["had no room"]
    assert (outcome["out"], outcome["leave"], outcome["interface"], outcome["staff"]) == (
        "Type the code of your group",
        303,
        204,
        "/staff/in",
    )
    assert outcome["open"] == [False] * 4
    assert outcome["has no room"], "what was kept back is for this alone"
    assert SIZE - 8 * PIECE <= outcome["kept back"] < SIZE


def test_room_is_given_piece_by_piece_and_taken_again_where_there_is_plenty(tmp_path: Path) -> None:
    reserve = Reserve(tmp_path / "navigator.db")
    assert not reserve.give()
    reserve.fill()
    assert (reserve.path.stat().st_size, reserve.path.stat().st_mode & 0o777) == (SIZE, 0o600)
    assert reserve.path.stat().st_blocks * 512 >= SIZE, "room, and not the promise of it"

    assert sum(reserve.give() for _ in range(100)) == SIZE // PIECE
    reserve.fill()
    assert reserve.path.stat().st_size == SIZE
