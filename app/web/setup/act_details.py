"""What an act changed: which test, how many cards, from whom to whom, which number was merged away, which fields."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.content import Release
from app.services.figures import reporting
from app.services.releases import release_of
from app.store import Session, audit
from app.store.audit import Act
from app.store.people import staff
from app.store.programmes import partners, programmes, releases
from app.web.course_words import course_name
from app.web.helpline_words import helpline_text, kind_name
from app.web.language import NAMES, language
from app.web.regional import country_name, day, zone_city
from app.web.setup.act_sentences import Around, sentences
from app.web.staff_words import role_name, way_name
from app.wording import Words

FIELDS = {
    "label": _l("Name of the group"),
    "name": _l("Name"),
    "partner_id": _l("Partner"),
    "programme_id": _l("Programme"),
    "region_code": _l("Region"),
    "course_release_id": _l("Course"),
    "language": _l("Language of the poster"),
    "languages": _l("Languages"),
    "countries": _l("Countries"),
    "time_zone": _l("Time zone"),
    "way": _l("How you meet"),
    "starts_on": _l("First day"),
    "ends_on": _l("Last day"),
    "lessons_on": _l("Lessons begin on"),
    "expected_count": _l("How many learners are expected"),
    "place_limit": _l("How many may join"),
    "is_waiting": _l("This group waits first"),
    "is_pilot": _l("This group is a pilot"),
    "consent_kept_at": _l("Where the consent of guardians is kept"),
    "months": _l("Months until answers are erased"),
    "facilitator_id": _l("Facilitator"),
    "country": _l("Country"),
    "service": _l("What it is"),
    "number": _l("Number, or address of a chat"),
    "audience": _l("For whom"),
    "hours": _l("When it answers"),
    "source": _l("Where you read it"),
    "source_url": _l("Its address"),
    "sourced_on": _l("Date of the source"),
    "contact": _l("Contact"),
    "is_free": _l("Is the call free?"),
    "is_official": _l("The source is the service itself or the state"),
    "kind": _l("Kind"),
}
"""Names of the fields that an act may have changed."""
DAYS = {"starts_on", "ends_on", "lessons_on", "sourced_on"}
OF_SUBJECT = ("label", "name", "number")
"""What something new is called: it stands beside the act."""


@dataclass(frozen=True)
class Names:
    """A Names holds the names of all that the details of some acts point to, by id, and the zone of each act."""

    people: Mapping[int, str]
    partners: Mapping[int, str]
    programmes: Mapping[int, str]
    courses: Mapping[int, str]
    """by the id of the release"""
    regions: Mapping[str, str]
    zone_of: Mapping[int, str]
    """by audit id"""
    groups: Mapping[str, str]
    """by public id"""
    release_of: Mapping[int, Release]
    """by cohort id"""

    @classmethod
    def of(cls, session: Session, acts: Collection[Act], zone_of: Mapping[int, str]) -> "Names":
        """Looks the names up; the number of statements does not grow with the acts."""
        everybody = staff.list_by_ids(session, _ids(acts, "facilitator_id") | _ids(acts, "asked_by"))
        of = {it.programme_id: it for it in programmes.list_programmes(session, with_archived=True)}
        courses = releases.list_by_ids(session, _ids(acts, "course_release_id"))
        return cls(
            {staff_id: person.name for staff_id, person in everybody.items()},
            partners.names_of(session, _ids(acts, "partner_id")),
            {programme_id: programme.name for programme_id, programme in of.items()},
            {row.course_release_id: course_name(session, row, of[row.programme_id]) for row in courses},
            reporting.region_names(session, Words(language())),
            zone_of,
            audit.labels_of(session, _refs(acts)),
            _releases(session, acts),
        )

    def pieces_of(self, row: Act) -> Mapping[str, str]:
        """Returns the titles of the pieces of lessons of an act's group, by id, as its attendance has them."""
        release = self.release_of.get(row.cohort_id or 0)
        if release is None:
            return {}
        first = release.course.languages[0]
        titles = (release.piece_titles(lesson.id, language(), first) for lesson in release.course.lessons)
        return {piece_id: title for of_lesson in titles for piece_id, title in of_lesson.items()}

    def details(self, row: Act) -> list[str]:
        """Lists what an act changed, in sentences without a full stop; empty for an act that says no more."""
        return [*self._sentences(row), *self._changes(row)]

    def _sentences(self, row: Act) -> Iterable[str]:
        pieces = self.pieces_of(row) if "lesson" in row.detail else {}
        yield from sentences(row, Around(self.zone_of[row.audit_id], self.groups, pieces, self.people))
        if row.act.startswith("staff.role") and row.detail.get("role"):
            yield self._role(row)
        if row.act == "cohort.delete" and row.detail.get("label"):
            yield f"“{row.detail['label']}”"

    def _role(self, row: Act) -> str:
        place = self.partners.get(row.detail.get("partner_id") or 0) or self.programmes.get(row.programme_id or 0)
        role = role_name(row.detail["role"])
        return f"{role}: {place}" if place else role

    def _of_new(self, row: Act) -> str:
        """What something new began with, but for what says nothing of it."""
        values = {field: row.detail.get(field) for field in FIELDS if field not in OF_SUBJECT}
        worth = {field: value for field, value in values.items() if value not in (None, "", False, [])}
        return ", ".join(f"{FIELDS[field]}: {self._value(field, value)}" for field, value in worth.items())

    def _changes(self, row: Act) -> Iterable[str]:
        if row.act.endswith(".add"):
            if new := self._of_new(row):
                yield new
            return
        for field, name in FIELDS.items():
            value = row.detail.get(field)
            if not isinstance(value, list) or len(value) != 2:
                continue
            before, after = (self._value(field, it) for it in value)
            yield _("%(field)s: %(before)s → %(after)s", field=name, before=before, after=after)

    def _value(self, field: str, value: Any) -> str:
        """As a page shows it; a dash for nothing."""
        if value is None or value in ("", []):
            return "—"
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if field in ("service", "audience", "hours"):
            return helpline_text(value)
        if field == "kind":
            return kind_name(value)
        if field in DAYS:
            return day(date.fromisoformat(value))
        named: dict[str, Mapping[Any, str]] = {
            "facilitator_id": self.people,
            "partner_id": self.partners,
            "programme_id": self.programmes,
            "course_release_id": self.courses,
            "region_code": self.regions,
            "language": NAMES,
        }
        if field in named:
            return named[field].get(value, "—" if isinstance(value, int) else str(value))
        if field == "way":
            return way_name(value)
        if field == "time_zone":
            return zone_city(value)
        if isinstance(value, list):
            return ", ".join(country_name(it) if field == "countries" else NAMES.get(it, str(it)) for it in value)
        return country_name(value) if field == "country" else str(value)


def _ids(acts: Collection[Act], field: str) -> set[int]:
    """The ids that stand in a field of the details: one, or what it was and what it is."""
    values = (act.detail.get(field) for act in acts)
    flat = (each for value in values for each in (value if isinstance(value, list) else [value]))
    return {each for each in flat if isinstance(each, int)}


def _refs(acts: Collection[Act]) -> set[str]:
    """The groups that somebody came from or went to, as the details name them."""
    values = (act.detail.get(field) for act in acts if act.act.startswith("learner.move") for field in ("to", "source"))
    return {value for value in values if isinstance(value, str)}


def _releases(session: Session, acts: Collection[Act]) -> dict[int, Release]:
    """What the groups learn from whose acts name a lesson, by cohort id."""
    ids = audit.releases_of(session, [act for act in acts if "lesson" in act.detail])
    return {cohort_id: release_of(session, release_id) for cohort_id, release_id in ids.items()}
