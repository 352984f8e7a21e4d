"""What surrounds the figures of a report: of what, for whom, when, and whether the people are real."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import version as version_of

from analytics import GainReport, Key, Method
from app.wording import Called, Reception, Words, method_lines


def version() -> str:
    """Returns the version of this software, such as 0.1.0."""
    return version_of("smart-navigator")


def made_sentence(words: Words, made_on: date, software: str) -> str:
    """Returns the sentence that says which version of this software made the figures, and on which day."""
    _ = words.gettext
    return _("Navigator %(version)s, %(date)s.") % {"version": software, "date": made_on.isoformat()}


def publication_name(number: int, edition: int) -> str:
    """Returns the name of a publication: 3, or 3.2 for its second edition."""
    return f"{number}.{edition}" if edition > 1 else str(number)


@dataclass(frozen=True)
class Published:
    """Identifies the publication that figures are from.

    until_on: the last day on which its cohorts settled. digest: 64 hexadecimal digits. rules: sentences on what its
    table does not show. rounding: words beside its counts; "" if they are exact. acts_count, acts_head: how many acts
    were in the audit, and with which digest it ended; 0 and "" if neither is printed.
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
        """The end of the audit then, as printed: the number of acts, a hyphen, the beginning of its digest."""
        return f"{self.acts_count}-{self.acts_head}"

    @property
    def short_digest(self) -> str:
        """The first 12 digits of the digest, which people compare."""
        return self.digest[:12]


@dataclass(frozen=True)
class Filing:
    """Holds the codes under which other systems file the figures.

    programme: its public id if the instance has several, else "". countries: of the regions, ISO 3166-1. names: of
    regions, partners and the programme, by code.
    """

    programme: str = ""
    countries: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cover:
    """Says what a report is of, for its first page and for its files.

    source: a file's name, or a course in a programme. disaggregates: the variables that the groups are split by. names:
    of the groups, by key. taken: sentences on what was read or chosen. data: "Demonstration data", "Test instance", or
    "" for real people. course: its slug; "" for a file. months: the first and the last, yyyy-mm; None if there are
    none. items, statements: their words, by id; options: by (item, option). reception: what learners said of the
    course. programmes, partners, regions: names of all that the figures are of; empty if a file does not say. rules:
    sentences on what an instance counts, besides those for any file. filing: of a publication. published: None for
    figures that are in no publication. software: the version that made them.
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
        """The names of groups, items, options and statements, for sentences and tables."""
        return Called(self.names, self.items, self.options, self.statements)

    @property
    def has_rounded_groups(self) -> bool:
        """True if the counts of its groups, but not of the total, are rounded."""
        return self.published is not None and bool(self.published.rounding)

    @property
    def is_of_file(self) -> bool:
        """True if the report is of somebody's own table, which has neither a course nor an instance's rules."""
        return not self.course and not self.rules

    @property
    def is_internal(self) -> bool:
        """True if the report is of an instance and of no publication: only people who are signed in may see it."""
        return self.published is None and not self.is_of_file

    @property
    def is_in_time(self) -> bool:
        """True if the groups are months, in their order; other groups are ordered by their share, the highest first."""
        return self.disaggregates == ("month",)

    def method(self, method: Method, words: Words) -> tuple[str, ...]:
        """Returns sentences on how the figures were made: those for any report, then the rules of the instance."""
        return (*method_lines(words, method), *self.rules)

    def parts(self, key: Key) -> tuple[str, ...]:
        """Returns a group's values as a tuple, one for each disaggregate, even if its key is a single text."""
        return (key,) if isinstance(key, str) else key


Made = Sequence[tuple[GainReport, Cover]]
"""The reports that a file is made of: one for each instrument, the newest first."""
