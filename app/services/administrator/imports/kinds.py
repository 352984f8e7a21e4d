"""What can come in from a table: groups, partners, staff; for each its columns and what may stand in them."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.services.administrator.imports import groups, partners, staff
from app.services.administrator.imports.lines import Draft
from app.services.administrator.imports.offers import Place, offer
from app.services.administrator.programme import LANGUAGES
from app.services.people import Role
from app.store import Session
from app.store.people import facilitators
from app.store.people import staff as people
from app.store.programmes import programmes
from app.wording import Words, value_name
from app.wording.imports import everything, role_label


@dataclass(frozen=True)
class Kind:
    """A Kind is one kind of table. needed: columns that it must have."""

    name: str
    columns: tuple[str, ...]
    needed: tuple[str, ...]
    read: Callable[..., Draft[Any]]
    """(session, sheet, now): every row checked, nothing stored"""
    make: Callable[..., Sequence[Any]]
    """(session, rows of the draft, by, now): what was made; rows that are known are left as they are"""
    listed: Callable[[Session, Words], Mapping[str, Sequence[str]]]
    """what may stand in a column, by column, in the reader's language"""


def _partner_names(places: Collection[Place]) -> list[str]:
    """With the programme where two partners have one name."""
    times = Counter(it.partner.name for it in places)
    return [it.partner.name if times[it.partner.name] == 1 else it.in_full for it in places]


def _in_groups(session: Session, words: Words) -> dict[str, list[str]]:
    on_offer = offer(session)
    places = list(on_offer.by_partner.values())
    leaders = {it.staff_id for it in facilitators.list_places(session)}
    return {
        "partner": _partner_names(places),
        "region": sorted(region.name_in(words.language) for region in on_offer.known_regions),
        "course": list(dict.fromkeys(title for it in places for title in it.titles(words.language))),
        "language": [value_name(words, "language", code) for code in on_offer.languages.values],
        "way": [value_name(words, "way", way) for way in on_offer.ways.values],
        "facilitator": [it.name for it in people.list_staff(session) if it.staff_id in leaders],
    }


def _in_partners(session: Session, _words: Words) -> dict[str, list[str]]:
    return {"programme": [it.name for it in programmes.list_programmes(session)]}


def _in_staff(session: Session, words: Words) -> dict[str, list[str]]:
    places = offer(session).by_partner.values()
    at_work = programmes.list_programmes(session)
    return {
        "role": [role_label(words, role.value) for role in Role],
        "place": [
            *_partner_names(places),
            *(it.name for it in at_work),
            everything(words),
        ],
        "language": [value_name(words, "language", code) for code in LANGUAGES],
    }


KINDS = {
    kind.name: kind
    for kind in (
        Kind("groups", groups.COLUMNS, groups.NEEDED, groups.read, groups.make, _in_groups),
        Kind("partners", partners.COLUMNS, partners.NEEDED, partners.read, partners.make, _in_partners),
        Kind("staff", staff.COLUMNS, staff.NEEDED, staff.read, staff.make, _in_staff),
    )
}
DAYS = ("starts_on", "ends_on")
"""Columns that hold days."""
