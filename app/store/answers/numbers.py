"""Small numbers in place of names that stand in many rows."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.memory import asked_once
from app.store.tables import Instrument, Lesson, Statement, Wording
from app.store.upserts import insert_into

_COLUMNS = {
    Wording: (Wording.wording_id, Wording.digest),
    Statement: (Statement.asked_id, Statement.statement_id),
    Lesson: (Lesson.lesson_number, Lesson.lesson_id),
}


@asked_once
def numbers(session: Session, row: type[Wording | Statement | Lesson]) -> dict[str, int]:
    """Returns the number of each name that has one."""
    number, name = _COLUMNS[row]
    return dict(session.execute(select(name, number)).all())


def number_of(session: Session, row: type[Wording | Statement | Lesson], text: str) -> int:
    """A new one for a name that has none yet."""
    number, name = _COLUMNS[row]
    query = select(number).where(name == text)
    known = session.scalar(query)
    if known is None:
        session.execute(insert_into(session, row).values({name.key: text}).on_conflict_do_nothing())
        known = session.scalars(query).one()
    return known


def keep_instrument(session: Session, structure_digest: str, layout: str, out_of: int) -> None:
    """Stores an instrument, once for each structure."""
    values = {"structure_digest": structure_digest, "layout": layout, "out_of": out_of}
    session.execute(
        insert_into(session, Instrument).values(**values).on_conflict_do_nothing(index_elements=["structure_digest"])
    )


def instrument(session: Session, structure_digest: str) -> Instrument:
    """Raises NoResultFound for a structure of which there was never a release."""
    return session.scalars(select(Instrument).where(Instrument.structure_digest == structure_digest)).one()


@asked_once
def layout_of(session: Session, instrument_id: int) -> str:
    """How a sheet of this instrument is written."""
    return session.get_one(Instrument, instrument_id).layout


def list_instruments(session: Session) -> list[Instrument]:
    """Lists all instruments as they are stored now."""
    query = select(Instrument).order_by(Instrument.instrument_id)
    return list(session.scalars(query.execution_options(populate_existing=True)))


def structure_of(session: Session, instrument_id: int) -> str:
    """Returns the digest of an instrument's structure."""
    return session.scalars(select(Instrument.structure_digest).where(Instrument.instrument_id == instrument_id)).one()
