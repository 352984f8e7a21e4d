"""What a row of a table of groups may name: partners with their courses, regions, languages, ways."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.services.administrator.imports.lines import Choice
from app.services.cohorts import WAYS, today_of
from app.services.releases import release_of_digest
from app.store import Session
from app.store.programmes import partners, programmes, regions, releases
from app.store.programmes.regions import Region
from app.wording.imports import spellings


@dataclass(frozen=True)
class Courses:
    """A Courses is what groups of a programme may take: by title, the newest release of each without its day."""

    choice: Choice[int]
    ids: tuple[int, ...]
    titles: tuple[Mapping[str, str], ...]
    """of these ids, by language"""


@dataclass(frozen=True)
class Place:
    """A Place is a partner with its programme, courses and regions, as a cell may name them."""

    partner: partners.Partner
    programme: programmes.Programme
    courses: Courses

    @property
    def in_full(self) -> str:
        """The partner's name with that of its programme."""
        return in_full(self.partner, self.programme)

    def titles(self, language: str) -> list[str]:
        """Lists the titles of the courses in this language, or else in their first."""
        return [title.get(language) or next(iter(title.values())) for title in self.courses.titles]


@dataclass(frozen=True)
class Offer:
    """An Offer is all that a row of the table may name; what the template lists stands in it, too."""

    places: Choice[int]
    by_partner: Mapping[int, Place]
    regions: Choice[str]
    known_regions: tuple[Region, ...]
    languages: Choice[str]
    ways: Choice[str]
    archived: Choice[int]


def offer(session: Session) -> Offer:
    """Returns what groups may be made of; the number of statements does not grow with it."""
    at_work = partners.list_places(session, programme_ids=None, partner_ids=())
    of = {programme.programme_id: programme for _, programme in at_work}
    released = releases.list_releases_of(session, list(of))
    courses = {it: _courses(session, rows, of[it]) for it, rows in released.items()}
    countries = sorted({country for programme in of.values() for country in programme.countries})
    known = regions.list_regions(session, countries)
    everybody = partners.list_partners(session, with_archived=True)
    return Offer(
        places=Choice(it for partner, programme in at_work for it in _spelt(partner, programme)),
        by_partner={
            partner.partner_id: Place(partner, programme, courses[programme.programme_id])
            for partner, programme in at_work
        },
        regions=Choice(_named(known)),
        known_regions=tuple(known),
        languages=Choice(
            (name, code)
            for code in dict.fromkeys(code for programme in of.values() for code in programme.languages)
            for name in spellings("language", code)
        ),
        ways=Choice((name, way) for way in WAYS for name in spellings("way", way)),
        archived=Choice((it.name, it.partner_id) for it in everybody if it.archived_at is not None),
    )


def _named(known: Sequence[Region]) -> Iterator[tuple[str, str]]:
    """Yields (what people write, code) for regions: each name, the code, and the short name that no other one has."""
    short_names = Counter(region.short_name for region in known)
    for region in known:
        for name in (*region.names, region.code):
            yield name, region.code
        if short_names[region.short_name] == 1:
            yield region.short_name, region.code


def _spelt(partner: partners.Partner, programme: programmes.Programme) -> list[tuple[str, int]]:
    """A partner by its name, and by its name with that of its programme, where two have the same."""
    return [(partner.name, partner.partner_id), (in_full(partner, programme), partner.partner_id)]


def in_full(partner: partners.Partner, programme: programmes.Programme) -> str:
    """Returns the name of a partner with that of its programme."""
    return f"{partner.name} ({programme.name})"


def _courses(session: Session, rows: Sequence[releases.CourseRelease], programme: programmes.Programme) -> Courses:
    newest: dict[str, int] = {}
    titles: dict[int, Mapping[str, str]] = {}
    named: list[tuple[str, int]] = []
    for row in rows:
        if row.withdrawn_at is not None:
            continue
        course = release_of_digest(session, row.digest).course
        is_newest = newest.setdefault(row.slug, row.course_release_id) == row.course_release_id
        for title in (*course.title.values(), row.slug):
            if is_newest:
                titles[row.course_release_id] = course.title
                named.append((title, row.course_release_id))
            named.append((f"{title} ({today_of(programme, row.released_at):%d.%m.%Y})", row.course_release_id))
    return Courses(Choice(named), tuple(newest.values()), tuple(titles.values()))
