"""The administrator's pages: programme, partners, staff, courses, helplines. The views stand beside."""

from flask import Blueprint

from app.web.setup import audit, courses, groups, helplines, home, imports, partners, pilots, programmes, staff

bp = Blueprint("setup", __name__, url_prefix="/setup")

for path, methods, view in (
    ("", "GET", home.home),
    ("/programmes", "GET", programmes.programmes),
    ("/programmes/new", "GET POST", programmes.new_programme),
    ("/programmes/<ref>", "GET POST", programmes.programme),
    ("/programmes/<ref>/archive", "POST", programmes.archive_programme),
    ("/partners", "GET", partners.partners),
    ("/partners/new", "GET POST", partners.new_partner),
    ("/partners/<ref>", "GET POST", partners.partner),
    ("/partners/<ref>/archive", "POST", partners.archive_partner),
    ("/staff", "GET", staff.everybody),
    ("/staff/new", "GET POST", staff.new_person),
    ("/staff/<ref>", "GET", staff.member),
    ("/staff/<ref>/link", "POST", staff.link),
    ("/staff/<ref>/roles", "POST", staff.give_role),
    ("/staff/<ref>/roles/<int:number>", "POST", staff.role),
    ("/staff/<ref>/sign-ins", "POST", staff.sign_out),
    ("/staff/<ref>/second-step", "GET POST", staff.second_step),
    ("/staff/<ref>/disable", "POST", staff.disable),
    ("/courses", "GET", courses.courses),
    ("/courses/release", "POST", courses.release),
    ("/courses/<ref>", "POST", courses.withdraw),
    ("/pilots", "GET", pilots.pilots),
    ("/helplines", "GET", helplines.helplines),
    ("/helplines/new", "GET POST", helplines.new_helpline),
    ("/helplines/<ref>", "GET POST", helplines.helpline),
    ("/helplines/<ref>/call", "POST", helplines.call),
    ("/helplines/<ref>/hide", "GET POST", helplines.hide),
    ("/acts", "GET", audit.audit),
    ("/import/<kind>", "GET POST", imports.import_table),
    ("/import/<kind>/template.xlsx", "GET", imports.import_sheet),
    ("/groups", "GET", groups.groups),
    ("/groups/<ref>", "GET POST", groups.hand_over),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
