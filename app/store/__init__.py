"""Rows: the only place with queries."""

from sqlalchemy.exc import DatabaseError as StoreFault
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from app.store.database import Database
from app.store.faults import is_damaged, is_full
from app.store.migrate import migrate
from app.store.opened_file import FileGone
from app.store.secret_place import SecretFault, SecretPlace

STORE_IS_BUSY = (OperationalError, NoFreeConnection, FileGone)
"""What a session raises when it cannot have its turn; nothing was written, and trying again is right."""


__all__ = [
    "STORE_IS_BUSY",
    "Database",
    "SecretFault",
    "SecretPlace",
    "Session",
    "StoreFault",
    "is_damaged",
    "is_full",
    "migrate",
]
