"""The interface for phones: /api/v1."""

from flask import Blueprint

bp = Blueprint("phone", __name__)
