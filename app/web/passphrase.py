"""A passphrase that somebody of the staff chooses: whether it is taken, and how to make a better one."""

from flask_babel import gettext as _
from wtforms import Field

from app.services import passphrases
from app.services.passphrases import Weakness
from app.web.refused_forms import refuse
from app.web.transaction import reading


def is_taken(field: Field, name: str) -> bool:
    """Returns whether the typed passphrase is strong enough to be accepted for this person.

    If not, the field gets a message on how to make a better one. name: the person's; words that others know, as this
    one, are weak.
    """
    typed = field.data or ""
    weakness = passphrases.weakness_of(typed, passphrases.own_words(reading(), name))
    if weakness is not None:
        refuse(field, _advice(weakness))
    return weakness is None


def _advice(weakness: Weakness) -> str:
    if weakness is Weakness.SHORT:
        return _("At least 12 characters: four or five words that only you would put together.")
    return _(
        "Others would try that soon: too few words, a row of keys, or a name from here. "
        "Write four or five words that only you would put together, with spaces between them."
    )
