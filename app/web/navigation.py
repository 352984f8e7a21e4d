"""The sections of the staff's bar, by role."""

from flask import Flask
from flask_babel import gettext as _

from app.services.people import Role, SignedInStaff
from app.web.access import person


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


def home() -> str | None:
    """Returns the endpoint at which this person's work begins, None for whoever has no section.

    An M&E officer begins at the results, everybody else at their first section.
    """
    areas = [endpoint for endpoint, _label in sections()]
    someone = person()
    is_officer = isinstance(someone, SignedInStaff) and someone.has(Role.ME_OFFICER)
    return "results.figures" if areas and is_officer else next(iter(areas), None)


def register(app: Flask) -> None:
    app.jinja_env.globals["sections"] = sections
