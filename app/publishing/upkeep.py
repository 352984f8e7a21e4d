"""Checks that everything that was published is what it was when it was made."""

import zlib
from collections.abc import Iterator

from app.publishing.content import digest_of
from app.services.figures.upkeep import Finding
from app.store import Session
from app.store.figures import publication_files, publications

AS_IT_WAS = "restore a backup; the files that were sent out already are as they were"
WITH_A_BACKUP = "restore a backup, or delete this row: the file is made again when somebody asks for it"


def findings(session: Session) -> Iterator[Finding]:
    """Yields a finding for each publication whose content, frozen values or files were changed after it was made."""
    for name, digest, data in publications.list_contents(session):
        if not _is_of(digest, data):
            yield Finding(f"publication {name}", "content is not what it was made with", AS_IT_WAS)
    for name, what in publications.list_edited(session):
        yield Finding(f"publication {name}", f"{what} is not what it was made with", AS_IT_WAS)
    for name in publication_files.list_edited(session):
        yield Finding(f"publication_file {name}", "not the bytes that it was made of, or not this name", WITH_A_BACKUP)


def _is_of(digest: str, data: bytes) -> bool:
    try:
        return digest_of(data) == digest
    except zlib.error:
        return False
