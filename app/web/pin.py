"""The PIN is asked for once more on a phone that is signed in, since somebody else may hold it."""

from flask_babel import gettext as _

from app.services import signing
from app.web import log
from app.web.access import learner, renew
from app.web.clock import now
from app.web.forms import Pin, is_usable, refuse
from app.web.transaction import db, reading


def sign_in_again(form: Pin) -> bool:
    """Gives the learner a new sign-in by the PIN that they typed; the old one ends.

    Returns False if it is wrong or too many were: the form says so, and the try counts as at the sign-in.
    """
    if not is_usable(form):
        return False
    check = signing.check_pin(reading(), learner().learner_id, form.pin.data or "")
    signed_in = signing.sign_in_learner(db(), check, now())
    if signed_in is None:
        log.note("wrong_try")
        refuse(form.pin, _("This is not the PIN of your card. After five wrong tries it rests for 15 minutes."))
        return False
    renew(signed_in)
    return True
