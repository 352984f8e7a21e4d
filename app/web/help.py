"""Leave this page, and where help is."""

from flask import Blueprint

bp = Blueprint("help", __name__)
