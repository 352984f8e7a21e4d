"""A seal holds what is frozen and can be counted anew no more: an edit by hand is seen, and which value it was."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

SIZE = 4
"""Bytes of the digest of one value: enough to see an edit, and no proof against somebody who makes seals."""


def seal(values: Iterable[object]) -> bytes:
    """Of texts, numbers, days, moments, bytes and None, in this order."""
    return b"".join(_piece(value) for value in values)


def broken(values: Mapping[str, object], kept: bytes) -> list[str]:
    """Names of those that are not what was sealed; values in the order in which they were."""
    pieces = [kept[place * SIZE :][:SIZE] for place in range(len(values))]
    return [name for (name, value), piece in zip(values.items(), pieces, strict=True) if _piece(value) != piece]


def _piece(value: object) -> bytes:
    if isinstance(value, datetime):
        value = value.astimezone(UTC)
    return sha256(value if isinstance(value, bytes) else str(value).encode()).digest()[:SIZE]
