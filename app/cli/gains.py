"""`navigator gains`: what was learned, from an instance or from anybody's table."""

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from analytics import (
    LEAST,
    ComparisonCounts,
    GainReport,
    GroupCounts,
    Key,
    Options,
    gain_report,
    inside,
)
from app.cli import comparison
from app.cli.comparison import Named, comparison_counts, comparison_of, comparison_sentence, with_note
from app.cli.everybody import everybody
from app.cli.instance import WrongUse, again, clock, opened, settings
from app.cli.progress import progress
from app.cli.publications import add_publication, internal, of_name, refused_to, table_of
from app.cli.reports import from_instance
from app.cli.table_faults import fault_lines
from app.cli.what_was_read import what_was_read
from app.exports import Cover, gain_csv, gain_html, gain_mapping, gain_on_two_pages, gain_text
from app.files import (
    HIGHEST_MAX,
    Faults,
    Layout,
    Study,
    Table,
    TableFault,
    find_layout,
    group_counts,
    in_comparison,
    more_counts,
    part_of,
    read_table,
    region_column,
    study,
    where,
    without_sums,
)
from app.publishing.files import Wish, check_open, note_taken, reports
from app.wording import LANGUAGES, Words, value_name

FORMATS = ("text", "json", "csv", "html")
INTERNAL = ("text", "json")
"""To be read here; the others are files to be handed on."""
OF_A_FILE = (
    *("pre", "post", "items", "max", "cluster", "strata", "learner"),
    *("comparison", "no_comparison", "randomised"),
)
"""Options that say how to read one."""


@dataclass(frozen=True)
class Request:
    """Holds the options on a table: its columns or item patterns, the conditions on rows, and what to split by."""

    scores: tuple[str, str] | None
    items: tuple[str, str] | None
    max_score: int | None
    conditions: tuple[tuple[str, str], ...]
    by: tuple[str, ...]
    cluster: str | None
    learner: str | None
    strata: str | None


