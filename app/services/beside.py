"""What a report of an instance tells beside the scores: items, forms, follow-up, statements, lessons done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial

from analytics import DifCounts, ItemCounts, JointTable, MoreCounts, Options, StatementCounts, tells_of_hidden
from analytics.counts.learners import HIGHEST, LOWEST, Sheet
from analytics.counts.tally import Tally
from analytics.counts.tally_readings import (
    dose_counts,
    follow_up_counts,
    form_counts,
    item_counts,
    item_scores,
    same_items,
)
from analytics.gains.measurement import ScoreError, error_of_scores
from analytics.items.dif import FEWEST_LEARNERS as FEWEST_COMPARED
from analytics.report.items import error_of_items
from app.services.comparison import comparison_counts, is_told_by_filters
from app.services.group_counts import as_key
from app.services.tallies import Tallies
from app.services.telling import withheld
from app.store import Session, figures, pairs
from app.store.figures import Filters
from app.wording import Called, Words
from assessments import FORMS, UNSURE, Instrument, InstrumentWords

COUNTED_ONE_BY_ONE = 30_000
"""Learners with both tests beyond whom their answers are not looked at for a measurement error alone."""
BLANK = "blank"
"""What a sheet without an answer is called among the options."""
COMPARED = ("sex", "language")
"""Variables by which items are looked at for being harder for some."""


def beside(
    tallies: Tallies,
    filters: Filters,
    by: Sequence[str],
    *,
    threshold: int,
    up_to: int | None = None,
    with_items: bool = True,
) -> MoreCounts:
    """Everything that is counted beside the scores of one instrument; nothing for nobody, or for more than `up_to`.

    filters: of one structure. by: what the statements are split by, as the report. threshold: fewest learners that may
    be shown: what a filter would tell of fewer, beside the report without it, is withheld.
    """
    session, k = tallies.session, len(tallies.instrument.items)
    learners = pairs.count_pairs(session, filters)
    compared = comparison_counts(session, filters, k)
    hidden = {"comparison"} if compared and is_told_by_filters(session, filters, threshold) else set()
    if not learners or (up_to is not None and learners > up_to):
        return MoreCounts(comparison=compared, withheld=frozenset(hidden), same_items=_same_items(session, filters))
    whole = Tally.together(tallies.by(filters, COMPARED, with_answers=with_items).values())
    return replace(
        beside_of(whole, k, everyone=tallies.everyone(filters)),
        items=items_of(whole, tallies.sheet) if with_items else None,
        dif=tuple(_dif(tallies, filters)) if with_items else (),
        statements=_statements(tallies, filters, by, threshold),
        comparison=compared,
        withheld=frozenset({*hidden, *_told_by_filters(tallies, filters, threshold)}),
        without_shares=frozenset(_without_shares(filters, by)),
    )


def beside_of(tally: Tally, k: int, *, everyone: Tally | None = None) -> MoreCounts:
    """What learners with both tests tell by themselves: forms, follow-up, lessons done, and whether the items were the
    same twice. everyone: as in `follow_up_counts`."""
    return MoreCounts(
        forms=form_counts(tally, k, FORMS),
        follow_up=follow_up_counts(tally, k, everyone=everyone),
        dose=dose_counts(tally, k),
        same_items=same_items(tally, k),
    )


def items_of(tally: Tally, sheet: Sheet) -> ItemCounts:
    """Items and options of both forms."""
    return item_counts(tally, sheet, FORMS, (UNSURE, BLANK))


def dif_of(variable: str, tallies: Mapping[str, Tally], sheet: Sheet) -> Iterator[DifCounts]:
    """By the first test, each form by itself; only groups that are large enough to be compared."""
    for place, form in enumerate(FORMS):
        groups = {value: item_scores(tally, sheet, "before", place) for value, tally in tallies.items()}
        large = {value: group for value, group in groups.items() if group.n >= FEWEST_COMPARED}
        if len(large) > 1:
            yield DifCounts(variable, large, form)


def score_error(tallies: Tallies, filters: Filters, *, threshold: int) -> ScoreError | None:
    """The measurement error of one score, from everybody who took the instrument in this instance.

    So a group is held against the same error whatever its report is narrowed to, and whoever asks for it: by the items
    before up to COUNTED_ONE_BY_ONE learners with both tests, by the scores before beyond.
    """
    cells = figures.list_gain_cells(tallies.session, figures.unfiltered(filters))
    joint = JointTable.from_cells(((pre, post, n) for _, pre, post, n in cells), len(tallies.instrument.items))
    if joint.n > COUNTED_ONE_BY_ONE:
        return error_of_scores(joint)
    items = items_of(tallies.everyone(filters, with_answers=True), tallies.sheet)
    return error_of_items(ItemCounts(before=items.before), Options(suppress=threshold)) or error_of_scores(joint)


def _same_items(session: Session, filters: Filters) -> bool | None:
    """Whether everyone sat the same form twice; None for nobody."""
    orders = [str(as_key(order)) for order in figures.count_pairs(session, filters, ("form_order",))]
    return all(len(set(order)) == 1 for order in orders) if orders else None


def _without_shares(filters: Filters, by: Sequence[str]) -> Iterator[str]:
    """Parts that this report splits finer than another does: each report protects its shares near 0 and 100 % by itself
    only, and all learners less those of the one region would tell the other."""
    if figures.widened(filters):
        yield from ("follow_up", "statements", "dose")
    elif len(by) > 1:
        yield "statements"


def called(instrument: Instrument, words: Mapping[str, InstrumentWords], reader: Words) -> Called:
    """The words of items, options and statements in the reader's language, or in the first there is.

    A statement to be disagreed with says that its figures are turned round.
    """
    _ = reader.gettext
    told = words.get(reader.language) or next(iter(words.values()), None)
    if told is None:
        return Called()
    stems: dict[str, str] = {item_id: item.stem for item_id, item in told.form(FORMS[0]).items()}
    options: dict[tuple[str, str], str] = {}
    for form in FORMS:
        for item_id, item in told.form(form).items():
            name = f"{item_id}/{form}"
            stems[name] = item.stem
            options |= {(name, option): text for option, text in item.options.items()}
            options |= {(name, UNSURE): _("I am not sure"), (name, BLANK): _("no answer")}
    turned = _("%(statement)s (turned round: the higher the figure, the fewer agree)")
    said = {
        statement.id: turned % {"statement": told.statements[statement.id]}
        if statement.reversed
        else told.statements[statement.id]
        for statement in instrument.statements
        if statement.id in told.statements
    }
    return Called(items=stems, options=options, statements=said)


def _dif(tallies: Tallies, filters: Filters) -> Iterator[DifCounts]:
    for variable in COMPARED:
        if getattr(filters, variable) is None:
            split = tallies.by(filters, (variable,), with_answers=True)
            yield from dif_of(variable, {value: tally for (value,), tally in split.items()}, tallies.sheet)


def _statements(tallies: Tallies, filters: Filters, by: Sequence[str], threshold: int) -> dict[str, StatementCounts]:
    found = {}
    for statement in tallies.instrument.statements:
        part, highest = f"said:{statement.id}", HIGHEST - LOWEST
        split = {as_key(key): tally.counts(part, highest) for key, tally in tallies.by(filters, by).items()}
        groups = {key: counts for key, counts in split.items() if counts.joint.n}
        if groups:
            told = withheld(filters, by, groups, threshold, partial(tallies.count, part))
            lender = tallies.everyone(filters).counts(part, highest).cohorts_by_stratum
            found[statement.id] = StatementCounts(groups, withheld=frozenset(told), everyone=lender)
    return found


def _told_by_filters(tallies: Tallies, filters: Filters, threshold: int) -> Iterable[str]:
    """Parts of the report that beside the one without a filter would tell of a few learners."""
    for dimension, wider, is_chosen in figures.widened(filters):
        parts: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
        for (value,), tally in tallies.by(wider, (dimension,)).items():
            for part, n in _sizes(tally, len(tallies.instrument.items)):
                if n:
                    parts[part][value] = n
        for (name, _of), values in parts.items():
            chosen = {place for place, value in enumerate(values) if is_chosen(value)}
            if tells_of_hidden(list(values.values()), chosen, threshold):
                yield name


def _sizes(tally: Tally, k: int) -> Iterator[tuple[tuple[str, str], int]]:
    """Learners by the part of the report that they are in, and by what that splits them."""
    orders = tally.table("pre_post", 2, 2, k + 1, k + 1).sum(axis=(2, 3))
    for first, of_first in zip(FORMS, orders.tolist(), strict=True):
        for second, n in zip(FORMS, of_first, strict=True):
            yield ("forms", first + second), n
    yield ("follow_up", ""), int(tally.table("pre_post_of_three"))
    for lessons in tally.asked("dose:"):
        yield ("dose", lessons), int(tally.table(f"dose:{lessons}"))
