"""What a board and a wall cost in a minute, over a real socket: requests and answers, headers and all."""

import gzip
import re
import socket

import pytest
from flask import Flask

from app.services.learner import testing
from app.services.waves import Wave
from tests.app.web.conftest import Room
from tests.app.web.reader import Phone
from tests.app.web.serving import served

MOST = 5_000
"""Bytes a minute for fifteen seats."""
AS_CHROMIUM_ASKS = """GET {path} HTTP/1.1
Host: 127.0.0.1:{port}
Connection: keep-alive
sec-ch-ua-platform: "Linux"
User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36
sec-ch-ua: "Not:A-Brand";v="8", "Chromium";v="156", "Google Chrome";v="156"
sec-ch-ua-mobile: ?0
Accept: */*
Sec-Fetch-Site: same-origin
Sec-Fetch-Mode: cors
Sec-Fetch-Dest: empty
Accept-Encoding: gzip, deflate, br, zstd
Accept-Language: ru-RU,ru;q=0.9
Cookie: n={cookie}
"""
"""Letter by letter, as one request this server."""


def exchange(port: int, path: str, cookie: str, tag: str) -> tuple[int, str, int]:
    """Asks once; gives the status, the tag of the answer and the bytes of both."""
    text = AS_CHROMIUM_ASKS.format(path=path, port=port, cookie=cookie)
    text += f"If-None-Match: {tag}\nCache-Control: max-age=0\n" if tag else ""
    request = (text + "\n").replace("\n", "\r\n").encode()
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(request)
        answer = b""
        while not is_whole(answer):
            some = line.recv(65_536)
            if not some:
                break
            answer += some
    head = answer.partition(b"\r\n\r\n")[0].decode()
    tag = re.search(r"(?im)^etag: (\S+)", head).group(1)
    return int(head.split()[1]), tag, len(request) + len(answer)


def seconds_between(desk: Phone, page: str) -> int:
    return int(re.search(r'data-every="(\d+)"', desk.client.get(page).text).group(1))


def is_whole(answer: bytes) -> bool:
    head, ends, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"(?i)content-length: (\d+)", head)
    return bool(ends) and length is not None and len(body) >= int(length.group(1))


@pytest.mark.items(14)
@pytest.mark.parametrize("screen", ["board?view=pre", "wall/now"])
@pytest.mark.parametrize("is_at_work", [True, False], ids=["while all answer", "while nothing happens"])
def test_fifteen_seats_cost_five_kilobytes_a_minute_with_headers(
    app: Flask, desk: Phone, room: Room, screen: str, is_at_work: bool
) -> None:
    school = room.school
    learners = [school.learner(room.cohort) for _ in range(15)]
    room.open(Wave.PRE)
    for learner in learners:
        testing.begin(school.session, learner, Wave.PRE, school.now)
    room.wait()
    group = f"/groups/{room.cohort.ref}"
    every = seconds_between(desk, group if screen.startswith("board") else f"{group}/wall")
    cookie = desk.client.get_cookie("n")
    assert cookie

    with served(app) as server:
        port, total, tag = server.effective_port, 0, ""
        for number in range(60 // every + 1):
            if is_at_work:
                for place, learner in enumerate(learners):
                    item = school.release.instrument.items[(number + place) % 14].id
                    testing.answer(school.session, learner, Wave.PRE, item, "unsure", school.now)
                testing.send(school.session, learners[number], Wave.PRE, school.now)
            room.wait(seconds=every)
            status, tag, size = exchange(port, f"{group}/{screen}", cookie.value, tag)
            if number:  # what a page asks first is not yet a minute
                total += size
                assert status == 200 if is_at_work else status in (200, 304)

    a_minute = total * 60 / (60 // every * every)
    assert 1_000 < a_minute <= MOST


def test_what_has_not_changed_is_a_line(app: Flask, desk: Phone, room: Room) -> None:
    room.school.learner(room.cohort)
    room.wait()
    cookie = desk.client.get_cookie("n")
    assert cookie
    with served(app) as server:
        path = f"/groups/{room.cohort.ref}/wall/now"
        first, tag, _ = exchange(server.effective_port, path, cookie.value, "")
        second, same, _ = exchange(server.effective_port, path, cookie.value, tag)

    assert (first, second, tag == same) == (200, 304, True)


def test_many_seats_stay_light(desk: Phone, room: Room) -> None:
    for _ in range(100):
        room.school.learner(room.cohort)
    room.open(Wave.PRE)
    group = f"/groups/{room.cohort.ref}"
    headers = {"Accept-Encoding": "gzip"}
    board, wall = (desk.client.get(f"{group}/{part}", headers=headers) for part in ("board?view=pre", "wall/now"))

    assert seconds_between(desk, group) == 60
    assert gzip.decompress(board.data).count(b"<li>") == 100
    assert len(board.data) <= 1_500
    assert len(wall.data) <= 600, "it has no seats"
