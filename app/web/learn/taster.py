"""The first minute: an advert of the course, one tap, an answer; before anything is asked or kept."""

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from app.services import releases
from app.services.people import SignedInLearner
from app.web.access import audience, person
from app.web.help import DOOR
from app.web.language import language
from app.web.learn.joining import LOOKED, closed_door, door_of, languages_of, refuse_full
from app.web.learn.visitors import know_again
from app.web.transaction import reading


@audience("anyone")
def look(code: str) -> ResponseReturnValue:
    """Shows the advert that the course begins with or, with `line` in the address, which of its lines is the trick.

    What was tapped is in the address alone: nothing of it is kept. Who came without choosing a language can do so here.
    Redirects to the page of the poster's code if the course has no advert or a learner is signed in; otherwise refuses
    as that page does.
    """
    know_again()
    door = door_of(code)
    if door is None:
        return closed_door(code)
    release = releases.release_of(reading(), door.course_release_id)
    taster = release.course.taster
    if taster is None or isinstance(person(), SignedInLearner):
        return redirect(url_for("learn.door", code=door.join_code), 303)
    refuse_full(door)
    session[DOOR] = door.country
    words = next(code for code in (language(), door.language, *release.course.languages) if code in taster.title)
    tapped = taster.line(request.args.get("line", ""))
    if tapped is None:
        offered = {} if "lang" in request.args else languages_of(door)
        return render_template("learn/look.html", door=door, taster=taster, words=words, languages=offered)
    session[LOOKED] = door.join_code
    return render_template("learn/looked.html", door=door, taster=taster, words=words, tapped=tapped)
