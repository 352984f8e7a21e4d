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

    form: "" where there is one.

    misfits: names of those that go badly with the others by more than chance.
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

    changes: each item, or the pair of items where the forms were parallel, before and after. waves: by wave and form.
    """

    changes: tuple[ItemChange, ...]
    waves: tuple[WaveOfItems, ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class WaveReliability:
    """A WaveReliability says how far the scores of one wave tell learners apart (KR-20).

    alpha: KR-20 with Feldt's interval, 0..1 but for very bad tests.
    """

    wave: str
    form: str
    n: int
    alpha: Estimate


@dataclass(frozen=True)
class WaveDistractors:
    """A WaveDistractors holds what was chosen of the items of one wave ("pre" or "post")."""

    wave: str
    items: tuple[Distractors, ...]


@dataclass(frozen=True)
class DifComparison:
    """A DifComparison holds the DIF of learners of value `focal` against those of value `reference` of a variable.

    Learners are matched by score.
    """

    variable: str
    form: str
    reference: str
    focal: str
    found: DifReport


@dataclass(frozen=True)
class FormsComparison:
    """A FormsComparison says whether the two forms are equally hard, and the share improved when they are made so.

    names: of the two forms. test: first less second, scores before. equating: of scores on the second form to points of
    the first, and the reverse. raw, equated: share improved as scored, and with each score after carried to the form
    that the learner had before; None where no equating may be made.
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

    groups: in the order given.

    between: None under two groups, or where one that it compares is hidden. Of PARTS_BESIDE None is what was not
    counted or is hidden: `notes` has a reason for each, NOT_COUNTED or SUPPRESSED. comparison:
    people with the course beside people without it; None where there are none, which a note of the total says. late:
    None where nobody was, or where that is not known.
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
    comparison: ContrastReport | None = None
    notes: tuple[Note, ...] = ()
