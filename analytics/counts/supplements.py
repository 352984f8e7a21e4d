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

    chosen[option, score]: learners, shape (options, k + 1). options: in the order of the rows, "not sure" and blank
    among them; key: the right one.
    """

    item: str
    options: tuple[str, ...]
    key: str
    chosen: Counts


@dataclass(frozen=True, eq=False)
class ItemCounts:
    """ItemCounts hold all that is counted of items, for the learners with both tests.

    twice: each item, or the pair of items where the two waves had parallel forms, before and after. before, after: all
    items of a wave by form; the form is "" where there is one. options_before, options_after: of items whose choices
    are known.
    """

    twice: Mapping[str, ItemTwice] = field(default_factory=dict)
    before: Mapping[str, ItemScores] = field(default_factory=dict)
    after: Mapping[str, ItemScores] = field(default_factory=dict)
    options_before: tuple[OptionCounts, ...] = ()
    options_after: tuple[OptionCounts, ...] = ()


@dataclass(frozen=True, eq=False)
class DifCounts:
    """DifCounts hold the items of one form and wave, by the values of one variable (sex, language, region).

    The values share all learners of the form and wave. The largest group is the one that the others are compared with.
    """

    variable: str
    groups: Mapping[str, ItemScores]
    form: str = ""


@dataclass(frozen=True, eq=False)
class FormCounts:
    """FormCounts hold the paired learners by the order in which they had the two forms, which chance decided.

    First form before and second after, or the reverse. margin: points of mean difference that would still count as
    equally hard.
    """

    first_then_second: JointTable
    second_then_first: JointTable
    names: tuple[str, str] = ("A", "B")
    margin: float = 0.5


@dataclass(frozen=True, eq=False)
class FollowUpCounts:
    """FollowUpCounts hold the three joint tables of the learners with all three tests.

    Before x follow-up, after x follow-up, before x after. left: those of the paired whose follow-up is over and who did
    not come. everyone: the cohorts by stratum of all in the instance who took them, for the first two; None: these are
    they.
    """

    from_before: GroupCounts
    from_after: GroupCounts
    before_after: JointTable
    left: int = 0
    everyone: tuple[Cohorts, Cohorts] | None = None


@dataclass(frozen=True, eq=False)
class ScaleCounts:
    """ScaleCounts hold the answers to one question on a scale, as a joint table of positions.

    Of a statement, positions before x after, counted from 0; lowest: the number that position 0 bears. A reaction,
    asked once, is a gain from 0 to its point.

    groups: who answered (a statement twice), by the keys of the report's groups. everyone: the cohorts by stratum of
    all in the instance who did, whose ICC is lent; None: these are they. whole: of all together, as in `gain_report`.
    Turn round a statement to be disagreed with first.
    """

    groups: Mapping[Key, GroupCounts]
    lowest: int = 1
    everyone: Cohorts | None = None
    whole: GroupCounts | None = None


@dataclass(frozen=True)
class LateCounts:
    """LateCounts count the learners with both tests whose second one arrived when the right answers could be seen.

    improved: of these n.
    """

    n: int
    improved: int


@dataclass(frozen=True, eq=False)
class MoreCounts:
    """MoreCounts hold all that `gain_report` takes besides the groups.

    Each is of the same learners as their total, or of some of them. statements: by id. dose: paired learners by lessons
    done before the second test. late: None where nothing is known of when tests arrived. comparison: people with the
    course and people without it, who need not be those of the total. same_items: both tests asked the same items; None:
    not known. ValueError where items, forms or dose do not hold the learners of the total.
    """

    items: ItemCounts | None = None
    dif: tuple[DifCounts, ...] = ()
    forms: FormCounts | None = None
    follow_up: FollowUpCounts | None = None
    statements: Mapping[str, ScaleCounts] = field(default_factory=dict)
    dose: Mapping[int, GroupCounts] | None = None
    late: LateCounts | None = None
    comparison: ComparisonCounts | None = None
    same_items: bool | None = None
