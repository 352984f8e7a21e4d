"""Reports of what was gained, from settled cohorts, for those who may see them, with small groups suppressed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from analytics import LEAST, GainReport, GroupReport, Key, Options, gain_report, inside
from analytics.counts.tally import PRE_POST
from analytics.disclosure import is_small
from app.services import releases
from app.services.figures import ledgers
from app.services.figures.narrowing import leaves_few, of_all, of_group, without_groups, without_rest
from app.services.figures.parts import beside, score_error
from app.services.figures.parts import called as of_instrument
from app.services.figures.tallies import NotKept, Tallies
from app.services.people import Grant, Role
from app.store import Session, audit
from app.store.figures import choices as choice_rows
from app.store.figures import filtered, selection
from app.store.figures import progress as progress_rows
from app.store.figures.choices import Choices
from app.store.figures.progress import Progress
from app.store.figures.selection import Filters, Scope
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
    """Raised if a report would be split by something that is not in DISAGGREGATES."""


@dataclass(frozen=True)
class Part:
    """A Part is the report on one instrument; scores of different instruments are never added.

    structure: digest of the instrument. course: slug. title: of the course, by language. words: of the instrument, by
    language. leaves_few: nothing is told, since the filters leave out too few learners. hides_groups: nothing is
    told of any group, since one of them does so.
    """

    structure: str
    course: str
    title: Mapping[str, str]
    gains: GainReport
    instrument: Instrument
    words: Mapping[str, InstrumentWords]
    leaves_few: bool = False
    hides_groups: bool = False


def scope_of(grants: Iterable[Grant]) -> Scope:
    """Returns whose figures these roles open: an M&E officer's programmes and a partner lead's partners.

    Other roles open none; an M&E officer without programme sees the whole instance.
    """
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
    """Returns the values that settled cohorts in this scope have for each filter.

    So no single filter leads to an empty report.
    """
    return choice_rows.list_choices(session, scope)


def progress(session: Session, scope: Scope) -> Progress:
    """Counts the cohorts of a scope that have not settled, and their learners.

    Learners are counted as enrolled, with a pre-test, and with both tests. They are in no figure yet. A cohort in which
    nobody is enrolled is left out.
    """
    return progress_rows.progress(session, scope)


def report(
    session: Session,
    filters: Filters,
    by: Sequence[str] = ("region",),
    *,
    options: Options | None = None,
    least: int = LEAST,
) -> tuple[Part, ...]:
    """Returns a report on settled learners for each instrument, the newest first; empty if no cohort has settled.

    by: disaggregates by which figures are split, besides the total. options: confidence level and another pass mark.
    least: number of learners from which a group is shown; never under LEAST. Nothing is told of learners beside whom a
    filter leaves out fewer, since the figures of all, less these, would be theirs; nor of groups, where one is so as a
    filter beside the others. Raises NoSuchDisaggregate, and
    NotKept if this split is not stored and there are too many learners to count them one by one.
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
    """Returns the name of each group of a report in the reader's language, by key.

    by: the disaggregates by which the report is split, in the order of the keys' parts; ValueError if it is of another
    length. A value without a name stands as it is.
    """
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
    """Returns the filters of a report as (disaggregate, name of the value in the reader's language), in order.

    conditions: (disaggregate, value) for each filter.
    """
    known = _names_by_value(session, [name for name, _value in conditions], words)
    return [(name, _name(words, name, value, known.get(name))) for name, value in conditions]


def called(part: Part, names: Mapping[Key, str], words: Words) -> Called:
    """Returns the names of groups, items, options and statements of a part in the reader's language.

    names: of the groups, by key.
    """
    return replace(of_instrument(part.instrument, part.words, words), groups=names)


def refuse_file(session: Session, scope: Scope, form: str, *, by: int | None, now: datetime) -> None:
    """Writes an audit entry that somebody was refused a file of internal figures.

    form: the format of the file, "" for any. scope: if it is one programme, the entry is about that.
    """
    only = scope.programme_ids[0] if len(scope.programme_ids) == 1 and not scope.partner_ids else None
    audit.add(session, "refusal.internal", by=by, at=now, programme_id=only, format=form)


def _name(words: Words, dimension: str, value: str, known: Mapping[str, str] | None) -> str:
    return known.get(value, value) if known else value_name(words, dimension, value)


def region_names(session: Session, words: Words) -> dict[str, str]:
    """Returns the names of all regions by code, in the reader's language."""
    return {code: region.name_in(words.language) for code, region in regions.by_code(session).items()}


def of_cohort(session: Session, cohort: cohorts.Cohort, step: str) -> GroupReport | None:
    """Returns one cohort's figures as counted on this step; None if the step was not counted yet.

    They are suppressed under 11 learners with both tests. There is no confidence interval, since one cohort is no
    sample.
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
    fits = {} if is_small(gains.total) else filtered.count_fits(session, filters, by)
    has_few = leaves_few(of_all(fits), least)
    hides_groups = any(
        leaves_few(of_group(fits, one.key), least)
        for one in gains.groups
        if by and one.key is not None and not is_small(one)
    )
    shown = inside(gains, least).report
    return Part(
        structure=filters.structure or "",
        course=release.course.slug,
        title=release.course.title,
        gains=without_rest(gains, least) if has_few else without_groups(shown, least) if hides_groups else shown,
        instrument=release.instrument,
        words=release.instrument_words,
        leaves_few=has_few,
        hides_groups=hides_groups,
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
