"""What learners said and passed on, as variables: of all together, and the peers they taught by region too."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from analytics import GainReport, GroupReport
from app.exports.cover import Cover
from app.exports.variable import Kind, Made, Variable
from app.wording import Taught, Words

Reading = Callable[[GainReport, Cover, GroupReport], Any]


def beside_the_scores(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    """None for a course without statements, or where nobody has reported; nothing of what is hidden."""
    return [*_statements(made, words), *_reactions(made, words), *_taught(made, words)]


def taught_of(cover: Cover, group: GroupReport) -> Taught | None:
    """Of one region where the report is split by region alone, or of all; None where it is not told."""
    if group.key is not None and cover.disaggregates != ("region",):
        return None
    told = next((one for one in cover.reception.taught if one.region == group.key), None)
    return None if told is None or told.learners is None else told


def _statements(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    asked = {
        one.statement: cover.called.statement(one.statement)
        for report, cover in made
        for one in report.statements or ()
    }
    labels: Mapping[str, tuple[str, Kind]] = {
        "before": (_("%(said)s Mean before, 1 to 5"), "number"),
        "after": (_("%(said)s Mean after, 1 to 5"), "number"),
        "n": (_("%(said)s Learners who answered"), "count"),
    }

    def reading(statement: str, part: str) -> Reading:
        def read(report: GainReport, _cover: Cover, group: GroupReport) -> Any:
            found = next((one for one in report.statements or () if one.statement == statement), None)
            return None if group.key is not None or found is None else getattr(found, part)

        return read

    return [
        (Variable(_name("said", place, statement, part), label % {"said": said}, kind), reading(statement, part))
        for place, (statement, said) in enumerate(asked.items(), start=1)
        for part, (label, kind) in labels.items()
    ]


def _reactions(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    asked = {
        one.reaction: cover.reception.called.get(one.reaction, one.reaction)
        for _report, cover in made
        for one in cover.reception.reactions
    }
    labels: Mapping[str, tuple[str, Kind]] = {
        "share": (_("%(said)s Share at 4 or 5"), "share"),
        "mean": (_("%(said)s Mean, 1 to 5"), "number"),
        "n": (_("%(said)s Learners who answered"), "count"),
    }

    def reading(reaction: str, part: str) -> Reading:
        def read(_report: GainReport, cover: Cover, group: GroupReport) -> Any:
            found = next((one for one in cover.reception.reactions if one.reaction == reaction), None)
            return None if group.key is not None or found is None else getattr(found, part)

        return read

    return [
        (Variable(_name("course", place, reaction, part), label % {"said": said}, kind), reading(reaction, part))
        for place, (reaction, said) in enumerate(asked.items(), start=1)
        for part, (label, kind) in labels.items()
    ]


def _taught(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    if not any(cover.reception.taught for _report, cover in made):
        return []

    def reading(part: str) -> Reading:
        def read(_report: GainReport, cover: Cover, group: GroupReport) -> Any:
            told = taught_of(cover, group)
            return None if told is None else getattr(told, part)

        return read

    return [
        (Variable("taught_learners", _("Learners who reported that they passed it on"), "count"), reading("learners")),
        (Variable("taught_peers", _("Peers taught, as learners report"), "count"), reading("peers")),
    ]


def _name(about: str, place: int, of: str, part: str) -> str:
    """At most 32 signs, and no two the same: what is too long is cut and numbered."""
    text = re.sub(r"[^A-Za-z0-9]+", "_", of)
    return f"{about}_{text if len(text) <= 18 else f'{text[:15]}_{place}'}_{part}"
