"""Publications, and what has entered them; each row is written once."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, or_, select, update
from sqlalchemy.orm import Session, aliased, defer

from analytics.counts.ledger import IN_FIGURES, Ledger
from app.store import tables
from app.store.figures.frozen_seals import PUBLICATIONS
from app.store.figures.publication import COLUMNS, Publication
from app.store.figures.seals import PUBLISHED, broken, seal
from app.store.figures.selection import Scope
from app.store.keyed_seals import seal_new
from app.store.memory import asked_once
from app.store.programmes.programmes import Programme, programme_of
from app.store.steps import COURSE, FOLLOW_UP, REVEAL
from app.store.tables import (
    Instrument,
    Partner,
    PublicationCohort,
    Settlement,
    Staff,
)
from app.store.values import first_value, value_of

ROW = tables.Publication
STEPS = (COURSE, FOLLOW_UP)
ENTERED = "what entered with it"
AT_ONCE = 200
"""Ledgers in memory, of some 20 kB each."""


class Settled(NamedTuple):
    """A Settled is a counted step of a cohort, with the figures that count now.

    structure: digest of the instrument. partner: public id. month: yyyy-mm. packed: the ledger. packed_reveal: that of
    what its facilitator was shown at the reveal; None if nothing was shown.
    """

    cohort_id: int
    step: str
    structure: str
    region: str
    partner: str
    way: str
    month: str
    packed: bytes
    packed_reveal: bytes | None

    @property
    def ledger(self) -> Ledger:
        return Ledger.unpacked(self.packed, self.region, self.cohort_id)

    @property
    def reveal(self) -> Ledger:
        """The ledger of what the cohort's facilitator was shown at the reveal; empty if nothing was shown."""
        return Ledger.unpacked(self.packed_reveal or b"", self.region, self.cohort_id)


def list_structures(session: Session, programme_id: int) -> list[str]:
    """Lists structure digests of the instruments of a programme's settled cohorts, the newest instrument first."""
    query = (
        select(Instrument.structure_digest)
        .join(Settlement, Settlement.instrument_id == Instrument.instrument_id)
        .where(Settlement.programme_id == programme_id, Settlement.step.in_(STEPS), Settlement.standing.in_(IN_FIGURES))
        .group_by(Instrument.instrument_id)
        .order_by(Instrument.instrument_id.desc())
    )
    return list(session.scalars(query))


def list_settled(
    session: Session, programme_id: int, before: datetime, structure: str | None = None
) -> Iterator[Settled]:
    """Yields the steps of a programme's cohorts that first settled before this moment, with their present figures.

    In the order of cohort ids. structure: digest of the only instrument wanted.
    """
    first = (
        select(Settlement.cohort_id, Settlement.step)
        .where(Settlement.programme_id == programme_id, Settlement.step.in_(STEPS))
        .group_by(Settlement.cohort_id, Settlement.step)
        .having(func.min(Settlement.settled_at) < before)
        .subquery()
    )
    reveal = aliased(Settlement)
    is_its_reveal = (reveal.cohort_id == Settlement.cohort_id) & (reveal.step == REVEAL) & reveal.is_current
    query = (
        select(
            *(Settlement.cohort_id, Settlement.step, Instrument.structure_digest, Settlement.region_code),
            *(Partner.ref, Settlement.way, Settlement.month, Settlement.ledger, reveal.ledger),
        )
        .outerjoin(reveal, is_its_reveal)
        .join(first, (first.c.cohort_id == Settlement.cohort_id) & (first.c.step == Settlement.step))
        .join(Instrument, Instrument.instrument_id == Settlement.instrument_id)
        .join(Partner, Partner.partner_id == Settlement.partner_id)
        .where(Settlement.programme_id == programme_id, Settlement.is_current, Settlement.standing.in_(IN_FIGURES))
        .order_by(Settlement.cohort_id, Settlement.step)
    )
    if structure is not None:
        query = query.where(Instrument.structure_digest == structure)
    for row in session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield Settled._make(row)


def list_entered(session: Session, programme_id: int) -> set[tuple[int, str]]:
    """Returns (cohort id, step) of everything in this programme that has ever been published."""
    query = (
        select(PublicationCohort.cohort_id, PublicationCohort.step)
        .join(ROW, ROW.publication_id == PublicationCohort.publication_id)
        .where(ROW.programme_id == programme_id)
    )
    return {(cohort_id, step) for cohort_id, step in session.execute(query)}


def lock(session: Session, programme_id: int) -> None:
    """Locks a programme until the transaction ends, so that nobody else publishes for it meanwhile."""
    session.execute(
        select(tables.Programme.programme_id)
        .where(tables.Programme.programme_id == programme_id)
        .with_for_update(key_share=True)
    )


def add(session: Session, entered: Iterable[tuple[int, str]], **values: Any) -> Publication:
    """Stores and seals a publication. entered: (cohort id, step) of what was in none before. values: columns."""
    new = sorted(entered)
    row = ROW(**values)
    row.seal = seal(_frozen(row, new).values())
    session.add(row)
    session.flush()
    session.add_all(
        PublicationCohort(cohort_id=cohort_id, step=step, publication_id=row.publication_id) for cohort_id, step in new
    )
    seal_new(session, PUBLICATIONS, row.publication_id)
    return value_of(Publication, row)


