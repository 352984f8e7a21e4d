"""Reports of an instance for the commands that print or write them."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace

from analytics import LEAST, GainReport, Options, gain_report, inside
from app.cli.instance import WrongUse, clock, opened, settings
from app.exports import Cover
from app.services.figures import reporting
from app.services.figures.coverage import coverage_of
from app.services.figures.filter_values import is_known
from app.services.figures.reception import reception_of
from app.services.figures.reporting import Filters, Scope
from app.store import instance
from app.wording import Words, chosen_sentences, data_mark, late_sentence
from courses import GRACE

FILTERS = ("region", "country", "partner", "sex", "age_band", "language", "way", "channel", "month")


def from_instance(
    args: argparse.Namespace,
    words: Words,
    *,
    by: Sequence[str] = ("region",),
    conditions: Sequence[tuple[str, str]] = (),
    options: Options | None = None,
    least: int = LEAST,
) -> list[tuple[GainReport, Cover]]:
    """Returns a report with its cover for each instrument of the instance, the newest first.

    If no learner fits, one report without figures. conditions: (filter, value). least: groups of fewer learners are
    suppressed. Raises WrongUse for an unknown filter, value or disaggregate, and if no instance of this version can be
    opened.
    """
    filters = _filters(conditions)
    with opened(args) as database, database.reading() as session:
        this = instance.get(session)
        try:
            parts = reporting.report(session, filters, by, options=options, least=least)
        except reporting.NoSuchDisaggregate as fault:
            raise WrongUse(str(fault)) from fault
        unknown = [(name, value) for name, value in conditions if not is_known(session, name, value)]
        for name, value in unknown if not parts else ():
            raise WrongUse(f"no settled group is like that: there is no {name} '{value}' here")
        chosen = reporting.value_names(session, conditions, words)
        names = reporting.names(session, parts, by, words)
        received = {part.structure: reception_of(session, filters, by, part, words) for part in parts}
        covered = {part.structure: coverage_of(session, filters, part.structure, words) for part in parts}
    made_on, data = clock(settings(args)).date(), data_mark(words, this.kind if this else "real")
    taken = tuple(chosen_sentences(words, chosen))
    rules = (late_sentence(words, GRACE.days),)
    if not parts:
        cover = Cover(words.gettext("all courses"), made_on, tuple(by), taken=taken, rules=rules, data=data)
        return [(_of_nobody(options or Options(), max(LEAST, least)), cover)]
    called = {part.structure: reporting.called(part, names, words) for part in parts}
    return [
        (
            part.gains,
            Cover(
                source=part.title.get(words.language) or part.course,
                made_on=made_on,
                disaggregates=tuple(by),
                names=names,
                taken=taken,
                rules=rules,
                data=data,
                course=part.course,
                **asdict(covered[part.structure]),
                reception=received[part.structure],
                items=called[part.structure].items,
                options=called[part.structure].options,
                statements=called[part.structure].statements,
            ),
        )
        for part in parts
    ]


def _of_nobody(options: Options, least: int) -> GainReport:
    """Before anybody has joined there is no test either: no highest score, no pass mark."""
    report = inside(gain_report({}, options=options), least).report
    return replace(report, method=replace(report.method, unit="cohort", cohorts=0))


def _filters(conditions: Sequence[tuple[str, str]]) -> Filters:
    filters = Filters(Scope(is_whole=True))
    for name, value in conditions:
        if name not in FILTERS:
            raise WrongUse(f"the instance is not filtered by '{name}': choose {', '.join(FILTERS)}")
        if name == "month":
            filters = replace(filters, from_month=value, to_month=value)
        else:
            filters = replace(filters, **{name: value})  # type: ignore[arg-type]
    return filters
