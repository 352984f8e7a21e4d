"""What the last publication says of a region: beside it stands the result of one of its groups."""

from dataclasses import dataclass

from analytics import GroupReport
from analytics.counts.tally import PRE_POST
from analytics.disclosure import LEAST, paired
from app.publishing.files import BY, FIRST, content_of
from app.services.figures.ledgers import tally_at
from app.store import Session
from app.store.figures import publications, published_cohorts
from app.store.figures.publication import Publication
from app.store.programmes.cohorts import Cohort
from app.store.steps import COURSE, REVEAL

FEW_GROUPS = 2
"""Other groups in a region's figure of which each is nearly told to whoever knows one."""


@dataclass(frozen=True)
class OfRegion:
    """An OfRegion is what a publication tells of one region, beside a group of it.

    figures: of the region; None if the publication does not tell them, or if `tells_others`. is_rounded: its counts are
    to the nearest 5. as_of: number of the publication whose figures it repeats; None if they are its own. tells_others:
    less the group, the figures would be those of few groups, or of few learners.
    """

    made: Publication
    figures: GroupReport | None
    is_rounded: bool = False
    as_of: int | None = None
    tells_others: bool = False


def last_of_region(session: Session, cohort: Cohort, structure: str) -> OfRegion | None:
    """Returns what the last publication tells of a cohort's region, of those that are not withdrawn; else None.

    structure: digest of the instrument, since scores of different ones are not compared.
    """
    made = publications.last_of(session, cohort.programme_id, stands=True)
    if made is None:
        return None
    parts, region = content_of(session, made).parts, cohort.region_code
    table = next((part.table(BY[FIRST]) for part in parts if part.structure == structure), None)
    groups = () if table is None else table.disclosed.report.groups
    figures = next((group for group in groups if group.key == region and not group.suppressed), None)
    if table is None or figures is None:
        return OfRegion(made, None)
    as_of = dict(table.as_of).get(region)
    inside = published_cohorts.list_of_region(session, made, as_of or made.number, region, structure)
    if len(inside - {cohort.cohort_id}) <= FEW_GROUPS or _leaves_few(session, cohort, inside, paired(figures)):
        return OfRegion(made, None, tells_others=True)
    return OfRegion(made, figures, table.disclosed.is_rounded, as_of)


def _leaves_few(session: Session, cohort: Cohort, inside: set[int], n: int) -> bool:
    """Whether few of n learners of a region are in other groups, to whoever knows the cohort's reveal or settlement."""
    if cohort.cohort_id not in inside:
        return False
    known = (tally_at(session, cohort.cohort_id, step) for step in (REVEAL, COURSE))
    return any(0 < n - int(tally.table(PRE_POST)) < LEAST for tally in known if tally is not None)
