"""What the last publication says of a region: beside it stands the result of one of its groups."""

from dataclasses import dataclass

from analytics import GroupReport
from app.publishing.files import BY, FIRST, content_of
from app.store import Session
from app.store.figures import publications
from app.store.figures.publication import Publication


@dataclass(frozen=True)
class OfRegion:
    """An OfRegion is what a publication tells of one region.

    figures: of the region; None if the publication does not tell them. is_rounded: its counts are to the nearest 5.
    as_of: number of the publication whose figures it repeats; None if they are its own.
    """

    made: Publication
    figures: GroupReport | None
    is_rounded: bool = False
    as_of: int | None = None


def last_of_region(session: Session, programme_id: int, region: str, structure: str) -> OfRegion | None:
    """Returns what the programme's last publication tells of a region, of those that are not withdrawn; else None.

    region: code. structure: digest of the instrument, since scores of different ones are not compared.
    """
    made = publications.last_of(session, programme_id, stands=True)
    if made is None:
        return None
    parts = content_of(session, made).parts
    table = next((part.table(BY[FIRST]) for part in parts if part.structure == structure), None)
    if table is None:
        return OfRegion(made, None)
    groups = (group for group in table.disclosed.report.groups if group.key == region and not group.suppressed)
    return OfRegion(made, next(groups, None), table.disclosed.is_rounded, dict(table.as_of).get(region))
