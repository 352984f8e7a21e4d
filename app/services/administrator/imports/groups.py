"""Groups from a table: a row for each, checked against all that there is, then made in one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from app.services import cohorts as deeds
from app.services.administrator.imports.days import NoDay, TwoDays, day_in
from app.services.administrator.imports.lines import Choice, Draft, Fault, Line, Sheet, choose, missing_columns, plain
from app.services.administrator.imports.offers import Place, offer
from app.services.administrator.staff import kept_name
from app.services.cohorts import MOST_EXPECTED, USUAL_SIZE, Outline
from app.services.names import OF_COHORT
from app.store import Session
from app.store.people import facilitators, staff
from app.store.programmes import cohort_imports, partners, programmes
from app.store.programmes.cohorts import Cohort

COLUMNS = (
    *("label", "partner", "region", "course", "language", "way"),
    *("starts_on", "ends_on", "facilitator", "expected_count"),
)
NEEDED = ("label", "region", "way", "starts_on", "ends_on", "facilitator")
FARTHEST = timedelta(days=5 * 366)
"""A day that is farther from today is a slip of the year."""


@dataclass(frozen=True)
class Group:
    """A Group is one row that has no fault. is_known: such a group is there already, so none is made."""

    row: int
    outline: Outline
    programme: programmes.Programme
    facilitator_id: int
    is_known: bool = False
    has_unused_link: bool = False
    """whoever leads it has not used the one-time link yet, so cannot sign in"""


def read(session: Session, sheet: Sheet, now: datetime) -> Draft[Group]:
    """Checks each row of a table of groups against all that there is. Nothing is stored.

    The number of statements does not grow with the rows.
    """
    missing = missing_columns(sheet, NEEDED)
    if missing:
        return Draft((), tuple(missing))
    reader = _Reader(session, sheet.lines, now)
    groups = [group for line in sheet.lines if (group := reader.group(line)) is not None]
    return Draft(tuple(_marked(session, groups)), tuple(reader.faults))


def make(session: Session, groups: Sequence[Group], *, by: int | None = None, now: datetime) -> list[Cohort]:
    """Makes these groups, but those that are known, writes an audit entry for each, and returns what was made."""
    new = [it for it in groups if not it.is_known]
    made = cohort_imports.add_all(
        session, [deeds.draft(it.programme, it.outline, facilitator_id=it.facilitator_id, now=now) for it in new]
    )
    for cohort, group in zip(made, new, strict=True):
        deeds.note_new(session, cohort, group.outline, by=by, now=now)
    return made


class _Reader:
    """Reads rows and collects what is wrong with them."""

    def __init__(self, session: Session, lines: Sequence[Line], now: datetime) -> None:
        self.faults: list[Fault] = []
        self._first: dict[tuple[object, ...], int] = {}
        self._offer, self._today = offer(session), now.date()
        self._people = staff.list_by_names(session, {kept_name(line["facilitator"]) for line in lines})
        self._able = facilitators.list_places(session)

    def group(self, line: Line) -> Group | None:
        """The group of a row; None where something is wrong with it."""
        before = len(self.faults)
        label = self._label(line)
        place = self._place(line)
        region, way = self._one(line, "region", self._offer.regions), self._one(line, "way", self._offer.ways)
        if place and region and region[:2] not in place.programme.countries:
            self._fault(line, "region", "other_programme")
        course_id, language = self._course(line, place), self._language(line, place)
        first, last = self._day(line, "starts_on"), self._day(line, "ends_on")
        if first and last and last < first:
            self._fault(line, "ends_on", "before_first")
        self._once(line, place.partner.partner_id if place else plain(line["partner"]), first or line["starts_on"])
        leader = self._leader(line, place)
        size = self._size(line)
        if len(self.faults) > before or not (place and region and way and course_id and first and last and leader):
            return None
        outline = Outline(
            partner_id=place.partner.partner_id,
            region_code=region,
            course_release_id=course_id,
            label=label,
            language=language,
            way=way,
            starts_on=first,
            ends_on=last,
            expected_count=size,
        )
        return Group(line.row, outline, place.programme, leader.staff_id, has_unused_link=not leader.has_passphrase)

    def _fault(self, line: Line, column: str, code: str) -> None:
        self.faults.append(Fault(line.row, column, code, line[column]))

    def _once(self, line: Line, *key: object) -> None:
        """Whether an earlier row is of the same group."""
        if not line["label"]:
            return
        first = self._first.setdefault((plain(line["label"]), *key), line.row)
        if first != line.row:
            self.faults.append(Fault(line.row, "label", "twice", str(first)))

    def _label(self, line: Line) -> str:
        label = line["label"]
        if not label:
            self._fault(line, "label", "empty")
        elif len(label) > OF_COHORT.most:
            self._fault(line, "label", "too_long")
        return label

    def _one(self, line: Line, column: str, choice: Choice[str]) -> str:
        """The code that the cell means; "" where it means none, or several."""
        return choose(line, column, choice, self.faults) or ""

    def _place(self, line: Line) -> Place | None:
        places = self._offer.by_partner
        if not line["partner"] and len(places) == 1:
            return next(iter(places.values()))
        if not self._offer.places.find(line["partner"]) and self._offer.archived.find(line["partner"]):
            self._fault(line, "partner", "archived")
            return None
        partner_id = choose(line, "partner", self._offer.places, self.faults)
        return places.get(partner_id) if partner_id else None

    def _course(self, line: Line, place: Place | None) -> int | None:
        if place is None:
            return None
        if not place.courses.ids:
            self._fault(line, "course", "no_course")
            return None
        if not line["course"] and len(place.courses.ids) == 1:
            return place.courses.ids[0]
        return choose(line, "course", place.courses.choice, self.faults)

    def _language(self, line: Line, place: Place | None) -> str:
        if not line["language"]:
            return place.programme.languages[0] if place else ""
        language = self._one(line, "language", self._offer.languages)
        if place and language and language not in place.programme.languages:
            self._fault(line, "language", "other_programme")
        return language

    def _day(self, line: Line, column: str) -> date | None:
        if not line[column]:
            self._fault(line, column, "empty")
            return None
        try:
            day = day_in(line[column])
        except TwoDays:
            self._fault(line, column, "which_day")
        except NoDay:
            self._fault(line, column, "no_day")
        else:
            if abs(day - self._today) <= FARTHEST:
                return day
            self._fault(line, column, "far")
        return None

    def _leader(self, line: Line, place: Place | None) -> staff.Staff | None:
        name = kept_name(line["facilitator"])
        person = self._people.get(name)
        if not name:
            self._fault(line, "facilitator", "empty")
        elif person is None:
            self._fault(line, "facilitator", "nobody")
        elif person.disabled_at is not None:
            self._fault(line, "facilitator", "disabled")
        elif place is not None and not self._may_lead(person.staff_id, place.partner):
            self._fault(line, "facilitator", "not_theirs")
        else:
            return person
        return None

    def _may_lead(self, staff_id: int, partner: partners.Partner) -> bool:
        return any(
            it.staff_id == staff_id
            and it.partner_id in (None, partner.partner_id)
            and it.programme_id in (None, partner.programme_id)
            for it in self._able
        )

    def _size(self, line: Line) -> int:
        text = line["expected_count"]
        if not text:
            return USUAL_SIZE
        if text.isdecimal() and len(text) <= len(str(MOST_EXPECTED)) and 1 <= int(text) <= MOST_EXPECTED:
            return int(text)
        self._fault(line, "expected_count", "no_number")
        return USUAL_SIZE


def _key(outline: Outline) -> tuple[int, str, date]:
    """By which a group is known again: who imports a table twice makes nothing twice."""
    return outline.partner_id, plain(outline.label), outline.starts_on


def _marked(session: Session, groups: Sequence[Group]) -> list[Group]:
    """The groups, and which of them are there already."""
    partner_ids = {it.outline.partner_id for it in groups}
    days = {it.outline.starts_on for it in groups}
    known = {
        (partner_id, plain(label), starts_on)
        for partner_id, label, starts_on in cohort_imports.list_known(session, partner_ids, days)
    }
    return [replace(it, is_known=_key(it.outline) in known) for it in groups]
