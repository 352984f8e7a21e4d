"""What is said of a PIN that is not taken; and asking for it once more on a phone that is signed in."""

from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user

from app.services import signing
from app.services.budgets import FOR_GOOD
from app.web import log
from app.web.access import learner, renew
from app.web.clock import minutes_until, now
from app.web.forms import Pin
from app.web.refused_forms import is_usable, refuse
from app.web.transaction import db, reading


def sign_in_again(form: Pin, *, on_own_phone: bool = False) -> bool:
    """Gives the learner a new sign-in by the PIN that they typed; the old one ends.

    on_own_phone: from now on this phone is theirs alone; one that was theirs before stays so. Returns False if it is
    wrong, or too many were on this phone: the form says which.
    """
    if not is_usable(form):
        return False
    me = learner()
    check = signing.check_pin(reading(), me.learner_id, form.pin.data or "", current_user.token)
    signed_in = signing.sign_in_learner(db(), check, now(), on_own_phone=on_own_phone or me.is_on_own_phone)
    if signed_in is None:
        log.note("wrong_try")
        refuse(form.pin, _words_on_the_phone(signing.rests_until(db(), check, now())))
        return False
    renew(signed_in)
    return True


def words_at_the_door(until: datetime | None) -> str:
    """Returns what is said of a code and PIN that are not taken: of one that nobody has the same as of a card.

    until: when it is looked at again, see `signing.rests_until`; None if it was looked at, and is wrong.
    """
    if until is None:
        return _("Code and PIN do not fit together. Look at your card, or ask your facilitator.")
    if until == FOR_GOOD:
        return _("This card is locked: ten wrong PINs in a row. Tell your facilitator: they open it again.")
    return ngettext(
        "Too many wrong tries: this card rests. In %(num)d minute yours is looked at again: it may be right.",
        "Too many wrong tries: this card rests. In %(num)d minutes yours is looked at again: it may be right.",
        minutes_until(until),
    )


def _words_on_the_phone(until: datetime | None) -> str:
    if until is None:
        return _("This is not the PIN of your card. After five wrong ones this phone waits for 15 minutes.")
    if until == FOR_GOOD:
        return _("Ten wrong PINs in a row were typed on this phone. Sign out, and come in with your card.")
    return ngettext(
        "Too many wrong PINs were typed on this phone. In %(num)d minute yours is looked at: it may be right.",
        "Too many wrong PINs were typed on this phone. In %(num)d minutes yours is looked at: it may be right.",
        minutes_until(until),
    )
