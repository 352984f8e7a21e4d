"""A facilitator's pages: cohorts, the board, tests, cards."""

from flask import Blueprint

bp = Blueprint("lead", __name__)
