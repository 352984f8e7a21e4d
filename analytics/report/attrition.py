"""Who did not come back, and whether they scored otherwise before."""

from analytics.counts.groups import GroupCounts, Options
from analytics.leavers import LeaversReport, leavers_against_stayers
from analytics.notes import Note, NoteCode
from analytics.report.results import AttritionReport
from analytics.shares.intervals import wilson


def attrition_report(counts: GroupCounts, options: Options) -> AttritionReport:
    """Works out who did not take the second test (attrition), and how they had scored before.

    The share has Wilson's interval, learners independent; a note says so if the group has cohorts. scores: None, with
    NOT_COUNTED, if leavers by score are unknown.
    """
    left = counts.flow.pre_only
    notes = []
    if counts.cohorts is not None:
        notes.append(Note(NoteCode.FIGURE_IGNORES_COHORTS, {"figure": "attrition"}))
    if counts.leavers is None:
        notes.append(Note(NoteCode.NOT_COUNTED, {"figure": "leavers"}))
    return AttritionReport(
        lost=wilson(left, left + counts.joint.n, options.confidence),
        scores=_scores(counts, options),
        notes=tuple(notes),
    )


def _scores(counts: GroupCounts, options: Options) -> LeaversReport | None:
    if counts.leavers is None:
        return None
    return leavers_against_stayers(counts.joint.pre, counts.leavers, options.confidence)
