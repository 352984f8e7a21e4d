"""What stands around a page: where a request ends, what an answer says it is, and no echo of a request."""

import pytest
from flask import Flask
from waitress.adjustments import Adjustments
from waitress.parser import HTTPRequestParser

from app.web.statics import static_address


def read(head: str, body: bytes) -> HTTPRequestParser:
    parser = HTTPRequestParser(Adjustments())
    parser.received(f"POST /out HTTP/1.1\r\nHost: x\r\n{head}\r\n".encode())
    parser.received(body)
    return parser


def test_a_request_with_two_lengths_ends_where_its_pieces_do() -> None:
    parser = read("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\nGET /road HTTP/1.1\r\n")

    assert parser.completed
    assert parser.get_body_stream().read() == b""


@pytest.mark.parametrize(
    "head",
    ["Transfer-Encoding: xchunked\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n", "Content-Length: +5\r\n"],
)
def test_a_length_that_can_be_read_in_two_ways_is_refused(head: str) -> None:
    assert read(head, b"").error is not None


@pytest.mark.parametrize("name", ["/in", "/help", "navigator.css", "leave.js"])
def test_text_says_in_which_signs_it_is_written(app: Flask, name: str) -> None:
    with app.test_request_context():
        address = name if name.startswith("/") else static_address(name)
    answer = app.test_client().get(address)
    answer.close()

    assert answer.content_type.startswith("text/")
    assert answer.content_type.endswith("; charset=utf-8")


def test_data_is_called_json_which_is_always_utf_8(app: Flask) -> None:
    client = app.test_client()

    assert client.get("/healthz").content_type == "application/json"
    assert client.get("/api/v1/road").content_type == "application/problem+json"


def test_no_request_is_echoed(app: Flask) -> None:
    assert not [rule.rule for rule in app.url_map.iter_rules() if "TRACE" in (rule.methods or ())]
    for address in ("/", "/in", "/healthz", "/api/v1/road"):
        assert app.test_client().open(address, method="TRACE").status_code == 405
