"""What was read of somebody's tables and how, in sentences for the head of the report."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from app.files import Layout, Study, Table, crossed_region, is_mark_in_words, is_no_answer, seen_twice
from app.wording import Words


def what_was_read(
    tables: Sequence[tuple[Table, Layout]],
    counted: Study,
    *,
    by: Sequence[str],
    cluster: str | None,
    conditions: Sequence[tuple[str, str]],
    learner: str | None,
    strata: str | None,
    is_lent_by_all: bool,
    words: Words,
) -> list[str]:
    """Returns the sentences that tell a report's reader what was read from the tables, how, and what is doubtful.

    is_lent_by_all: the ICC is taken from all rows, not only from those that were chosen.
    """
    _ = words.gettext
    sentences = [sentence for table, layout in tables for sentence in _of_table(table, layout, by, cluster, words)]
    if counted.is_max_seen:
        sentences.append(
            _(
                "The highest score is taken to be %(max)s, the highest in the file (first test %(pre)s, second "
                "%(post)s): say --max if there are more. If the two tests have different numbers of points, no gain "
                "can be read from them."
            )
            % {
                "max": words.number(counted.max_score),
                **{
                    wave: words.number(max(0, int(points.max())))
                    for wave, points in (("pre", counted.pre), ("post", counted.post))
                },
            }
        )
    if counted.incomplete_pre + counted.incomplete_post:
        sentences.append(
            _("Incomplete (under four in five items answered) and not taken: %(pre)s first, %(post)s second tests.")
            % {"pre": words.number(counted.incomplete_pre), "post": words.number(counted.incomplete_post)}
        )
    twice = None if learner else seen_twice([table for table, _ in tables])
    if twice is not None:
        sentences.append(
            _(
                "Rows %(first)s and %(second)s have the same %(column)s, '%(learner)s': if that names a learner, "
                "somebody is counted twice. Say --learner %(column)s and the report stops there."
            )
            % {
                "first": twice.first[1],
                "second": twice.second[1],
                "column": twice.column,
                "learner": twice.learner,
            }
        )
    if counted.neither:
        sentences.append(_("Neither test taken: %(count)s.") % {"count": words.number(counted.neither)})
    crossed = crossed_region([table for table, _ in tables], cluster) if strata is None and cluster else None
    if crossed is not None:
        sentences.append(
            _(
                "Cohorts of one name stand in several values of %(column)s and are taken as one cohort, so cohorts are "
                "not compared within these. Give different groups different names."
            )
            % {"column": crossed}
        )
    if strata is not None:
        sentences.append(
            _(
                "How alike learners of one cohort are is judged among cohorts with the same %(column)s; how far these "
                "differ from others does not count."
            )
            % {"column": strata}
        )
    sentences += [
        _("Only rows where %(column)s is %(value)s.") % {"column": column, "value": value}
        for column, value in conditions
    ]
    if is_lent_by_all:
        sentences.append(_("How alike learners taught together are (the ICC) is taken from all rows of the file."))
    return sentences


def _of_table(table: Table, layout: Layout, by: Sequence[str], cluster: str | None, words: Words) -> Iterator[str]:
    """What was read of one table."""
    _ = words.gettext
    values = {
        "file": table.file,
        "rows": words.number(len(table.rows)),
        "pre": _span(layout.pre),
        "post": _span(layout.post),
        "items": words.number(len(layout.pre)),
    }
    if layout.are_items:
        described = words.ngettext(
            "%(file)s: %(rows)s row; first test %(pre)s, second %(post)s, items in each: %(items)s.",
            "%(file)s: %(rows)s rows; first test %(pre)s, second %(post)s, items in each: %(items)s.",
            len(table.rows),
        )
    else:
        described = words.ngettext(
            "%(file)s: %(rows)s row; first test %(pre)s, second %(post)s.",
            "%(file)s: %(rows)s rows; first test %(pre)s, second %(post)s.",
            len(table.rows),
        )
    yield described % values
    if table.encoding not in (None, "UTF-8"):
        yield (_("%(file)s was read as %(encoding)s.") % {"file": table.file, "encoding": table.encoding})
    if layout.left_out:
        yield (
            _("%(file)s: in one test only, so in no score: %(columns)s.")
            % {"file": table.file, "columns": ", ".join(layout.left_out)}
        )
    yield from _doubtful_items(table, layout, words)
    cells = {cell for name in (*layout.pre, *layout.post) for cell in table.column(name).values}
    signs = [cell for cell in cells if is_no_answer(cell)]
    if signs:
        yield _("%(file)s: read as not taken or not answered: %(signs)s.") % {
            "file": table.file,
            "signs": _quoted(signs),
        }
    marks = [cell for cell in cells if layout.are_items and is_mark_in_words(cell)]
    if marks:
        yield _("%(file)s: read as right or wrong: %(signs)s.") % {"file": table.file, "signs": _quoted(marks)}
    yield from _names_that_are_none(table, by, cluster, words)
    if table.sums:
        rows = ", ".join(f"{row} ('{word}')" for row, word in table.sums)
        yield (
            _("%(file)s: rows that name a sum instead of a learner are left out: %(rows)s.")
            % {"file": table.file, "rows": rows}
        )
    if table.sheet is not None:
        yield (_("%(file)s: sheet '%(sheet)s'.") % {"file": table.file, "sheet": table.sheet})


def _doubtful_items(table: Table, layout: Layout, words: Words) -> Iterator[str]:
    """Items that are paired for want of a name in common, and items that nobody answered."""
    _ = words.gettext
    if layout.by_order:
        yield _(
            "%(file)s: items have other names in the second test, so they are paired by their order: %(first)s with "
            "%(second)s, and so on."
        ) % {"file": table.file, "first": layout.pre[0], "second": layout.post[0]}
    names = (*layout.pre, *layout.post) if layout.are_items else ()
    unasked = [
        name for name in names if all(cell in (None, "") or is_no_answer(cell) for cell in table.column(name).values)
    ]
    if unasked and len(unasked) < len(layout.pre):
        yield _(
            "%(file)s: nobody answered %(columns)s. It counts as not right; where an item was not asked, its partner "
            "in the other test must be left out too."
        ) % {"file": table.file, "columns": ", ".join(unasked)}


def _names_that_are_none(table: Table, by: Sequence[str], cluster: str | None, words: Words) -> Iterator[str]:
    """Rows without a group, and words for nothing that are read as the name of one."""
    _ = words.gettext
    for column in dict.fromkeys((*by, *([cluster] if cluster else []))):
        cells = table.column(column)
        rows = np.bincount(cells.places, minlength=len(cells.values))
        nameless = int(sum(n for n, cell in zip(rows, cells.values, strict=True) if cell is None))
        if nameless and column in by:
            yield _(
                "%(file)s: %(column)s is empty in %(count)s of %(rows)s rows, taken as one group. A name that is "
                "written once for several rows must stand in each of them."
            ) % {
                "file": table.file,
                "column": column,
                "count": words.number(nameless),
                "rows": words.number(len(table.rows)),
            }
        signs = {cell for n, cell in zip(rows, cells.values, strict=True) if n and is_no_answer(cell)}
        if signs:
            yield _("%(file)s: %(signs)s in %(column)s is read as a name like any other.") % {
                "file": table.file,
                "column": column,
                "signs": _quoted(signs),
            }


def _quoted(cells: Iterable[object]) -> str:
    return ", ".join(f"'{cell}'" for cell in sorted(map(str, cells)))


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
