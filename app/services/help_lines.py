"""What the page Help has for a country, and what lessons need of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.store import Session
from app.store.programmes import helplines
from app.store.programmes.helplines import Line
from courses import Course, HelpNeed


@dataclass(frozen=True)
class HelpLines:
    """A HelpLines holds the lines that learners are shown, by how they are used, each in the order of the register."""

    emergencies: tuple[Line, ...]
    calls: tuple[Line, ...]
    chats: tuple[Line, ...]
    pictures: tuple[Line, ...]

    @property
    def met(self) -> frozenset[HelpNeed]:
        """What a learner who looks for it finds here."""
        finds: dict[HelpNeed, bool] = {
            "number": bool(self.emergencies or self.calls),
            "line": bool(self.calls or self.chats),
            "write": bool(self.chats),
            "pictures": bool(self.pictures),
        }
        return frozenset(need for need, is_met in finds.items() if is_met)


@dataclass(frozen=True)
class Lack:
    """A Lack is a need of lessons that Help does not meet."""

    need: HelpNeed
    numbers: tuple[int, ...]
    """of the lessons, from 1, in order"""


def help_lines_of(lines: Iterable[Line]) -> HelpLines:
    """Sorts lines by how they are used: called in an emergency, called, written to, opened because of a picture."""
    emergencies: list[Line] = []
    calls: list[Line] = []
    chats: list[Line] = []
    pictures: list[Line] = []
    for line in lines:
        if helplines.is_emergency(line):
            emergencies.append(line)
        elif line.kind == helplines.PICTURES:
            pictures.append(line)
        else:
            (chats if helplines.is_chat(line.number) else calls).append(line)
    return HelpLines(tuple(emergencies), tuple(calls), tuple(chats), tuple(pictures))


def list_lacks(course: Course, met: frozenset[HelpNeed]) -> tuple[Lack, ...]:
    """Lists the needs of a course's lessons that are not met, the one of the earliest lesson first."""
    numbers: dict[HelpNeed, list[int]] = {}
    for number, lesson in enumerate(course.lessons, start=1):
        for need in dict.fromkeys(lesson.needs_help):
            if need not in met:
                numbers.setdefault(need, []).append(number)
    return tuple(Lack(need, tuple(those)) for need, those in numbers.items())


def list_lacks_in(session: Session, course: Course, country: str, today: date) -> tuple[Lack, ...]:
    """Lists what lessons need of Help and learners of this country are not shown, as `list_lacks` does.

    The register is not read for a course that needs nothing.
    """
    if not any(lesson.needs_help for lesson in course.lessons):
        return ()
    return list_lacks(course, help_lines_of(helplines.list_shown(session, country, today)).met)


def shipped_lines(country: str, today: date) -> HelpLines:
    """Returns what learners of a country would be shown of the lines that ship with the code, none of them called."""
    lines = (line for line in helplines.shipped() if line.country in (country, helplines.EVERYWHERE))
    untils = ((line, helplines.good_until(line)) for line in lines)
    return help_lines_of(line for line, until in untils if until is not None and today <= until)
