"""What a file is called once it lies on somebody's computer, in the reader's words, and the answer that sends it."""

import re
from datetime import date
from urllib.parse import quote

from flask import Response

from app.exports import FORMATS


def joined(words: str) -> str:
    """Returns words as they stand in the name of a file: letters and digits of any alphabet, and hyphens between."""
    return "-".join(re.findall(r"[^\W_]+", words))


def sent_file(what: str, day: date, data: bytes, form: str) -> Response:
    """Returns the answer that sends a file, named by what it is and its day. form: of its content."""
    name = f"{joined(what)}-{day.isoformat()}.{FORMATS[form].ending}"
    disposition = f"attachment; filename={name}" if name.isascii() else f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, mimetype=FORMATS[form].kind, headers={"Content-Disposition": disposition})
