"""What surrounds the figures of a report: of what, for whom, when, and whether the people are real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version as version_of

from analytics import GainReport, Key, Method
from app.wording import Called, Reception, Words, method_lines


def version() -> str:
    """Returns the version of this software."""
    return version_of("smart-navigator")


def made_sentence(words: Words, made_on: date, software: str) -> str:
    """Says which software made these figures, and when."""
    _ = words.gettext
    return _("Navigator %(version)s, %(date)s.") % {"version": software, "date": made_on.isoformat()}


def publication_name(number: int, edition: int) -> str:
    """Returns the name of a publication, such as 3, or 3.2 for its second edition."""
    return f"{number}.{edition}" if edition > 1 else str(number)


@dataclass(frozen=True)
class Published:
    """A Published says of which publication the figures are.

    until_on: the last day on which its cohorts settled. digest: 64 hexadecimal digits. rules: sentences on what its
    table does not show. rounding: what stands beside its counts; "" where they are exact. acts_count, acts_head: how
    many acts were in the audit, and with which digest it ended; 0 and "" where none is printed.
    """

    number: int
    edition: int
    until_on: date
    made_on: date
    digest: str
    rules: tuple[str, ...] = ()
    rounding: str = ""
    acts_count: int = 0
    acts_head: str = ""

    @property
    def name(self) -> str:
        """The publication's name in addresses and on the command line."""
        return publication_name(self.number, self.edition)

    @property
    def last_act(self) -> str:
        """The last act of the audit then, as printed: how many there were, a hyphen, the beginning of its digest."""
        return f"{self.acts_count}-{self.acts_head}"

    @property
    def short_digest(self) -> str:
        """The first 12 digits of the digest, as people compare it."""
        return self.digest[:12]


@dataclass(frozen=True)
class Filing:
    """A Filing says under which codes other systems file the figures.

    programme: its public id where there are several, else "". countries: of the regions, ISO 3166-1. names: of regions,
    partners and the programme by code.
    """

    programme: str = ""
    countries: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cover:
    """A Cover says what a report is of, for its first page and for its files.

    source: a file's name, or a course in a programme. disaggregates: what the groups are groups of.

    names: of the groups, by key. taken: sentences on what was read or chosen. data: "Demonstration data", "Test
    instance", or "" for real people. course: its slug, "" for a file. months: first and last that the figures are of,
    as yyyy-mm; None where there is none. items, statements: their words by id; options: by (item, option). reception:
    what learners said of the course. programmes, partners, regions: names of all that the figures are of; none where a
    file does not tell. rules: sentences on what an instance counts, beside what holds for any file. filing: of a
    publication. published: None for figures that are in no publication. software: the version that made them.
    """

    source: str
    made_on: date
    disaggregates: tuple[str, ...] = ()
    names: Mapping[Key, str] = field(default_factory=dict)
    taken: tuple[str, ...] = ()
    data: str = ""
    course: str = ""
    months: tuple[str, str] | None = None
    items: Mapping[str, str] = field(default_factory=dict)
    options: Mapping[tuple[str, str], str] = field(default_factory=dict)
    statements: Mapping[str, str] = field(default_factory=dict)
    reception: Reception = field(default_factory=Reception)
    rules: tuple[str, ...] = ()
    filing: Filing = field(default_factory=Filing)
    programmes: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    published: Published | None = None
    software: str = field(default_factory=version)

    @property
    def called(self) -> Called:
        """The names of groups, items, options and statements."""
        return Called(self.names, self.items, self.options, self.statements)

    @property
    def is_of_file(self) -> bool:
        """True where the report is of somebody's own table, which has neither a course nor an instance's rules."""
        return not self.course and not self.rules

    @property
    def is_internal(self) -> bool:
        """True where the report is of an instance and of no publication: for people signed in, and nobody else."""
        return self.published is None and not self.is_of_file

    @property
    def is_in_time(self) -> bool:
        """True where the groups stand in the order of time; all others stand by their share, the highest first."""
        return self.disaggregates == ("month",)

    def method(self, method: Method, words: Words) -> tuple[str, ...]:
        """Returns sentences on how the figures were made: what holds for any report, then the rules of the instance."""
        return (*method_lines(words, method), *self.rules)

    def parts(self, key: Key) -> tuple[str, ...]:
        """Returns a group's values as a tuple, one for each disaggregate, also where its key is a single text."""
        return (key,) if isinstance(key, str) else key


Made = Sequence[tuple[GainReport, Cover]]
"""The reports that a file is made of: one for each instrument, the newest first."""
