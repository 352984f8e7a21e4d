"""How a column that many rows have is written down in few bytes, and read as what it says."""

import hashlib
import re
import struct
import uuid
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, LargeBinary, TypeDecorator
from sqlalchemy.types import TypeEngine

from app.store.pepper import NO_PIN, PEPPERED, PLAIN

__all__ = ["EPOCH", "NO_PIN", "Fingerprint", "Hex", "Moment", "PinHash", "UtcDateTime", "UuidBytes"]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ARGON2 = re.compile(r"(\$argon2id(?:-hmac)?\$)v=(\d+)\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)")
_SETTINGS = struct.Struct("<BIBBB")
"""Version, memory in KiB, passes, lanes, bytes of the salt."""
_KEYED = 0x80
"""Beside the version: the digest is peppered."""


class UtcDateTime(TypeDecorator[datetime]):
    """A UtcDateTime column holds a moment and always gives it in UTC, although SQLite forgets the time zone.

    Raises ValueError for a moment without a time zone.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment without a time zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Moment(UtcDateTime):
    """A Moment column is a UtcDateTime in eight bytes on SQLite: microseconds since 1970."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return BigInteger() if dialect.name == "sqlite" else DateTime(timezone=True)

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        moment = super().process_bind_param(value, dialect)
        return moment if moment is None or dialect.name != "sqlite" else (moment - EPOCH) // timedelta(microseconds=1)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is not None and dialect.name == "sqlite":
            return EPOCH + timedelta(microseconds=value)
        return super().process_result_value(value, dialect)


class Hex(TypeDecorator[str]):
    """A Hex column holds a text of hexadecimal digits as bytes, cut to its first `length` bytes."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        return None if value is None else bytes.fromhex(value)[: self.length]

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        return None if value is None else bytes(value).hex()


class Fingerprint(TypeDecorator[str]):
    """A Fingerprint column takes a text and gives the first 32 hexadecimal digits of its SHA-256, never the text."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        return None if value is None else hashlib.sha256(value.encode()).digest()[:16]

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        return None if value is None else bytes(value).hex()


class UuidBytes(TypeDecorator[str]):
    """A UuidBytes column holds the text of a UUID in 16 bytes."""

    impl = LargeBinary(16)
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        return None if value is None else uuid.UUID(value).bytes

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        return None if value is None else str(uuid.UUID(bytes=bytes(value)))


class PinHash(TypeDecorator[str]):
    """A PinHash column holds an Argon2id hash as its settings, salt and digest; NO_PIN is stored as NULL.

    Raises ValueError for any other text.
    """

    impl = LargeBinary(160)
    cache_ok = True

    def process_bind_param(self, value: str | None, _: Dialect) -> bytes | None:
        return None if value in (None, NO_PIN) else pin_bytes(value or "")

    def process_result_value(self, value: bytes | None, _: Dialect) -> str | None:
        return None if value is None else pin_text(bytes(value))


def pin_bytes(text: str) -> bytes:
    """Packs the text of an Argon2id hash, peppered or not. Raises ValueError for any other text."""
    match = _ARGON2.fullmatch(text)
    if match is None:
        raise ValueError("a PIN is kept as its Argon2id hash only")
    kind, *settings, salt, digest = match.groups()
    salt, digest = (b64decode(part + "=" * (-len(part) % 4)) for part in (salt, digest))
    version, *others = map(int, settings)
    return _SETTINGS.pack(version | (_KEYED if kind == PEPPERED else 0), *others, len(salt)) + salt + digest


def pin_text(packed: bytes) -> str:
    """Returns the text of the Argon2id hash that `pin_bytes` packed, beginning with PEPPERED if it is peppered."""
    version, memory, passes, lanes, size = _SETTINGS.unpack_from(packed)
    rest = packed[_SETTINGS.size :]
    salt, digest = (b64encode(part).decode().rstrip("=") for part in (rest[:size], rest[size:]))
    kind = PEPPERED if version & _KEYED else PLAIN
    return f"{kind}v={version & ~_KEYED}$m={memory},t={passes},p={lanes}${salt}${digest}"
