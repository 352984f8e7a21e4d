"""A facilitator's pages: cohorts, the board, tests, cards. Their addresses; the views stand beside."""

from flask import Blueprint

from app.web import lead_board, lead_cards, lead_door, lead_keep, lead_list, lead_tests, places, staff_words

bp = Blueprint("lead", __name__, url_prefix="/groups")
places.register(bp)
staff_words.register(bp)

for path, methods, view in (
    ("", "GET", lead_list.cohorts),
    ("/new", "GET POST", lead_list.new),
    ("/<ref>", "GET", lead_board.cohort),
    ("/<ref>/board", "GET", lead_board.board),
    ("/<ref>/edit", "GET POST", lead_list.edit),
    ("/<ref>/consent", "POST", lead_door.consent),
    ("/<ref>/consent/back", "POST", lead_door.consent_back),
    ("/<ref>/joining", "POST", lead_door.joining),
    ("/<ref>/poster", "GET", lead_door.poster),
    ("/<ref>/wall", "GET", lead_door.wall),
    ("/<ref>/tests/<wave>", "POST", lead_tests.test),
    ("/<ref>/tests/<wave>/close", "GET", lead_tests.ask_close),
    ("/<ref>/<int:handle>", "GET", lead_cards.learner),
    ("/<ref>/<int:handle>/card", "POST", lead_cards.card),
    ("/<ref>/<int:handle>/merge", "GET POST", lead_cards.merge),
    ("/<ref>/archive", "POST", lead_keep.archive),
    ("/<ref>/unarchive", "POST", lead_keep.unarchive),
    ("/<ref>/delete", "GET POST", lead_keep.delete),
    ("/<ref>/hand-over", "GET POST", lead_keep.hand_over),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
