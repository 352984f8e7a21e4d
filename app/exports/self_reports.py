"""What learners said and passed on: of one group, or of all together."""

from analytics import GroupReport, ReactionFigures, ReactionReport, StatementFigures, StatementReport
from app.exports.cover import Cover
from app.wording import Taught


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
