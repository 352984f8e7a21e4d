"""What a learner's phone downloads."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
from pygments.lexers.javascript import JavascriptLexer
from pygments.token import Comment
from werkzeug.test import TestResponse

from app.web.statics import OUTBOX, TOGETHER
from tests.app.web.conftest import Learner
from tests.app.web.reader import Phone


def get(phone: Phone, address: str, accepts: str = "") -> tuple[TestResponse, bytes]:
    answer = phone.client.get(address, headers={"Accept-Encoding": accepts})
    data = answer.get_data()
    answer.close()
    return answer, data


def test_text_goes_out_compressed_and_says_the_same(learner: Learner) -> None:
    for address in ("/road", "/static/navigator.css", "/static/attempt.js+test.js", "/api/v1/road"):
        plain, whole = get(learner.phone, address)
        packed, sent = get(learner.phone, address, "gzip")
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert int(packed.headers["Content-Length"]) == len(sent) < len(whole)
        if address.endswith(".css"):
            assert gzip.decompress(sent) == whole


def test_a_file_is_kept_for_a_year_whoever_signs_in(learner: Learner) -> None:
    page = learner.phone.client.get("/road").get_data(as_text=True)
    for address in re.findall(r'(?:href|src)="(/static/[^"]+)"', page):
        answer, _ = get(learner.phone, address, "gzip")
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Cookie" not in answer.headers.get("Vary", "")
        assert "Set-Cookie" not in answer.headers
        assert "ETag" not in answer.headers


def test_another_version_of_a_file_is_not_kept_under_an_address_that_is_not_its_own(phone: Phone) -> None:
    for address in ("/static/navigator.css", "/static/navigator.css?v=0000000000"):
        answer, _ = get(phone, address)
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "ETag" in answer.headers


def test_what_every_page_needs_comes_in_one_request_and_nothing_else_can_be_put_together(phone: Phone) -> None:
    for names in TOGETHER:
        parts = [get(phone, f"/static/{name}")[1] for name in names.split("+")]
        assert get(phone, f"/static/{names}")[1] == b"\n".join(parts)
    assert get(phone, "/static/listen.js+offline.js")[0].status_code == 404
    assert get(phone, "/static/offline.js+../../../config.py")[0].status_code == 404


def test_a_file_has_one_address(phone: Phone) -> None:
    """Else what is known of each address that somebody thinks of would be kept for good."""
    for name in ("./navigator.css", "././navigator.css", "x/../navigator.css", "../static/navigator.css"):
        assert get(phone, f"/static/{name}")[0].status_code == 404, name


def test_a_piece_of_a_file_is_the_piece_that_was_asked_for(phone: Phone) -> None:
    _, whole = get(phone, "/static/navigator.css")
    answer = phone.client.get("/static/navigator.css", headers={"Accept-Encoding": "br", "Range": "bytes=0-4999"})
    piece = answer.get_data()
    answer.close()

    assert answer.status_code == 206
    assert answer.headers["Content-Range"] == f"bytes 0-4999/{len(whole)}"
    assert "Content-Encoding" not in answer.headers
    assert piece == whole[:5000]


def literals(script: str) -> list[str]:
    """What a script says, read by a lexer that is not ours: without blanks, line ends and comments."""
    return [value for kind, value in JavascriptLexer().get_tokens(script) if kind not in Comment and value.strip()]


def test_a_script_loses_its_comments_on_the_way_and_nothing_that_it_says(phone: Phone) -> None:
    for name in sorted(path.name for path in Path(phone.app.static_folder or "").glob("*.js")):
        _, plain = get(phone, f"/static/{name}")
        _, packed = get(phone, f"/static/{name}", "gzip")
        sent = gzip.decompress(packed)

        assert literals(sent.decode()) == literals(plain.decode()), name
        assert b"\n// " in plain and b"// " not in sent, name
        assert len(sent) < 0.9 * len(plain), name


@pytest.mark.parametrize(
    ("accepts", "coding"),
    [
        ("", None),
        ("identity", None),
        ("deflate", None),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br, zstd", "br"),
        ("br;q=0.5, gzip;q=0.9", "gzip"),
        ("br;q=0, gzip", "gzip"),
        ("*", "br"),
    ],
)
def test_a_browser_gets_the_smallest_packing_that_it_reads(phone: Phone, accepts: str, coding: str | None) -> None:
    for address in ("/", "/static/outbox.js"):
        answer, _ = get(phone, address, accepts)
        assert answer.headers.get("Content-Encoding") == coding, address


def test_brotli_sends_the_same_in_fewer_bytes(join: Callable[[], Learner]) -> None:
    """On an average of four: a learner's tickets are random, and of 780 bytes they are a good part."""
    learners = [join() for _ in range(4)]
    for address in ("/road", "/static/navigator.css", "/static/attempt.js+test.js", "/api/v1/road"):
        gzipped = [get(learner.phone, address, "gzip")[1] for learner in learners]
        packed = [get(learner.phone, address, "br")[1] for learner in learners]
        sizes = sum(map(len, packed)), sum(map(len, gzipped))
        assert sizes[0] < 0.94 * sizes[1], (address, sizes)
        if address.startswith("/static/"):
            assert brotli.decompress(packed[0]) == gzip.decompress(gzipped[0])


def test_all_scripts_of_the_outbox_are_small_together(phone: Phone) -> None:
    lessons = {name for name in TOGETHER if "lesson" in name}
    names = TOGETHER - lessons - {OUTBOX} | {"sign_out.js"}  # the outbox stands in ALWAYS
    sizes = {name: len(get(phone, f"/static/{name}", "gzip")[1]) for name in names}

    assert sum(sizes.values()) <= 18_700, sizes
