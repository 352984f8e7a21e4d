"""Seals that anybody can make, over frozen values that cannot be counted again: they tell which one was edited by hand.

They need no secret, so that even without it nothing is computed from an edited ledger. Somebody who edits on purpose
and makes a seal to fit is found out by the keyed one, see `frozen_seals`.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

SIZE = 4
"""Bytes of the digest of one value: enough to see an edit, and no proof against somebody who makes seals."""

FROZEN = (
    *("cohort_id", "step", "number", "settled_at", "settled_by", "month", "instrument_id", "programme_id"),
    *("partner_id", "region_code", "way", "standing", "learner_count", "ledger"),
)
"""What of a settlement never changes again, as it is sealed."""
SINCE = ("erased_count", "merged_count")
"""What changes as long as it is current: of one that is no longer current it is sealed too."""
PUBLISHED = ("programme_id", "number", "edition", "until_on", "made_at", "made_by", "learner_count", "digest", "ledger")
"""What of a publication never changes again, as it is sealed; what entered with it comes last."""


def seal(values: Iterable[object]) -> bytes:
    """Returns the seal of texts, numbers, days, moments, bytes and None: four bytes for each, in this order."""
    return b"".join(_piece(value) for value in values)


def broken(values: Mapping[str, object], seal: bytes) -> list[str]:
    """Lists the names of values that are not what was sealed; values: in the order in which they were sealed."""
    pieces = [seal[place * SIZE :][:SIZE] for place in range(len(values))]
    return [name for (name, value), piece in zip(values.items(), pieces, strict=True) if _piece(value) != piece]


def _piece(value: object) -> bytes:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return sha256(value if isinstance(value, bytes) else str(value).encode()).digest()[:SIZE]
