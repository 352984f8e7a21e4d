"""Tables besides those of the groups: the comparison group, items, places of groups, statements, lessons done."""

from collections.abc import Iterator
from functools import partial

from analytics import GainReport, GroupReport, StatementFigures, StatementReport
from analytics.report.dose import DoseStep
from analytics.report.results import ShrunkenGroup
from app.exports.comparison_grids import comparison_grids
from app.exports.cover import Cover
from app.exports.grid import (
    NOT_GIVEN,
    Grid,
    cell_count,
    cell_figure,
    cell_of,
    cell_share,
    cell_span,
    with_ends,
    without_dashes,
)
from app.wording import Words, dimension_name, figure_text

Row = tuple[str, ...]


def finding_grids(report: GainReport, cover: Cover, words: Words) -> list[Grid]:
    """Returns the tables on the comparison group, possible ranks, items, statements and lessons done.

    Tables, rows and columns without a figure are left out.
    """
    return [one for grid in _grids(report, cover, words) for one in without_dashes(grid, words)]


def _grids(report: GainReport, cover: Cover, words: Words) -> Iterator[Grid]:
    yield from comparison_grids(report, words)
    if report.between is not None and report.between.ranks:
        yield _places(report, cover, words)
    if report.items is not None and report.items.changes:
        yield _items(report, cover, words)
    if any(statement.total.change is not None for statement in report.statements or ()):
        yield _statements(report, cover, words)
        for statement in report.statements or ():
            if sum(one.change is not None for one in statement.groups) > 1:
                yield _statement(statement, report, cover, words)
    if report.dose is not None and sum(step.gain is not None for step in report.dose.steps) > 1:
        yield _dose(report, words)


def _places(report: GainReport, cover: Cover, words: Words) -> Grid:
    _ = words.gettext
    between = report.between
    if between is None:
        raise ValueError("a report without a comparison has no places")
    drawn = {estimate.key: estimate for estimate in (between.shrunken.groups if between.shrunken else ())}
    adjusted = {one.key: one for one in between.adjusted}
    rows = []
    for rank in sorted(between.ranks, key=lambda rank: rank.rank):
        group, own = drawn.get(rank.key), adjusted.get(rank.key)
        rows.append(
            (
                cover.names[rank.key],
                cell_figure(words, "between.shrunken.raw", group.raw if group else None),
                _drawn(words, group) if group else NOT_GIVEN,
                words.places(rank.low, rank.high),
                cell_figure(words, "between.adjusted.holm", own.holm if own else None),
            )
        )
    by = " / ".join(dimension_name(words, name) for name in cover.disaggregates)
    head = (by, _("As observed"), _("Adjusted (shrunk)"), _("Possible ranks"), _("p of its gain (Holm)"))
    return Grid("groups", _("Subgroups compared: share improved"), head, tuple(rows), is_annex=True)


def _items(report: GainReport, cover: Cover, words: Words) -> Grid:
    """Those that most still get wrong on top."""
    _ = words.gettext
    changes = report.items.changes if report.items else ()
    learned = any(change.gained is not None or change.lost is not None for change in changes)
    form = cover.called.form_of(changes[0].item)
    rows = tuple(
        (
            cover.called.item(change.item),
            cell_count(words, change.n),
            cell_figure(words, "items.before.share", change.before.share),
            cell_figure(words, "items.after.share", change.after.share),
            *((cell_count(words, change.gained), cell_count(words, change.lost)) if learned else ()),
            cell_figure(words, "items.difference.value", change.difference.value, is_signed=True),
            cell_span(words, "items.difference.low", change.difference.low, change.difference.high),
            cell_figure(words, "items.adjusted", change.adjusted),
        )
        for change in sorted(changes, key=lambda change: change.after.share if change.after.share is not None else 2)
    )
    head = (
        _("Item, in the words of form %(form)s") % {"form": form} if form else _("Item"),
        *("n", _("Right before"), _("Right after")),
        *((_("Learned"), _("Lost")) if learned else ()),
        *(_("Change"), _("Interval"), _("p (corrected)")),
    )
    return Grid("items", _("Items, the hardest after the lessons first"), head, rows, is_annex=True)


def _statements(report: GainReport, cover: Cover, words: Words) -> Grid:
    _ = words.gettext
    rows = tuple(
        (cover.called.statement(statement.statement), *_statement_row(statement.total, report.total, words))
        for statement in report.statements or ()
    )
    title = _("What they say of themselves: 1 is not at all, 5 is very much")
    return Grid("statements", title, (_("Statement"), *_said_head(words)), rows, is_annex=True)


def _statement(statement: StatementReport, report: GainReport, cover: Cover, words: Words) -> Grid:
    """One of them by group."""
    groups = {group.key: group for group in report.groups}
    return Grid(
        "statements",
        cover.called.statement(statement.statement),
        (" / ".join(dimension_name(words, name) for name in cover.disaggregates), *_said_head(words)),
        tuple(
            (cover.names[one.key], *_statement_row(one, groups[one.key], words))
            for one in statement.groups
            if one.key is not None and one.n != 0
        ),
        (words.gettext("All"), *_statement_row(statement.total, report.total, words)),
        is_annex=True,
    )


def _said_head(words: Words) -> Row:
    _ = words.gettext
    return (_("Answered twice"), _("Before"), _("After"), _("Change"), _("Interval"), "p")


def _statement_row(one: StatementFigures, group: GroupReport, words: Words) -> Row:
    is_rounded = one.up is not None and one.up.least is not None
    change, t = one.change, one.tests.t if one.tests else None
    figure, span = partial(cell_figure, is_rounded=is_rounded), partial(cell_span, is_rounded=is_rounded)
    return (
        cell_of(words, one.n, group.flow.paired if group.flow else None),
        figure(words, "statements.before", one.before),
        figure(words, "statements.after", one.after),
        figure(words, "statements.change.mean", change.mean if change else None, is_signed=True),
        span(words, "statements.change.low", change.low, change.high) if change else NOT_GIVEN,
        cell_figure(words, "statements.tests.t.p", t.p, t.ln_p) if t else NOT_GIVEN,
    )


def _dose(report: GainReport, words: Words) -> Grid:
    _ = words.gettext
    rows = tuple(_dose_row(step, words) for step in (report.dose.steps if report.dose else ()))
    head = (_("Pieces of lessons done"), _("Both"), _("Improved"), _("Gain"), _("Interval"))
    return Grid("dose", _("Gain by lessons done before the second test"), head, rows, is_annex=True)


def _dose_row(step: DoseStep, words: Words) -> Row:
    is_rounded = step.improved is not None and step.improved.least is not None
    mean = step.gain.mean if step.gain else None
    low, high = (step.gain.low, step.gain.high) if step.gain else (None, None)
    return (
        words.number(step.lessons),
        words.gettext("hidden") if step.n is None else words.number(step.n),
        cell_share(words, "dose.steps.improved", step.improved),
        cell_figure(words, "dose.steps.gain.mean", mean, is_signed=True, is_rounded=is_rounded),
        cell_span(words, "dose.steps.gain.low", low, high, is_rounded=is_rounded),
    )


def _drawn(words: Words, group: ShrunkenGroup) -> str:
    """With its interval, where it has one."""
    share = figure_text(words, "between.shrunken.share", group.share)
    if group.low is None or group.high is None:
        return share
    return with_ends(share, words, "between.shrunken.low", group.low, group.high)
