"""What the page asks for IATI: what only the publisher of an activity knows, with the standard's lists in words."""

from dataclasses import dataclass

from app.exports import OPTIONAL, ORGANISATION_TYPES, ROLES, STATUSES
from app.wording import Words


@dataclass(frozen=True)
class Field:
    """options: (code, label), where it is one of a list. kind: of the input else."""

    name: str
    label: str
    is_required: bool
    options: tuple[tuple[str, str], ...] = ()
    kind: str = "text"


def iati_fields(words: Words) -> list[Field]:
    """In the order in which the form asks."""
    options = {"organisation_type": _organisation_types(words), "role": _roles(words), "status": _statuses(words)}
    return [
        Field(
            name,
            label,
            name not in OPTIONAL,
            tuple(options.get(name, {}).items()),
            "date" if name == "start" else "text",
        )
        for name, label in field_labels(words).items()
    ]


def field_labels(words: Words) -> dict[str, str]:
    _ = words.gettext
    return {
        "identifier": _("Identifier of the activity"),
        "title": _("Title of the activity"),
        "description": _("Description of the activity, if it has one"),
        "status": _("Status of the activity"),
        "start": _("Day on which it began"),
        "sector": _("Sector, five digits of the DAC, if it is published"),
        "organisation": _("Reference of the reporting organisation"),
        "organisation_name": _("Name of the organisation, if not the reference"),
        "organisation_type": _("Kind of organisation"),
        "role": _("What the organisation does in it"),
    }


def _statuses(words: Words) -> dict[str, str]:
    _ = words.gettext
    labels = (_("Planned"), _("Under way"), _("Being finished"), _("Closed"), _("Cancelled"), _("Suspended"))
    return dict(zip(STATUSES, labels, strict=True))


def _roles(words: Words) -> dict[str, str]:
    _ = words.gettext
    labels = (_("Funds it"), _("Is accountable for it"), _("Manages the money"), _("Carries it out"))
    return dict(zip(ROLES, labels, strict=True))


def _organisation_types(words: Words) -> dict[str, str]:
    _ = words.gettext
    labels = (
        _("Government"),
        _("Local government"),
        _("Other public body"),
        _("International NGO"),
        _("National NGO"),
        _("Regional NGO"),
        _("NGO of the partner country"),
        _("Public-private partnership"),
        _("Multilateral organisation"),
        _("Foundation"),
        _("Private company"),
        _("Private company in the provider country"),
        _("Private company in the recipient country"),
        _("Private company in a third country"),
        _("University, school or research institute"),
        _("Other"),
    )
    return dict(zip(ORGANISATION_TYPES, labels, strict=True))
