"""The attempts of an instance as they lie in its database, read without our code."""

import contextlib
import hashlib
import json
import sqlite3
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg


@dataclass(frozen=True)
class StoredAttempt:
    """A StoredAttempt is a received attempt as it lies in the file."""

    key: str
    sha256: str
    is_counted: bool
    answers: dict[str, tuple[str | None, int | None]]
    """option (None: left blank) and seconds by item; an item that was left out is absent"""


def sha256_of(content: dict[str, Any]) -> str:
    """Returns the hash under which the server must store what was sent, worked out without our code."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def stored_attempts(data: Path, database: str | None = None) -> list[StoredAttempt]:
    """Reads the attempts of the SQLite file in this folder, or of the PostgreSQL database that is named.

    The database itself reads them, and this file takes them apart: `app/store/answers/sheets.py` has the bytes.
    """
    query = (
        "SELECT key, content_sha256, is_counted, form, answers, seconds, layout FROM attempt"
        " JOIN instrument USING (instrument_id) WHERE received_at IS NOT NULL"
    )
    connect: Any = sqlite3.connect if database is None else psycopg.connect
    attempts = []
    with contextlib.closing(connect(database or data / "navigator.db")) as connection:
        for key, sha256, is_counted, form, answers, seconds, layout in connection.execute(query):
            items = json.loads(layout)["items"]
            width = len(seconds) // len(items)
            responses: dict[str, tuple[str | None, int | None]] = {}
            for place, ((item, options), byte) in enumerate(zip(items, answers, strict=True)):
                stored_time = int.from_bytes(seconds[width * place : width * (place + 1)], "little")
                took = None if not width or stored_time == 256**width - 1 else stored_time
                if byte != 252:
                    responses[item] = ({254: "unsure", 255: None}[byte] if byte > 252 else options[form][byte], took)
            attempts.append(StoredAttempt(str(uuid.UUID(bytes=key)), sha256.hex(), bool(is_counted), responses))
    return attempts
