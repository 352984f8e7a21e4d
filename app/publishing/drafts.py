"""What a publication would be: which settled cohorts enter, and what the gate lets through of them.

All cohorts that settled until a date, whole. A region's new cohorts of LEAST pairs and more enter, and smaller ones
when together they bring as many; else these wait. So do the new follow-ups of all regions together, and an uneven
cohort that would be its region's only new one. What has entered stays in.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from analytics import ReactionReport
from analytics.disclosure import LEAST
from analytics.disclosure_known import Ledger
from analytics.publication import New, entering, publication
from app.exports import version
from app.publishing.content import Content, Packed, Part, packed, table_of, unpacked, unpacked_ledgers
from app.publishing.tables import count_pairs, fixed_tables, is_uneven
from app.services import releases
from app.services.cohorts import today_of
from app.services.figures import reporting
from app.store import Session, instance
from app.store.figures import choices, publications, settlements
from app.store.figures.publication import Publication
from app.store.programmes import programmes
from app.store.programmes.programmes import Programme
from app.wording import LANGUAGES, Words

COURSE, FOLLOW_UP = publications.STEPS


@dataclass(frozen=True)
class Waiting:
    """Says that new cohorts of a region cannot enter yet: small ones with too few pairs together, or an uneven one.

    cohorts, pairs: numbers of those that wait. is_uneven: of the others only one has pairs, and it is uneven, so that
    all wait.
    """

    region: str
    cohorts: int
    pairs: int
    is_uneven: bool = False


class NothingToPublish(ValueError):
    """Raised if no settled cohort may enter that the last publication lacks, or no publication can be corrected.

    waiting: the regions whose cohorts may not enter yet.
    """

    def __init__(self, text: str, waiting: Sequence[Waiting] = ()) -> None:
        super().__init__(text)
        self.waiting = tuple(waiting)


class NotNow(ValueError):
    """Raised if a publication cannot be made until the day asked for: it is in the future, or before the last one's.

    earliest, latest: the days that can be chosen; earliest is None if there is no bound.
    """

    def __init__(self, earliest: date | None, latest: date) -> None:
        super().__init__(f"choose a day {f'from {earliest} ' if earliest else ''}to {latest}")
        self.earliest, self.latest = earliest, latest


@dataclass(frozen=True)
class Draft:
    """Holds a publication before it is made.

    entering: (cohort id, step) of all that are new. after: id of the last publication, or None. last_anew: what
    `settlements.last_anew` returned when the draft was made.
    """

    programme_id: int
    content: Content
    ledgers: dict[str, Ledger]
    entering: tuple[tuple[int, str], ...]
    waiting: tuple[Waiting, ...]
    after: int | None
    last_anew: int

    @cached_property
    def packed(self) -> Packed:
        """The content as it would be stored, with its digest."""
        return packed(self.content)

    @property
    def learners(self) -> int:
        """The number of learners with both tests in all parts."""
        totals = [part.tables[0].disclosed.report.total.flow for part in self.content.parts]
        return sum(flow.paired for flow in totals if flow is not None)


def draft(
    session: Session,
    programme: Programme,
    until_on: date,
    *,
    home: str,
    now: datetime,
    is_correction: bool = False,
) -> Draft:
    """Computes what a publication of the cohorts settled until this day would be; nothing is written.

    until_on: in the programme's time zone. home: the instance's address. is_correction: a new edition of the last
    number, which is withdrawn when this is made. Raises NotNow for a day to come or before the last publication's, and
    NothingToPublish if no settled cohort may enter that the last one lacks, or there is nothing to correct.
    """
    zone, last = ZoneInfo(programme.time_zone), publications.last_of(session, programme.programme_id)
    today = today_of(programme, now)
    if until_on > today or (last is not None and until_on < last.until_on):
        raise NotNow(last.until_on if last else None, today)
    before = datetime.combine(until_on + timedelta(days=1), time(), zone)
    entered = publications.list_entered(session, programme.programme_id)
    new, waiting = _entering(session, programme.programme_id, before, entered)
    if not entered | new or (not new and not is_correction):
        raise NothingToPublish("no settled cohort may enter a publication that was not in the one before", waiting)
    numbers = publications.list_numbers(session, programme.programme_id)
    is_edition = is_correction and last is not None
    number = last.number if last and is_edition else max(numbers, default=0) + 1
    ledgers, parts = _parts(session, programme, before, entered, new, [*numbers, number], last)
    this, several = instance.get(session), len(programmes.list_programmes(session, with_archived=True)) > 1
    content = Content(
        programme=programme.ref,
        is_one_of_several=several,
        number=number,
        edition=last.edition + 1 if last and is_edition else 1,
        until_on=until_on,
        made_on=today,
        kind=this.kind if this else "real",
        home=home,
        version=version(),
        names={language: _names(session, programme, parts, Words(language)) for language in LANGUAGES},
        parts=parts,
    )
    after, anew = last.publication_id if last else None, settlements.last_anew(session, programme.programme_id)
    return Draft(programme.programme_id, content, ledgers, tuple(sorted(new)), waiting, after, anew)


def _entering(
    session: Session, programme_id: int, before: datetime, entered: set[tuple[int, str]]
) -> tuple[set[tuple[int, str]], tuple[Waiting, ...]]:
    """What enters of all that has not, and what waits."""
    courses: dict[tuple[str, str], list[New[int]]] = defaultdict(list)
    follow_ups: dict[str, dict[int, int]] = defaultdict(dict)
    uneven = set[int]()
    for one in publications.list_settled(session, programme_id, before):
        if (one.cohort_id, one.step) in entered:
            continue
        if one.step == FOLLOW_UP:
            follow_ups[one.structure][one.cohort_id] = count_pairs(one)
            continue
        courses[one.structure, one.region].append(New(one.cohort_id, one.partner, count_pairs(one)))
        if is_uneven(one):
            uneven.add(one.cohort_id)
    ready, alone = {}, set[tuple[str, str]]()
    for key, new in courses.items():
        ready[key] = entering(new)
        with_pairs = [one.id for one in new if one.pairs and one.id in ready[key]]
        if len(with_pairs) == 1 and with_pairs[0] in uneven:
            ready[key] = set()
            alone.add(key)
    entries = {(cohort, COURSE) for those in ready.values() for cohort in those}
    inside = {cohort for cohort, step in entered | entries if step == COURSE}
    for of_structure in follow_ups.values():
        those = {cohort: n for cohort, n in of_structure.items() if cohort in inside}
        if sum(those.values()) >= LEAST:
            entries |= {(cohort, FOLLOW_UP) for cohort in those}
    short = {key: [one.pairs for one in courses[key] if one.id not in ready[key]] for key in sorted(courses)}
    return entries, tuple(Waiting(key[1], len(of), sum(of), key in alone) for key, of in short.items() if of)


def _parts(
    session: Session,
    programme: Programme,
    before: datetime,
    entered: set[tuple[int, str]],
    new: set[tuple[int, str]],
    numbers: Sequence[int],
    last: Publication | None,
) -> tuple[dict[str, Ledger], tuple[Part, ...]]:
    """new: what enters. numbers: of all publications there are, with the new one."""
    known = unpacked_ledgers(publications.ledgers_of(session, last.publication_id)) if last else {}
    content = unpacked(publications.content_of(session, last.publication_id)) if last else None
    earlier = {part.structure: part for part in content.parts} if content else {}
    is_anew = last is not None and settlements.has_settled_anew(session, programme.programme_id, last.made_at)
    ledgers, parts = {}, []
    for structure in publications.list_structures(session, programme.programme_id):
        settled = publications.list_settled(session, programme.programme_id, before, structure)
        steps = (one for one in settled if (one.cohort_id, one.step) in entered | new)
        digest, release = releases.of_structure(session, structure)
        tables = fixed_tables(steps, release.instrument, entered=entered, is_anew=is_anew)
        if tables is None:
            continue
        gated = publication(
            tables.reports, len(numbers), known.get(structure), tables.nests, alone=tables.alone, is_anew=is_anew
        )
        ledgers[structure] = gated.ledger
        by_serial = dict(enumerate(numbers, 1))
        part = Part(
            structure=structure,
            release=digest,
            course=release.course.slug,
            tables=tuple(table_of(of, table, by_serial) for of, table in gated.tables.items()),
            reactions=tuple(one for one in tables.reactions if (one.total.n or 0) >= LEAST),
            peers=tables.peers if tables.peers[0] >= LEAST else None,
            months=tables.months,
            regions=tables.regions,
            partners=tables.partners,
        )
        parts.append(_as_before(part, earlier.get(structure)))
    return ledgers, tuple(parts)


def _as_before(part: Part, before: Part | None) -> Part:
    """What of the course was asked once keeps the figures of the publication before where it grew or shrank by fewer
    than LEAST, whose answers would be told by subtraction."""
    if before is None:
        return part
    earlier = {one.reaction: one for one in before.reactions}

    def figures_of(now: ReactionReport) -> ReactionReport:
        then = earlier.get(now.reaction, now)
        return then if 0 < abs((now.total.n or 0) - (then.total.n or 0)) < LEAST else now

    peers = part.peers
    if peers and before.peers and 0 < abs(peers[0] - before.peers[0]) < LEAST:
        peers = before.peers
    return replace(part, reactions=tuple(map(figures_of, part.reactions)), peers=peers)


def _names(session: Session, programme: Programme, parts: Iterable[Part], words: Words) -> dict[str, str]:
    regions, partners = reporting.region_names(session, words), choices.partner_names(session)
    names = {programme.ref: programme.name}
    for part in parts:
        names |= {code: regions.get(code, code) for code in part.regions}
        names |= {ref: partners[ref] for ref in part.partners}
    return names
