"""Rows: the only place with queries."""

from sqlalchemy.orm import Session

from app.store.database import Database
from app.store.migrate import migrate

__all__ = ["Database", "Session", "migrate"]
