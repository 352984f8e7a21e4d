"""What lets a phone go on without a connection: the worker, the manifest, and pages that name nobody."""

import hashlib
import json

from flask import Blueprint, Response, abort, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.services.learner import phones
from app.services.people import SignedInLearner
from app.store import STORE_IS_BUSY
from app.web.access import audience, erased, person
from app.web.clock import now
from app.web.help import lines_for_anywhere
from app.web.helpline_words import digest_of
from app.web.language import NAMES, language
from app.web.learn.lesson import lesson_ahead, paper_ahead
from app.web.phone.road import SHELLS
from app.web.statics import ALWAYS, OUTBOX, static_address
from app.web.transaction import reading

bp = Blueprint("offline", __name__)

FILES = (
    "navigator.css",
    "icon.svg",
    "back.js",
    ALWAYS,
    "sign_out.js",
    "stops.js+road.js",
    "attempt.js+test.js",
)
"""Kept by the worker when it is installed; what a lesson's page needs it keeps with that page."""


@bp.app_context_processor
def whose_phone() -> dict[str, str]:
    """Gives templates the mark of a learner: `mark` of the one signed in, or `gone` of one who has erased everything.

    The phone forgets what it holds under `gone`. A page that phones keep uses neither, since it is the same for
    everybody.
    """
    someone = person()
    if isinstance(someone, SignedInLearner):
        return {"mark": phones.mark_of(reading(), someone.learner_id)}
    gone = erased() if someone is None else None
    return {"gone": gone} if gone else {}


@bp.get("/sw.js")
@audience("anyone")
def worker() -> ResponseReturnValue:
    """Sends the service worker. Its text changes as soon as a file that it keeps does, or an emergency number."""
    files = [static_address(name) for name in FILES]
    code = [static_address(OUTBOX), static_address("routing.js+worker.js")]
    version = hashlib.sha256(json.dumps([files, code]).encode()).hexdigest()[:12]
    known = {"FILES": files, "VERSION": version, "HELP": _help_of_all()}
    text = "".join(f"var {name} = {json.dumps(value)};\n" for name, value in known.items())
    text += f"importScripts(...{json.dumps(code)});"
    return Response(text, mimetype="text/javascript")


def _help_of_all() -> str:
    """Where the page Help of somebody unknown is; "" where the database cannot say: the next worker keeps it."""
    try:
        return url_for("help.help", v=digest_of(lines_for_anywhere(reading(), now().date())))
    except STORE_IS_BUSY:
        return ""


@bp.get("/app.webmanifest")
@audience("anyone")
def manifest() -> ResponseReturnValue:
    """Sends the manifest of the installable page; name and icon do not say what the course is about."""
    fields = {
        "name": _("Navigator"),
        "short_name": _("Navigator"),
        "lang": language(),
        "start_url": url_for("learn.road"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f4f3f0",
        "theme_color": "#f4f3f0",
        "icons": [
            {"src": static_address("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
            *(
                # For phones whose home screen draws no SVG; its edge may be cut round.
                {
                    "src": static_address(f"icon-{side}.png"),
                    "sizes": f"{side}x{side}",
                    "type": "image/png",
                    "purpose": "any maskable",
                }
                for side in (192, 512)
            ),
        ],
    }
    return Response(json.dumps(fields, ensure_ascii=False), mimetype="application/manifest+json")


@bp.get("/shell/<name>")
@audience("anyone")
def shell(name: str) -> ResponseReturnValue:
    """Sends a page that names nobody, which a script fills from what the phone keeps.

    name: `road`, `test`, `cut` (no connection) or `clock` (what *Leave* shows then); 404 for others.
    """
    if name not in (*SHELLS, "clock"):
        abort(404)
    others = _cut_off_in_other_languages() if name == "cut" else {}
    return render_template(f"phone/shell_{name}.html", others=others)


def _cut_off_in_other_languages() -> dict[str, tuple[str, str]]:
    """By language, heading and advice: a phone may be handed on, and the next one has chosen another language than the
    one who took this page along."""
    sentences = {}
    for code in NAMES:
        if code != language():
            with force_locale(code):
                sentences[code] = (
                    _("No connection"),
                    _(
                        "We could not reach the server. When there is a connection, look again: "
                        "you may have to type it once more."
                    ),
                )
    return sentences


@bp.get("/keep/<int:number>")
@audience("learner")
def lesson(number: int) -> ResponseReturnValue:
    """Sends the page of a lesson for the phone to keep, also one that is not open yet.

    The phone opens it once the first test is sent. Answers 404 for a number, from 1, that the course does not have.
    """
    return lesson_ahead(number)


@bp.get("/keep/<int:number>/<int:n>")
@audience("learner")
def paper(number: int, n: int) -> ResponseReturnValue:
    """Sends the page of a plan for the phone to keep, also of a lesson that is not open yet.

    Answers 404 for a lesson that the course does not have, and for a screen that is no checklist.
    """
    return paper_ahead(number, n)
