"""How the course was received: what those with both tests said of it, and how many peers were taught, by group."""

from collections.abc import Sequence
from dataclasses import replace

from analytics import LEAST, Options, ReactionReport, reaction_report, reactions_inside
from analytics.counts.learners import HIGHEST
from app.services.figures.reporting import Part
from app.services.figures.tallies import Tallies, as_key
from app.store import Session
from app.store.figures import selection
from app.store.figures.selection import Filters
from app.wording import Reception, Taught, Words


def reception_of(session: Session, filters: Filters, by: Sequence[str], part: Part, words: Words) -> Reception:
    """Returns what learners said about the course and how many peers they taught, split by `by`.

    Figures of small groups are suppressed, and so are all if the filters leave out too few; of groups nothing is told
    where one of them does so. part: the report on the instrument, whose confidence and limit are used. Raises NotKept
    if no stored cells answer this and too many learners would be counted one by one.
    """
    if part.leaves_few:
        return Reception()
    filters = selection.of_structure(filters, part.structure)
    tallies, method = Tallies(session, part.instrument), part.gains.method
    worded = part.words.get(words.language) or next(iter(part.words.values()))
    least = method.suppress or LEAST
    answers = reactions(tallies, filters, by, options=Options(confidence=method.confidence), least=least)
    return Reception(
        tuple(replace(one, groups=()) for one in answers) if part.hides_groups else answers,
        taught(tallies, filters, () if part.hides_groups else by, least=least),
        worded.beside,
    )


def reactions(
    tallies: Tallies, filters: Filters, by: Sequence[str], *, options: Options, least: int = LEAST
) -> tuple[ReactionReport, ...]:
    """Reports the answers to each question on how the course was; a question that nobody answered is left out.

    Figures of fewer than `least` learners are suppressed. Raises NotKept if no stored cells answer this and too many
    learners would be counted one by one.
    """
    names = [reaction.id for reaction in tallies.instrument.reactions]
    counts = {name: tallies.scale(filters, by, f"found:{name}", HIGHEST) for name in names}
    return tuple(
        reactions_inside(reaction_report(name, of, options=options), least)
        for name, of in counts.items()
        if of is not None
    )


def taught(tallies: Tallies, filters: Filters, by: Sequence[str], *, least: int = LEAST) -> tuple[Taught, ...]:
    """Returns how many peers learners taught: of all together first, then by group; empty if nobody has reported.

    The numbers of fewer than `least` learners are None. Raises NotKept if no stored cells answer this and too many
    learners would be counted one by one.
    """
    rows = {as_key(key): tally.table("peers", 2).tolist() for key, tally in tallies.by(filters, by).items()}
    reported = {key: (learners, peers) for key, (learners, peers) in rows.items() if learners}
    if not reported:
        return ()
    whole = [sum(of) for of in zip(*reported.values(), strict=True)]
    groups = reported.items() if by else ()
    return tuple(
        Taught(key, *((learners, peers) if learners >= least else (None, None)))
        for key, (learners, peers) in ((None, whole), *groups)
    )
