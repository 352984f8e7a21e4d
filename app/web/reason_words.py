"""Why somebody changed or took something out, by code: for the pages that ask it, and for the list of what was done."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from app.services.facilitator import removing
from app.services.submission import Reason

OF_SHEETS: Mapping[str, Any] = {
    Reason.MISREAD: _l("a mark was misread"),
    Reason.OTHER_LEARNER: _l("it was another learner’s sheet"),
    Reason.SLIPPED: _l("a line slipped while typing"),
    Reason.WRONG_DAY: _l("the day of the test was wrong"),
    Reason.INCOMPLETE: _l("the sheet was found incomplete"),
    Reason.OTHER: _l("another reason"),
}
"""Why a sheet is typed in again or taken out: never words about somebody."""
OF_A_NO: Mapping[str, Any] = {
    Reason.MISREAD: _l("the paper has other marks than were typed in"),
    Reason.OTHER_LEARNER: _l("the paper is another learner’s"),
    Reason.WRONG_DAY: _l("the paper is of another day"),
    Reason.OTHER: _l("another reason, or I have not seen the paper"),
}
"""Why a second person says no to a sheet."""
OF_LEARNERS: Mapping[str, Any] = {
    removing.Reason.TRIAL: _l("A trial by a facilitator or colleague"),
    removing.Reason.PRANK: _l("A prank"),
    removing.Reason.MISTAKE: _l("Somebody who came by mistake and belongs to no group"),
}
"""Why somebody who has sent a test is taken out of a group."""
