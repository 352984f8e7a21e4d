"""A publication of a programme: its fixed tables through the gate, the ledger of what last stood, and what is left out.

Each sum of groups that a reader knows (a region is its girls, its boys and those who did not say) goes to
`disclosure_check`. Where a suppressed group would not be kept, the split of its parent is left out: of its region, or
of the whole table where the parent is the total. Regions are split, and partners told, only while the table of regions
is exact: who knows one cohort besides knows too much of what a suppressed region leaves over.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from analytics.disclosure import LEAST, Disclosed, allowed, is_small, paired
from analytics.disclosure_check import Leeway, leeway_of
from analytics.disclosure_known import (
    OF_COHORTS,
    REGION,
    TOTAL,
    UNSAID,
    Ledger,
    Stand,
    Variables,
    is_rounded,
    known,
    unsaid_of,
)
from analytics.disclosure_late import with_the_others
from analytics.disclosure_rounding import nearest, with_ranges
from analytics.disclosure_worlds import Name, Sum
from analytics.report.circumstances import without_few
from analytics.report.parts import GainReport
from analytics.report.results import GroupReport, key_of

Id = TypeVar("Id", bound=Hashable)
Weigh = Callable[[Ledger], Mapping[tuple[int, Name], Leeway]]
TOGETHER = 3
"""Groups that have to grow together for the splits of each to be told."""


@dataclass(frozen=True)
class New(Generic[Id]):
    """A New is a group that no publication had. pairs: learners with both tests. partner: whose group it is."""

    id: Id
    partner: Hashable
    pairs: int


def entering(groups: Collection[New[Id]]) -> set[Id]:
    """Returns the ids of the groups that may enter: those of LEAST and more, and the smaller ones if they are not few.

    groups: all new ones of one region. A region is told exactly, and the result of a group of LEAST and more may leave
    the house with its facilitator: to whoever has all these results the smaller groups are what is left, and to a
    partner's lead, who reads the sum of the partner's own, those of other partners. Source: arithmetic.
    """
    small = [one for one in groups if one.pairs < LEAST]
    leads = {one.partner for one in small}
    rests = [sum(one.pairs for one in small), *(sum(it.pairs for it in small if it.partner != of) for of in leads)]
    has_few = any(0 < rest < LEAST for rest in rests)
    entered = {one.id for one in groups if not (has_few and one in small)}
    return entered if any(one.pairs for one in groups if one.id in entered) else set()


@dataclass(frozen=True)
class Publication:
    """A Publication is what anybody may learn of a programme, with what the next publication must know.

    tables: by variables, what is shown. ledger: exact figures of every group, for the next publication and never shown.
    """

    tables: Mapping[Variables, Disclosed]
    ledger: Ledger


def publication(
    tables: Mapping[Variables, GainReport],
    number: int,
    before: Ledger | None = None,
    nests: Sequence[Sum] = (),
    *,
    alone: Collection[Name] = (),
    is_anew: bool = False,
) -> Publication:
    """Makes a publication: returns each table as far as it may be shown, and the ledger for the next one.

    tables: by variables, at most two; exact, nothing suppressed, the total of each the whole programme. number: of this
    publication. before: the ledger of the publication before, None for the first; a group that grew or shrank by fewer
    than LEAST since keeps its figures of then. nests: as `disclosure_known.nests` yields them. alone: groups of which
    somebody knows nearly all, and whose split is left out. is_anew: cohorts of the publication before have settled
    again since. Splits that would give a suppressed group away are left out. Raises Unregistered for a figure that the
    register does not name. Source: design.md section 5, Disclosure.
    """
    # First by rule: what grew by few keeps its old figures, and what cannot be told beside the rest is left out.
    now = {name: Stand(number, group) for name, group in _groups(tables)}
    ledger = {name: _stand(name, one, (before or {}).get(name), is_anew=is_anew) for name, one in now.items()}
    untold = {name: replace(one, is_told=False) for name, one in now.items()}
    if is_rounded(ledger, REGION):  # what divides a region is weighed against it, so that it has to be exact
        dividing: set[Variables] = {(of,) for of in OF_COHORTS if (of,) != REGION}
        dividing |= {name[0] for of in nests for name in of.parts if of.wholes[0][0] == REGION}
        ledger |= {name: one for name, one in untold.items() if len(name[0]) > 1 or name[0] in dividing}
    if before is not None:
        ledger |= {name: untold[name] for name in _grown_alone(ledger, before)}
    gone = {*map(_parent, alone), *_left_out_again(now, before or {})}
    ledger |= {name: one for name, one in untold.items() if _is_of(name, gone)}
    method = next(iter(tables.values())).method
    earlier = None if before is None else known(before, number - 1, method, nests)

    def weigh(ledger: Ledger) -> Mapping[tuple[int, Name], Leeway]:
        return leeway_of(known(ledger, number, method, nests, before), earlier)

    # Then by reckoning: splits whose suppressed groups a reader could work out leave, until none is left to leave.
    whole = ledger
    while True:
        if is_anew:  # the check reckons with groups that grow: no split with a suppressed group is told
            exposed = {*known(ledger, number, method, nests).small}
        else:
            exposed = {name for (_, name), left in weigh(ledger).items() if not left.is_safe}
        lost = {_parent(name) for name in exposed}
        if REGION in {variables for variables, _ in lost}:
            lost |= {(of, ()) for of in tables if of[:1] == REGION}
        leaving = {name: untold[name] for name, one in ledger.items() if one.is_told and _is_of(name, lost)}
        if not leaving:
            break
        ledger = {**ledger, **leaving}
    if exposed and not is_anew:
        ledger = _with_harmless_splits(whole, ledger, weigh)
    return Publication({of: _published(report, of, number, ledger) for of, report in tables.items()}, ledger)


def _with_harmless_splits(whole: dict[Name, Stand], ledger: dict[Name, Stand], weigh: Weigh) -> dict[Name, Stand]:
    """With each split again that was left out in vain: as much is open of every suppressed group with it as without.

    That is so where it is the publication before that leaves little open. whole: before anything was left out.
    """
    without = weigh(ledger)
    for parent in sorted({_parent(name) for name, one in ledger.items() if whole[name].is_told and not one.is_told}):
        again = {**ledger, **{name: one for name, one in whole.items() if _parent(name) == parent}}
        left = weigh(again)
        is_in_vain = all(one.is_safe or (of in without and one.covers(without[of])) for of, one in left.items())
        if is_in_vain and all(one.is_kept for one in left.values()):
            ledger = again
    return ledger


def _parent(name: Name) -> Name:
    """By which a split is left out: a table, with the first of two values."""
    return name[0], name[1][:-1]


def _is_of(name: Name, parents: set[Name]) -> bool:
    return _parent(name) in parents or (name[0], ()) in parents - {TOTAL}


def _groups(tables: Mapping[Variables, GainReport]) -> Iterator[tuple[Name, GroupReport]]:
    yield TOTAL, next(iter(tables.values())).total
    for variables, report in tables.items():
        yield from ((_name(variables, group), group) for group in report.groups)


def _stand(name: Name, now: Stand, last: Stand | None, *, is_anew: bool) -> Stand:
    """The last one of a group that has grown or shrunk since, by fewer than LEAST."""
    if last is None or name == TOTAL or UNSAID in name[1] or not last.is_told or is_small(last.group):
        return now
    if not 0 < abs(paired(now.group) - paired(last.group)) < LEAST:
        return now
    return replace(last, is_anew=last.is_anew or is_anew)


def _grown_alone(ledger: Ledger, before: Ledger) -> Iterator[Name]:
    """Parts of groups that are among few to have grown: what was added to a table of the other variable is theirs."""
    for of in {variables[:1] for variables, _ in ledger if len(variables) > 1}:
        now = {name: paired(one.group) for name, one in ledger.items() if name[0] == of}
        grown = {name[1] for name, n in now.items() if name not in before or n > paired(before[name].group)}
        if len(grown) < TOGETHER:
            yield from (name for name in ledger if name[0] != of and name[0][:1] == of and name[1][:1] in grown)


def _left_out_again(now: Ledger, before: Ledger) -> Iterator[Name]:
    """By which splits were left out of groups, or of the total, that are the same as then: told now, they would tell
    of then."""
    for variables, values in {_parent(name) for name, one in before.items() if not one.is_told}:
        then, whole = (of.get((variables[:-1], values)) for of in (before, now))
        if then and whole and paired(then.group) == paired(whole.group):
            yield variables, values


def _name(variables: Variables, group: GroupReport) -> Name:
    key = key_of(group)
    return variables, (key,) if isinstance(key, str) else key


def _published(report: GainReport, variables: Variables, number: int, ledger: Ledger) -> Disclosed:
    names = [_name(variables, group) for group in report.groups]
    stands = {name: ledger[name] for name in names if ledger[name].is_told and UNSAID not in name[1]}
    suppressed = tuple(key_of(one.group) for one in stands.values() if one.is_suppressed)
    as_of = {key_of(one.group): one.number for one in stands.values() if one.number < number}
    untold = {name[1][0] for name in names if not ledger[name].is_told and len(variables) > 1}
    count = unsaid_of(ledger, variables)
    # DIF counts girls and boys exactly, and so whoever is in neither; why few people left may tell who they are.
    noted = report.circumstances and without_few(report.circumstances, LEAST)
    report = _without_remainders(
        replace(report, groups=tuple(one.group for one in stands.values()), dif=None, circumstances=noted)
    )
    if as_of or suppressed or len(stands) < len(names):  # counts of their own, which no check weighs
        report = replace(
            report, statements=report.statements and tuple(replace(one, groups=()) for one in report.statements)
        )
    if as_of:
        report = replace(report, between=None)
    rounded = bool(stands) and is_rounded(ledger, variables)
    is_whole = not (as_of or suppressed or rounded or len(stands) < len(names))
    late, came = report.late, report.came
    few = [] if came is None else [one for one in came.ways if one.count < LEAST]
    report = replace(
        report,
        late=late and replace(late, groups=late.groups if is_whole else ()),
        came=came and replace(came, ways=tuple(one for one in came.ways if one not in few)),
    )
    are_all_late = report.late is not None and report.late.n == paired(report.total)
    part = replace(report, late=None) if are_all_late else report
    shown = allowed(part, is_rounded=rounded, is_published=True)
    others = shown.late and with_the_others(shown.late, shown, confidence=shown.method.confidence)
    shown = replace(shown, late=report.late if are_all_late else others)
    shown = replace(
        shown,
        came=shown.came and replace(shown.came, is_rounded=True),
        circumstances=shown.circumstances and replace(shown.circumstances, is_rounded=True),
    )
    return Disclosed(
        with_ranges(shown, is_rounded=rounded),
        suppressed,
        rounded,
        nearest(count) if count else None,
        dropped=tuple(sorted(untold)) if stands else (),
        is_split_dropped=bool(names) and not stands,
        as_of=as_of,
    )


def _without_remainders(report: GainReport) -> GainReport:
    """Without parts that leave a few of those above them over, whose figures a reader has by subtraction."""

    def whole(group: GroupReport) -> GroupReport:
        of = group.regression
        few = of is not None and of.low is not None and 0 < paired(group) - of.low.n < LEAST
        return replace(group, regression=replace(of, low=None)) if of is not None and few else group

    after, dose = report.follow_up, report.dose
    return replace(
        report,
        total=whole(report.total),
        groups=tuple(map(whole, report.groups)),
        follow_up=None if after is not None and 0 < paired(report.total) - after.n < LEAST else after,
        dose=None if dose is not None and any(0 < (step.n or 0) < LEAST for step in dose.steps) else dose,
    )
