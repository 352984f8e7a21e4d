"""A learner's pages: join, take a test, read a lesson, see the result. Their addresses; the views stand beside."""

from flask import Blueprint
from flask_wtf.csrf import CSRFError

from app.web import learn_join, learn_lesson, learn_result, learn_road, learn_test
from app.web.expired import where_one_stands

bp = Blueprint("learn", __name__)
bp.register_error_handler(CSRFError, where_one_stands)

for path, methods, view in (
    ("/", "GET POST", learn_join.start),
    ("/j/<code>", "GET POST", learn_join.door),
    ("/j/<code>/you", "GET POST", learn_join.you),
    ("/j/<code>/later", "GET", learn_join.later),
    ("/j/<code>/next", "POST", learn_join.hand_on),
    ("/card", "GET POST", learn_join.card),
    ("/road", "GET", learn_road.road),
    ("/t/<int:number>", "GET POST", learn_test.test),
    ("/t/<int:number>/<int:n>", "GET POST", learn_test.question),
    ("/t/<int:number>/all", "GET POST", learn_test.overview),
    ("/l/<int:number>", "GET POST", learn_lesson.lesson),
    ("/l/<int:number>/<int:n>", "GET POST", learn_lesson.step),
    ("/result", "GET", learn_result.result),
    ("/stop", "GET POST", learn_result.stop),
    ("/stopped", "GET", learn_result.stopped),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