def register(parser: argparse.ArgumentParser) -> None:
    parser.description = "Who improved, by how much, how sure that is: by group and in all. Without a file: here."
    add = parser.add_argument
    add("files", nargs="*", type=Path, metavar="FILE", help="a row per learner; several are put together")
    add("--pre", metavar="COL", help="the column of scores on the first test")
    add("--post", metavar="COL", help="the column of scores on the second test")
    add("--items", nargs=2, metavar=("PRE", "POST"), help="item columns of 0 and 1, as patterns: 'pre_*' 'post_*'")
    add("--max", type=_highest, metavar="K", help="the highest score, where scores are given")
    add("--by", action="append", metavar="COL", help="split by this column; may be given more than once")
    add("--cluster", metavar="COL", help="who was taught together; without it learners count as independent")
    add("--strata", metavar="COL", help="compare cohorts within this column; by default one that is plainly the region")
    add("--learner", metavar="COL", help="who a row is about: nobody may be there twice")
    add("--where", action="append", type=_condition, metavar="COL=VALUE", help="only these rows")
    add("--pass-mark", type=_points, metavar="N", help="points with which the test is passed")
    add("--confidence", type=_confidence, default=0.95, metavar="0.95", help="of every interval")
    comparison.register(parser)
    add_publication(parser)
    add(
        "--suppress",
        type=_points,
        metavar="N",
        help=f"hide groups of fewer learners; of an instance, under {LEAST} always",
    )
    add("--format", choices=FORMATS, default="text")
    add("--full", action="store_true", help="text: with the annex: tests, items, forms, notes, method")
    add("--json", action="store_const", const="json", dest="format", help="the same as --format json")
    add("--lang", choices=LANGUAGES, default="en", help="of the sentences")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Prints the report of files, a publication or the instance. Raises WrongUse, or Refusal if a rule forbids it."""
    words = Words(args.lang)
    try:
        made = _of_files(args, words) if args.files else _of_instance(args, words)
    except TableFault as fault:
        raise WrongUse(fault_lines(words, fault)) from fault
    print(_written(args, made, words), end="")
    return 0


def _written(args: argparse.Namespace, made: Sequence[tuple[GainReport, Cover]], words: Words) -> str:
    """Of several instruments the newest is the report, and JSON has the others under `earlier`."""
    form = args.format
    if form == "csv":
        return gain_csv(made, words).decode()
    if form == "json":
        newest, *earlier = (gain_mapping(report, cover, words) for report, cover in made)
        document = {**newest, "earlier": earlier} if earlier else newest
        return json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    in_text = gain_text if args.full else gain_on_two_pages
    writer = in_text if form == "text" else gain_html
    return "\n".join(writer(report, cover, words) for report, cover in made)


def _of_instance(args: argparse.Namespace, words: Words) -> list[tuple[GainReport, Cover]]:
    for option in OF_A_FILE:
        if getattr(args, option) not in (None, False):
            raise WrongUse(f"--{option.replace('_', '-')} says how to read a file: name the file too")
    if args.publication is not None:
        return _of_publication(args, words)
    if args.format not in INTERNAL:
        raise internal(
            args.format,
            f"figures of an instance are internal, and {args.format} is for others: name a --publication, or take text "
            "or json",
        )
    options = _options(args)
    with progress(1) as begin:
        begin("working out the figures")
        return from_instance(
            args,
            words,
            by=args.by or ["region"],
            conditions=args.where or [],
            options=options,
            least=args.suppress or LEAST,
        )


def _of_publication(args: argparse.Namespace, words: Words) -> list[tuple[GainReport, Cover]]:
    """As it was told: nothing is worked out anew."""
    if args.where or args.pass_mark is not None or args.suppress is not None:
        raise WrongUse("a publication is as it is: it takes no --where, --pass-mark or --suppress")
    if args.format not in INTERNAL:  # else there were two files of one name, and one of them not kept
        file = again(args, f"export csv --publication {args.publication}")
        raise WrongUse(f"a publication is text or json here; its files, the same bytes for ever, come from {file}")
    wish = Wish(args.format, args.lang, table_of(args))
    with opened(args) as database:
        with database.reading() as session:
            made, _programme = of_name(session, args.publication, args.programme)
            with refused_to(made, wish):
                check_open(made)
                parts = reports(session, made, wish.by, words)
        with database.writing() as session:
            note_taken(session, made, wish, by=None, now=clock(settings(args)))
    return [(report.gains, cover) for report, cover in parts]


def _of_files(args: argparse.Namespace, words: Words) -> list[tuple[GainReport, Cover]]:
    request, faults = _request(args), Faults()
    with progress(len(args.files)) as begin:
        tables = []
        for path in args.files:
            begin(f"reading {path.name}")
            tables.append(_table(path, request, faults))
    named, note = comparison_of(args, [table for table, _ in tables], _used(tables, request), words)
    if args.randomised and named is None:
        raise WrongUse("--randomised says how the comparison group came about: name it with --comparison COL=VALUE")
    with progress(3) as begin:
        begin("counting")
        chosen = [(_chosen(table, request), layout) for table, layout in tables]
        strata = _strata([table for table, _ in tables], request)
        counted = study(
            chosen, by=request.by, cluster=request.cluster, learner=request.learner, strata=strata, faults=faults
        )
        whole = (
            everybody(tables, named, cluster=request.cluster, learner=request.learner, strata=strata)
            if request.conditions
            else None
        )
        if whole is not None:
            counted = replace(counted, max_score=whole.course.max_score, is_max_seen=whole.course.is_max_seen)
        if args.pass_mark is not None and args.pass_mark > counted.max_score:
            raise WrongUse(f"--pass-mark {args.pass_mark} is over the highest score, {counted.max_score}")
        course, compared = _compared(counted, chosen, named, is_drawn=args.randomised)
        counts = group_counts(course)
        begin("counting items")
        more = more_counts(course, request.by)
        begin("working out the figures")
        options = _options(args)
        report = gain_report(
            counts,
            options=options,
            everyone=None if whole is None else whole.cohorts,
            error=None if whole is None else whole.error(),
            more=replace(more, comparison=compared),
        )
    if args.suppress is not None:
        report = inside(report, args.suppress).report
    if not request.by:  # one group is no group: the total says it
        report = replace(report, groups=(), between=None)
    taken = what_was_read(
        chosen,
        counted,
        by=request.by,
        cluster=request.cluster,
        conditions=request.conditions,
        learner=request.learner,
        strata=strata,
        is_lent_by_all=request.cluster is not None and whole is not None,
        words=words,
    )
    if named is not None:
        of_rows = [table for table, _ in chosen]
        taken.append(comparison_sentence(of_rows, named, words, with_sizes=report.comparison is not None))
    cover = Cover(
        source=", ".join(table.file for table, _ in tables),
        made_on=datetime.now(UTC).date(),
        disaggregates=request.by,
        names=_names(counts, request, words),
        taken=tuple(taken),
    )
    return [(with_note(report, note), cover)]


def _compared(
    counted: Study, tables: Sequence[tuple[Table, Layout]], named: Named | None, *, is_drawn: bool
) -> tuple[Study, ComparisonCounts | None]:
    """Those with the course, of whom the report is, and the comparison where there is one."""
    if named is None:
        return counted, None
    waiting = in_comparison([table for table, _ in tables], *named)
    course = part_of(counted, ~waiting)
    layouts = [layout for _, layout in tables]
    return course, comparison_counts(course, part_of(counted, waiting), layouts, is_drawn=is_drawn)


def _used(tables: Sequence[tuple[Table, Layout]], request: Request) -> set[str]:
    """Columns of scores, cohorts and learners."""
    scores = {name for _, layout in tables for name in (*layout.pre, *layout.post)}
    return scores | {name for name in (request.cluster, request.learner) if name is not None}


def _options(args: argparse.Namespace) -> Options:
    return Options(confidence=args.confidence, pass_mark=args.pass_mark, compare_from=args.suppress or 1)


def _request(args: argparse.Namespace) -> Request:
    if (args.pre is None) != (args.post is None):
        raise WrongUse("--pre and --post belong together: name both columns")
    if args.strata is not None and args.cluster is None:
        raise WrongUse("--strata says within what cohorts are compared: name the cohorts too, with --cluster")
    if args.comparison is not None and args.no_comparison:
        raise WrongUse("--comparison names a comparison group and --no-comparison says that there is none: give one")
    if args.pre is not None and args.items is not None:
        raise WrongUse("give either --pre and --post for scores, or --items for items of 0 and 1")
    return Request(
        scores=(args.pre, args.post) if args.pre is not None else None,
        items=tuple(args.items) if args.items else None,
        max_score=args.max,
        conditions=tuple(args.where or ()),
        by=tuple(args.by or ()),
        cluster=args.cluster,
        learner=args.learner,
        strata=args.strata,
    )


def _table(path: Path, request: Request, faults: Faults) -> tuple[Table, Layout]:
    table = read_table(path, leaves_out=True)
    faults.take(table.uneven)
    layout = find_layout(table, scores=request.scores, items=request.items, max_score=request.max_score)
    for name in (*request.by, request.cluster, request.learner, request.strata):
        if name is not None:
            table.column(name)
    return without_sums(table, layout, faults), layout


def _chosen(table: Table, request: Request) -> Table:
    """The rows that were asked for."""
    for column, value in request.conditions:
        table = where(table, column, value)
    return table


def _strata(tables: Sequence[Table], request: Request) -> str | None:
    """The column within which cohorts are compared: the one that is named or, where it sets them apart, the region."""
    if request.strata is not None or request.cluster is None:
        return request.strata
    return region_column(tables, request.cluster)


def _names(counts: dict[Key, GroupCounts], request: Request, words: Words) -> dict[Key, str]:
    def name(key: Key) -> str:
        parts = (key,) if isinstance(key, str) else key
        return " / ".join(value_name(words, "", part) for part in parts)

    return {key: name(key) for key in counts} if request.by else {}


def _points(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a whole number from 1")
    return int(text)


def _highest(text: str) -> int:
    points = _points(text)
    if points > HIGHEST_MAX:
        raise argparse.ArgumentTypeError(f"a test has at most {HIGHEST_MAX} points here")
    return points


def _confidence(text: str) -> float:
    try:
        level = float(text)
    except ValueError:
        level = 0
    if not 0.5 <= level < 1:
        raise argparse.ArgumentTypeError(f"'{text}' is not a share between 0.5 and 1, such as 0.95")
    return level


def _condition(text: str) -> tuple[str, str]:
    column, equals, value = text.partition("=")
    if not equals or not column:
        raise argparse.ArgumentTypeError(f"'{text}' does not say COL=VALUE, such as region=KZ-61")
    return column, value
