"""The M&E officer's pages: who learned how much, and how sure that is."""

from flask import Blueprint

bp = Blueprint("results", __name__)
