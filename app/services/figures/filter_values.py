"""The values that a filter may have at all, whether or not anybody is like that."""

import re

from app.services.cohorts import WAYS
from app.services.people import AGE_BANDS, SEXES
from app.store import Session
from app.store.figures import choices
from app.store.programmes import regions
from app.wording import LANGUAGES

MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
CHANNELS = ("page", "phone", "chat", "paper")
FIXED = {"sex": SEXES, "age_band": AGE_BANDS, "way": WAYS, "language": LANGUAGES, "channel": CHANNELS}


def is_known(session: Session, name: str, value: str) -> bool:
    """Returns whether a filter can have this value at all, whether or not any learner has it.

    name: region, country, partner (public id), sex, age_band, language, way, channel or month (yyyy-mm).
    """
    if name in FIXED:
        return value in FIXED[name]
    if name == "month":
        return MONTH.fullmatch(value) is not None
    if name == "partner":
        return value in choices.partner_names(session)
    known = regions.by_code(session)
    return value in known if name == "region" else value in {code[:2] for code in known}
