"""Files of publications, as they were first made; each row is written once."""

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.store.tables import PublicationFile
from app.store.upserts import insert_into

FILE = ("publication_id", "format", "language", "split", "destination")
"""The name of a file, in the order in which its digest has it."""


def get(session: Session, publication_id: int, form: str, language: str, split: str, destination: str) -> bytes | None:
    """Returns a stored file of a publication; None if it was never made. form: the file format."""
    key = (publication_id, form, language, split, destination)
    row = session.get(PublicationFile, key)
    return None if row is None else bytes(row.data)


def keep(
    session: Session, publication_id: int, form: str, language: str, split: str, destination: str, data: bytes
) -> None:
    """Stores a file of a publication; if that file is stored already, the stored one stays. form: the file format."""
    key = (publication_id, form, language, split, destination)
    values = {**dict(zip(FILE, key, strict=True)), "digest": _digest_of_file(key, data), "data": data}
    session.execute(insert_into(session, PublicationFile).values(values).on_conflict_do_nothing())


def _digest_of_file(key: Sequence[object], data: bytes) -> str:
    return sha256(json.dumps([*key]).encode() + data).hexdigest()


def list_edited(session: Session) -> Iterator[str]:
    """Yields the names of stored files whose name or bytes are not what they were when first made."""
    files = session.scalars(select(PublicationFile).execution_options(yield_per=1, populate_existing=True))
    for file in files:
        key = [getattr(file, name) for name in FILE]
        if _digest_of_file(key, file.data) != file.digest:
            yield " ".join(map(str, key)).strip()
