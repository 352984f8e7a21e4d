"""What staff read for each role, way, stage and wave."""

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.facilitator.board import WAVE_OF, Board, Stage
from app.services.facilitator.group_list import Entry
from app.services.facilitator.reaching import REASONS
from app.services.people import Role
from app.services.waves import Wave


def role_name(role: str) -> str:
    return {
        Role.ADMINISTRATOR: _("Administrator"),
        Role.ME_OFFICER: _("M&E officer"),
        Role.PARTNER_LEAD: _("Partner lead"),
        Role.FACILITATOR: _("Facilitator"),
    }[Role(role)]


def way_name(way: str) -> str:
    return {"room": _("in a room"), "remote": _("remote"), "mixed": _("mixed"), "paper": _("on paper only")}[way]


def wave_name(wave: str) -> str:
    """Returns the name of a wave's test in the reader's language, such as "First test"."""
    return {
        Wave.EARLY: _("Early test"),
        Wave.PRE: _("First test"),
        Wave.POST: _("Second test"),
        Wave.FOLLOW_UP: _("Follow-up"),
    }[Wave(wave)]


def aside_reason(reason: str) -> str:
    """Returns the sentence that tells a facilitator why a test that a phone sent was set aside."""
    return {
        "key_conflict": _("The phone sent the same test a second time with other answers. The first ones count."),
        "wave_taken": _("This test had arrived already, perhaps from another phone. The first one counts."),
        "closed": _("The test was not open when it was finished, or it arrived more than 14 days after the closing."),
    }[reason]


def stage_name(stage: Stage) -> str:
    return {
        Stage.CONSENT: _("Waits for consent"),
        Stage.JOINING: _("Ready to let learners in"),
        Stage.EARLY: _("Learners are joining"),
        Stage.EARLY_OPEN: _("Early test is open"),
        Stage.WAIT: _("Waits for its lessons"),
        Stage.PRE: _("Learners are joining"),
        Stage.PRE_OPEN: _("First test is open"),
        Stage.LESSONS: _("Lessons"),
        Stage.POST_OPEN: _("Second test is open"),
        Stage.DONE: _("Finished"),
        Stage.FOLLOW_UP_OPEN: _("Follow-up is open"),
        Stage.ARCHIVED: _("Archived"),
        Stage.ON_PAPER: _("Sheets are typed in"),
    }[stage]


def awaited(entry: Entry) -> str:
    """Returns in a few words whom or what a cohort waits for now; "" if for nobody."""
    wave = WAVE_OF.get(entry.stage)
    if wave is not None:
        return still(entry.progress.begun(wave), entry.progress.not_begun(wave))
    if entry.stage in (Stage.DONE, Stage.ON_PAPER):
        return missing_said(entry.progress.owing, entry.progress.without_both, entry.progress.left)
    over = {Stage.WAIT: Wave.EARLY, Stage.LESSONS: Wave.PRE}.get(entry.stage)
    if over is not None:
        missing = entry.progress.joined - entry.progress.sent(over) - entry.in_extra_time.get(over, 0)
        return _missing(over, missing) if missing else ""
    if entry.stage is Stage.CONSENT:
        return _("consent of guardians")
    if entry.stage in (Stage.JOINING, Stage.EARLY, Stage.PRE) and entry.progress.joined == 0:
        return _("learners")
    return ""


def _missing(wave: Wave, count: int) -> str:
    if wave is Wave.EARLY:
        return ngettext("%(num)d without the early test", "%(num)d without the early test", count)
    return ngettext("%(num)d without the first test", "%(num)d without the first test", count)


def missing_said(owing: int, without_both: int, left: int = 0) -> str:
    """Returns how many took the first test and not the second, how many none, and how many left; without what is 0."""
    parts = []
    if owing:
        parts.append(
            ngettext(
                "%(num)d took the first test and not the second",
                "%(num)d took the first test and not the second",
                owing,
            )
        )
    if without_both:
        parts.append(ngettext("%(num)d took neither of the two", "%(num)d took neither of the two", without_both))
    if left:
        parts.append(ngettext("%(num)d left with a test missing", "%(num)d left with a test missing", left))
    return ", ".join(parts)


def left_reasons() -> tuple[str, ...]:
    """Returns the codes of the reasons why a learner may have left, in their order."""
    return REASONS


def left_because(reason: str) -> str:
    """Returns in a few words why a learner left."""
    return {
        "moved": _("moved away"),
        "work": _("has to work"),
        "unwilling": _("does not want to go on"),
        "unreachable": _("cannot be reached"),
        "unknown": _("nobody knows why"),
    }[reason]


def missing_of(board: Board) -> str:
    """Returns who is missing on the board of a test; that everybody has finished, or that nobody has joined.

    Whoever is noted to have left is not missing.
    """
    if not board.joined:
        return _("It is due to nobody: nobody took both tests") if board.not_due else _("Nobody has joined yet")
    return still_of(board) or _("Everybody has finished")


def still_of(board: Board) -> str:
    """Returns who is missing on the board of a test, as `still` does; whoever is noted to have left is not."""
    answering, not_begun = (sum(not it.has_left for it in seats) for seats in (board.answering, board.not_begun))
    return still(answering, not_begun)


def still(answering: int, not_begun: int) -> str:
    """Returns "5 still answering, 4 not begun" without the part that is 0; "" if both are."""
    parts = []
    if answering:
        parts.append(ngettext("%(num)d still answering", "%(num)d still answering", answering))
    if not_begun:
        parts.append(ngettext("%(num)d not begun", "%(num)d not begun", not_begun))
    return ", ".join(parts)


def register(bp: Blueprint) -> None:
    """Makes the functions of this module known to every template."""
    for name in (role_name, way_name, wave_name, aside_reason, stage_name, left_because):
        bp.add_app_template_filter(name)
    bp.add_app_template_global(missing_of)
    bp.add_app_template_global(missing_said)
    bp.add_app_template_global(left_reasons)
    bp.add_app_template_global(still)
    bp.add_app_template_global(awaited)