def list_edited(session: Session) -> Iterator[tuple[str, str]]:
    """Yields (publication, name of the value) for each frozen value that was edited after its publication was made."""
    query = select(ROW).options(defer(ROW.content)).order_by(ROW.publication_id)
    for made in session.scalars(query.execution_options(yield_per=1, populate_existing=True)):
        those = select(PublicationCohort.cohort_id, PublicationCohort.step)
        those = those.where(PublicationCohort.publication_id == made.publication_id)
        entered = sorted((cohort_id, step) for cohort_id, step in session.execute(those))
        yield from ((_name(made.number, made.edition), what) for what in broken(_frozen(made, entered), made.seal))


def _frozen(made: tables.Publication, entered: list[tuple[int, str]]) -> dict[str, object]:
    return {**{name: getattr(made, name) for name in PUBLISHED}, ENTERED: entered}


def _name(number: int, edition: int) -> str:
    return f"{number}, edition {edition}"


def list_of(session: Session, scope: Scope) -> list[tuple[Publication, Programme, str | None]]:
    """Lists the publications within a scope with their programme and their maker's name, the last made first."""
    query = (
        select(*COLUMNS, tables.Programme, Staff.name)
        .join(tables.Programme, tables.Programme.programme_id == ROW.programme_id)
        .outerjoin(Staff, Staff.staff_id == ROW.made_by)
        .where(*_in_scope(scope))
        .order_by(ROW.publication_id.desc())
    )
    rows: Any = session.execute(query)
    return [(Publication(*made), programme_of(programme), name) for *made, programme, name in rows]


def find(
    session: Session, scope: Scope, number: int, edition: int, programme: str | None = None
) -> tuple[Publication, Programme] | None:
    """Returns the publication with this number and edition, and its programme; None if there is none within the scope.

    programme: a public id; without it also None if several programmes have such a publication.
    """
    query = (
        select(*COLUMNS, tables.Programme)
        .join(tables.Programme, tables.Programme.programme_id == ROW.programme_id)
        .where(*_in_scope(scope), ROW.number == number, ROW.edition == edition)
    )
    if programme is not None:
        query = query.where(tables.Programme.ref == programme)
    rows: Any = session.execute(query.limit(2))
    both = [(Publication(*made), programme_of(of)) for *made, of in rows]
    return both[0] if len(both) == 1 else None


def last_of(session: Session, programme_id: int, *, stands: bool = False) -> Publication | None:
    """Returns the publication that was made last in a programme; with `stands`, of those that are not withdrawn."""
    query = select(*COLUMNS).where(ROW.programme_id == programme_id).order_by(ROW.publication_id.desc())
    return first_value(session, query.where(ROW.withdrawn_at.is_(None)) if stands else query, Publication)


@asked_once
def content_of(session: Session, publication_id: int) -> bytes:
    """Returns all that anybody may read of a publication, as JSON packed by zlib. Raises NoResultFound."""
    return session.scalars(select(ROW.content).where(ROW.publication_id == publication_id)).one()


def ledgers_of(session: Session, publication_id: int) -> bytes:
    """Returns the exact figures, packed, that the next publication is checked against; nobody may read them."""
    return session.scalars(select(ROW.ledger).where(ROW.publication_id == publication_id)).one()


def reasons_of(
    session: Session, programme_ids: Collection[int | None]
) -> dict[tuple[int | None, tuple[int, int] | None], str]:
    """Returns why publications of these programmes were withdrawn, by (programme id, (number, edition))."""
    query = select(ROW.programme_id, ROW.number, ROW.edition, ROW.reason)
    rows = session.execute(query.where(ROW.programme_id.in_(programme_ids), ROW.withdrawn_at.is_not(None)))
    return {(programme_id, (number, edition)): reason for programme_id, number, edition, reason in rows}


def list_numbers(session: Session, programme_id: int) -> list[int]:
    """Lists the numbers of a programme's publications in the order made; a number comes once for each edition."""
    query = select(ROW.number).where(ROW.programme_id == programme_id)
    return list(session.scalars(query.order_by(ROW.publication_id)))


def programmes_of(session: Session, scope: Scope) -> list[Programme]:
    """Lists the programmes whose publications somebody with this scope may read, by name."""
    query = select(tables.Programme).where(*_in_scope(scope))
    programmes = map(programme_of, session.scalars(query))
    return sorted(programmes, key=lambda one: (one.name, one.programme_id))


def list_contents(session: Session) -> Iterator[tuple[str, str, bytes]]:
    """Yields (name, digest, content) of every publication; the content is JSON packed by zlib."""
    query = select(ROW.number, ROW.edition, ROW.digest, ROW.content)
    for number, edition, digest, content in session.execute(query.execution_options(yield_per=1)):
        yield _name(number, edition), digest, content


def withdraw(session: Session, publication_id: int, *, by: int | None, at: datetime, reason: str) -> None:
    """Marks a publication as withdrawn, with the reason. by: a staff id; None: the command line."""
    withdrawn = update(ROW).where(ROW.publication_id == publication_id)
    session.execute(withdrawn.values(withdrawn_at=at, withdrawn_by=by, reason=reason))


def _in_scope(scope: Scope) -> list[ColumnElement[bool]]:
    if scope.is_whole:
        return []
    partners = select(Partner.programme_id).where(Partner.partner_id.in_(scope.partner_ids))
    return [or_(tables.Programme.programme_id.in_(scope.programme_ids), tables.Programme.programme_id.in_(partners))]
