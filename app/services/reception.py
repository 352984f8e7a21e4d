"""How the course was received: what those with both tests said of it, and how many peers were taught, by group."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import astuple
from functools import partial

from analytics import Key, Options, Outcomes, ReactionReport, hidden_groups, reaction_report
from app.services.group_counts import as_key
from app.services.reporting import SUPPRESS_BELOW, Part
from app.services.telling import by_name, ranges, withheld
from app.store import Session, figures, reach, statements
from app.store.figures import Filters
from app.wording import Reception, Taught, Words
from assessments import Instrument

SATISFIED = 4
"""From this point of five on somebody found it so."""

Cell = tuple[int, int, int]
"""(cohort, point, learners)"""


def reception_of(
    session: Session, filters: Filters, by: Sequence[str], part: Part, words: Words, *, up_to: int | None = None
) -> Reception:
    """Of one instrument's course, split as its report. up_to: learners with both tests up to whom a page waits for
    answers to be counted."""
    filters = figures.of_structure(filters, part.structure)
    gains = part.gains
    is_counted = up_to is None or gains.total.flow is None or (gains.total.flow.paired or 0) <= up_to
    told = part.words.get(words.language) or next(iter(part.words.values()))
    threshold = max(SUPPRESS_BELOW, gains.method.suppress or 0)
    options = Options(confidence=gains.method.confidence, suppress=threshold)
    hidden = {group.key for group in (*gains.groups, gains.total) if group.suppressed}
    return Reception(
        reactions(session, filters, by, part.instrument, options=options, hidden=hidden) if is_counted else (),
        taught(session, filters, by, threshold=threshold),
        told.beside,
    )


def reactions(
    session: Session,
    filters: Filters,
    by: Sequence[str],
    instrument: Instrument,
    *,
    options: Options,
    hidden: set[Key | None],
) -> tuple[ReactionReport, ...]:
    """Each reaction of the instrument that somebody answered, in its order. hidden: keys whose scores are hidden."""
    cells: dict[str, dict[Key, list[Cell]]] = defaultdict(lambda: defaultdict(list))
    for cell in statements.list_reactions(session, filters, by):
        cells[cell.statement_id][as_key(cell.key)].append((cell.cohort_id, cell.value, cell.learners))
    if not cells:
        return ()
    regions = figures.regions_of_cohorts(session, figures.unfiltered(filters))
    everyone: dict[str, list[Cell]] = defaultdict(list)
    for cell in statements.list_reactions(session, figures.unfiltered(filters)):
        everyone[cell.statement_id].append((cell.cohort_id, cell.value, cell.learners))

    reacted = by_name(partial(statements.count_reacted, session))
    found = []
    for reaction in instrument.reactions:
        groups = cells.get(reaction.id, {})
        if not groups:
            continue
        threshold = options.suppress or 0
        told = withheld(filters, by, groups, threshold, reacted(reaction.id))
        unmet, given = ranges(filters, by, threshold, partial(_outcomes, session, reaction.id))
        in_order = {key: groups[key] for key in sorted(groups)}
        found.append(
            reaction_report(
                reaction.id,
                in_order,
                satisfied_from=SATISFIED,
                options=options,
                withheld=told.union(hidden, unmet),
                told=given,
                strata=regions,
                everyone=everyone[reaction.id],
            )
        )
    return tuple(found)


def _outcomes(
    session: Session, reaction: str, filters: Filters, by: Sequence[str]
) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Of those who answered, the satisfied as if they had passed: yes or no, as a reaction is."""
    found: dict[tuple[str, ...], Outcomes] = defaultdict(Outcomes)
    for cell in statements.list_reactions(session, filters, by):
        if cell.statement_id == reaction:
            satisfied = cell.learners * (cell.value >= SATISFIED)
            found[cell.key] += Outcomes(improved=cell.learners, passed_before=satisfied)
    return {key: astuple(of) for key, of in found.items()}


def taught(session: Session, filters: Filters, by: Sequence[str], *, threshold: int) -> tuple[Taught, ...]:
    """All together, then group by group; nothing where nobody has reported."""
    by = by if reach.SPLITS.issuperset(by) else ()
    rows = {as_key(row.key): row for row in sorted(reach.list_reach(session, filters, by))}
    if not rows:
        return ()
    told = withheld(filters, by, rows, threshold, partial(reach.count_reported, session))
    learners = [row.learners for row in rows.values()]
    hidden = hidden_groups(learners, threshold, withheld={place for place, key in enumerate(rows) if key in told})
    is_all_hidden = hidden.total or None in told
    whole = Taught(None, *((None, None) if is_all_hidden else (sum(learners), sum(row.peers for row in rows.values()))))
    if not by:
        return (whole,)
    return (
        whole,
        *(
            Taught(key, *((None, None) if is_all_hidden or place in hidden.groups else (row.learners, row.peers)))
            for place, (key, row) in enumerate(rows.items())
        ),
    )
