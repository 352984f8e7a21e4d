"""Figures as xAPI statements on groups: no learner and no code of one leaves."""

import json
import uuid
from datetime import UTC, datetime, time

from app.exports.indicators import indicators
from app.exports.variable import Made
from app.exports.variables import about_in_one_text
from app.wording import Words, scoring_sentence

SCORED = "http://adlnet.gov/expapi/verbs/scored"
COURSE = "http://adlnet.gov/expapi/activities/course"
OURS = uuid.UUID("6f0f53c4-3f0a-5b0e-9d6f-5f5a4f0f5f6e")
"""The namespace of our statements' ids: the same figures give the same statement, so sending twice adds nothing."""


def gain_xapi(made: Made, words: Words, home: str) -> bytes:
    """A statement for each group that may be shown: a group scored on the course.

    home: the address of this instance, which names the groups. The score is the mean of the second test; all else
    (counts, shares, interval) stands in extensions named by the indicators' codes.
    """
    statements = []
    home = home.rstrip("/")
    for report, cover in made:
        most = report.method.max_score
        stored = datetime.combine(cover.made_on, time(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        for group in (*report.groups, report.total):
            found = indicators(report, cover, group)
            if not found or most is None:
                continue
            name = "all" if group.key is None else " / ".join(cover.parts(group.key))
            label = words.gettext("All") if group.key is None else cover.names[group.key]
            figures: dict[str, float | str] = {f"{home}/xapi/{one.code.lower()}": float(one.value) for one in found}
            figures[f"{home}/xapi/scoring"] = scoring_sentence(words)
            if cover.data:
                figures[f"{home}/xapi/data"] = cover.data
            result: dict[str, object] = {"extensions": figures}
            if group.gain is not None:
                after = round(group.gain.post_mean, 4)
                scaled = round(group.gain.post_mean / most, 4)
                result["score"] = {"scaled": scaled, "raw": after, "min": 0, "max": most}
            identity = f"{home} {cover.course} {cover.disaggregates} {name} {cover.made_on} {sorted(figures.items())}"
            statements.append(
                {
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
                    "timestamp": stored,
                }
            )
    return (json.dumps(statements, ensure_ascii=False, indent=1) + "\n").encode()
