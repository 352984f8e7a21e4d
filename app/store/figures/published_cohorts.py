"""Which cohorts a region's published figure is of."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.counts.ledger import TOTAL
from app.store import tables
from app.store.figures.publication import Publication
from app.store.steps import COURSE
from app.store.tables import CohortSum, Instrument, PublicationCohort, Settlement

ROW = tables.Publication


def list_of_region(session: Session, made: Publication, number: int, region: str, structure: str) -> set[int]:
    """Returns the ids of a region's cohorts in a publication that have learners with both tests.

    made: the publication. number: of the one, made or an earlier one, whose figures of the region it tells. structure:
    digest of the instrument.
    """
    query = (
        select(PublicationCohort.cohort_id)
        .join(ROW, ROW.publication_id == PublicationCohort.publication_id)
        .join(Settlement, Settlement.cohort_id == PublicationCohort.cohort_id)
        .join(Instrument, Instrument.instrument_id == Settlement.instrument_id)
        .join(CohortSum, CohortSum.settlement_id == Settlement.settlement_id)
        .where(ROW.programme_id == made.programme_id, ROW.publication_id <= made.publication_id, ROW.number <= number)
        .where(PublicationCohort.step == COURSE, Settlement.step == COURSE, Settlement.is_current)
        .where(Settlement.region_code == region, Instrument.structure_digest == structure)
        .where(CohortSum.split == TOTAL, CohortSum.learner_count > 0)
    )
    return {*session.scalars(query)}
