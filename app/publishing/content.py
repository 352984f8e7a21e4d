"""The content of a publication: all that anybody may be told, from which every page and file of it is made.

No live row is looked at again: only the words of items and options are read from the course release, by its digest.
"""

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple, TypeVar

import msgspec

from analytics import GroupReport, Key, ReactionReport
from analytics.disclosure import Disclosed
from analytics.disclosure_known import Ledger, Stand

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Table:
    """A Table is one table of a publication, as far as it may be shown.

    disclosed: as the gate left it, without `as_of`. as_of: the number of the publication whose figures a group keeps.
    """

    variables: tuple[str, ...]
    disclosed: Disclosed
    as_of: tuple[tuple[Key, int], ...] = ()


@dataclass(frozen=True)
class Part:
    """A Part is what a publication shows of one instrument.

    release: digest of the release whose words it has. course: slug. peers: learners who reported, peers taught; None
    where they are too few. months: of settling, first and last, yyyy-mm. regions, partners: codes and public ids of all
    that the figures are of.
    """

    structure: str
    release: str
    course: str
    tables: tuple[Table, ...]
    reactions: tuple[ReactionReport, ...]
    peers: tuple[int, int] | None
    months: tuple[str, str]
    regions: tuple[str, ...]
    partners: tuple[str, ...]

    def table(self, by: tuple[str, ...]) -> Table | None:
        """Returns the table split by these variables; None where there is no such table."""
        return next((one for one in self.tables if one.variables == by), None)


@dataclass(frozen=True)
class Content:
    """A Content is all that a publication shows.

    programme: its public id. is_one_of_several: the instance has other programmes. kind: of the instance. home: its
    address. version: of the software. names: of regions, partners and the programme by language and code. parts: the
    newest instrument first.
    """

    programme: str
    is_one_of_several: bool
    number: int
    edition: int
    until_on: date
    made_on: date
    kind: str
    home: str
    version: str
    names: Mapping[str, Mapping[str, str]]
    parts: tuple[Part, ...]

    @property
    def splits(self) -> tuple[tuple[str, ...], ...]:
        """The variables of each table that there is."""
        return tuple(one.variables for one in self.parts[0].tables)


class Packed(NamedTuple):
    """A Packed is a content in the form in which it is stored.

    digest: SHA-256 of the JSON, 64 hexadecimal digits. data: the JSON, packed by zlib.
    """

    digest: str
    data: bytes


class _Entry(NamedTuple):
    """A group of the ledger."""

    variables: tuple[str, ...]
    values: tuple[str, ...]
    number: int
    group: GroupReport
    is_told: bool
    is_anew: bool = False


def packed(content: Content) -> Packed:
    """Packs a content; the same content always gives the same digest."""
    text = _json(content)
    return Packed(hashlib.sha256(text).hexdigest(), zlib.compress(text))


def unpacked(data: bytes) -> Content:
    """Reads the content back that `packed` packed.

    Raises zlib.error or msgspec.ValidationError for anything else.
    """
    return _read(data, Content)


def digest_of(data: bytes) -> str:
    """Returns the digest of packed data: SHA-256 of its JSON, 64 hexadecimal digits."""
    return hashlib.sha256(zlib.decompress(data)).hexdigest()


def table_of(variables: tuple[str, ...], disclosed: Disclosed, numbers: Mapping[int, int]) -> Table:
    """Makes a table of what the gate let through.

    numbers: of publications, by the count of those made before and with each, which is what the ledger has.
    """
    as_of = tuple((key, numbers[serial]) for key, serial in disclosed.as_of.items())
    return Table(variables, replace(disclosed, as_of={}), as_of)


def packed_ledgers(ledgers: Mapping[str, Ledger]) -> bytes:
    """Packs the ledgers of what was published, by the structure of the instrument, as JSON and zlib."""
    entries = {
        structure: [_Entry(*name, one.number, one.group, one.is_told, one.is_anew) for name, one in ledger.items()]
        for structure, ledger in ledgers.items()
    }
    return zlib.compress(_json(entries))


def unpacked_ledgers(data: bytes) -> dict[str, Ledger]:
    """Reads the ledgers back that `packed_ledgers` packed."""
    return {
        structure: {
            (one.variables, one.values): Stand(one.number, one.group, one.is_told, one.is_anew) for one in entries
        }
        for structure, entries in _read(data, dict[str, list[_Entry]]).items()
    }


def _json(value: Any) -> bytes:
    # numpy's numbers are written as the plain ones that they are
    return msgspec.json.encode(value, order="deterministic", enc_hook=lambda number: number.item())


def _read(data: bytes, kind: type[Kind]) -> Kind:
    return msgspec.json.decode(zlib.decompress(data), type=kind)
