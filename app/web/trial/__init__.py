"""A course on trial, for whoever leads a group: to look at it as its learners will. It writes nothing."""

from flask import Blueprint

from app.web.trial import course, seat

bp = Blueprint("trial", __name__, url_prefix="/groups")

for path, methods, view in (
    ("/<ref>/course", "GET", course.course),
    ("/<ref>/course/<language>/form-<name>", "GET", course.form),
    ("/<ref>/trial/<language>/l/<int:number>/<int:n>", "GET POST", seat.step),
    ("/<ref>/trial/<language>/l/<int:number>/<int:n>/paper", "GET", seat.paper),
    ("/<ref>/trial/<language>/t/<int:number>", "GET POST", seat.test),
    ("/<ref>/trial/<language>/t/<int:number>/<int:n>", "GET POST", seat.question),
    ("/<ref>/trial/<language>/t/<int:number>/all", "GET POST", seat.overview),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
