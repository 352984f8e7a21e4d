"""The administrator's pages: programme, partners, staff, helplines, course releases."""

from flask import Blueprint

bp = Blueprint("setup", __name__)
