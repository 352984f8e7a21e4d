"""What a report of an instance tells beside the scores: items, forms, follow-up, statements, lessons done."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial

from analytics import (
    Flow,
    FollowUpCounts,
    FormCounts,
    GroupCounts,
    JointTable,
    Key,
    MoreCounts,
    StatementCounts,
    sums_by_stratum,
    tells_of_hidden,
)
from app.services.comparison import comparison_counts, is_told_by_filters
from app.services.group_counts import as_key
from app.services.items_counted import BLANK, dif_counts, item_counts, option_item
from app.services.telling import by_name, withheld
from app.store import Session, doses, figures, follow_ups, item_rights, statements
from app.store.figures import CohortRow, Filters
from app.wording import Called, Words
from assessments import FORMS, UNSURE, Instrument, InstrumentWords

LARGEST_POINT = 4
"""The scale of a statement, from 0."""

Regions = Mapping[int, str]
"""the region of each cohort of the instrument"""

Scores = tuple[int, int, int, int]
"""(cohort, score before, score after, learners)"""


def beside(
    session: Session,
    filters: Filters,
    by: Sequence[str],
    instrument: Instrument,
    *,
    threshold: int,
    up_to: int | None = None,
    with_items: bool = True,
) -> MoreCounts:
    """Everything that is counted beside the scores of one instrument; nothing for nobody, or for more than `up_to`.

    filters: of one structure. by: what the statements are split by, as the report. threshold: fewest learners that may
    be shown: what a filter would tell of fewer, beside the report without it, is withheld.
    """
    k, learners = len(instrument.items), sum(item_rights.cohort_sizes(session, filters).values())
    compared = comparison_counts(session, filters, k)
    hidden = {"comparison"} if compared and is_told_by_filters(session, filters, threshold) else set()
    if not learners or (up_to is not None and learners > up_to):
        return MoreCounts(comparison=compared, withheld=frozenset(hidden), same_items=_same_items(session, filters))
    regions = figures.regions_of_cohorts(session, figures.unfiltered(filters))
    return MoreCounts(
        items=item_counts(session, filters, instrument) if with_items else None,
        dif=dif_counts(session, filters, instrument) if with_items else (),
        forms=_forms(session, filters, k),
        follow_up=_follow_up(session, filters, k, regions),
        statements=_statements(session, filters, by, instrument, threshold, regions),
        dose=_doses(session, filters, k, regions),
        comparison=compared,
        withheld=frozenset({*hidden, *_told_by_filters(session, filters, threshold)}),
        without_shares=frozenset(_without_shares(filters, by)),
        same_items=_same_items(session, filters),
    )


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


def counts_of(cells: Iterable[Scores], max_score: int, regions: Regions) -> GroupCounts:
    """Learners with both scores, by cohort and its region."""
    rows = list(cells)
    joint = JointTable.from_cells(((pre, post, n) for _, pre, post, n in rows), max_score)
    strata = sums_by_stratum((sums_of_cell(*row) for row in rows), regions)
    return GroupCounts.stratified(joint, Flow(pre_only=0, post_only=0, paired=joint.n), strata)


def sums_of_cell(cohort_id: int, pre: int, post: int, n: int) -> CohortRow:
    """What n learners with these two scores add to the sums of their cohort."""
    d = post - pre
    return cohort_id, n, n * d, n * d * d, n * (d > 0), n * (d < 0), n * pre, n * pre * pre, n * pre * post


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
            name = option_item(item_id, form)
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


def _forms(session: Session, filters: Filters, max_score: int) -> FormCounts:
    cells: dict[str, list[tuple[int, int, int]]] = defaultdict(list)
    for (order,), pre, post, n in figures.list_gain_cells(session, filters, ("form_order",)):
        cells[order].append((pre, post, n))
    first, second = FORMS
    one, other = (JointTable.from_cells(cells[order], max_score) for order in (first + second, second + first))
    return FormCounts(one, other, (first, second))


def _follow_up(session: Session, filters: Filters, max_score: int, regions: Regions) -> FollowUpCounts | None:
    cells = follow_ups.list_follow_up_cells(session, filters)
    left = sum(follow_ups.count_left(session, filters).values())
    if not cells and not left:
        return None
    from_before, from_after = _to_follow_up(cells, max_score, regions)
    all_cells = follow_ups.list_follow_up_cells(session, figures.unfiltered(filters))
    lenders = _to_follow_up(all_cells, max_score, regions)
    return FollowUpCounts(
        from_before=from_before,
        from_after=from_after,
        before_after=JointTable.from_cells(((c.pre, c.post, c.learners) for c in cells), max_score),
        left=left,
        everyone=(lenders[0].cohorts_by_stratum, lenders[1].cohorts_by_stratum),
    )


def _to_follow_up(
    cells: Sequence[follow_ups.FollowUpCell], max_score: int, regions: Regions
) -> tuple[GroupCounts, GroupCounts]:
    """From the test before, and from the one after."""
    return (
        counts_of(((c.cohort_id, c.pre, c.follow_up, c.learners) for c in cells), max_score, regions),
        counts_of(((c.cohort_id, c.post, c.follow_up, c.learners) for c in cells), max_score, regions),
    )


def _statements(
    session: Session, filters: Filters, by: Sequence[str], instrument: Instrument, threshold: int, regions: Regions
) -> dict[str, StatementCounts]:
    if not instrument.statements:
        return {}
    cells: dict[str, dict[Key, list[Scores]]] = defaultdict(lambda: defaultdict(list))
    for cell in statements.list_statement_cells(session, filters, by):
        cells[cell.statement_id][as_key(cell.key)].append((cell.cohort_id, cell.pre, cell.post, cell.learners))

    everyone: dict[str, list[Scores]] = defaultdict(list)
    for cell in statements.list_statement_cells(session, figures.unfiltered(filters)):
        everyone[cell.statement_id].append((cell.cohort_id, cell.pre, cell.post, cell.learners))

    answered = by_name(partial(statements.count_answered, session))
    found = {}
    for statement in instrument.statements:
        groups = cells.get(statement.id, {})
        if not groups:
            continue
        if statement.reversed:
            groups = {key: [_turned(row) for row in rows] for key, rows in groups.items()}
        told = withheld(filters, by, groups, threshold, answered(statement.id))
        counts = {key: counts_of(groups[key], LARGEST_POINT, regions) for key in sorted(groups)}
        # Turned round or not, cohorts are as alike.
        lender = counts_of(everyone[statement.id], LARGEST_POINT, regions)
        found[statement.id] = StatementCounts(counts, withheld=frozenset(told), everyone=lender.cohorts_by_stratum)
    return found


def _turned(row: Scores) -> Scores:
    """A statement to be disagreed with, the scale upside down."""
    cohort, pre, post, learners = row
    return cohort, LARGEST_POINT - pre, LARGEST_POINT - post, learners


def _doses(session: Session, filters: Filters, max_score: int, regions: Regions) -> dict[int, GroupCounts]:
    cells: dict[int, list[Scores]] = defaultdict(list)
    for cell in doses.list_dose_cells(session, filters):
        cells[cell.lessons].append((cell.cohort_id, cell.pre, cell.post, cell.learners))
    return {lessons: counts_of(rows, max_score, regions) for lessons, rows in sorted(cells.items())}


def _told_by_filters(session: Session, filters: Filters, threshold: int) -> Iterable[str]:
    """Parts of the report that beside the one without a filter would tell of a few learners."""
    for dimension, wider, is_chosen in figures.widened(filters):
        by = (dimension,)
        parts: dict[str, dict[str, dict[str, int]]] = {
            name: defaultdict(lambda: defaultdict(int)) for name in ("forms", "follow_up", "dose")
        }
        for (value, order), n in figures.count_pairs(session, wider, (dimension, "form_order")).items():
            parts["forms"][order][value] += n
        for third in follow_ups.list_follow_up_cells(session, wider, by):
            parts["follow_up"][""][third.key[0]] += third.learners
        for dose in doses.list_dose_cells(session, wider, by):
            parts["dose"][str(dose.lessons)][dose.key[0]] += dose.learners
        for name, split in parts.items():
            for values in split.values():
                chosen = {place for place, value in enumerate(values) if is_chosen(value)}
                if tells_of_hidden(list(values.values()), chosen, threshold):
                    yield name
