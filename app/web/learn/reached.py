"""How many peers a learner has taught: a number that can be changed, and no names."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.services.learner import reach
from app.web.access import audience, learner
from app.web.clock import now
from app.web.refused_forms import came_back, send_back
from app.web.transaction import db


@audience("learner")
def reached() -> ResponseReturnValue:
    """Shows how many peers a learner has taught, as they say; a POST stores another number in its place.

    Anything but a whole number from 0 to 50 leads back to the form with a message.
    """
    count = reach.reported(db(), learner().learner_id)
    if request.method != "POST":
        typed, faults = came_back()
        peers = typed.get("peers", "" if count is None else count)
        return render_template(
            "learn/reached.html", peers=peers, most=reach.MOST, error=" ".join(faults.get("peers", ()))
        )
    written = request.form.get("peers", "").strip()
    try:
        reach.report(db(), learner().learner_id, int(written) if written.isdecimal() else -1, now())
    except ValueError:
        return send_back({"peers": written}, {"peers": [_("Write a number from 0 to %(most)s.", most=reach.MOST)]})
    flash(_("Stored. You can change the number at any time."), "done")
    return redirect(url_for("learn.road"), 303)
