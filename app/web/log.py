"""What a request writes to the log: sign-ins and sign-outs, wrong tries, downloads, refusals and faults.

Each line has the name of the view, the status and the reader's role, of staff also their public id; never an address, a
name, a code or a value. A learner is "learner" and nothing else: the log is kept longer than they may wish.
"""

import logging
from typing import Any, Literal

from flask import Flask, Response, g

from app.services.people import SignedInLearner, SignedInStaff
from app.web.log_lines import JsonLines, kind_and_place
from app.web.request_id import HEADER, new_request_id
from app.web.security import FOR_ALL

Event = Literal["sign_in", "wrong_try", "sign_out", "download", "refused", "fault"]
FORM = 422
"""The status of a form with faults, which is no refusal: its reader mends them."""

_LOG = logging.getLogger(__name__)


def note(event: Event) -> None:
    """Notes an event for the log, to be written when the request is answered, instead of one that its status gives."""
    g.setdefault("events", []).append((event, _who()))


def note_fault(error: BaseException) -> None:
    """Writes a fault to the log at once, as its kind and place, since perhaps no answer can be made any more."""
    g.setdefault("events", [])
    _write("fault", 500, **_who(), **kind_and_place(error))


def note_unread(status: int) -> dict[str, str]:
    """Writes to the log a request that the server answers without the application.

    Returns the headers to send with that answer, a new request id among them.
    """
    name = new_request_id()
    _write("fault" if status >= 500 else "refused", status, role="nobody", request=name, endpoint=None)
    return {**FOR_ALL, "Cache-Control": "no-store", HEADER: name}


def _who() -> dict[str, str]:
    """Who is signed in, if this request has asked for it already: the log itself never asks the database."""
    someone = getattr(g.get("_login_user"), "person", None)  # Flask-Login keeps there whom it has looked up
    if isinstance(someone, SignedInStaff):
        roles = " ".join(sorted({grant.role.value for grant in someone.grants}))
        return {"role": roles or "staff", "who": someone.ref}
    return {"role": "learner" if isinstance(someone, SignedInLearner) else "nobody"}


def _write(event: Event, status: int, **more: Any) -> None:
    level = logging.ERROR if event == "fault" else logging.INFO
    _LOG.log(level, event, extra={"fields": {"event": event, "status": status, **more}})


def _event_of(response: Response) -> Event | None:
    if response.status_code >= 500:
        return "fault"
    if response.status_code >= 400:
        return "refused" if response.status_code != FORM else None
    return "download" if response.headers.get("Content-Disposition", "").startswith("attachment") else None


def register(app: Flask) -> None:
    """Writes to the log what a request has noted or, without a note, an error (not 422) or a download.

    Call it first: what is registered first sees an answer last.
    """
    app.extensions.update(log_lines=JsonLines(), unread=note_unread)

    @app.after_request
    def write(response: Response) -> Response:
        events = g.pop("events", None)
        if events is None:
            event = _event_of(response)
            events = [(event, _who())] if event else []
        for event, who in events:
            _write(event, response.status_code, **who)
        return response
