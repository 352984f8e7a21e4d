"""What a file of a group is called once it lies on somebody's computer: of which group, what, and of which day."""

import re
from urllib.parse import quote

from flask import Response

from app.exports import FORMATS
from app.services.cohorts import today_of
from app.store.programmes.cohorts import Cohort
from app.web.clock import now

LONGEST = 40
"""Characters of a group's name that a file carries."""


def sent_as(cohort: Cohort, what: str, data: bytes, form: str) -> Response:
    """Returns the answer that sends a file of a group. what: in the reader's words. form: of its content."""
    name = f"{file_name(cohort, what)}.{FORMATS[form].ending}"
    disposition = f"attachment; filename={name}" if name.isascii() else f"attachment; filename*=UTF-8''{quote(name)}"
    return Response(data, mimetype=FORMATS[form].kind, headers={"Content-Disposition": disposition})


def file_name(cohort: Cohort, what: str) -> str:
    """Returns the name of a file without its ending: the group's name, what it is and today's date.

    what: in the reader's words. It has letters and digits of any alphabet, and hyphens between them, which every system
    takes.
    """
    group = _joined(cohort.label)[:LONGEST].strip("-")
    return "-".join(filter(None, [group, _joined(what), today_of(cohort, now()).isoformat()]))


def _joined(words: str) -> str:
    return "-".join(re.findall(r"[^\W_]+", words))
