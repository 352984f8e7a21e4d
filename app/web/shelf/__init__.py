"""The open door: articles for anybody. No sign-in, no cookie, nobody is counted."""

from flask import Blueprint, g

from app.web.shelf import pages

bp = Blueprint("shelf", __name__, url_prefix="/open")

for path, methods, view in (
    ("", "GET", pages.topics),
    ("/all", "GET", pages.everything),
    ("/<slug>", "GET", pages.article),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())


@bp.before_request
def for_nobody() -> None:
    """Whoever is signed in on this phone is not looked up: what somebody reads here is nobody's business."""
    g.is_for_nobody = True
