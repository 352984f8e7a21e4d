"""What a report of an instance has besides the scores: items, forms, follow-up, statements, lessons done."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from analytics import DifCounts, ItemCounts, MoreCounts, ScaleCounts
from analytics.counts.comparison import ComparisonCounts
from analytics.counts.learners import HIGHEST, LOWEST, Sheet
from analytics.counts.ledger import COUNTED, WAITING
from analytics.counts.supplements import CircumstanceCounts
from analytics.counts.tally import PRE_POST, Tally
from analytics.counts.tally_readings import (
    came_counts,
    circumstance_counts,
    comparison_counts,
    dose_counts,
    follow_up_counts,
    form_counts,
    item_counts,
    item_scores,
    late_counts,
    same_items,
)
from analytics.gains.measurement import ScoreError, error_of_scores
from analytics.items.dif import FEWEST_LEARNERS as FEWEST_COMPARED
from analytics.report.items import error_of_items
from app.services.figures.tallies import Tallies, as_key
from app.store.figures import selection
from app.store.figures.selection import Filters
from app.wording import Called, Words
from assessments import FORMS, UNSURE, Instrument, InstrumentWords

BLANK = "blank"
"""What a sheet without an answer is called among the options."""
COMPARED = ("sex", "language")
"""Variables by which items are looked at for being harder for some."""


def beside(tallies: Tallies, filters: Filters, by: Sequence[str]) -> MoreCounts:
    """Returns everything that is counted for a report on one instrument besides the scores.

    If nobody has both tests, only who was taken out, erased or parted, the comparison with waiting cohorts and whether
    items were the same. filters: of one instrument. by: disaggregates by which the statements are split. Raises NotKept
    if no stored cells answer this and too many learners would be counted one by one.
    """
    k, whole = len(tallies.instrument.items), tallies.of(filters, with_answers=True)
    compared = _comparison(tallies, filters)
    changed = selection.count_changed(tallies.session, filters)
    if not whole.counts(PRE_POST, k).joint.n:
        return MoreCounts(
            comparison=compared, same_items=same_items(whole, k), circumstances=CircumstanceCounts(**changed)
        )
    return replace(
        beside_of(whole, k, everyone=tallies.everyone(filters)),
        circumstances=replace(circumstance_counts(whole), **changed),
        items=items_of(whole, tallies.sheet),
        dif=tuple(_dif(tallies, filters)),
        statements=_statements(tallies, filters, by),
        late_groups={as_key(key): late_counts(tally) for key, tally in tallies.by(filters, by).items()} if by else {},
        comparison=compared,
    )


def beside_of(tally: Tally, k: int, *, everyone: Tally | None = None) -> MoreCounts:
    """Returns the counts that need only one tally: forms, follow-up, lessons done, who was late and such.

    k: number of items. everyone: tally of the whole instance, as in `follow_up_counts`; None if `tally` is that.
    """
    return MoreCounts(
        forms=form_counts(tally, k, FORMS),
        follow_up=follow_up_counts(tally, k, everyone=everyone),
        dose=dose_counts(tally, k),
        late=late_counts(tally),
        came=came_counts(tally),
        circumstances=circumstance_counts(tally),
        same_items=same_items(tally, k),
    )


def items_of(tally: Tally, sheet: Sheet) -> ItemCounts:
    """Returns how often each option of each item was chosen, on both forms, with "I am not sure" and blanks."""
    return item_counts(tally, sheet, FORMS, (UNSURE, BLANK))


def score_error(tallies: Tallies, filters: Filters) -> ScoreError | None:
    """Returns the measurement error of one score, from all learners of the instance with both tests; None if unknown.

    It does not depend on the filters or the reader's scope, so that every report compares with the same error. It is
    worked out from the items of the first test if possible, else from the scores.
    """
    whole = tallies.everyone(filters, with_answers=True)
    items = ItemCounts(before=items_of(whole, tallies.sheet).before)
    scores = whole.counts(PRE_POST, len(tallies.instrument.items)).joint
    return error_of_items(items) or error_of_scores(scores)


def _comparison(tallies: Tallies, filters: Filters) -> ComparisonCounts | None:
    """What changed in cohorts that waited for the course, before it."""
    (standings,) = tallies.parts(filters, ()).values() or ({},)
    counted, waited = (standings.get(standing, Tally()) for standing in (COUNTED, WAITING))
    return comparison_counts(counted, waited, len(tallies.instrument.items))


def called(instrument: Instrument, words: Mapping[str, InstrumentWords], reader: Words) -> Called:
    """Returns the names of items, options and statements in the reader's language, or in another if that is missing.

    A reversed statement says that its figures are turned round.
    """
    _ = reader.gettext
    spoken = words.get(reader.language) or next(iter(words.values()), None)
    if spoken is None:
        return Called()
    stems: dict[str, str] = {item_id: item.stem for item_id, item in spoken.form(FORMS[0]).items()}
    options: dict[tuple[str, str], str] = {}
    for form in FORMS:
        for item_id, item in spoken.form(form).items():
            name = f"{item_id}/{form}"
            stems[name] = item.stem
            options |= {(name, option): text for option, text in item.options.items()}
            options |= {(name, UNSURE): _("I am not sure"), (name, BLANK): _("no answer")}
    turned = _("%(statement)s (turned round: the higher the figure, the fewer agree)")
    statements = {
        statement.id: turned % {"statement": spoken.statements[statement.id]}
        if statement.reversed
        else spoken.statements[statement.id]
        for statement in instrument.statements
        if statement.id in spoken.statements
    }
    return Called(items=stems, options=options, statements=statements)


def _dif(tallies: Tallies, filters: Filters) -> Iterator[DifCounts]:
    """By the first test, each form by itself; only groups that are large enough to be compared. Not by a variable that
    the report is narrowed to, nor by one that would have to be counted one by one for this alone."""
    for variable in COMPARED:
        is_kept = tallies.split_of(filters, (variable,)) is not None or tallies.split_of(filters, ()) is None
        if variable in filters.chosen or not is_kept:
            continue
        split = tallies.answers_by(filters, (variable,))
        for place, form in enumerate(FORMS):
            groups = {value: item_scores(tally, tallies.sheet, "before", place) for (value,), tally in split.items()}
            large = {value: group for value, group in groups.items() if group.n >= FEWEST_COMPARED}
            if len(large) > 1:
                yield DifCounts(variable, large, form)


def _statements(tallies: Tallies, filters: Filters, by: Sequence[str]) -> dict[str, ScaleCounts]:
    names = [statement.id for statement in tallies.instrument.statements]
    counts = {name: tallies.scale(filters, by, f"said:{name}", HIGHEST - LOWEST) for name in names}
    return {name: of for name, of in counts.items() if of is not None}
