"""What can be counted besides the scores: items, forms, follow-up, statements, dose.

Exact whole numbers, as all counts.

One `MoreCounts` goes into `gain_report`; what is left out of it is None in the report, with a note that says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from analytics.counts.classes import CohortClasses
from analytics.counts.cohorts import CohortSums
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.groups import GroupCounts, Key
from analytics.counts.item_scores import ItemScores
from analytics.counts.items_twice import ItemTwice
from analytics.counts.joint import Counts, JointTable

Cohorts = Sequence[CohortSums | CohortClasses]


@dataclass(frozen=True, eq=False)
class OptionCounts:
    """OptionCounts count which option of one item was chosen, by score on the whole test.

    chosen[option, score]: learners, shape (options, k + 1). options: in the order of the rows, including "not sure" and
    blank. key: the right option; a tuple: the lines to be marked. learners: by score, where any number of options may
    be marked, so that the counts of options do not add up to them; None: each learner chose one.
    """

    item: str
    options: tuple[str, ...]
    key: str | tuple[str, ...]
    chosen: Counts
    learners: Counts | None = None


@dataclass(frozen=True)
class ItemChoices:
    """ItemChoices count what learners made of one item, whichever wording they met: right, another answer, or none.

    unsure: chose "not sure", or left it open.
    """

    right: int
    other: int
    unsure: int

    @property
    def n(self) -> int:
        """Returns the number of learners: those who chose something, and those who did not."""
        return self.right + self.other + self.unsure


@dataclass(frozen=True, eq=False)
class ItemCounts:
    """ItemCounts hold all that is counted of items, for the learners with both tests.

    twice: each item by name, before and after (with parallel forms, each pair of items). before, after: all items of a
    wave by form; the form is "" if there is only one. options_before, options_after: of the items whose choices are
    known.
    """

    twice: Mapping[str, ItemTwice] = field(default_factory=dict)
    before: Mapping[str, ItemScores] = field(default_factory=dict)
    after: Mapping[str, ItemScores] = field(default_factory=dict)
    options_before: tuple[OptionCounts, ...] = ()
    options_after: tuple[OptionCounts, ...] = ()


@dataclass(frozen=True, eq=False)
class DifCounts:
    """DifCounts hold the items of one form and wave by the values of one variable (sex, language, region), for DIF.

    groups: by value, each learner of the form and wave in one. The largest group is the one that others are compared
    with.
    """

    variable: str
    groups: Mapping[str, ItemScores]
    form: str = ""


@dataclass(frozen=True, eq=False)
class FormCounts:
    """FormCounts hold the learners with both tests by the order of the two forms, which chance decided.

    first_then_second: the first form before and the second after; second_then_first: the reverse. names: of the forms.
    margin: points of mean difference that would still count as equally hard.
    """

    first_then_second: JointTable
    second_then_first: JointTable
    names: tuple[str, str] = ("A", "B")
    margin: float = 0.5


@dataclass(frozen=True, eq=False)
class FollowUpCounts:
    """FollowUpCounts hold the three joint tables of the learners with all three tests.

    from_before: test before by follow-up. from_after: test after by follow-up. before_after: before by after. left:
    learners with the first two tests who did not take the follow-up while they could. everyone: for from_before and
    from_after, the cohorts by stratum of everybody in the instance, from whom the ICC is borrowed; None if these
    learners are everybody.
    """

    from_before: GroupCounts
    from_after: GroupCounts
    before_after: JointTable
    left: int = 0
    everyone: tuple[Cohorts, Cohorts] | None = None


@dataclass(frozen=True, eq=False)
class ScaleCounts:
    """ScaleCounts hold the answers to one question on a scale (a statement or a reaction), by group.

    groups: joint tables of positions from 0, by the keys of the report's groups. A statement is before by after,
    reversed first if it is negative; a reaction, asked once, counts as a gain from 0 to its points. lowest: the points
    of position 0. everyone: the cohorts by stratum of all in the instance who answered, from whom the ICC is borrowed;
    None if these are all. whole: all groups together, as in `gain_report`.
    """

    groups: Mapping[Key, GroupCounts]
    lowest: int = 1
    everyone: Cohorts | None = None
    whole: GroupCounts | None = None


@dataclass(frozen=True)
class LateCounts:
    """LateCounts count the learners with both tests of whom one came when the right answers could be seen.

    n: how many. improved: how many of them improved.
    """

    n: int
    improved: int


@dataclass(frozen=True)
class CameCounts:
    """CameCounts count how the tests of learners with both came in, of those of whom that is known.

    n: how many these are. before, after: learners by the way in which the test came. corrected: learners with a sheet
    that stands in the place of another. confirmed: with one that was typed in after the right answers were shown, with
    a second person's yes. lost: beside these, who had both tests until a second person said yes to a sheet that does
    not count.
    """

    n: int
    before: Mapping[str, int]
    after: Mapping[str, int]
    corrected: int
    confirmed: int
    lost: int = 0


@dataclass(frozen=True)
class CircumstanceCounts:
    """CircumstanceCounts say what facilitators allowed and noted, in learners; no score depends on it.

    extended: with both tests, one of which was sat when it had closed for others. taken_out: who should not have joined
    and is in no other count. erased: had both tests, and was erased after the group's result was made and before it
    entered the counts. parted: had been merged with somebody, and was parted again meanwhile. The others have not both
    tests and left for this reason.
    """

    extended: int = 0
    moved: int = 0
    work: int = 0
    unwilling: int = 0
    unreachable: int = 0
    unknown: int = 0
    taken_out: int = 0
    erased: int = 0
    parted: int = 0


@dataclass(frozen=True, eq=False)
class MoreCounts:
    """MoreCounts hold all that `gain_report` takes besides the groups; None or empty is not counted.

    Each part is of the learners of the groups' total, or of some of them; items, forms and dose of all, else
    `gain_report` raises ValueError. statements: by id. dose: learners with both tests by lessons done before the second
    test. late: None if it is unknown when tests arrived; late_groups: the same by the keys of the groups. came: None if
    it is unknown how tests came. circumstances: None if nobody noted any. comparison: people with the course
    and people without it, who need not be in the total. same_items: whether both tests asked the same items; None if
    unknown.
    """

    items: ItemCounts | None = None
    dif: tuple[DifCounts, ...] = ()
    forms: FormCounts | None = None
    follow_up: FollowUpCounts | None = None
    statements: Mapping[str, ScaleCounts] = field(default_factory=dict)
    dose: Mapping[int, GroupCounts] | None = None
    late: LateCounts | None = None
    late_groups: Mapping[Key, LateCounts] = field(default_factory=dict)
    came: CameCounts | None = None
    circumstances: CircumstanceCounts | None = None
    comparison: ComparisonCounts | None = None
    same_items: bool | None = None
