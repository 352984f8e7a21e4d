"""A facilitator's pages: cohorts, the board, tests, cards. Their addresses; the views stand beside."""

from flask import Blueprint

from app.web import regional, staff_words
from app.web.address import join_address
from app.web.lead import (
    attendance,
    board,
    cards,
    class_sheet,
    cohorts,
    dates,
    door,
    guardians,
    invite,
    keeping,
    learned,
    moving,
    plan,
    printed,
    projector,
    reaching,
    removing,
    result_file,
    second_yes,
    seconds,
    settling,
    wall,
    windows,
)
from app.web.lead.paper import file, forms, learner, out, sheet
from app.web.lead.paper import words as words_of_sheets

bp = Blueprint("lead", __name__, url_prefix="/groups")
regional.register(bp)
staff_words.register(bp)
words_of_sheets.register(bp)
bp.add_app_template_global(attendance.sessions_of)
bp.add_app_template_global(join_address)

for path, methods, view in (
    ("", "GET", cohorts.cohorts),
    ("/new", "GET POST", cohorts.new),
    ("/second-yes", "GET", second_yes.waiting_sheets),
    ("/second-yes/<key>", "GET POST", second_yes.waiting_sheet),
    ("/<ref>", "GET", board.cohort),
    ("/<ref>/board", "GET", board.board),
    ("/<ref>/learned", "GET", learned.learned),
    ("/<ref>/learned.pdf", "GET", result_file.learned_pdf),
    ("/<ref>/group.xlsx", "GET", result_file.own_file),
    ("/<ref>/plan", "GET", plan.plans),
    ("/<ref>/plan/<int:number>", "GET", plan.plan),
    ("/<ref>/settle", "GET POST", settling.settle),
    ("/<ref>/edit", "GET POST", cohorts.edit),
    ("/<ref>/consent", "POST", door.consent),
    ("/<ref>/consent/back", "POST", door.consent_back),
    ("/<ref>/joining", "POST", door.joining),
    ("/<ref>/invite", "GET", invite.invite),
    ("/<ref>/code", "GET POST", invite.new_code),
    ("/<ref>/places", "POST", invite.places),
    ("/<ref>/class-sheet", "GET", class_sheet.class_sheet),
    ("/<ref>/plan/<int:number>/pictures/<int:n>", "GET", projector.picture_shown),
    ("/<ref>/unlock", "POST", cards.unlock),
    ("/<ref>/poster", "GET", door.poster),
    ("/<ref>/wall", "GET", wall.wall),
    ("/<ref>/wall/now", "GET", wall.wall_now),
    ("/<ref>/wall/show", "POST", wall.show),
    ("/<ref>/tests/<wave>", "POST", windows.test),
    ("/<ref>/tests/<wave>/close", "GET", windows.ask_close),
    ("/<ref>/tests/<wave>/open", "GET", windows.ask_open),
    ("/<ref>/tests/<wave>/dates", "GET POST", dates.dates),
    ("/<ref>/<int:handle>/time", "GET POST", dates.extension),
    ("/<ref>/<int:handle>/left", "POST", reaching.left),
    ("/<ref>/reach", "GET", reaching.reach),
    ("/<ref>/cards", "GET POST", printed.printed),
    ("/<ref>/cards/drop", "GET POST", printed.drop_printed),
    ("/<ref>/cards/<int:handle>", "GET POST", printed.printed_one),
    ("/<ref>/paper", "GET POST", sheet.paper),
    ("/<ref>/paper/file", "GET POST", file.paper_file_of),
    ("/<ref>/paper/learner", "GET POST", learner.paper_learner),
    ("/<ref>/paper/<form>/<language>", "GET", forms.paper_sheet),
    ("/<ref>/paper/form-<form>-<wave>.xlsx", "GET", forms.paper_form),
    ("/<ref>/<int:handle>/paper/<wave>", "GET POST", out.take_out),
    ("/<ref>/<int:handle>/paper/<wave>/back", "POST", out.put_back),
    ("/<ref>/<int:handle>", "GET", cards.learner),
    ("/<ref>/<int:handle>/card", "POST", cards.card),
    ("/<ref>/<int:handle>/card/new", "GET", cards.new_card_shown),
    ("/<ref>/<int:handle>/card/new", "POST", cards.handed_over),
    ("/<ref>/<int:handle>/aside/<int:aside>", "GET POST", cards.remove_aside),
    ("/<ref>/<int:handle>/merge", "GET POST", cards.merge),
    ("/<ref>/<int:handle>/part", "POST", moving.part),
    ("/<ref>/<int:handle>/move", "GET POST", moving.move),
    ("/<ref>/<int:handle>/remove", "GET POST", removing.remove),
    ("/<ref>/<int:handle>/put-back", "POST", removing.put_back),
    ("/<ref>/erase", "GET POST", guardians.whom),
    ("/<ref>/<int:handle>/erase", "GET POST", guardians.erase),
    ("/<ref>/archive", "POST", keeping.archive),
    ("/<ref>/unarchive", "POST", keeping.unarchive),
    ("/<ref>/delete", "GET POST", keeping.delete),
    ("/<ref>/attendance/<lesson>", "GET POST", attendance.attendance),
    ("/<ref>/hand-over", "GET POST", keeping.hand_over),
    ("/<ref>/seconds", "GET POST", seconds.seconds),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
