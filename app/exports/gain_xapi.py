"""Figures as xAPI statements on groups: no learner and no code of one leaves."""

import json
import uuid
from datetime import UTC, datetime, time
from typing import Any

from analytics import GainReport, GroupReport
from app.exports.about import about_in_one_text, for_programs
from app.exports.cover import Cover, Made
from app.exports.data_key import OPTIONS, codes_of
from app.exports.indicators import indicators
from app.exports.unfit import NOTHING_SHOWN, Unfit, check_anybody
from app.wording import Words, retest_sentence, scoring_sentence

SCORED = "http://adlnet.gov/expapi/verbs/scored"
COURSE = "http://adlnet.gov/expapi/activities/course"
IN_ORDER = ("region", "programme", "partner", *OPTIONS)
"""How a group's disaggregates follow one another in its name."""
OURS = uuid.UUID("6f0f53c4-3f0a-5b0e-9d6f-5f5a4f0f5f6e")
"""The namespace of our statements' ids: the same figures give the same statement, so sending twice adds nothing."""


def gain_xapi(made: Made, words: Words, home: str) -> bytes:
    """Returns a JSON list of xAPI statements, one for each group that is not suppressed: a group scored on the course.

    home: the address of this instance, which names the groups, each by all its codes. The score is the mean of the
    second test; counts, shares and intervals are extensions named by the indicators' codes. Raises Unfit if nobody has
    taken both tests or everything is suppressed.
    """
    home = home.rstrip("/")
    statements = [
        one
        for report, cover in made
        for group in (*report.groups, report.total)
        if (one := _statement(report, cover, group, words, home)) is not None
    ]
    if not statements:
        check_anybody(made)
        raise Unfit("suppressed", NOTHING_SHOWN)
    return for_programs((json.dumps(statements, ensure_ascii=False, indent=1) + "\n").encode())


def _statement(report: GainReport, cover: Cover, group: GroupReport, words: Words, home: str) -> dict[str, Any] | None:
    most, values = report.method.max_score, indicators(report, cover, group)
    if not values or most is None:
        return None
    name = account_name(group, cover)
    label = " ".join((words.gettext("All") if group.key is None else cover.names[group.key], *cover.taken))
    figures: dict[str, float | str] = {f"{home}/xapi/{one.code.lower()}": float(one.value) for one in values}
    figures[f"{home}/xapi/scoring"] = scoring_sentence(words)
    if group.noise_floor is not None:
        figures[f"{home}/xapi/retest"] = retest_sentence(words, report.method)
    if cover.data:
        figures[f"{home}/xapi/data"] = cover.data
    result: dict[str, object] = {"extensions": figures}
    if group.gain is not None:
        after, scaled = round(group.gain.post_mean, 4), round(group.gain.post_mean / most, 4)
        result["score"] = {"scaled": scaled, "raw": after, "min": 0, "max": most}
    identity = f"{home} {cover.course} {name} {cover.made_on} {sorted(figures.items())}"
    return {
        "id": str(uuid.uuid5(OURS, identity)),
        "actor": {"objectType": "Group", "name": label, "account": {"homePage": home, "name": name}},
        "verb": {"id": SCORED, "display": {"en": "scored"}},
        "object": {
            "id": f"{home}/xapi/course/{cover.course}",
            "definition": {
                "type": COURSE,
                "name": {words.language: cover.source},
                "description": {words.language: about_in_one_text([(report, cover)], words)},
            },
        },
        "result": result,
        "timestamp": datetime.combine(cover.made_on, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def account_name(group: GroupReport, cover: Cover) -> str:
    """Returns a group's codes joined, such as "KZ-61 / female", or "all" for everybody."""
    codes = codes_of(group, cover)
    return " / ".join(codes[name] for name in IN_ORDER if name in codes) or "all"
