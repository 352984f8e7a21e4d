"""Sign-ins of learners and staff, one-time links, sign-out."""

from flask import Blueprint

bp = Blueprint("account", __name__)
