"""A learner's pages: join, take a test, read a lesson, see the result. Their addresses; the views stand beside."""

from flask import Blueprint
from flask_wtf.csrf import CSRFError

from app.services.admission import GroupFull
from app.services.learner.knocking import TooManyTries
from app.web.expired import where_one_stands
from app.web.learn import (
    card,
    held,
    joining,
    lesson,
    media,
    mine,
    reached,
    remind,
    result,
    road,
    sitting,
    standing,
    taster,
)

bp = Blueprint("learn", __name__)
bp.register_error_handler(CSRFError, where_one_stands)
bp.register_error_handler(TooManyTries, joining.come_later)
bp.register_error_handler(GroupFull, joining.full)

for path, methods, view in (
    ("/", "GET POST", joining.start),
    ("/j/<code>", "GET POST", joining.door),
    ("/j/<code>/look", "GET", taster.look),
    ("/j/<code>/you", "GET POST", joining.you),
    ("/j/<code>/later", "GET", joining.later),
    ("/j/<code>/next", "POST", card.hand_on),
    ("/card", "GET POST", card.card),
    ("/mine", "GET POST", mine.mine),
    ("/remind", "GET", remind.remind),
    ("/remind.ics", "GET", remind.calendar),
    ("/road", "GET", road.road),
    ("/t/<int:number>", "GET POST", standing.test),
    ("/t/<int:number>/<int:n>", "GET POST", sitting.question),
    ("/t/<int:number>/all", "GET POST", sitting.overview),
    ("/l/<int:number>", "GET", lesson.lesson),
    ("/l/<int:number>/<int:n>", "GET POST", lesson.step),
    ("/l/<int:number>/<int:n>/paper", "GET", lesson.paper),
    ("/p/<digest>.svg", "GET", media.picture),
    ("/f/<name>", "GET", media.film),
    ("/reached", "GET POST", reached.reached),
    ("/result", "GET", result.result),
    ("/held", "GET POST", held.held),
    ("/stop", "GET POST", result.stop),
    ("/stopped", "GET", result.stopped),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
