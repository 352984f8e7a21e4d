"""Is this server fit to take answers?"""

from flask import Blueprint, Flask, current_app, jsonify
from flask.typing import ResponseReturnValue

from app.store import Database
from app.store.pulse import Health, Pulse
from app.web.access import audience

bp = Blueprint("health", __name__)

STATUS = {Health.OK: 200, Health.FULL: 507}
"""What is not here is answered 503."""


@bp.get("/healthz")
@audience("anyone")
def health() -> ResponseReturnValue:
    """Answers 200 if something could be stored within the last seconds, 507 on a full disk, and 503 otherwise."""
    pulse: Pulse = current_app.extensions["pulse"]
    state = pulse.health()
    return jsonify(status=state), STATUS.get(state, 503)


def register(app: Flask, store: Database) -> None:
    app.extensions["pulse"] = Pulse(store)
