"""What a reader of a publication knows of its groups: pieces and sums for the check at making."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from math import inf

from analytics.counts.ledger import Place
from analytics.disclosure import LEAST, is_small, paired
from analytics.disclosure_rounding import SLACK, nearest
from analytics.disclosure_worlds import MANY_MORE, Known, Name, Piece, Span, Sum
from analytics.report.results import GroupReport, Method

REGION = ("region",)
"""The table that is exact while none of its groups is suppressed."""
OF_COHORTS = frozenset(Place._fields)
"""Variables that all learners of a cohort share: how many enrolled in such a group is known to many."""
UNSAID = "unsaid"
"""The value of those who did not say: they are no group of a publication."""
TOTAL: Name = ((), ())

Variables = tuple[str, ...]
"""What a table is split by, such as ("region", "sex"); () for the total."""


@dataclass(frozen=True)
class Stand:
    """A Stand is a group as it was last shown in a publication.

    number: of that publication. group: its exact figures. is_told: whether the publication lists the group, at least as
    suppressed; False if its split was left out. is_anew: the programme has settled cohorts again since, so that the
    group may have lost learners too.
    """

    number: int
    group: GroupReport
    is_told: bool = True
    is_anew: bool = False

    @property
    def is_suppressed(self) -> bool:
        """True if the publication lists the group, but it is too small for its figures to be shown."""
        return self.is_told and is_small(self.group)


Ledger = Mapping[Name, Stand]
"""Every group that a programme has published, as it last stood. Not that of a cohort (`counts.ledger`)."""


def is_rounded(ledger: Ledger, variables: Variables) -> bool:
    """Returns whether counts of a table are rounded: always, unless it is by region and no region is suppressed.

    Source: design.md section 5, Disclosure.
    """
    return variables != REGION or any(one.is_suppressed for name, one in ledger.items() if name[0] == REGION)


def unsaid_of(ledger: Ledger, variables: Variables) -> int:
    """Returns the exact number of learners with both tests who did not say to which group of a table they belong."""
    return sum(paired(one.group) for name, one in ledger.items() if name[0] == variables and UNSAID in name[1])


def known(
    ledger: Ledger, number: int, method: Method, nests: Sequence[Sum] = (), before: Ledger | None = None
) -> Known:
    """Returns what a reader knows from this publication, as pieces, sums and suppressed groups.

    number: of this publication. nests: as the function of this name yields them. before: the ledger of the publication
    before; from it follows which groups a reader sees to have grown by few. Source: the rules of the gate.
    """
    top = method.max_score or 0
    total = ledger[TOTAL].group
    everybody = total.flow.enrolled if total.flow and total.flow.enrolled is not None else inf
    pieces: dict[Name, tuple[Piece, ...]] = {TOTAL: (_shown(total, is_rounded=False, enrolled=everybody),)}
    for name, one in ledger.items():
        if name != TOTAL:
            pieces[name] = tuple(_pieces(name, one, ledger, number, top))
    small = {name: paired(one.group) for name, one in ledger.items() if one.is_suppressed and paired(one.group)}
    small = {name: n for name, n in small.items() if UNSAID not in name[1]}
    sums = [
        *_sums(ledger),
        *(of for of in nests if {*of.wholes, *of.parts} <= {*ledger} and _are_told(ledger, of.wholes)),
    ]
    return Known(pieces, small, sums, top, method.pass_mark or 0, dict(_growth(ledger, before or {}, number)))


def nests(cohorts: Iterable[Mapping[str, Iterable[str]]]) -> Iterator[Sum]:
    """Yields sums for groups of two tables that hold the same learners, such as a region and its own language.

    cohorts: for each, by variable, the values of its learners with both tests. Source: connected components of values
    that meet in a cohort.
    """
    met: dict[tuple[str, str], set[tuple[str, str]]] = defaultdict(set)
    for cohort in cohorts:
        for pair in permutations(cohort, 2):
            met[pair] |= {(one, other) for one in cohort[pair[0]] for other in cohort[pair[1]]}
    for (variable, counterpart), values in met.items():
        components: list[tuple[set[str], set[str]]] = []
        for value in sorted(values):
            touching = [of for of in components if value[0] in of[0] or value[1] in of[1]]
            components = [of for of in components if of not in touching]
            components.append(
                ({value[0]}.union(*(of[0] for of in touching)), {value[1]}.union(*(of[1] for of in touching)))
            )
        if len(components) > 1:  # else both are the whole
            yield from (Sum(_named(variable, of), _named(counterpart, by)) for of, by in components)


def _named(variable: str, values: Iterable[str]) -> tuple[Name, ...]:
    return tuple(((variable,), (value,)) for value in sorted(values))


def _growth(ledger: Ledger, before: Ledger, number: int) -> Iterator[tuple[Name, bool]]:
    """Of groups that stood new in the publication before: whether they are marked to have grown by few."""
    for name, one in ledger.items():
        last = before.get(name)
        is_shown = one.is_told and not is_small(one.group) and name != TOTAL and UNSAID not in name[1]
        if is_shown and last is not None and last.is_told and not is_small(last.group) and last.number == number - 1:
            yield name, one.number < number


def _are_told(ledger: Ledger, names: Sequence[Name]) -> bool:
    return all(ledger[name].is_told for name in names)


def _pieces(name: Name, one: Stand, ledger: Ledger, number: int, top: int) -> Iterator[Piece]:
    (variables, values), n = name, paired(one.group)
    enrolled = one.group.flow.enrolled if one.group.flow and {*variables} <= OF_COHORTS else None
    most = inf if enrolled is None else enrolled
    if UNSAID in values:
        count = unsaid_of(ledger, variables)
        least, most = (nearest(count) - SLACK, nearest(count) + SLACK) if nearest(count) else (1, 2)
        yield _hidden((least if len(values) == 1 else 0, most if count else 0), top)
    elif not one.is_told:
        yield _hidden((0, paired(ledger[TOTAL].group)), top, most)
    elif is_small(one.group):
        yield _hidden((min(1, n), LEAST - 1), top, most)
    else:
        shown = _shown(one.group, is_rounded=is_rounded(ledger, variables), enrolled=most)
        if one.number == number:
            yield shown
        elif one.is_anew:
            yield _hidden((max(0, shown.n[0] - LEAST + 1), shown.n[1] + LEAST - 1), top)
        else:  # what is beyond measurement error is reckoned anew in each publication
            yield replace(shown, counts=(*shown.counts[:5], (0, shown.n[1]), *_ANYBODY), enrolled=inf)
            yield _hidden((1, LEAST - 1), top)


def _sums(ledger: Ledger) -> Iterator[Sum]:
    """A group of a table, or the total, is the groups of another table that have its value."""
    for variables in sorted({of for of, _ in ledger} - {()}):
        names = [name for name in ledger if name[0] == variables]
        for at in range(len(variables)):  # left out of two, so that the group of the other is the whole
            above = variables[:at] + variables[at + 1 :]
            for whole in sorted({values[:at] + values[at + 1 :] for _, values in names}):
                if (above, whole) in ledger and ledger[above, whole].is_told:
                    parts = tuple(name for name in names if name[1][:at] + name[1][at + 1 :] == whole)
                    yield Sum(((above, whole),), parts)


_ANYBODY = ((0.0, MANY_MORE),) * 3
"""Of who is missing nothing is known."""


def _hidden(n: Span, top: int, enrolled: float = inf) -> Piece:
    """Learners of whom nothing but a range of their number is known."""
    most = min(n[1], enrolled)
    return Piece((n[0], most), (*((0, most),) * 6, *_ANYBODY), ((0, top), (0, top), (-top, top)), enrolled)


def _shown(group: GroupReport, *, is_rounded: bool, enrolled: float = inf) -> Piece:
    """A group of LEAST learners or more, as its table tells it."""
    assert group.gain is not None, "a group with learners has a mean gain"
    n, means = paired(group), (group.gain.pre_mean, group.gain.post_mean, group.gain.mean)
    outcomes = [0 if share is None else share.count or 0 for share in (group.improved, group.same, group.worse)]
    passed = (group.pass_.pre, group.pass_.post) if group.pass_ else (None, None)
    more = [None if share is None else round(share * n) for share in passed]
    more.append(group.reliable_change.count if group.reliable_change else None)
    if not is_rounded:
        counts = [(0, n) if count is None else (count, count) for count in (*outcomes, *more)]
        return Piece((n, n), (*counts, *_missing(group, 0)), tuple((mean, mean) for mean in means), enrolled)
    public_n, spans = sum(map(nearest, outcomes)), [_rounded(count) for count in outcomes]
    size = max(LEAST, sum(low for low, _ in spans)), min(enrolled, sum(high for _, high in spans))
    for count in more:  # one over the published n is published as this n
        low, high = (0, inf) if count is None else _rounded(count)
        spans.append((min(low, public_n - SLACK), high if high < public_n else size[1]))
    spans += _ANYBODY if enrolled == inf else _missing(group, SLACK)
    return Piece(size, tuple(spans), tuple((round(mean, 1) - 0.05, round(mean, 1) + 0.05) for mean in means), enrolled)


def _missing(group: GroupReport, slack: int) -> list[Span]:
    """With the first test only, the second only, neither."""
    of = group.flow
    if of is None or of.enrolled is None:
        return [*_ANYBODY]
    counts = (of.pre_only, of.post_only, of.enrolled - of.paired - of.pre_only - of.post_only)
    return [(max(0, nearest(count) - slack), nearest(count) + slack) if slack else (count, count) for count in counts]


def _rounded(count: int) -> Span:
    """What a published count may stand for."""
    return max(0, nearest(count) - SLACK), nearest(count) + SLACK
