"""Keyed seals: a few bytes over a row and the rows that belong to it, which nobody can make from the database alone.

The first eight bytes cover all of them; without the key they can only be guessed, and only `verify` tells whether a
guess is right. Then each row that belongs to it has three bytes, which prove nothing by themselves but tell which one
was changed.

Code that changes what is sealed does so within `reseal`, in the same transaction. A seal that did not fit before does
not fit after it either: what somebody edited by hand stays named, whatever is written later.
"""

import hmac
import json
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Table, bindparam, select, update
from sqlalchemy.orm import Session

from app.store.instance import pepper_of
from app.store.tables import Row
from app.store.upserts import is_postgresql

WHOLE, PIECE = 8, 3
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Record:
    """A Record holds what one seal covers, as it is stored now; `seal` is None for a row without a seal."""

    values: tuple[object, ...]
    parts: Mapping[str, tuple[object, ...]]
    """rows that belong to it, by the name that a finding gives them"""
    seal: bytes | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A Kind describes one kind of sealed row: its table, how it is read, and which column has the seal."""

    name: str
    """of the table"""
    read: Callable[[Session, Collection[int]], dict[int, Record]]
    """by id; who is not there is absent"""
    parts: str = "parts"
    """what belongs to one of these, as a finding says it"""
    column: str = "seal"

    @property
    def table(self) -> Table:
        return Row.metadata.tables[self.name]

    @property
    def row_id(self) -> ColumnElement[int]:
        return self.table.c[f"{self.name}_id"]


@contextmanager
def reseal(session: Session, kind: Kind, *ids: int) -> Iterator[None]:
    """Seals those of these rows again, after the block, whose sealed content the block has changed.

    A seal that was wrong before stays wrong, and so do those of rows that take over its content; one that the block
    has made of such has none. Raises SecretFault if the secret is missing or wrong.
    """
    _lock(session, kind, ids)
    before = kind.read(session, ids)
    yield
    session.flush()
    after = kind.read(session, ids)
    former = {row_id: record for row_id, record in before.items() if after.get(row_id) != record}
    if former:
        new = {row_id: record for row_id, record in after.items() if row_id in former or row_id not in before}
        _write(session, kind, _new_seals(_key(session), kind, former, new))


def _new_seals(
    key: bytes, kind: Kind, former: Mapping[int, Record], new: Mapping[int, Record]
) -> Mapping[int, bytes | None]:
    """Seals of rows that have changed; where one of the former ones was wrong, all of them are."""
    if all(record.seal == _seal(key, kind, record) for record in former.values()):
        return {row_id: _seal(key, kind, record) for row_id, record in new.items()}
    return {
        row_id: _still_wrong(key, kind, former[row_id], record) if row_id in former else None
        for row_id, record in new.items()
    }


def _still_wrong(key: bytes, kind: Kind, former: Record, new: Record) -> bytes | None:
    """A seal that stays wrong: its first bytes stay, and its pieces follow the rows, so that right rows stay right.

    None for a row without a seal.
    """
    if former.seal is None:
        return None
    was, now, pieces = _pieces(key, kind, former), _pieces(key, kind, new), _stored_pieces(former.seal)
    pieces.subtract(piece for name, piece in was.items() if now.get(name) != piece)
    pieces.update(piece for name, piece in now.items() if was.get(name) != piece)
    return former.seal[:WHOLE].ljust(WHOLE, b"\0") + b"".join(sorted(pieces.elements()))


def _lock(session: Session, kind: Kind, ids: Collection[int]) -> None:
    """Locks these rows on PostgreSQL, so that two changes of one come one after the other; SQLite has one writer."""
    if is_postgresql(session):
        query = select(kind.row_id).where(kind.row_id.in_(ids)).order_by(kind.row_id)
        session.execute(query.with_for_update(key_share=True))


def seal_new(session: Session, kind: Kind, *ids: int) -> None:
    """Seals rows that this transaction has made. Raises SecretFault if the secret is missing or wrong."""
    session.flush()
    key, records = _key(session), kind.read(session, ids)
    _write(session, kind, {row_id: _seal(key, kind, records[row_id]) for row_id in ids})


def seal_all(session: Session, kind: Kind, *, is_anew: bool) -> int:
    """Seals every row of a kind as it is now, or only those without a seal, and returns how many.

    is_anew: also those that have a seal. Raises SecretFault if the instance's secret is missing or does not fit.
    """
    key, count = _key(session), 0
    for records in _blocks(session, kind):
        seals = {
            row_id: _seal(key, kind, record) for row_id, record in records.items() if is_anew or record.seal is None
        }
        _write(session, kind, seals)
        count += len(seals)
    return count


def seal_more(session: Session, former: Kind, kind: Kind) -> int:
    """Seals by `kind` those rows whose seal fits `former`, which covers less of them, and returns how many.

    Rows whose seal fits neither stay as they are. Raises SecretFault if the instance's secret is missing or does not
    fit.
    """
    key, count = _key(session), 0
    for records in _blocks(session, former):
        right = [row_id for row_id, record in records.items() if record.seal == _seal(key, former, record)]
        seals = {row_id: _seal(key, kind, record) for row_id, record in kind.read(session, right).items()}
        _write(session, kind, seals)
        count += len(seals)
    return count


def faults(session: Session, kind: Kind) -> Iterator[tuple[str, str]]:
    """Yields (row, what is wrong with it) for every row that its seal does not fit, or that has none.

    row: its name, such as "learner 7" with its id, or that of a row that belongs to it. Raises SecretFault if the
    instance's secret is missing or does not fit.
    """
    key = _key(session)
    for records in _blocks(session, kind):
        for row_id, record in records.items():
            if record.seal != _seal(key, kind, record):
                yield from _faults_of(key, kind, f"{kind.name} {row_id}", record)


def _faults_of(key: bytes, kind: Kind, where: str, record: Record) -> Iterator[tuple[str, str]]:
    if record.seal is None:
        yield where, "has no seal: it was put in, or its seal taken away"
        return
    stored, pieces = _stored_pieces(record.seal), _pieces(key, kind, record)
    strange = [name for name, piece in pieces.items() if not stored[piece]]
    yield from ((name, "not what was written, or not where it was") for name in strange)
    missing = stored.total() - len(pieces)
    if missing > 0:
        yield where, f"{missing} of its {kind.parts} {'is' if missing == 1 else 'are'} missing"
    elif not strange or len(strange) == len(pieces):
        yield where, "not what was written, or its seal is not"


def _stored_pieces(seal: bytes) -> Counter[bytes]:
    return Counter(seal[start : start + PIECE] for start in range(WHOLE, len(seal), PIECE))


def _pieces(key: bytes, kind: Kind, record: Record) -> dict[str, bytes]:
    return {name: _digest(key, [kind.name, name, values])[:PIECE] for name, values in record.parts.items()}


def _seal(key: bytes, kind: Kind, record: Record) -> bytes:
    parts = dict(sorted(record.parts.items()))
    whole = _digest(key, [kind.name, record.values, parts])[:WHOLE]
    return whole + b"".join(piece for _, piece in sorted(_pieces(key, kind, record).items()))


def _digest(key: bytes, values: object) -> bytes:
    return hmac.digest(key, json.dumps(values, default=_written, ensure_ascii=False).encode(), "sha256")


def _written(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else bytes(value).hex()  # type: ignore[call-overload]


def _write(session: Session, kind: Kind, seals: Mapping[int, bytes | None]) -> None:
    if seals:
        statement = update(kind.table).where(kind.row_id == bindparam("of"))
        statement = statement.values({kind.column: bindparam("new")})
        session.connection().execute(statement, [{"of": row_id, "new": seal} for row_id, seal in seals.items()])


def _blocks(session: Session, kind: Kind) -> Iterator[dict[int, Record]]:
    last = 0
    query = select(kind.row_id).order_by(kind.row_id).limit(AT_ONCE)
    while ids := list[int](session.scalars(query.where(kind.row_id > last))):
        yield kind.read(session, ids)
        last = ids[-1]


def _key(session: Session) -> bytes:
    return bytes.fromhex(pepper_of(session, "seals"))
