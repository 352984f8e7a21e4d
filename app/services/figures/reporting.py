"""Reports of what was gained, from settled cohorts, for those who may see them, with small groups suppressed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analytics import LEAST, GainReport, GroupReport, Key, Options, gain_report, inside
from analytics.counts.tally import PRE_POST
from app.services import releases
from app.services.figures import ledgers
from app.services.figures.parts import beside, score_error
from app.services.figures.parts import called as of_instrument
from app.services.figures.tallies import NotKept, Tallies
from app.services.people import Grant, Role
from app.store import Session, audit
from app.store.figures import choices as choice_rows
from app.store.figures import selection
from app.store.figures.choices import Choices
from app.store.figures.selection import Filters, Progress, Scope
from app.store.programmes import cohorts, regions
from app.wording import Called, Words, value_name
from assessments import Instrument, InstrumentWords

__all__ = [
    "Choices",
    "Filters",
    "NoSuchDisaggregate",
    "NotKept",
    "Part",
    "Progress",
    "Scope",
    "names",
    "of_cohort",
    "progress",
    "report",
]


class NoSuchDisaggregate(ValueError):
    """Raised where a report cannot be split by this."""


@dataclass(frozen=True)
class Part:
    """A Part is the report on one instrument: scores of different ones never add.

    course: the slug. title: of the course by language. words: of the instrument, by language.
    """

    structure: str
    course: str
    title: Mapping[str, str]
    gains: GainReport
    instrument: Instrument
    words: Mapping[str, InstrumentWords]


def scope_of(grants: Iterable[Grant]) -> Scope:
    """Returns whose figures these grants open: an M&E officer's programmes, a partner lead's partners."""
    programmes: set[int] = set()
    partners: set[int] = set()
    for grant in grants:
        if grant.role not in (Role.ME_OFFICER, Role.PARTNER_LEAD):
            continue
        if grant.partner_id is not None:
            partners.add(grant.partner_id)
        elif grant.programme_id is not None:
            programmes.add(grant.programme_id)
        elif grant.role is Role.ME_OFFICER:
            return Scope(is_whole=True)
    return Scope(tuple(sorted(programmes)), tuple(sorted(partners)))


def choices(session: Session, scope: Scope) -> Choices:
    """Returns the values that each filter of a report may be set to within this scope."""
    return choice_rows.list_choices(session, scope)


def progress(session: Session, scope: Scope) -> Progress:
    """Counts the unsettled cohorts of a scope, and their learners: enrolled, with a pre-test, with both tests.

    These are not in any figure yet. A cohort in which nobody is enrolled is left out.
    """
    return selection.progress(session, scope)


def report(
    session: Session,
    filters: Filters,
    by: Sequence[str] = ("region",),
    *,
    options: Options | None = None,
    least: int = LEAST,
) -> tuple[Part, ...]:
    """Returns the reports on settled learners, one for each instrument.

    Each has every figure of the learners whom the filters choose, split by `by` and in all; the newest instrument
    first, none where no cohort has settled.

    options: the confidence, and another pass mark. least: learners from whom a group is shown, never fewer than in any
    report of an instance. Raises NoSuchDisaggregate, and NotKept where a split is not stored for so many learners.
    """
    for name in by:
        if name not in selection.DISAGGREGATES:
            raise NoSuchDisaggregate(f"a report is not split by '{name}': choose {', '.join(selection.DISAGGREGATES)}")
    structures = [filters.structure] if filters.structure else selection.list_structures(session, filters)
    parts = (
        _part(session, selection.of_structure(filters, structure), by, options or Options(), max(LEAST, least))
        for structure in structures
    )
    return tuple(part for part in parts if part is not None)


def names(session: Session, parts: Sequence[Part], by: Sequence[str], words: Words) -> dict[Key, str]:
    """Returns the name of each group of a report that is split by `by`, in the reader's language."""
    keys = {group.key for part in parts for group in part.gains.groups if group.key is not None}
    known = _names_by_value(session, by, words)
    names_by_key: dict[Key, str] = {}
    for key in keys:
        values = (key,) if isinstance(key, str) else key
        names_by_key[key] = " / ".join(
            _name(words, dimension, value, known.get(dimension)) for dimension, value in zip(by, values, strict=True)
        )
    return names_by_key


def value_names(session: Session, conditions: Sequence[tuple[str, str]], words: Words) -> list[tuple[str, str]]:
    """Returns what a report was narrowed to: (disaggregate, value in the reader's language)."""
    known = _names_by_value(session, [name for name, _value in conditions], words)
    return [(name, _name(words, name, value, known.get(name))) for name, value in conditions]


def called(part: Part, names: Mapping[Key, str], words: Words) -> Called:
    """Returns the names of groups, items, options and statements in the reader's language."""
    return replace(of_instrument(part.instrument, part.words, words), groups=names)


def refuse_file(session: Session, scope: Scope, form: str, *, by: int | None, now: datetime) -> None:
    """Writes into the audit who asked for a file of internal figures. form: the format, "" for any."""
    only = scope.programme_ids[0] if len(scope.programme_ids) == 1 and not scope.partner_ids else None
    audit.add(session, "refusal.internal", by=by, at=now, programme_id=only, format=form)


def _name(words: Words, dimension: str, value: str, known: Mapping[str, str] | None) -> str:
    return known.get(value, value) if known else value_name(words, dimension, value)


def region_names(session: Session, words: Words) -> dict[str, str]:
    """Returns the names of all regions by code, in the reader's language, without the English word "Region".

    Cities say by themselves that they are one.
    """
    names = {code: region.name_in(words.language) for code, region in regions.by_code(session).items()}
    return {code: name.removesuffix(" Region") for code, name in names.items()}


def of_cohort(session: Session, cohort: cohorts.Cohort, step: str) -> GroupReport | None:
    """Returns one cohort's figures as counted on this step; None before it was.

    Under 11 learners with both tests they are suppressed. One cohort is no sample of cohorts, so there is no interval,
    and the notes say so.
    """
    tally = ledgers.tally_at(session, cohort.cohort_id, step)
    if tally is None:
        return None
    k = len(releases.release_of(session, cohort.course_release_id).instrument.items)
    return inside(gain_report({"": tally.counts(PRE_POST, k)})).report.total


def _part(session: Session, filters: Filters, by: Sequence[str], options: Options, least: int) -> Part | None:
    """None for nobody."""
    release = releases.release_of_structure(session, filters.structure or "")
    tallies = Tallies(session, release.instrument)
    counts = tallies.group_counts(filters, by)
    if not counts:
        return None
    gains = gain_report(
        counts,
        options=Options(options.confidence, options.pass_mark or release.instrument.pass_mark, compare_from=least),
        everyone=tallies.everyone(filters).counts(PRE_POST, len(release.instrument.items)).cohorts_by_stratum,
        more=beside(tallies, filters, by),
        error=score_error(tallies, filters),
        whole=tallies.whole(filters, by),
    )
    return Part(
        structure=filters.structure or "",
        course=release.course.slug,
        title=release.course.title,
        gains=inside(gains, least).report,
        instrument=release.instrument,
        words=release.instrument_words,
    )


def _names_by_value(session: Session, by: Sequence[str], words: Words) -> dict[str, Mapping[str, str]]:
    known: dict[str, Mapping[str, str]] = {}
    if "region" in by:
        known["region"] = region_names(session, words)
    if "partner" in by:
        known["partner"] = choice_rows.partner_names(session)
    if "programme" in by:
        known["programme"] = choice_rows.programme_names(session)
    return known
