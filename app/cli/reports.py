"""Reports of an instance for the commands that print or write them."""

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from analytics import GainReport, Options
from app.exports import Cover
from app.services import reporting
from app.services.reporting import Filters, Scope
from app.store import Database, instance
from app.wording import Words, chosen_sentences, data_mark, value_name
from config import from_environment

FILTERS = ("region", "country", "partner", "sex", "age_band", "language", "way", "month")


class InstanceFault(ValueError):
    """There is no instance to report on, or it cannot be asked this."""


def open_instance(args: argparse.Namespace) -> Database:
    """The database of the instance that --data or --database names. Raises InstanceFault where there is none."""
    config = from_environment().at(data=getattr(args, "data", None), database_url=getattr(args, "database", None))
    if config.database_url is None and not (config.data / "navigator.db").exists():
        raise InstanceFault(f"there is no instance in '{config.data}': name one with --data, or give a file")
    return Database(config.url)


def from_instance(
    args: argparse.Namespace,
    words: Words,
    *,
    by: Sequence[str] = ("region",),
    conditions: Sequence[tuple[str, str]] = (),
    options: Options | None = None,
) -> list[tuple[GainReport, Cover]]:
    """A report for each instrument, the newest first. Raises InstanceFault, or NoSuchDisaggregate of reporting."""
    filters = _filters(conditions)
    database = open_instance(args)
    try:
        with database.reading() as session:
            this = instance.get(session)
            report = reporting.report(session, filters, by, options=options)
            names = reporting.names(session, report, words)
    finally:
        database.dispose()
    if not report.parts:
        raise InstanceFault("nobody has joined yet" if not conditions else "nobody who has joined is like that")
    return [
        (
            part.gains,
            Cover(
                source=part.title.get(words.language) or part.course,
                made_on=datetime.now(UTC).date(),
                disaggregates=report.by,
                names=names,
                means=part.means,
                taken=tuple(
                    chosen_sentences(words, [(name, value_name(words, name, value)) for name, value in conditions])
                ),
                data=data_mark(words, this.kind if this else "real"),
            ),
        )
        for part in report.parts
    ]


def _filters(conditions: Sequence[tuple[str, str]]) -> Filters:
    filters = Filters(Scope(is_whole=True))
    for name, value in conditions:
        if name not in FILTERS:
            raise InstanceFault(f"the instance is not filtered by '{name}': choose {', '.join(FILTERS)}")
        if name == "month":
            filters = replace(filters, from_month=value, to_month=value)
        else:
            filters = replace(filters, **{name: value})  # type: ignore[arg-type]
    return filters
