"""The attempts of an instance as they lie in its database, read without our code."""

import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import Any

from benchmarks.place import Place


@dataclass(frozen=True)
class StoredAttempt:
    """A StoredAttempt is a received attempt as it lies in the file."""

    key: str
    sha256: str
    is_counted: bool
    answers: dict[str, tuple[str | list[str] | None, int | None]]
    """option or marked lines (None: left blank) and seconds by item; an item that was left out is absent"""


def sha256_of(content: dict[str, Any]) -> str:
    """Returns the hash under which the server must store what was sent, worked out without our code."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_attempts(place: Place) -> list[StoredAttempt]:
    """Reads the attempts of the instance in this place.

    The database itself reads them, and this file takes them apart: `app/store/answers/sheets.py` has the bytes.
    """
    query = (
        "SELECT key, content_sha256, is_counted, form, answers, seconds, layout FROM attempt"
        " JOIN instrument USING (instrument_id) WHERE received_at IS NOT NULL"
    )
    attempts = []
    for key, sha256, is_counted, form, answers, seconds, layout in place.rows(query):
        items, lines = json.loads(layout)["items"], json.loads(layout).get("lines", [])
        width = len(seconds) // len(items)
        responses: dict[str, tuple[str | list[str] | None, int | None]] = {}
        for number, ((item, options), byte) in enumerate(zip(items, answers, strict=True)):
            stored_time = int.from_bytes(seconds[width * number : width * (number + 1)], "little")
            took = None if not width or stored_time == 256**width - 1 else stored_time
            marked = sorted(line for place, line in enumerate(options[form]) if byte >> place & 1)
            known = {254: "unsure", 255: None}
            if byte != 252:
                responses[item] = (
                    known[byte] if byte in known else marked if item in lines else options[form][byte],
                    took,
                )
        attempts.append(StoredAttempt(str(uuid.UUID(bytes=key)), sha256.hex(), bool(is_counted), responses))
    return attempts
