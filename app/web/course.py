"""The course of the learner who is signed in."""

from flask_babel import force_locale
from flask_babel import gettext as _

from app.content import Release
from app.services.learner.testing import Sitting
from app.services.waves import Wave
from assessments import OpenForm


def open_form(release: Release, sitting: Sitting) -> OpenForm:
    """The questions in this learner's order; no key is in it."""
    with force_locale(sitting.language):
        unsure = _("I don’t know yet")
    return release.open_form(
        sitting.form,
        language=sitting.language,
        seed=sitting.seed,
        unsure=unsure,
        with_reactions=sitting.wave is Wave.POST,
    )
