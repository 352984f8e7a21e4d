"""Items of an instance counted for a report: learned and lost by cohort, each wave by form, what was chosen."""

from collections.abc import Iterable, Mapping

from analytics import DifCounts, ItemCounts, ItemScores, JointTable, OptionCounts, Options
from analytics.counts.items_twice import ItemRow, items_twice_from_rows
from analytics.gains.measurement import ScoreError, error_of_scores
from analytics.items.dif import FEWEST_LEARNERS as FEWEST_COMPARED
from analytics.report.items import error_of_items
from app.store import Session, figures, item_rights, items
from app.store.figures import Filters
from app.store.items import ItemCell, ScoreCell
from assessments import FORMS, UNSURE, Instrument

COUNTED_ONE_BY_ONE = 30_000
"""Learners with both tests beyond whom their answers are not looked at for a measurement error alone."""
BLANK = "blank"
"""What a sheet without an answer is called among the options."""
COMPARED = ("sex", "language")
"""Variables by which items are looked at for being harder for some."""


def item_counts(session: Session, filters: Filters, instrument: Instrument) -> ItemCounts:
    """filters: of one structure, that of the instrument."""
    cells = {wave: items.list_item_cells(session, filters, wave) for wave in ("pre", "post")}
    scores = {wave: items.list_score_cells(session, filters, wave) for wave in ("pre", "post")}
    return ItemCounts(
        twice=items_twice_from_rows(
            _rows(session, filters, instrument), figures.regions_of_cohorts(session, figures.unfiltered(filters))
        ),
        before=_by_form(instrument, cells["pre"], scores["pre"]),
        after=_by_form(instrument, cells["post"], scores["post"]),
        options_before=tuple(_options(instrument, cells["pre"], scores["pre"])),
        options_after=tuple(_options(instrument, cells["post"], scores["post"])),
    )


def score_error(session: Session, filters: Filters, instrument: Instrument, *, threshold: int) -> ScoreError | None:
    """The measurement error of one score, from everybody who took the instrument in this instance.

    So a group is held against the same error whatever its report is narrowed to, and whoever asks for it: by the items
    before up to COUNTED_ONE_BY_ONE learners with both tests, by the scores before beyond.
    """
    everyone = figures.unfiltered(filters)
    cells = figures.list_gain_cells(session, everyone)
    joint = JointTable.from_cells(((pre, post, n) for _, pre, post, n in cells), len(instrument.items))
    if joint.n > COUNTED_ONE_BY_ONE:
        return error_of_scores(joint)
    of_scores = items.list_score_cells(session, everyone, "pre")
    before = _by_form(instrument, items.list_item_cells(session, everyone, "pre"), of_scores)
    return error_of_items(ItemCounts(before=before), Options(suppress=threshold)) or error_of_scores(joint)


def dif_counts(session: Session, filters: Filters, instrument: Instrument) -> tuple[DifCounts, ...]:
    """By the first test, each form by itself; only groups that are large enough to be compared."""
    found = []
    for variable in COMPARED:
        if getattr(filters, variable) is not None:
            continue
        cells = items.list_item_cells(session, filters, "pre", (variable,))
        scores = items.list_score_cells(session, filters, "pre", (variable,))
        for form in FORMS:
            groups = {
                value: item_scores(
                    instrument,
                    form,
                    [cell for cell in cells if cell.key == (value,)],
                    [cell for cell in scores if cell.key == (value,)],
                )
                for value in sorted({cell.key[0] for cell in scores if cell.form == form})
            }
            large = {value: group for value, group in groups.items() if group.n >= FEWEST_COMPARED}
            if len(large) > 1:
                found.append(DifCounts(variable, large, form))
    return tuple(found)


def keys_of(instrument: Instrument) -> list[tuple[str, str, str]]:
    """(form, item, right option) of the whole instrument."""
    return [(form, item.id, item.form(form).key) for item in instrument.items for form in FORMS]


def option_item(item_id: str, form: str) -> str:
    """What an item with its options is called: they are others in each form."""
    return f"{item_id}/{form}"


def item_scores(
    instrument: Instrument, form: str, cells: Iterable[ItemCell], scores: Iterable[ScoreCell]
) -> ItemScores:
    """Of one form: learners by score, and by score those who had each item right."""
    key = {item.id: item.form(form).key for item in instrument.items}
    return ItemScores.from_cells(
        list(key),
        (
            (cell.item_id, cell.score, cell.learners)
            for cell in cells
            if cell.form == form and cell.option_id == key.get(cell.item_id)
        ),
        ((score.score, score.learners) for score in scores if score.form == form),
    )


def _by_form(
    instrument: Instrument, cells: Iterable[ItemCell], scores: Iterable[ScoreCell]
) -> Mapping[str, ItemScores]:
    cells, scores = list(cells), list(scores)
    forms = sorted({score.form for score in scores})
    return {form: item_scores(instrument, form, cells, scores) for form in forms}


def _rows(session: Session, filters: Filters, instrument: Instrument) -> list[ItemRow]:
    """(cohort, item, both, lost, gained, neither): those who are right on neither are all the others of the cohort."""
    keys = keys_of(instrument)
    before = item_rights.count_right(session, filters, "pre", keys)
    after = item_rights.count_right(session, filters, "post", keys)
    twice = item_rights.count_right_twice(session, filters, keys)
    rows = []
    for item in instrument.items:
        for cohort, n in item_rights.cohort_sizes(session, filters).items():
            both = twice.get((cohort, item.id), 0)
            lost, gained = before.get((cohort, item.id), 0) - both, after.get((cohort, item.id), 0) - both
            rows.append((cohort, item.id, both, lost, gained, n - both - lost - gained))
    return rows


def _options(instrument: Instrument, cells: Iterable[ItemCell], scores: Iterable[ScoreCell]) -> Iterable[OptionCounts]:
    """Of each item in each form; whoever is in no cell left it blank."""
    cells, scores = list(cells), list(scores)
    for form in sorted({score.form for score in scores}):
        learners = [(score.score, score.learners) for score in scores if score.form == form]
        for item in instrument.items:
            of_item = (cell for cell in cells if (cell.form, cell.item_id) == (form, item.id))
            yield OptionCounts.from_cells(
                option_item(item.id, form),
                (*item.form(form).options, UNSURE, BLANK),
                key=item.form(form).key,
                cells=((cell.option_id, cell.score, cell.learners) for cell in of_item if cell.option_id is not None),
                learners=learners,
                max_score=len(instrument.items),
            )
