"""What the page asks for IATI: what only the publisher of an activity knows, with the standard's lists in words."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectChoice, SelectField, StringField

from app.exports import ORGANISATION_TYPES, ROLES, STATUSES
from app.web.forms import Form

LONGEST = 400


def _cut(value: str | None) -> str:
    return (value or "").strip()[:LONGEST]


def _text(label: Any, kind: str = "text") -> StringField:
    look = {"class": "in", "type": kind, "maxlength": LONGEST, "autocomplete": "off"}
    return StringField(label, filters=[_cut], render_kw=look)


def _code(label: Any, codes: Sequence[str], labels: Sequence[Any]) -> SelectField:
    choices = [SelectChoice(code, name) for code, name in zip(codes, labels, strict=True)]
    return SelectField(
        label,
        choices=[SelectChoice("", _l("Choose")), *choices],
        filters=[_cut],
        render_kw={"class": "in"},
    )


class ActivityForm(Form):
    """An ActivityForm asks for the particulars of an IATI activity.

    Texts are cut at 400 characters. It checks nothing else: what is required and allowed, `app.exports` says.
    """

    identifier = _text(_l("Identifier of the activity"))
    title = _text(_l("Title of the activity"))
    description = _text(_l("Description of the activity, if it has one"))
    status = _code(
        _l("Status of the activity"),
        STATUSES,
        (_l("Planned"), _l("Under way"), _l("Being finished"), _l("Closed"), _l("Cancelled"), _l("Suspended")),
    )
    start = _text(_l("Day on which it began"), kind="date")
    sector = _text(_l("Sector, five digits of the DAC, if it is published"))
    organisation = _text(_l("Reference of the reporting organisation"))
    organisation_name = _text(_l("Name of the organisation, if not the reference"))
    organisation_type = _code(
        _l("Kind of organisation"),
        ORGANISATION_TYPES,
        (
            _l("Government"),
            _l("Local government"),
            _l("Other public body"),
            _l("International NGO"),
            _l("National NGO"),
            _l("Regional NGO"),
            _l("NGO of the partner country"),
            _l("Public-private partnership"),
            _l("Multilateral organisation"),
            _l("Foundation"),
            _l("Private company"),
            _l("Private company in the provider country"),
            _l("Private company in the recipient country"),
            _l("Private company in a third country"),
            _l("University, school or research institute"),
            _l("Other"),
        ),
    )
    role = _code(
        _l("What the organisation does in it"),
        ROLES,
        (_l("Funds it"), _l("Is accountable for it"), _l("Manages the money"), _l("Carries it out")),
    )
