"""What was gained, out of the derived tables: reports for those who may see them, with small groups hidden."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from analytics import (
    GainReport,
    GroupCounts,
    GroupReport,
    Key,
    NoteCode,
    Options,
    gain_report,
    suppressed_report,
    together,
)
from app.services import ledgers, releases
from app.services.beside import beside, score_error
from app.services.beside import called as of_instrument
from app.services.group_counts import everyone, group_counts
from app.services.people import Grant, Role
from app.services.tallies import Tallies
from app.services.telling import ranges, withheld
from app.services.waves import REVEAL_AFTER
from app.store import Session, cohorts, figures, pairs
from app.store import choices as there
from app.store.choices import Choices
from app.store.figures import Filters, Scope
from app.wording import POOLED, Called, Words, value_name
from assessments import Instrument, InstrumentWords

__all__ = [
    "Choices",
    "Filters",
    "NoSuchDisaggregate",
    "Part",
    "Scope",
    "names",
    "of_cohort",
    "report",
]

SUPPRESS_BELOW = 11
"""Fewest learners with both tests that may be shown in an instance."""

FEW_NAMES = 3
"""As many hidden groups are named one by one in the row of all of them."""


class NoSuchDisaggregate(ValueError):
    """A report cannot be split by this."""


@dataclass(frozen=True)
class Part:
    """The report on one instrument: scores of different ones never add.

    course: the slug. title: of the course by language. words: of the instrument, by language. has_items: else they
    wait until somebody among the learners has seen the right answers.
    """

    structure: str
    course: str
    title: Mapping[str, str]
    gains: GainReport
    instrument: Instrument
    words: Mapping[str, InstrumentWords]
    has_items: bool


def scope_of(grants: Iterable[Grant]) -> Scope:
    """Whose figures these grants open: an M&E officer's programmes, a partner lead's partners."""
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
    """What the filters may be set to."""
    return there.list_choices(session, scope)


def report(
    session: Session,
    filters: Filters,
    by: Sequence[str] = ("region",),
    *,
    options: Options | None = None,
    answers_up_to: int | None = None,
    shown_at: datetime | None = None,
) -> tuple[Part, ...]:
    """Every figure of the learners of these filters, split by `by` and in all: a part for each instrument, the newest
    first; none where nobody has joined.

    options: the confidence, and another pass mark or a higher threshold of suppression than the instance's; what it
    hides never gets less. answers_up_to: learners with both tests beyond whom their answers are not looked at, since
    these are counted one by one: no items, statements, follow-up and lessons then. shown_at: when the report leaves
    this machine; items are left out until one of its cohorts has seen the right answers, for what was chosen tells of
    them. None: it is for whoever runs the machine, where the keys lie. Raises NoSuchDisaggregate.
    """
    for name in by:
        if name not in figures.DISAGGREGATES:
            raise NoSuchDisaggregate(f"a report is not split by '{name}': choose {', '.join(figures.DISAGGREGATES)}")
    structures = [filters.structure] if filters.structure else figures.list_structures(session, filters)
    return tuple(
        _part(session, figures.of_structure(filters, structure), by, options, answers_up_to, shown_at)
        for structure in structures
    )


def names(session: Session, parts: Sequence[Part], by: Sequence[str], words: Words) -> dict[Key, str]:
    """What each group of a report that is split by `by` is called in the reader's language."""
    keys = {group.key for part in parts for group in part.gains.groups if group.key is not None}
    known = _names_by_value(session, by, words)
    found: dict[Key, str] = {}
    for key in keys:
        values = (key,) if isinstance(key, str) else key
        each = (
            _name(words, dimension, value.split(POOLED), known.get(dimension))
            for dimension, value in zip(by, values, strict=True)
        )
        found[key] = " / ".join(each)
    return found


def value_names(session: Session, conditions: Sequence[tuple[str, str]], words: Words) -> list[tuple[str, str]]:
    """What a report was narrowed to: (disaggregate, value in the reader's language)."""
    known = _names_by_value(session, [name for name, _value in conditions], words)
    return [(name, _name(words, name, [value], known.get(name))) for name, value in conditions]


def called(part: Part, names: Mapping[Key, str], words: Words) -> Called:
    """What groups, items, options and statements are called in the reader's language."""
    return replace(of_instrument(part.instrument, part.words, words), groups=names)


def _name(words: Words, dimension: str, values: Sequence[str], known: Mapping[str, str] | None) -> str:
    """Of one value, or of the hidden ones that are shown together."""
    _ = words.gettext
    if len(values) > FEW_NAMES:
        return _("%(count)s hidden groups together") % {"count": words.number(len(values))}
    named = (known.get(value, value) if known else value_name(words, dimension, value) for value in values)
    return f" {POOLED} ".join(named)


