"""What went wrong, what is safe, what to do: one page for people, one document for phones."""

from flask import Flask, Response, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, ServiceUnavailable

from app.limited_process import TooManyCalls
from app.services.learner import phones
from app.services.people import SignedInLearner, SignedInStaff
from app.store import STORE_IS_BUSY, is_full
from app.web import log
from app.web.access import erased, person
from app.web.address import Explained
from app.web.help import page_without_store
from app.web.transaction import reading

CODES = {
    400: "bad_request",
    401: "signed_out",
    403: "closed",
    404: "not_found",
    405: "wrong_method",
    409: "conflict",
    413: "too_large",
    415: "wrong_type",
    422: "unreadable",
    423: "locked",
    429: "too_many_tries",
    500: "fault",
    503: "busy",
    507: "disk_full",
}


class DiskFull(HTTPException):
    """A DiskFull is the error 507: nothing new can be stored until there is room; a phone keeps what it has."""

    code = 507


def problem(status: int, code: str, detail: str, **more: object) -> Response:
    """Makes an error answer for a phone: an RFC 9457 document with a stable code.

    more: further fields. With 429, 503 and 507 it says to try again in 10 seconds (Retry-After).
    """
    body = {"type": "about:blank", "status": status, "code": code, "detail": detail, **more}
    response = jsonify(body)
    response.status_code = status
    response.content_type = "application/problem+json"
    response.headers.update(_when_to_come_again(status))
    return response


def _when_to_come_again(status: int) -> dict[str, str]:
    return {"Retry-After": "10"} if status in (429, 503, 507) else {}


def _words(status: int) -> tuple[str, str]:
    """Title and what to do."""
    if status == 400:
        return _("This page has expired"), _("Nothing was changed. Open the page again and repeat the last step.")
    if status in (401, 403):
        return _("This page is closed"), _("Sign in again, or go back to the start.")
    if status in (404, 405):  # also an address that only a button of ours may send to
        return _("There is no such page"), _("Nothing is lost. Go back to the start.")
    if status == 413:
        return _("That is too large"), _("Nothing was changed. Send a smaller file.")
    if status == 429:
        return _("Too many tries"), _("Wait ten minutes, or ask your facilitator.")
    if status == 507:
        return (
            _("The disk is full"),
            _("What was saved is safe; nothing new can be stored. Tell whoever looks after this server to make room."),
        )
    if status == 503:
        return _("The server is busy"), _("What was saved is safe. Try again in ten seconds.")
    return _("Something went wrong here"), _("What was saved is safe. Try again, or tell your facilitator.")


def _find_the_reader() -> None:
    """Leave and Help must stand on the page also when the database is gone: then it is a page for nobody."""
    try:
        someone = person()
        if isinstance(someone, SignedInLearner):
            phones.mark_of(reading(), someone.learner_id)
    except STORE_IS_BUSY:
        g.is_for_nobody = True


def _answer(error: HTTPException) -> ResponseReturnValue:
    status = error.code or 500
    if error.response is not None:
        return error.response
    _find_the_reader()
    is_for_phone = request.path.startswith("/api/")
    if is_for_phone and isinstance(error, CSRFError) and person() is None:
        status = 401  # the token is of no use since nobody is signed in: that is what the phone can mend
    if is_for_phone and status == 401 and erased():
        return problem(410, "withdrawn", _("What this learner answered has been erased."))
    if status >= 500 and request.endpoint == "help.help":
        return page_without_store(), status  # whoever asks for help is not told of our troubles
    title, advice = (str(error.title), str(error.advice)) if isinstance(error, Explained) else _words(status)
    headers = {"Allow": ", ".join(sorted(error.valid_methods or ()))} if isinstance(error, MethodNotAllowed) else {}
    if is_for_phone:
        response = problem(status, CODES.get(status, "refused"), advice)
        response.headers.update(headers)
        return response
    base = "staff.html" if isinstance(person(), SignedInStaff) else "learner.html"
    is_shared = "is_for_nobody" in g  # else the phone would take it that nobody is signed in any more
    page = render_template("error.html", base=base, title=title, advice=advice, is_shared=is_shared, status=status)
    return page, status, {**headers, **_when_to_come_again(status)}


def register(app: Flask) -> None:
    """Answers every error with a page of our own, or with an RFC 9457 document under /api.

    A busy database is answered 503, a full disk 507. An unforeseen fault is logged and answered 500; in tests it is
    raised.
    """
    app.register_error_handler(HTTPException, _answer)

    def busy(error: Exception) -> ResponseReturnValue:
        return _answer(DiskFull() if is_full(error) else ServiceUnavailable())

    for kind in (*STORE_IS_BUSY, TooManyCalls):
        app.register_error_handler(kind, busy)

    def fault(error: Exception) -> ResponseReturnValue:
        log.note_fault(error)
        return _answer(InternalServerError())

    if not app.testing:
        app.register_error_handler(Exception, fault)
