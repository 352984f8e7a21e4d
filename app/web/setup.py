"""The administrator's pages: programme, partners, staff, courses, helplines. The views stand beside."""

from flask import Blueprint

from app.web import (
    setup_courses,
    setup_groups,
    setup_helplines,
    setup_home,
    setup_partners,
    setup_programmes,
    setup_staff,
)

bp = Blueprint("setup", __name__, url_prefix="/setup")

for path, methods, view in (
    ("", "GET", setup_home.home),
    ("/programmes", "GET", setup_programmes.programmes),
    ("/programmes/new", "GET POST", setup_programmes.new_programme),
    ("/programmes/<ref>", "GET POST", setup_programmes.programme),
    ("/programmes/<ref>/archive", "POST", setup_programmes.archive_programme),
    ("/partners", "GET", setup_partners.partners),
    ("/partners/new", "GET POST", setup_partners.new_partner),
    ("/partners/<ref>", "GET POST", setup_partners.partner),
    ("/partners/<ref>/archive", "POST", setup_partners.archive_partner),
    ("/staff", "GET", setup_staff.everybody),
    ("/staff/new", "GET POST", setup_staff.new_person),
    ("/staff/<ref>", "GET", setup_staff.member),
    ("/staff/<ref>/link", "POST", setup_staff.link),
    ("/staff/<ref>/roles", "POST", setup_staff.give_role),
    ("/staff/<ref>/roles/<int:number>", "POST", setup_staff.role),
    ("/staff/<ref>/disable", "POST", setup_staff.disable),
    ("/courses", "GET", setup_courses.courses),
    ("/courses/release", "POST", setup_courses.release),
    ("/courses/<ref>", "POST", setup_courses.withdraw),
    ("/helplines", "GET", setup_helplines.helplines),
    ("/helplines/new", "GET POST", setup_helplines.new_helpline),
    ("/helplines/<ref>", "GET POST", setup_helplines.helpline),
    ("/helplines/<ref>/call", "POST", setup_helplines.call),
    ("/helplines/<ref>/hide", "POST", setup_helplines.hide),
    ("/groups", "GET", setup_groups.groups),
    ("/groups/<ref>", "GET POST", setup_groups.hand_over),
):
    bp.add_url_rule(path, view_func=view, methods=methods.split())
