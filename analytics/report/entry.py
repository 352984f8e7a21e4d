"""One figure of the register, and the shapes that figures come in: a share, an estimate, a test, a mean gain."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class Unit(StrEnum):
    """A Unit says what a number counts or measures."""

    COUNT = "count"
    """whole: learners, cohorts, peers"""
    SHARE = "share"
    """0 to 1; a difference of two -1 to 1; what is left of a gain also over 1 or under 0"""
    POINTS = "points"
    """of the score, or of the scale of a statement"""
    P = "p"
    LN_P = "ln p"
    """natural logarithm: tells what is too small for a p"""
    NUMBER = "number"
    """without a unit: effect sizes, statistics, ranks"""


class Tells(StrEnum):
    """A Tells says what a reader learns of people from a figure; it decides what may be shown of a small group."""

    SIZE = "size"
    """how many they are"""
    FLOW = "flow"
    """how many came to which test, and who left"""
    SCORES = "scores"
    """means, spreads and ends of scores and gains"""
    SHARE = "share"
    """how many improved, passed or stayed the same"""
    ORDER = "order"
    """how many gained more than others: ranks and signs of single gains"""
    ITEM = "item"
    """how single questions were answered"""
    STATEMENTS = "said"
    """what was said of oneself or of the course"""
    COMPARISON = "comparison"
    """how groups differ"""
    METHOD = "method"
    """how the figures were made"""


class Disclosure(StrEnum):
    """A Disclosure says how a figure is shown in a published table whose counts are rounded.

    In all other tables a part of a report is shown exactly, or hidden as a whole.
    """

    EXACT = "exact"
    """tells nothing of people: a pass mark"""
    ROUNDED = "rounded"
    """counts to the nearest 5, shares and their ends from such counts, points to a decimal, p to two digits"""
    NEVER = "never"


DECIMALS: Mapping[Unit, int] = {
    Unit.COUNT: 0, Unit.SHARE: 1, Unit.POINTS: 2, Unit.P: 3, Unit.LN_P: 1, Unit.NUMBER: 2
}  # fmt: skip
"""Of numbers for programs; people read the same where the register shows no others. Of a share: of its per cent. Of a
p: digits that are not 0."""


@dataclass(frozen=True)
class Figure:
    """A Figure is the entry of one figure in the register.

    path: its place in the JSON, see the module `register`. label: code of the words for the thing. part: which of the
    thing's numbers, "" for the thing itself. within: code of the part of the report that holds it, "" for the scores of
    a group. in_csv: it has a row in the tidy file, or is an end of one. in_table: it is a variable of the
    files with a row for each group. short: the variable's name if the path is too long. code: in DHIS2, ADX and xAPI,
    which never changes; "" if they do not get it. {} in a name is for the statement or question. disclosure: how a
    rounded table shows it.
    """

    path: str
    unit: Unit
    tells: Tells
    label: str
    part: str = ""
    within: str = ""
    decimals: int = 0
    in_csv: bool = True
    in_table: bool = False
    short: str = ""
    code: str = ""
    disclosure: Disclosure = Disclosure.NEVER

    @property
    def name(self) -> str:
        """The name of the figure's variable in files: the path with underscores, at most 32 characters."""
        return self.short or self.path.replace(".", "_")


def one_figure(path: str, unit: Unit, tells: Tells, part: str = "", *, label: str = "") -> Figure:
    """Makes a single entry of the register, with the decimals of its unit.

    label: "" for the path or, with a part, for the path without its last name.
    """
    thing = path.rpartition(".")[0] if part else path
    return Figure(path, unit, tells, label or thing, part, decimals=DECIMALS[unit])


def each(of: str, unit: Unit, tells: Tells, *names: str) -> Iterator[Figure]:
    """Makes an entry for each of several fields of one part of a report.

    of: path of the part, "" for the report itself. names: of the fields; all have this unit.
    """
    return (one_figure(f"{of}.{name}" if of else name, unit, tells) for name in names)


def parts(of: str, tells: Tells, units: Mapping[str, Unit], *, label: str = "") -> Iterator[Figure]:
    """Makes the entries of the numbers that belong to one thing, such as its share, its ends and its p.

    of: path of the thing. units: by the name of each number. label: "" for the path.
    """
    return (one_figure(f"{of}.{part}", unit, tells, part, label=label or of) for part, unit in units.items())


COUNT, SHARE, POINTS, P, LN_P, NUMBER = Unit


def share(of: str, tells: Tells = Tells.SHARE, *, is_rounded: bool = False) -> Iterator[Figure]:
    """Makes the entries of a share: the fields of a ShareEstimate.

    is_rounded: a publication may make it of rounded counts, and then says between which ends it lies.
    """
    ends = {"least": SHARE, "most": SHARE} if is_rounded else {}
    return parts(of, tells, {"count": COUNT, "n": COUNT, "share": SHARE, **ends, "low": SHARE, "high": SHARE})


def estimate(of: str, unit: Unit, tells: Tells, *, has_se: bool = True, has_df: bool = True) -> Iterator[Figure]:
    """Makes the entries of an estimate: the fields of an Estimate that are numbers.

    has_se, has_df: whether its method gives a standard error and degrees of freedom.
    """
    units = {"value": unit, "low": unit, "high": unit, "n": COUNT}
    units |= ({"se": unit} if has_se else {}) | ({"df": NUMBER} if has_df else {})
    return (replace(one, part="" if one.part == "value" else one.part) for one in parts(of, tells, units))


def test_of(
    of: str, tells: Tells, *, statistic: str = "statistic", has_df: bool = True, **more: Unit
) -> Iterator[Figure]:
    """Makes the entries of a test: its statistic, degrees of freedom if it has any, p and ln p, and `more`."""
    degrees = {"df": NUMBER} if has_df else {}
    return parts(of, tells, {statistic: NUMBER, **degrees, "p": P, "ln_p": LN_P, **more})


def mean_gain(of: str, tells: Tells = Tells.SCORES) -> Iterator[Figure]:
    """Makes the entries of a mean gain: the fields of a GainEstimate."""
    units = {
        "n": COUNT, "pre_mean": POINTS, "post_mean": POINTS, "mean": POINTS, "sd": POINTS, "se": POINTS, "df": NUMBER,
        "low": POINTS, "high": POINTS, "percent": NUMBER, "cohorts": COUNT, "icc": NUMBER, "design_effect": NUMBER,
        "effective_n": NUMBER,
    }  # fmt: skip
    plain = {"n", "se", "df", "low", "high"}
    return (
        one_figure(
            f"{of}.{name}",
            unit,
            tells,
            name if name in plain else "",
            label=f"gain.{name}" if name not in plain else "gain",
        )
        for name, unit in units.items()
    )
