"""What the details of an act say beside the fields that it changed: a test, a moment, a reason, a number, a place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from app.services.facilitator.wall import Scene
from app.services.submission import Way
from app.store.audit import Act
from app.store.steps import COURSE
from app.web.reason_words import OF_LEARNERS, OF_SHEETS
from app.web.regional import day, moment
from app.web.staff_words import wave_name


@dataclass(frozen=True)
class Around:
    """An Around is what the details of one act point to: the zone of its place, and names."""

    zone: str
    groups: Mapping[str, str]
    """by public id"""
    pieces: Mapping[str, str]
    """titles of the pieces of the group's lessons, by id"""
    people: Mapping[int, str]
    """names of staff by id"""


def sentences(act: Act, around: Around) -> Iterable[str]:
    """Yields what the details of an act say, in sentences without a full stop; fields that it changed say nothing."""
    for key, say in SENTENCES.items():
        value = act.detail.get(key)
        if value is not None and not isinstance(value, list):
            sentence = say(act, value, around)
            if sentence:
                yield sentence


def _opens(_act: Act, at: str, around: Around) -> str:
    return _("opens %(at)s", at=moment(datetime.fromisoformat(at), around.zone))


def _closes(_act: Act, at: str, around: Around) -> str:
    return _("closes %(at)s", at=moment(datetime.fromisoformat(at), around.zone))


def _until(_act: Act, until: str, around: Around) -> str:
    """A day, a moment, or for good."""
    if not until:
        return _("for good")
    if "T" in until:
        return _("until %(day)s", day=moment(datetime.fromisoformat(until), around.zone))
    return _("until %(day)s", day=day(date.fromisoformat(until)))


def _reason(act: Act, reason: str, _around: Around) -> str:
    """Why a sheet was changed or somebody was taken out; why something was refused stands beside its subject."""
    if act.act.startswith("attempt."):
        return str(OF_SHEETS.get(reason, ""))
    return str(OF_LEARNERS.get(reason, "")) if act.act == "learner.take_out" else ""


def _group(ref: str, around: Around) -> str:
    return around.groups.get(ref) or _("a group that is gone")


def _scene(_act: Act, scene: str, _around: Around) -> str:
    return {
        Scene.STAGE: _("what comes now"),
        Scene.CODE: _("how to join"),
        Scene.LESSON: _("a lesson"),
        Scene.TALK: _("what to talk about"),
        Scene.QUESTION: _("questions of the test"),
    }[Scene(scene)]


def _count(act: Act, count: int, _around: Around) -> str:
    """How many of what an act is about."""
    if act.act.startswith("cards."):
        return ngettext("%(num)d card", "%(num)d cards", count)
    if act.act == "cohort.attendance":
        return ngettext("%(num)d present", "%(num)d present", count)
    return ngettext("%(num)d learner", "%(num)d learners", count)


def _merged(act: Act, handle: int, _around: Around) -> str:
    if act.act == "learner.part":
        return _("number %(number)d is back", number=handle)
    return _("number %(number)d was merged into it and is gone", number=handle)


def _number(act: Act, number: int) -> str:
    return _("number %(number)d there", number=number) if act.act.startswith("learner.move") else ""


def _rows(_act: Act, rows: Mapping[str, int], _around: Around) -> str:
    return ngettext("%(num)d row", "%(num)d rows", sum(rows.values()))


SENTENCES: Mapping[str, Callable[[Act, Any, Around], str]] = {
    "wave": lambda _act, wave, _around: wave_name(wave),
    "step": lambda _act, step, _around: _("lessons and second test") if step == COURSE else _("Follow-up"),
    "opens_at": _opens,
    "closes_at": _closes,
    "until": _until,
    "consent_on": lambda _act, on, _around: _("in place since %(day)s", day=day(date.fromisoformat(on))),
    "was": lambda _act, was, _around: _("before: %(day)s", day=day(date.fromisoformat(was))),
    "count": _count,
    "lesson": lambda _act, piece, around: around.pieces.get(piece) or _("a lesson that is gone"),
    "held_on": lambda _act, on, _around: day(date.fromisoformat(on)),
    "groups": lambda _act, count, _around: ngettext("%(num)d group", "%(num)d groups", count),
    "tests": lambda _act, count, _around: ngettext("%(num)d test counts", "%(num)d tests count", count),
    "digest": lambda _act, digest, _around: _("digest %(digest)s", digest=digest),
    "differed": lambda _act, count, _around: ngettext("%(num)d answer differed", "%(num)d answers differed", count),
    "merged_handle": _merged,
    "to": lambda _act, ref, around: _("to “%(group)s”", group=_group(ref, around)),
    "source": lambda _act, ref, around: _("from “%(group)s”", group=_group(ref, around)),
    "to_handle": lambda act, it, _around: _number(act, it) if act.act == "learner.move" else "",
    "from_handle": lambda act, it, _around: _number(act, it) if act.act == "learner.move_in" else "",
    "asked_by": lambda _act, it, around: _("asked for by %(name)s", name=around.people.get(it, "—")),
    "reason": _reason,
    "way": lambda act, way, _around: _("from a file") if act.act.startswith("attempt.") and way == Way.FILE else "",
    "scene": _scene,
    "ended": lambda _act, count, _around: ngettext("%(num)d sign-in ended", "%(num)d sign-ins ended", count),
    "is_lost": lambda _act, is_lost, _around: _("the former one was lost") if is_lost else "",
    "is_edited": lambda _act, is_it, _around: _("its end had been changed by hand") if is_it else "",
    "rows": _rows,
}
"""By the key of a detail: what it says. "" where it says nothing of this act, or stands beside its subject."""
