"""Text goes out compressed: a gigabyte costs a learner up to fourteen dollars."""

import gzip
from functools import lru_cache

import brotli
from flask import Flask, Response, request
from rjsmin import jsmin

KINDS = frozenset(
    {
        "text/html",
        "text/plain",
        "text/css",
        "text/javascript",
        "text/csv",
        "application/json",
        "application/problem+json",
        "application/manifest+json",
        "image/svg+xml",
    }
)
CODINGS = ("br", "gzip")
"""What we can pack into, the smaller first; browsers take Brotli over https and from their own machine only."""
SMALL = 400
"""Below this many bytes nothing is gained."""
FEW = 4_096
"""Below this many bytes thorough packing costs little."""


def _packed(coding: str, data: bytes, *, is_kept: bool) -> bytes:
    """As small as can be where it is packed once and kept; else where a learner gains more than the server spends."""
    if coding == "br":
        return brotli.compress(data, mode=brotli.MODE_TEXT, quality=11 if is_kept else 9 if len(data) < FEW else 5)
    return gzip.compress(data, 9 if is_kept else 6, mtime=0)


@lru_cache(maxsize=128)
def _packed_file(mimetype: str, coding: str, data: bytes) -> bytes:
    """A static file; of a script only what a browser reads."""
    if mimetype == "text/javascript":
        data = jsmin(data)
    return _packed(coding, data, is_kept=True)


def register(app: Flask) -> None:
    """Compresses text answers of 400 bytes or more with Brotli or gzip, as the browser accepts, and minifies scripts.

    Call it before anything that adds headers: what is registered first sees an answer last.
    """

    @app.after_request
    def compress(response: Response) -> Response:
        if (
            response.mimetype not in KINDS
            or response.status_code in (204, 206, 304)
            or "Content-Encoding" in response.headers
        ):
            return response
        response.vary.add("Accept-Encoding")
        if response.is_streamed and not response.direct_passthrough:
            return response
        coding = request.accept_encodings.best_match(CODINGS)
        if not coding or request.method == "HEAD":
            return response
        response.direct_passthrough = False
        data = response.get_data()
        if len(data) < SMALL:
            return response
        if request.endpoint == "static":
            packed = _packed_file(response.mimetype, coding, data)
        else:
            packed = _packed(coding, data, is_kept=False)
        response.set_data(packed)
        response.headers["Content-Encoding"] = coding
        response.headers["Content-Length"] = str(len(packed))
        return response
