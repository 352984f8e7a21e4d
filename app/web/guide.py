"""The guide for facilitators, a tap from every page of staff that learners do not see: two pages to read or print."""

from flask import Blueprint, abort, render_template, send_file
from flask.typing import ResponseReturnValue

from app.content import read_guide
from app.web.access import STAFF, audience
from app.web.language import NAMES, language
from app.web.statics import FOR_GOOD

bp = Blueprint("guide", __name__, url_prefix="/guide")


@bp.get("")
@audience(*STAFF)
def guide() -> ResponseReturnValue:
    """Shows the guide, and asks the database for nothing but who is signed in."""
    return render_template("guide.html", guide=read_guide(language()))


@bp.get("/<digest>.jpg")
@audience("anyone")
def picture(digest: str) -> ResponseReturnValue:
    """Sends a picture of the guide, in whichever language, by the first 16 hex digits of its digest; answers 404 if
    there is none. Browsers may keep it for a year."""
    path = next((read_guide(code).pictures[digest] for code in NAMES if digest in read_guide(code).pictures), None)
    if path is None:
        abort(404)
    answer = send_file(path, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer
