"""The screen for the room: what the group is at, or what its facilitator has chosen for it on a phone."""

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from app.services.admission import lets_in
from app.services.cohorts import today_of
from app.services.facilitator import board as boards
from app.services.facilitator import questions
from app.services.facilitator import wall as walls
from app.services.facilitator.board import WAVE_OF, Stage
from app.services.facilitator.wall import NUMBERED, NotNow, Scene, Wall
from app.services.releases import release_of
from app.services.waves import schedule_of
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.lead.board import to_cohort
from app.web.lead.door import way_in
from app.web.lead.led import led_with_windows, seen, step_shown, with_windows
from app.web.lead.polled import WALL_EVERY, polled
from app.web.lead.remote import item_words, lesson_shown, pace_shown
from app.web.transaction import db, reading
from assessments import FORMS


@audience("facilitator", "me_officer", "partner_lead")
def wall(ref: str) -> ResponseReturnValue:
    """Shows a page to project in the room, in the learners' language: what the group is at, or what the phone chose.

    It has counts and no learner's handle. Answers 409 if the group may be joined and no public address is set.
    """
    cohort = with_windows(seen(ref)[0])
    with force_locale(cohort.language):
        return render_template("lead/wall.html", every=WALL_EVERY, **_now(cohort))


@audience("facilitator", "me_officer", "partner_lead")
def wall_now(ref: str) -> ResponseReturnValue:
    """Sends what the wall shows without the page around it; 304 if that has not changed."""
    cohort = with_windows(seen(ref)[0])
    with force_locale(cohort.language):
        return polled(render_template("lead/wall_now.html", **_now(cohort)))


@audience("facilitator")
def show(ref: str) -> ResponseReturnValue:
    """Puts on the wall what was chosen on the phone.

    `show` in the form: a scene, or a scene and a number such as "question-3"; `number`: of the lesson, where `show` has
    none. Answers 400 for anything else; a message says what cannot be shown at this stage.
    """
    cohort = led_with_windows(ref)
    name, _dash, number = request.form.get("show", "").partition("-")
    if name not in list(Scene):
        abort(400)
    scene = Scene(name)
    number = (number or request.form.get("number", "")) if scene in NUMBERED else "0"
    if not (number.isascii() and number.isdecimal()):
        abort(400)
    try:
        walls.show(db(), cohort, scene, int(number[:4]), by=staff().staff_id, now=now())
    except NotNow:
        flash(_("The screen cannot show that now."), "stop")
    return to_cohort(cohort)


def _now(cohort: Cohort) -> dict[str, Any]:
    """What the wall shows, as variables of its template."""
    session, schedule = reading(), schedule_of(reading(), cohort)
    stage = boards.stage_of(cohort, schedule, now())
    board = boards.board(session, cohort, schedule.last_opened(now()))
    shown = walls.wall_of(session, cohort, now())
    square = _square(stage, shown, is_joining=Scene.CODE in walls.scenes(session, cohort, now()))
    return {
        "cohort": cohort,
        "stage": stage,
        "board": board,
        "wall": shown,
        "square": square,
        "lets_in": lets_in(cohort, now()),
        "is_over": today_of(cohort, now()) > cohort.ends_on,
        "schedule": schedule,
        "shown_at": now(),
        "is_revealed": schedule.is_revealed(now()),
        "is_open": stage in WAVE_OF,
        "pace": pace_shown(cohort, shown),
        "stuck": walls.stuck_shown(board, now()) if stage in WAVE_OF else 0,
        "is_nearly_done": walls.is_nearly_done(board),
        "back_url": url_for("lead.cohort", ref=cohort.ref),
        **(way_in(cohort) if square else {}),
        **_scene(cohort, shown),
    }


def _square(stage: Stage, shown: Wall, *, is_joining: bool) -> str:
    """How large the code stands on the wall: "large"; "small", beside a test, for whoever comes late; "" not at all."""
    if not is_joining or shown.scene not in (Scene.STAGE, Scene.CODE):
        return ""
    return "large" if shown.scene is Scene.CODE or stage in (Stage.EARLY, Stage.PRE) else "small"


def _scene(cohort: Cohort, shown: Wall) -> dict[str, Any]:
    release = release_of(reading(), cohort.course_release_id)
    if shown.scene in (Scene.LESSON, Scene.TALK):
        return {"lesson": lesson_shown(release, shown.number, cohort.language, cohort.language)}
    if shown.scene is not Scene.QUESTION:
        return {}
    step, words = step_shown(cohort), item_words(release, shown.number, cohort.language)
    return {
        "question": questions.question_of(reading(), cohort, step, shown.number, now()),
        "words": words,
        "rights": [words.options[key] for key in release.instrument.items[shown.number - 1].form(FORMS[0]).keys],
        "place": questions.order_of(reading(), cohort, step).index(shown.number) + 1,
        "of": len(release.instrument.items),
    }
