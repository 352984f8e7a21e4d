"""What the whole report holds besides the figures of groups: items, forms, follow-up, statements, dose."""

from dataclasses import dataclass

from analytics.estimate import Estimate
from analytics.items.changes import ItemChange
from analytics.items.dif import DifReport
from analytics.items.distractors import Distractors
from analytics.items.equating import Equating
from analytics.items.forms import FormsReport
from analytics.items.wave import ItemFigures
from analytics.notes import Note
from analytics.report.came import CameReport
from analytics.report.circumstances import CircumstancesReport
from analytics.report.contrast import ContrastReport
from analytics.report.dose import DoseReport
from analytics.report.followup import FollowUpReport
from analytics.report.late_arrivals import LateReport
from analytics.report.results import BetweenReport, GroupReport, Method
from analytics.report.statements import StatementReport
from analytics.shares.intervals import ShareEstimate


@dataclass(frozen=True)
class WaveOfItems:
    """A WaveOfItems holds the items of one form in one wave ("pre" or "post").

    form: "" if there is only one. n: learners. misfits: names of items that correlate poorly with the others,
    significantly.
    """

    wave: str
    form: str
    n: int
    items: tuple[ItemFigures, ...]
    misfits: tuple[str, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class ItemsReport:
    """An ItemsReport holds every figure of the items.

    changes: each item (or pair of items of parallel forms) before and after. waves: by wave and form.
    """

    changes: tuple[ItemChange, ...]
    waves: tuple[WaveOfItems, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class WaveReliability:
    """A WaveReliability says how well the scores of one wave tell learners apart (KR-20).

    wave: "pre" or "post". form: "" if there is only one. n: learners. alpha: KR-20 with Feldt's interval, at most 1,
    and under 0 for very bad tests.
    """

    wave: str
    form: str
    n: int
    alpha: Estimate


@dataclass(frozen=True)
class WaveDistractors:
    """A WaveDistractors holds, for the items of one wave ("pre" or "post"), which options were chosen."""

    wave: str
    items: tuple[Distractors, ...]


@dataclass(frozen=True)
class DifComparison:
    """A DifComparison holds the differential item functioning (DIF) between two groups of one variable.

    reference, focal: the values of the variable, such as languages, that the groups share; `focal` is compared with
    `reference`, matching learners by score. form: "" if there is only one.
    """

    variable: str
    form: str
    reference: str
    focal: str
    found: DifReport


@dataclass(frozen=True)
class FormsComparison:
    """A FormsComparison says whether the two forms are equally hard, and the share improved when they are made so.

    names: of the two forms. test: first less second, scores before. second_to_first, first_to_second: equating of
    scores on one form to points of the other. raw: share improved as scored. equated: the same with each score after
    carried to the form that the learner had before; None if there are too few learners for equating.
    """

    names: tuple[str, str]
    test: FormsReport
    second_to_first: Equating | None
    first_to_second: Equating | None
    raw: ShareEstimate | None
    equated: ShareEstimate | None
    notes: tuple[Note, ...]


PARTS_BESIDE = ("items", "reliability", "distractors", "dif", "forms", "follow_up", "statements", "dose", "comparison")
"""Fields of a report beside the scores."""


@dataclass(frozen=True)
class GainReport:
    """A GainReport is the whole report, composed of its parts.

    groups: in the order passed in. between: None with fewer than two groups, or if a group that it compares is hidden.
    A part of PARTS_BESIDE is None if it was not counted or is hidden; `notes` has a reason for each, NOT_COUNTED or
    SUPPRESSED. comparison: people with the course and people without it. late: None if nobody was late, if that is
    unknown, or if it is hidden. came: how tests came; None if that is unknown, or hidden. circumstances:
    None if none was noted; it leaves no house.
    """

    method: Method
    total: GroupReport
    groups: tuple[GroupReport, ...]
    between: BetweenReport | None
    items: ItemsReport | None = None
    reliability: tuple[WaveReliability, ...] | None = None
    distractors: tuple[WaveDistractors, ...] | None = None
    dif: tuple[DifComparison, ...] | None = None
    forms: FormsComparison | None = None
    follow_up: FollowUpReport | None = None
    statements: tuple[StatementReport, ...] | None = None
    dose: DoseReport | None = None
    late: LateReport | None = None
    came: CameReport | None = None
    circumstances: CircumstancesReport | None = None
    comparison: ContrastReport | None = None
    notes: tuple[Note, ...] = ()
