"""How the course was received: what those with both tests said of it, and how many peers were taught, by group."""

from collections.abc import Sequence
from dataclasses import astuple
from functools import partial

from analytics import Key, Options, Outcomes, ReactionReport, hidden_groups, reaction_report
from analytics.counts.learners import HIGHEST, SATISFIED
from app.services.group_counts import as_key
from app.services.reporting import SUPPRESS_BELOW, Part
from app.services.tallies import Tallies
from app.services.telling import ranges, withheld
from app.store import Session, figures, reach
from app.store.figures import Filters
from app.wording import Reception, Taught, Words


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
        reactions(Tallies(session, part.instrument), filters, by, options=options, hidden=hidden) if is_counted else (),
        taught(session, filters, by, threshold=threshold),
        told.beside,
    )


def reactions(
    tallies: Tallies, filters: Filters, by: Sequence[str], *, options: Options, hidden: set[Key | None]
) -> tuple[ReactionReport, ...]:
    """Each reaction of the instrument that somebody answered, in its order. hidden: keys whose scores are hidden."""
    found = []
    for reaction in tallies.instrument.reactions:
        part = f"found:{reaction.id}"
        split = {as_key(key): tally.counts(part, HIGHEST) for key, tally in tallies.by(filters, by).items()}
        groups = {key: counts for key, counts in split.items() if counts.joint.n}
        if not groups:
            continue
        threshold = options.suppress or 0
        told = withheld(filters, by, groups, threshold, partial(tallies.count, part))
        unmet, given = ranges(filters, by, threshold, partial(_outcomes, tallies, part))
        found.append(
            reaction_report(
                reaction.id,
                groups,
                options=options,
                withheld=told.union(hidden, unmet),
                told=given,
                everyone=tallies.everyone(filters).counts(part, HIGHEST).cohorts_by_stratum,
            )
        )
    return tuple(found)


def _outcomes(
    tallies: Tallies, part: str, filters: Filters, by: Sequence[str]
) -> dict[tuple[str, ...], tuple[int, ...]]:
    """Of those who answered, the satisfied as if they had passed: yes or no, as a reaction is."""
    found = {}
    for key, tally in tallies.by(filters, by).items():
        points = tally.counts(part, HIGHEST).joint.post
        if points.any():
            satisfied = int(points[SATISFIED:].sum())
            found[key] = astuple(Outcomes(improved=int(points.sum()), passed_before=satisfied))
    return found


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
