"""A facilitator's pages: cohorts, the board, tests, cards. Their addresses; the views stand beside."""

from flask import Blueprint

from app.web import regional, staff_words
from app.web.lead import (
    attendance,
    board,
    cards,
    cohorts,
    door,
    guardians,
    keeping,
    learned,
    plan,
    printed,
    settling,
    windows,
)
from app.web.lead.paper import file, forms, learner, learners, only, printing, sheet, template, twice

bp = Blueprint("lead", __name__, url_prefix="/groups")
regional.register(bp)
staff_words.register(bp)
bp.add_app_template_global(attendance.sessions_of)

for path, methods, view in (
    ("", "GET", cohorts.cohorts),
    ("/new", "GET POST", cohorts.new),
    ("/<ref>", "GET", board.cohort),
    ("/<ref>/board", "GET", board.board),
    ("/<ref>/learned", "GET", learned.learned),
    ("/<ref>/plan", "GET", plan.plans),
    ("/<ref>/plan/<int:number>", "GET", plan.plan),
    ("/<ref>/settle", "GET POST", settling.settle),
    ("/<ref>/edit", "GET POST", cohorts.edit),
    ("/<ref>/consent", "POST", door.consent),
    ("/<ref>/consent/back", "POST", door.consent_back),
    ("/<ref>/joining", "POST", door.joining),
    ("/<ref>/unlock", "POST", cards.unlock),
    ("/<ref>/poster", "GET", door.poster),
    ("/<ref>/wall", "GET", door.wall),
    ("/<ref>/tests/<wave>", "POST", windows.test),
    ("/<ref>/tests/<wave>/close", "GET", windows.ask_close),
    ("/<ref>/tests/post/open", "GET", windows.ask_open),
    ("/<ref>/tests/post/opening", "GET POST", windows.opening),
    ("/<ref>/cards", "GET POST", printed.printed),
    ("/<ref>/cards/drop", "GET POST", printed.drop_printed),
    ("/<ref>/paper", "GET POST", sheet.paper),
    ("/<ref>/paper/file", "GET POST", file.paper_file_of),
    ("/<ref>/paper/learner", "GET POST", learner.paper_learner),
    ("/<ref>/paper/learners", "GET POST", learners.paper_learners),
    ("/<ref>/paper/sheets", "GET", printing.numbered_sheets),
    ("/<ref>/paper/assent/<language>", "GET", printing.assent),
    ("/<ref>/paper/twice", "GET POST", twice.paper_twice),
    ("/<ref>/paper/all-in/<wave>", "GET POST", only.all_in),
    ("/<ref>/paper/all-in/undo", "POST", only.undo_all_in),
    ("/<ref>/paper/template-<wave>.xlsx", "GET", template.paper_template),
    ("/<ref>/paper/<form>/<language>", "GET", forms.paper_sheet),
    ("/<ref>/paper/form-<form>-<wave>.xlsx", "GET", forms.paper_form),
    ("/<ref>/<int:handle>/paper/<wave>", "GET POST", sheet.take_out),
    ("/<ref>/<int:handle>", "GET", cards.learner),
    ("/<ref>/<int:handle>/card", "POST", cards.card),
    ("/<ref>/<int:handle>/card/new", "GET", cards.new_card_shown),
    ("/<ref>/<int:handle>/card/new", "POST", cards.handed_over),
    ("/<ref>/<int:handle>/aside/<int:aside>", "GET POST", cards.remove_aside),
    ("/<ref>/<int:handle>/merge", "GET POST", cards.merge),
    ("/<ref>/erase", "GET POST", guardians.whom),
    ("/<ref>/<int:handle>/erase", "GET POST", guardians.erase),
    ("/<ref>/archive", "POST", keeping.archive),
    ("/<ref>/unarchive", "POST", keeping.unarchive),
    ("/<ref>/delete", "GET POST", keeping.delete),
    ("/<ref>/attendance/<lesson>", "GET POST", attendance.attendance),
    ("/<ref>/hand-over", "GET POST", keeping.hand_over),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
