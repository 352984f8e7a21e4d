"""What was read of somebody's tables and how, in sentences for the head of the report."""

from collections.abc import Sequence

from app.files import Layout, Study, Table, is_no_answer, seen_twice
from app.wording import Words


def what_was_read(
    tables: Sequence[tuple[Table, Layout]],
    found: Study,
    *,
    conditions: Sequence[tuple[str, str]],
    learner: str | None,
    words: Words,
) -> list[str]:
    """What was read and how, so that nobody has to guess it."""
    _ = words.gettext
    said = []
    for table, layout in tables:
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
        said.append(described % values)
        if table.encoding not in (None, "UTF-8"):
            said.append(_("%(file)s was read as %(encoding)s.") % {"file": table.file, "encoding": table.encoding})
        if layout.left_out:
            said.append(
                _("%(file)s: in one test only, so in no score: %(columns)s.")
                % {"file": table.file, "columns": ", ".join(layout.left_out)}
            )
        cells = (cell for name in (*layout.pre, *layout.post) for cell in table.column(name).values)
        signs = sorted({str(cell) for cell in cells if is_no_answer(cell)})
        if signs:
            said.append(
                _("%(file)s: read as not taken or not answered: %(signs)s.")
                % {"file": table.file, "signs": ", ".join(f"'{sign}'" for sign in signs)}
            )
        if table.sums:
            rows = ", ".join(f"{row} ('{word}')" for row, word in table.sums)
            said.append(
                _("%(file)s: rows that name a sum instead of a learner are left out: %(rows)s.")
                % {"file": table.file, "rows": rows}
            )
        if table.sheet is not None:
            said.append(_("%(file)s: sheet '%(sheet)s'.") % {"file": table.file, "sheet": table.sheet})
    if found.is_max_seen:
        said.append(
            _("The highest score is taken to be %(max)s, the highest in the file: say --max if there are more.")
            % {"max": words.number(found.max_score)}
        )
    if found.incomplete_pre + found.incomplete_post:
        said.append(
            _("Incomplete (under four in five items answered) and not taken: %(pre)s first, %(post)s second tests.")
            % {"pre": words.number(found.incomplete_pre), "post": words.number(found.incomplete_post)}
        )
    twice = None if learner else seen_twice([table for table, _ in tables])
    if twice is not None:
        said.append(
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
    if found.neither:
        said.append(_("Neither test taken: %(count)s.") % {"count": words.number(found.neither)})
    said += [
        _("Only rows where %(column)s is %(value)s.") % {"column": column, "value": value}
        for column, value in conditions
    ]
    return said


def _span(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} … {names[-1]}"
