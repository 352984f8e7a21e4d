"""What learners said and passed on, as variables: of each group and of all together."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from analytics import GainReport, GroupReport, ReactionFigures, ReactionReport, StatementFigures, StatementReport
from app.exports.cover import Cover
from app.exports.variable import Kind, Made, Variable
from app.wording import Taught, Words

Reading = Callable[[GainReport, Cover, GroupReport], Any]


def beside_the_scores(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    """None for a course without statements, or where nobody has reported; nothing of what is hidden."""
    return [*_statements(made, words), *_reactions(made, words), *_taught(made, words)]


def taught_of(cover: Cover, group: GroupReport) -> Taught | None:
    """Of this group, or of all; None where it is not told."""
    told = next((one for one in cover.reception.taught if one.key == group.key), None)
    return None if told is None or told.learners is None else told


def said_of(report: StatementReport, group: GroupReport) -> StatementFigures | None:
    """What this group, or all, said of themselves; None where it is not told or nobody did."""
    told = next((one for one in (*report.groups, report.total) if one.key == group.key), None)
    return None if told is None or not told.n else told


def reacted_of(report: ReactionReport, group: GroupReport) -> ReactionFigures | None:
    """What this group, or all, said of the course; None where it is not told or nobody did."""
    told = next((one for one in (*report.groups, report.total) if one.key == group.key), None)
    return None if told is None or not told.n else told


def _statements(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    asked = {
        one.statement: cover.called.statement(one.statement)
        for report, cover in made
        for one in report.statements or ()
    }
    labels: Mapping[str, tuple[str, Kind, tuple[str, ...]]] = {
        "before": (_("%(said)s Mean before, 1 to 5"), "number", ("before",)),
        "after": (_("%(said)s Mean after, 1 to 5"), "number", ("after",)),
        "change": (_("%(said)s Mean change"), "number", ("change", "mean")),
        "low": (_("%(said)s Mean change: lower end"), "number", ("change", "low")),
        "high": (_("%(said)s Mean change: upper end"), "number", ("change", "high")),
        "n": (_("%(said)s Learners who answered"), "count", ("n",)),
    }

    def reading(statement: str, way: tuple[str, ...]) -> Reading:
        def read(report: GainReport, _cover: Cover, group: GroupReport) -> Any:
            found = next((one for one in report.statements or () if one.statement == statement), None)
            return _at(found and said_of(found, group), way)

        return read

    return [
        (Variable(_name("said", place, statement, part), label % {"said": said}, kind), reading(statement, way))
        for place, (statement, said) in enumerate(asked.items(), start=1)
        for part, (label, kind, way) in labels.items()
    ]


def _reactions(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    asked = {
        one.reaction: cover.reception.question(one.reaction)
        for _report, cover in made
        for one in cover.reception.reactions
    }
    labels: Mapping[str, tuple[str, Kind, tuple[str, ...]]] = {
        "share": (_("%(said)s Share at 4 or 5"), "share", ("satisfied", "share")),
        "low": (_("%(said)s Share at 4 or 5: lower end"), "share", ("satisfied", "low")),
        "high": (_("%(said)s Share at 4 or 5: upper end"), "share", ("satisfied", "high")),
        "mean": (_("%(said)s Mean, 1 to 5"), "number", ("mean",)),
        "m_low": (_("%(said)s Mean: lower end"), "number", ("low",)),
        "m_high": (_("%(said)s Mean: upper end"), "number", ("high",)),
        "n": (_("%(said)s Learners who answered"), "count", ("n",)),
    }

    def reading(reaction: str, way: tuple[str, ...]) -> Reading:
        def read(_report: GainReport, cover: Cover, group: GroupReport) -> Any:
            found = next((one for one in cover.reception.reactions if one.reaction == reaction), None)
            told = found and reacted_of(found, group)
            if told and way[0] == "satisfied" and told.satisfied and told.satisfied.share is None:
                return None  # a range is no interval, and would be read as one
            return _at(told, way)

        return read

    return [
        (Variable(_name("course", place, reaction, part), label % {"said": said}, kind), reading(reaction, way))
        for place, (reaction, said) in enumerate(asked.items(), start=1)
        for part, (label, kind, way) in labels.items()
    ]


def _at(found: Any, way: tuple[str, ...]) -> Any:
    for name in way:
        found = None if found is None else getattr(found, name)
    return found


def _taught(made: Made, words: Words) -> list[tuple[Variable, Reading]]:
    _ = words.gettext
    if not any(cover.reception.taught for _report, cover in made):
        return []

    def reading(part: str) -> Reading:
        def read(_report: GainReport, cover: Cover, group: GroupReport) -> Any:
            return _at(taught_of(cover, group), (part,))

        return read

    return [
        (Variable("taught_learners", _("Learners who reported that they passed it on"), "count"), reading("learners")),
        (Variable("taught_peers", _("Peers taught, as learners report"), "count"), reading("peers")),
    ]


def _name(about: str, place: int, of: str, part: str) -> str:
    """At most 32 signs, and no two the same: what is too long is cut and numbered."""
    text = re.sub(r"[^A-Za-z0-9]+", "_", of)
    return f"{about}_{text if len(text) <= 18 else f'{text[:15]}_{place}'}_{part}"
