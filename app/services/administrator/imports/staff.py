"""Staff from a table: a row for each with name, role and place; whoever is new gets a one-time link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.services.administrator.imports.lines import Choice, Draft, Fault, Line, Sheet, choose, missing_columns
from app.services.administrator.imports.offers import in_full
from app.services.administrator.programme import LANGUAGES
from app.services.administrator.staff import NewStaff, Reach, add_staff, kept_name, reach_of
from app.services.names import OF_STAFF
from app.services.people import Grant, Role
from app.store import Session
from app.store.people import staff
from app.store.programmes import partners, programmes
from app.wording.imports import spellings

COLUMNS = ("name", "role", "place", "language")
NEEDED = ("name", "role", "place")
USUAL_LANGUAGE = "ru"
"""Of whom the table says none."""


@dataclass(frozen=True)
class Person:
    """A Person is one row that has no fault. is_known: somebody has this name already, so nobody is added."""

    row: int
    name: str
    grant: Grant
    place: str
    """the name of the partner or programme; "" for the whole instance"""
    language: str
    is_known: bool


@dataclass(frozen=True)
class Added:
    """An Added is somebody who was just added, with the token of the one-time link, which is shown once."""

    person: Person
    new: NewStaff


def read(session: Session, sheet: Sheet, _now: datetime) -> Draft[Person]:
    """Checks each row of a table of staff. Nothing is stored."""
    missing = missing_columns(sheet, NEEDED)
    if missing:
        return Draft((), tuple(missing))
    reader = _Reader(session, sheet.lines)
    people = [person for line in sheet.lines if (person := reader.person(line)) is not None]
    return Draft(tuple(people), tuple(reader.faults))


def make(session: Session, people: Sequence[Person], *, by: int | None = None, now: datetime) -> list[Added]:
    """Adds these people, but those that are known, each with a one-time link, and writes audit entries."""
    return [
        Added(it, add_staff(session, name=it.name, language=it.language, grant=it.grant, by=by, now=now))
        for it in people
        if not it.is_known
    ]


class _Reader:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, session: Session, lines: Sequence[Line]) -> None:
        self.faults: list[Fault] = []
        self._first: dict[str, int] = {}
        at_work = partners.list_places(session, programme_ids=None, partner_ids=())
        self._partners = {it.partner_id: it for it, _ in at_work}
        self._programmes = {it.programme_id: it for it in programmes.list_programmes(session)}
        self._at_partner = Choice(
            (name, partner.partner_id)
            for partner, programme in at_work
            for name in (partner.name, in_full(partner, programme))
        )
        self._in_programme = Choice((it.name, it.programme_id) for it in self._programmes.values())
        self._everything = Choice((name, True) for name in spellings("place", "everything"))
        self._roles = Choice((name, role) for role in Role for name in spellings("role", role.value))
        self._languages = Choice((name, code) for code in LANGUAGES for name in spellings("language", code))
        self._known = staff.list_by_names(session, {kept_name(line["name"]) for line in lines})

    def person(self, line: Line) -> Person | None:
        """The person of a row; None where something is wrong with it."""
        before = len(self.faults)
        name = self._name(line)
        role = choose(line, "role", self._roles, self.faults)
        grant, place = self._grant(line, role) if role else (None, "")
        language = choose(line, "language", self._languages, self.faults) if line["language"] else USUAL_LANGUAGE
        if len(self.faults) > before or grant is None or language is None:
            return None
        return Person(line.row, name, grant, place, language, name in self._known)

    def _name(self, line: Line) -> str:
        name = kept_name(line["name"])
        if not name:
            self._fault(line, "name", "empty")
        elif not OF_STAFF.least <= len(name) <= OF_STAFF.most:
            self._fault(line, "name", "too_short" if len(name) < OF_STAFF.least else "too_long")
        elif (first := self._first.setdefault(name.casefold(), line.row)) != line.row:
            self.faults.append(Fault(line.row, "name", "twice", str(first)))
        return name

    def _grant(self, line: Line, role: Role) -> tuple[Grant | None, str]:
        """The role with its place, and the place's name."""
        reach, text = reach_of(role), line["place"]
        if reach is Reach.INSTANCE:
            if text and not self._everything.find(text):
                self._fault(line, "place", "no_place_here")
            return Grant(role), ""
        is_partner = reach is Reach.PARTNER
        choice = self._at_partner if is_partner else self._in_programme
        places = self._partners if is_partner else self._programmes
        if not text and len(places) == 1:
            place_id: int | None = next(iter(places))
        elif not text:
            self._fault(line, "place", "no_place")
            return None, ""
        elif (self._in_programme if is_partner else self._at_partner).find(text) and not choice.find(text):
            self._fault(line, "place", "partner_needed" if is_partner else "programme_needed")
            return None, ""
        else:
            place_id = choose(line, "place", choice, self.faults)
        if place_id is None:
            return None, ""
        if is_partner:
            return Grant(role, self._partners[place_id].programme_id, place_id), self._partners[place_id].name
        return Grant(role, place_id), self._programmes[place_id].name

    def _fault(self, line: Line, column: str, code: str) -> None:
        self.faults.append(Fault(line.row, column, code, line[column]))
