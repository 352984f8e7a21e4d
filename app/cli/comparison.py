"""The comparison group of somebody's table: named by options, asked for on a terminal, or noted as missing."""

import argparse
import shlex
import sys
from collections.abc import Collection, Sequence
from dataclasses import replace

from analytics import ComparisonCounts, GainReport, Note, NoteCode, together
from app.files import Arm, Layout, Study, Table, find_arm, group_counts, sizes_by_value
from app.wording import Words

Named = tuple[str, str]
"""A column, and the value of those who did not have the course."""


def register(parser: argparse.ArgumentParser) -> None:
    """Adds the options --comparison, --no-comparison and --randomised to the parser."""
    add = parser.add_argument
    add("--comparison", type=named, metavar="COL=VALUE", help="rows of people who did not have the course")
    add("--no-comparison", action="store_true", help="no column says who had the course, whatever it looks like")
    add("--randomised", action="store_true", help="who had the course was drawn by lot")


def named(text: str) -> Named:
    """Reads COL=VALUE into (column, value).

    Raises ArgumentTypeError if the column, the sign or the value is missing.
    """
    column, equals, value = text.partition("=")
    if not equals or not column or not value:
        raise argparse.ArgumentTypeError(f"'{text}' does not say COL=VALUE, such as arm=waiting")
    return column, value


def comparison_of(
    args: argparse.Namespace, tables: Sequence[Table], but: Collection[str], words: Words
) -> tuple[Named | None, Note]:
    """Returns the (column, value) of the comparison group's rows, or None for no comparison, and a note for the report.

    The note says that there is no comparison group; if the options say nothing about one, it also names the option to
    use and a column that looks fit. On a terminal such a column is proposed in a question, and anything but a yes is a
    no. but: columns that have another use and are not proposed.
    """
    denial = Note(NoteCode.NO_COMPARISON_GROUP)
    if args.comparison is not None or args.no_comparison:
        return args.comparison, denial
    arm = find_arm(tables, but)
    if arm is None or not arm.value or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return None, _unnamed(arm)
    return (arm.column, arm.value) if _agreed(tables, arm, words) else None, denial


def _unnamed(arm: Arm | None) -> Note:
    """The note that nobody named a comparison group, with the column that looks like one."""
    if arm is None:
        return Note(NoteCode.NO_COMPARISON_GROUP, {"option": "--comparison COL=VALUE"})
    option = shlex.join(["--comparison", f"{arm.column}={arm.value or '...'}"])
    return Note(NoteCode.NO_COMPARISON_GROUP, {"column": arm.column, "option": option})


def _agreed(tables: Sequence[Table], arm: Arm, words: Words) -> bool:
    """Anything but a yes is a no."""
    _ = words.gettext
    question = _(
        "The column %(column)s looks as if it said who had the course. Did those with '%(value)s' (rows: %(count)s) "
        "not have it, so that they are the comparison group? yes / no:"
    ) % {
        "column": arm.column,
        "value": arm.value,
        "count": words.number(sizes_by_value(tables, arm.column)[arm.value]),
    }
    print(question, end=" ", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip().lower() in {"y", "yes", "д", "да", "и", "иә"}


def comparison_counts(course: Study, waiting: Study, layouts: Sequence[Layout], *, is_drawn: bool) -> ComparisonCounts:
    """Counts the learners with the course and those of the comparison group, each group as a whole.

    is_drawn: the user says that it was drawn by lot who had the course.
    """
    return ComparisonCounts(
        course=together(list(group_counts(course).values())),
        waiting=together(list(group_counts(waiting).values())),
        is_randomised=True if is_drawn else None,
        same_items=all(layout.has_same_items for layout in layouts),
    )


def with_note(report: GainReport, replacement: Note) -> GainReport:
    """Returns the report with `replacement` in the place of the note of the same code, if it has one."""
    notes = (replacement if note.code is replacement.code else note for note in report.total.notes)
    return replace(report, total=replace(report.total, notes=tuple(notes)))


def comparison_sentence(tables: Sequence[Table], comparison: Named, words: Words, *, with_sizes: bool) -> str:
    """Returns the sentence that says which rows are the comparison group and which are all others.

    with_sizes: it also says how many rows have each value.
    """
    _ = words.gettext
    column, value = comparison
    sizes = {name or _("empty"): words.number(n) for name, n in sizes_by_value(tables, column).items() if n}
    labels = {name: f"{name} ({n})" if with_sizes else name for name, n in sizes.items()}
    return _(
        "Comparison group: rows where %(column)s is %(value)s. All figures but those of the comparison are of the "
        "others: %(others)s."
    ) % {
        "column": column,
        "value": labels[value],
        "others": ", ".join(one for name, one in labels.items() if name != value),
    }
