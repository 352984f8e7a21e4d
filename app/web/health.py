"""Is this server fit to take answers?"""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from app.web.access import audience
from app.web.transaction import database

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@audience("anyone")
def health() -> ResponseReturnValue:
    """200 only when a write can be committed."""
    if database().may_write():
        return jsonify(status="ok")
    return jsonify(status="cannot write"), 503
