"""The sections of the staff's bar, by role."""

from flask import Flask, url_for
from flask_babel import force_locale
from flask_babel import gettext as _

from app.services.people import Role, SignedInStaff
from app.web.access import person
from app.web.language import own_language
from app.web.safeguarding import help_addresses


def sections() -> list[tuple[str, str]]:
    """Lists (endpoint, label) of each section of the staff's bar that this person may open.

    It is empty for learners, for nobody, and for staff who still owe a step of their sign-in.
    """
    someone = person()
    if not isinstance(someone, SignedInStaff) or someone.owes:
        return []
    roles = {str(grant.role) for grant in someone.grants}
    areas = []
    if roles & {"facilitator", "me_officer", "partner_lead"}:
        areas.append(("lead.cohorts", _("Groups")))
    if roles & {"me_officer", "partner_lead"}:
        areas.append(("results.figures", _("Results")))
    if "administrator" in roles:
        areas.append(("setup.home", _("Set-up")))
    return areas


def aids() -> list[tuple[str, str]]:
    """Lists (address, label) of the guide and of both pages of help, in the reader's own language.

    For the bar of sheets, which are printed in the language of the learners.
    """
    with force_locale(own_language()):
        return [
            (url_for("guide.guide"), _("Guide")),
            (url_for("safeguarding.numbers", **help_addresses()), _("Emergency help")),
            (url_for("safeguarding.listen", **help_addresses()), _("If a learner is in trouble")),
        ]


def home() -> str | None:
    """Returns the endpoint at which this person's work begins, None for whoever has no section.

    An M&E officer begins at the results, everybody else at their first section.
    """
    areas = [endpoint for endpoint, _label in sections()]
    someone = person()
    is_officer = isinstance(someone, SignedInStaff) and someone.has(Role.ME_OFFICER)
    return "results.figures" if areas and is_officer else next(iter(areas), None)


def register(app: Flask) -> None:
    app.jinja_env.globals.update(sections=sections, aids=aids)
