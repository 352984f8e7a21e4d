"""What a database says when it cannot, in our terms."""


def is_full(fault: BaseException) -> bool:
    """Returns whether a database error came from a full disk: SQLITE_FULL, or PostgreSQL's 53100 (disk_full)."""
    cause = getattr(fault, "orig", None)
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def is_read_only(fault: BaseException | None) -> bool:
    """Returns whether PostgreSQL refused to write since it is read-only or follows another server.

    fault: the driver's exception, not SQLAlchemy's.
    """
    return getattr(fault, "sqlstate", "") == "25006"


def is_damaged(fault: BaseException) -> bool:
    """Returns whether a database error came from a SQLite file that is damaged or is no database."""
    name = getattr(getattr(fault, "orig", None), "sqlite_errorname", "")
    return name == "SQLITE_NOTADB" or name.startswith("SQLITE_CORRUPT")
