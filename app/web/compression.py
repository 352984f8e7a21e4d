"""Text goes out compressed: a gigabyte costs a learner up to fourteen dollars."""

import gzip
import re
from functools import lru_cache

from flask import Flask, Response, request

KINDS = frozenset(
    {
        "text/html",
        "text/css",
        "text/javascript",
        "text/csv",
        "application/json",
        "application/problem+json",
        "application/manifest+json",
        "image/svg+xml",
    }
)
COMMENT = re.compile(rb"(?:^|(?<=\s))//[^\n\"'`]*$|^\s*//.*$", re.MULTILINE)
"""To the end of a line; behind code only where no sign follows that could end a text."""
SMALL = 400
"""Below this many bytes nothing is gained."""


@lru_cache(maxsize=64)
def _static(_address: str, mimetype: str, data: bytes) -> bytes:
    """A static file, compressed as well as can be; a script without its comments and indents."""
    if mimetype == "text/javascript":
        lines = [line.strip() for line in COMMENT.sub(b"", data).splitlines()]
        data = b"\n".join(line for line in lines if line)
    return gzip.compress(data, 9, mtime=0)


def _has_nothing_to_gain(response: Response) -> bool:
    is_bare = response.status_code in (204, 304) or "Content-Encoding" in response.headers
    return is_bare or response.mimetype not in KINDS


def register(app: Flask) -> None:
    """Registered before whatever adds headers: what is registered first sees a response last."""

    @app.after_request
    def compress(response: Response) -> Response:
        if (
            response.mimetype not in KINDS
            or response.status_code in (204, 304)
            or "Content-Encoding" in response.headers
        ):
            return response
        response.vary.add("Accept-Encoding")
        if response.is_streamed and not response.direct_passthrough:
            return response
        if not request.accept_encodings.quality("gzip") or request.method == "HEAD":
            return response
        response.direct_passthrough = False
        data = response.get_data()
        if len(data) < SMALL:
            return response
        is_static = request.endpoint == "static"
        packed = _static(request.full_path, response.mimetype, data) if is_static else gzip.compress(data, 6, mtime=0)
        response.set_data(packed)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(packed))
        return response