def region_name(code: str, name_en: str, name_ru: str, name_native: str, words: Words) -> str:
    """A region in the reader's language; in English without the word "Region", since cities say that they are one."""
    if words.language == "ru":
        return name_ru
    if words.language == "kk" and code.startswith("KZ"):
        return name_native
    return name_en.removesuffix(" Region")


def region_names(session: Session, words: Words) -> dict[str, str]:
    """All regions by code, in the reader's language."""
    return {
        code: region_name(code, region.name_en, region.name_ru, region.name_native, words)
        for code, region in there.region_names(session).items()
    }


def of_cohort(session: Session, cohort: cohorts.Cohort) -> GroupReport | None:
    """One cohort's figures for those who teach it, as they were made at the reveal; None before. Hidden under 11
    learners with both tests.

    One cohort is no sample of cohorts, so there is no interval, and the notes say so.
    """
    tally = ledgers.tally_at_reveal(session, cohort.cohort_id)
    if tally is None:
        return None
    k = len(releases.release_of(session, cohort.course_release_id).instrument.items)
    return gain_report({"": tally.counts("pre_post", k)}, options=Options(suppress=SUPPRESS_BELOW)).total


def _part(
    session: Session,
    filters: Filters,
    by: Sequence[str],
    options: Options | None,
    answers_up_to: int | None,
    shown_at: datetime | None,
) -> Part:
    release = releases.release_of_structure(session, filters.structure or "")
    asked = options or Options()
    suppress = max(SUPPRESS_BELOW, asked.suppress or 0)
    counts = group_counts(session, filters, by, max_score=len(release.instrument.items))
    options = Options(
        confidence=asked.confidence,
        pass_mark=asked.pass_mark or release.instrument.pass_mark,
        suppress=suppress,
    )
    told = withheld(filters, by, counts, suppress, partial(figures.count_pairs, session))
    has_items = shown_at is None or pairs.has_first_closed(session, filters, shown_at - REVEAL_AFTER)
    tallies = Tallies(session, release.instrument)
    more = beside(tallies, filters, by, threshold=suppress, up_to=answers_up_to, with_items=has_items)
    outcomes = partial(
        figures.count_outcomes, session, max_score=len(release.instrument.items), mark=options.pass_mark or 1
    )
    hidden, given = ranges(filters, by, suppress, outcomes)
    lender = everyone(session, filters)
    error = score_error(tallies, filters, threshold=SUPPRESS_BELOW)
    asked_of = partial(gain_report, options=options, everyone=lender, error=error)
    gains = asked_of(counts, withheld=told | hidden, told=given, more=more)
    if counts and counts.keys() <= hidden:
        all_keys = sorted((key for key in hidden if key is not None), key=str)
        gains = replace(gains, groups=tuple(suppressed_report(key, suppress) for key in all_keys))
    if len(by) == 1:
        gains = _with_hidden_together(gains, counts, asked_of)
    return Part(
        structure=filters.structure or "",
        course=release.course.slug,
        title=release.course.title,
        gains=gains,
        instrument=release.instrument,
        words=release.instrument_words,
        has_items=has_items,
    )


def _with_hidden_together(
    gains: GainReport, counts: Mapping[Key, GroupCounts], asked_of: Callable[..., GainReport]
) -> GainReport:
    """The report with a row of all hidden groups as one: they are the total less the shown, which tells no more.

    Not where a shown figure is withheld near 0 or 100 %: the total less all others would be that figure.
    """
    hidden = [group.key for group in gains.groups if group.suppressed and group.key is not None]
    told = [gains.total, *(group for group in gains.groups if not group.suppressed)]
    is_bounded = any(note.code is NoteCode.SHARE_AS_BOUND for group in told for note in group.notes)
    if len(hidden) < 2 or gains.total.suppressed or is_bounded:
        return gains
    key = POOLED.join(key for key in hidden if isinstance(key, str))
    shown = {group: of for group, of in counts.items() if group not in hidden}
    pooled = together([counts[one] for one in hidden if one in counts])
    as_one = asked_of({**shown, key: pooled})
    return replace(gains, groups=(*gains.groups, as_one.groups[-1]))


def _names_by_value(session: Session, by: Sequence[str], words: Words) -> dict[str, Mapping[str, str]]:
    known: dict[str, Mapping[str, str]] = {}
    if "region" in by:
        known["region"] = region_names(session, words)
    if "partner" in by:
        known["partner"] = there.partner_names(session)
    if "programme" in by:
        known["programme"] = there.programme_names(session)
    return known
