"""What IATI asks of an activity that only its publisher knows; none of it is guessed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date

from app.exports.unfit import Unfit

ORGANISATION_TYPES = (
    *("10", "11", "15", "21", "22", "23", "24", "30", "40"),
    *("60", "70", "71", "72", "73", "80", "90"),
)
"""Codes of the list OrganisationType, version 2.03."""
ROLES = ("1", "2", "3", "4")
"""Of the list OrganisationRole: funding, accountable, extending, implementing."""
STATUSES = ("1", "2", "3", "4", "5", "6")
"""Of the list ActivityStatus: pipeline, implementation, finalisation, closed, cancelled, suspended."""
SECTOR = re.compile(r"\d{5}")
"""A purpose of the DAC."""


@dataclass(frozen=True)
class Activity:
    """Holds what an IATI file says of the activity itself.

    organisation: the reporting organisation's reference. organisation_type, role, status: codes of IATI. start: the day
    on which the activity began, yyyy-mm-dd. The last three may be "": then the title is repeated as the description,
    the reference is written for the organisation's name, and there is no sector (five digits of the DAC).
    """

    identifier: str
    title: str
    organisation: str
    organisation_type: str
    role: str
    status: str
    start: str
    description: str = ""
    organisation_name: str = ""
    sector: str = ""


REQUIRED = tuple(field.name for field in fields(Activity) if field.default != "")
OPTIONAL = tuple(field.name for field in fields(Activity) if field.default == "")


def activity_of(values: Mapping[str, str]) -> Activity:
    """Makes an Activity from a form's values by field name, stripped of white space.

    Raises Unfit, with the fields, if a required one is missing or a code is not one of the standard's.
    """
    filled = {name: values.get(name, "").strip() for name in (*REQUIRED, *OPTIONAL)}
    missing = tuple(name for name in REQUIRED if not filled[name])
    if missing:
        raise Unfit("no_activity", f"IATI needs of the activity: {', '.join(missing)}", missing)
    wrong = tuple(name for name, is_right in _checks(filled).items() if not is_right)
    if wrong:
        raise Unfit("bad_activity", f"IATI does not know: {', '.join(f'{one} {filled[one]}' for one in wrong)}", wrong)
    return Activity(**filled)


def _checks(filled: Mapping[str, str]) -> dict[str, bool]:
    return {
        "organisation_type": filled["organisation_type"] in ORGANISATION_TYPES,
        "role": filled["role"] in ROLES,
        "status": filled["status"] in STATUSES,
        "start": _is_day(filled["start"]),
        "sector": not filled["sector"] or SECTOR.fullmatch(filled["sector"]) is not None,
    }


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
