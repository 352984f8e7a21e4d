"""Small numbers in place of names that occur in many rows."""

import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store import tables
from app.store.memory import asked_once
from app.store.tables import Lesson, Statement, Wording
from app.store.upserts import insert_into
from app.store.values import columns_of, values_of

ROW = tables.Instrument


@dataclass(frozen=True, slots=True)
class Instrument:
    """An Instrument describes the items of a test and their options, by which the bytes of its sittings are read."""

    instrument_id: int
    structure_digest: str
    layout: str
    """as `sheets.layout_text` writes it"""
    out_of: int
    """items"""


_QUERY = select(*columns_of(Instrument, ROW))
_COLUMNS = {
    Wording: (Wording.wording_id, Wording.digest),
    Statement: (Statement.asked_id, Statement.statement_id),
    Lesson: (Lesson.lesson_number, Lesson.lesson_id),
}


@asked_once
def numbers(session: Session, row: type[Wording | Statement | Lesson]) -> dict[str, int]:
    """Returns the numbers of all stored wordings, statements or lessons, by digest or id."""
    number, name = _COLUMNS[row]
    return dict(session.execute(select(name, number)).all())


def number_of(session: Session, row: type[Wording | Statement | Lesson], text: str) -> int:
    """Returns the number of a wording, statement or lesson, a new one if it has none. text: its digest or id."""
    number, name = _COLUMNS[row]
    query = select(number).where(name == text)
    known = session.scalar(query)
    if known is None:
        session.execute(insert_into(session, row).values({name.key: text}).on_conflict_do_nothing())
        known = session.scalars(query).one()
    return known


def keep_instrument(session: Session, structure_digest: str, layout: str, out_of: int) -> None:
    """Stores an instrument under a random name for phones, unless one of this structure is stored.

    out_of: how many items it has.
    """
    new = insert_into(session, ROW).values(
        structure_digest=structure_digest, layout=layout, out_of=out_of, name_for_phones=secrets.token_hex(32)
    )
    session.execute(new.on_conflict_do_nothing(index_elements=["structure_digest"]))


def instrument(session: Session, structure_digest: str) -> Instrument:
    """Returns the instrument with this structure digest. Raises NoResultFound if no release ever had it."""
    row: Any = session.execute(_QUERY.where(ROW.structure_digest == structure_digest)).one()
    return Instrument(*row)


@asked_once
def layout_of(session: Session, instrument_id: int) -> str:
    """Returns the layout text of an instrument, for `sheets.layout` to read. Raises NoResultFound for an unknown id."""
    return session.scalars(select(ROW.layout).where(ROW.instrument_id == instrument_id)).one()


def list_instruments(session: Session) -> list[Instrument]:
    """Lists all instruments, in the order of their ids."""
    return list(values_of(session, _QUERY.order_by(ROW.instrument_id), Instrument))


@asked_once
def name_for_phones(session: Session, structure_digest: str) -> str:
    """Returns the name for phones of the instrument with this structure. Raises NoResultFound if there is none.

    It is random and tells nothing of the keys. Instruments of an older version have their digest as their name.
    """
    return session.scalars(select(ROW.name_for_phones).where(ROW.structure_digest == structure_digest)).one()


def structure_of_name(session: Session, name: str) -> str | None:
    """Returns the structure digest of the instrument with this name for phones; None if there is none."""
    return session.scalar(select(ROW.structure_digest).where(ROW.name_for_phones == name))


def structure_of(session: Session, instrument_id: int) -> str:
    """Returns the structure digest of the instrument with this id. Raises NoResultFound for an unknown id."""
    return session.scalars(select(ROW.structure_digest).where(ROW.instrument_id == instrument_id)).one()
