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
from analytics.disclosure_rounding import with_ranges

Kind = TypeVar("Kind")


@dataclass(frozen=True)
class Table:
    """Holds one table of a publication, as far as it may be shown.

    disclosed: as the gate left it, without `as_of`. as_of: for a group that keeps earlier figures, the number of their
    publication.
    """

    variables: tuple[str, ...]
    disclosed: Disclosed
    as_of: tuple[tuple[Key, int], ...] = ()


@dataclass(frozen=True)
class Part:
    """Holds what a publication shows of one instrument.

    structure: the digest of the instrument's structure. release: the digest of the release whose words it has. course:
    slug. peers: (learners who reported, peers taught); None if they are too few. months: of settling, first and last,
    yyyy-mm. regions: codes; partners: public ids.
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
        """Returns the table split by these variables, or None if there is none."""
        return next((one for one in self.tables if one.variables == by), None)


@dataclass(frozen=True)
class Content:
    """Holds all that a publication shows.

    programme: its public id. is_one_of_several: the instance has other programmes. kind: of the instance. home: its
    address. version: of the software. names: of regions, partners and the programme, by language and code. parts: the
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
        """The variables of each table, in the order of the tables."""
        return tuple(one.variables for one in self.parts[0].tables)


class Packed(NamedTuple):
    """Holds a content in the form in which it is stored.

    digest: SHA-256 of the JSON, 64 hexadecimal digits. data: the JSON, compressed by zlib.
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
    """Compresses a content for the store; the same content always has the same digest."""
    text = _json(content)
    return Packed(hashlib.sha256(text).hexdigest(), zlib.compress(text))


def unpacked(data: bytes) -> Content:
    """Reads a content from the data that `packed` made, also of before shares of rounded counts had their ends.

    Raises zlib.error or msgspec.ValidationError for anything else.
    """
    content = _read(data, Content)
    return replace(
        content, parts=tuple(replace(part, tables=tuple(map(_with_ranges, part.tables))) for part in content.parts)
    )


def digest_of(data: bytes) -> str:
    """Returns the digest of compressed data: SHA-256 of its JSON, 64 hexadecimal digits.

    Raises zlib.error for data that `packed` did not make.
    """
    return hashlib.sha256(zlib.decompress(data)).hexdigest()


def table_of(variables: tuple[str, ...], disclosed: Disclosed, numbers: Mapping[int, int]) -> Table:
    """Makes a publication's table from what the gate let through.

    numbers: of publications, by their position, from 1, in the order in which they were made: the ledger holds that.
    """
    as_of = tuple((key, numbers[serial]) for key, serial in disclosed.as_of.items())
    return Table(variables, replace(disclosed, as_of={}), as_of)


def packed_ledgers(ledgers: Mapping[str, Ledger]) -> bytes:
    """Returns the ledgers, by the structure of the instrument, as JSON compressed by zlib."""
    entries = {
        structure: [_Entry(*name, one.number, one.group, one.is_told, one.is_anew) for name, one in ledger.items()]
        for structure, ledger in ledgers.items()
    }
    return zlib.compress(_json(entries))


def unpacked_ledgers(data: bytes) -> dict[str, Ledger]:
    """Reads the ledgers from the data that `packed_ledgers` made.

    Raises zlib.error or msgspec.ValidationError for anything else.
    """
    return {
        structure: {
            (one.variables, one.values): Stand(one.number, one.group, one.is_told, one.is_anew) for one in entries
        }
        for structure, entries in _read(data, dict[str, list[_Entry]]).items()
    }


def _with_ranges(table: Table) -> Table:
    report = with_ranges(table.disclosed.report, is_rounded=table.disclosed.is_rounded)
    return replace(table, disclosed=replace(table.disclosed, report=report))


def _json(value: Any) -> bytes:
    # numpy's numbers are written as the plain ones that they are
    return msgspec.json.encode(value, order="deterministic", enc_hook=lambda number: number.item())


def _read(data: bytes, kind: type[Kind]) -> Kind:
    return msgspec.json.decode(zlib.decompress(data), type=kind)
