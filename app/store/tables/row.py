"""What all tables share."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Connection,
    MetaData,
    String,
    event,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column

from app.store.encodings import UtcDateTime
from app.store.names import fold, sort_key


class Row(DeclarativeBase):
    """A Row is the base class of all tables; it names constraints by rule, so that SQLite's can be altered too."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcDateTime}


Ref = String(16)
"""A random public id, the only kind that is used in a URL."""
Digest = String(64)
Code = String(32)


class Searched:
    """A Searched is a row that staff can search for by its words, which are case-folded whenever it is written."""

    WORDS: ClassVar[tuple[str, ...]]
    """columns"""

    folded: Mapped[str] = mapped_column(server_default=text("''"))


class Named(Searched):
    """A Named is a row that is listed in the order of its name, by a sort key that is set whenever it is written."""

    sort_key: Mapped[bytes] = mapped_column(server_default=text("''"))


@event.listens_for(Searched, "before_insert", propagate=True)
@event.listens_for(Searched, "before_update", propagate=True)
def _keep_words(_mapper: Mapper[Any], _connection: Connection, row: Searched) -> None:
    words = " ".join(getattr(row, name) for name in row.WORDS)
    row.folded = fold(words)
    if isinstance(row, Named):
        row.sort_key = sort_key(words)
