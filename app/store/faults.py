"""What a database says when it cannot, in our terms."""


def is_full(fault: BaseException) -> bool:
    """Returns whether a full disk is the cause: SQLITE_FULL, or PostgreSQL's 53100 (disk_full)."""
    cause = getattr(fault, "orig", None)
    return getattr(cause, "sqlite_errorname", "") == "SQLITE_FULL" or getattr(cause, "sqlstate", "") == "53100"


def is_read_only(fault: BaseException | None) -> bool:
    """True where PostgreSQL takes nothing in: it was made read-only, or follows another server."""
    return getattr(fault, "sqlstate", "") == "25006"


def is_damaged(fault: BaseException) -> bool:
    """Returns whether the cause is that a file of SQLite's is no database (any more)."""
    name = getattr(getattr(fault, "orig", None), "sqlite_errorname", "")
    return name == "SQLITE_NOTADB" or name.startswith("SQLITE_CORRUPT")
