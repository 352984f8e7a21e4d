"""What all tables share."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    MetaData,
    String,
)
from sqlalchemy.orm import DeclarativeBase

from app.store.encodings import UtcDateTime


class Row(DeclarativeBase):
    """Names of constraints are given by rule, so that a migration can alter them on SQLite too."""

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
"""A random public id, the only one that stands in a URL."""
Digest = String(64)
Code = String(32)
