"""Rows: the only place with queries."""

from sqlalchemy.exc import DatabaseError as StoreFault
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoFreeConnection
from sqlalchemy.orm import Session

from app.store.database import Database
from app.store.migrate import migrate

STORE_IS_BUSY = (OperationalError, NoFreeConnection)
"""What a session raises when it cannot have its turn; nothing was written, and trying again is right."""


def is_full(fault: BaseException) -> bool:
    """True where the store was refused by a full disk: SQLITE_FULL, or PostgreSQL's 53100 (disk_full)."""
    cause = getattr(fault, "orig", None)
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def is_damaged(fault: BaseException) -> bool:
    """True where a file of SQLite's is no database (any more)."""
    name = getattr(getattr(fault, "orig", None), "sqlite_errorname", "")
    return name == "SQLITE_NOTADB" or name.startswith("SQLITE_CORRUPT")


__all__ = ["STORE_IS_BUSY", "Database", "Session", "StoreFault", "is_damaged", "is_full", "migrate"]
