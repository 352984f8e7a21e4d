"""Rows: the only place with queries."""

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


__all__ = ["STORE_IS_BUSY", "Database", "Session", "is_full", "migrate"]
