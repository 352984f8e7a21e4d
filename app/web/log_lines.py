"""Lines of the log as JSON, with nothing in them that anybody typed."""

import json
import logging
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

from flask import has_request_context, request

from app.web.request_id import request_id

OURS = "app."
"""How the names of our own loggers begin. Messages of libraries are left out: they may hold an address or a value."""


class JsonLines(logging.Formatter):
    """A JsonLines writes each record of the log as a line of JSON, with nothing in it that anybody typed.

    It has the time (UTC) and the event, and in a request its id and the name of the view, never the address.
    """

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {"time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")}
        if has_request_context():
            line |= {"request": request_id(), "endpoint": request.endpoint}
        fields = getattr(record, "fields", {})
        line |= fields if "event" in fields else _words_of(record) | fields
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            line |= kind_and_place(error)
        return json.dumps(line)


def _words_of(record: logging.LogRecord) -> dict[str, str]:
    """The kind and logger of a record; of our own code its message too, without the values that are put into it."""
    event = "fault" if record.levelno >= logging.ERROR else "notice"
    return {"event": event, "by": record.name} | ({"says": str(record.msg)} if record.name.startswith(OURS) else {})


def kind_and_place(error: BaseException) -> dict[str, str]:
    """Returns the class of an error (`kind`) and the file and line where it was raised (`where`), never its text.

    The text may be somebody's answer.
    """
    place: TracebackType | None = error.__traceback__
    while place is not None and place.tb_next is not None:
        place = place.tb_next
    where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place else "?"
    return {"kind": type(error).__name__, "where": where}
