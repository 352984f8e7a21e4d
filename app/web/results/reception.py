"""How the course was received, as sections of the page of figures."""

from collections.abc import Iterator, Mapping

from app.exports import Grid
from app.services.reception import Reacted, Taught, reactions, taught
from app.services.reporting import SUPPRESS_BELOW, Filters, Part, region_names
from app.store import Session, figures
from app.web.results.shown import Card
from app.wording import Finding, Words, withheld


def reception_cards(session: Session, filters: Filters, part: Part, words: Words, *, up_to: int) -> tuple[Card, ...]:
    """What there is to say of one instrument's course, under the figures that its tests gave.

    up_to: learners with both tests up to whom a page waits for their answers to be counted.
    """
    of_part = figures.of_structure(filters, part.structure)
    flow = part.gains.total.flow
    is_counted = flow is None or (flow.paired or 0) <= up_to
    said = reactions(session, of_part, part.instrument, threshold=SUPPRESS_BELOW) if is_counted else ()
    reached = taught(session, of_part, threshold=SUPPRESS_BELOW)
    told = part.words.get(words.language) or next(iter(part.words.values()))
    found = []
    if said:
        found.append(_reactions(said, told.beside, words))
    if reached:
        found.append(_taught(reached, region_names(session, words), words))
    return tuple(found)


def _reactions(said: tuple[Reacted, ...], called: Mapping[str, str], words: Words) -> Card:
    _ = words.gettext

    def cells(one: Reacted) -> Iterator[str]:
        if one.n is None:
            yield from (_("hidden"), "—", "—")
        elif one.share is None or one.mean is None:
            yield from (words.number(one.n), withheld(words), "—")
        else:
            yield from (words.number(one.n), words.percent(one.share, 0), words.number(one.mean, 1))

    finding = Finding(
        "reactions",
        _("What they say of the course"),
        (_("Asked once, at the end of the second test, of those who stayed to the end."),),
        _("People are polite, and those who liked it least may have left before they were asked."),
    )
    grid = Grid(
        "reactions",
        _("Reactions, from 1 (not at all) to 5 (very much)"),
        (_("What was asked"), "n", _("4 or 5"), _("Mean")),
        tuple((called.get(one.reaction, one.reaction), *cells(one)) for one in said),
    )
    return Card(finding, (grid,))


def _taught(reached: tuple[Taught, ...], names: Mapping[str, str], words: Words) -> Card:
    _ = words.gettext
    total = reached[0]
    if total.learners is None or total.peers is None:
        sentence = _("Hidden: it would speak of fewer than 11 learners.")
    else:
        sentence = _("%(learners)s learners report that they passed it on to %(peers)s others.") % {
            "learners": words.number(total.learners),
            "peers": words.number(total.peers),
        }
    finding = Finding(
        "taught",
        _("Passing it on"),
        (sentence,),
        _("Nobody has counted after them, and two learners may have taught the same friend."),
    )

    def cells(one: Taught) -> tuple[str, str]:
        if one.learners is None or one.peers is None:
            return _("hidden"), "—"
        return words.number(one.learners), words.number(one.peers)

    grid = Grid(
        "taught",
        _("Peers taught, as learners report"),
        (_("Region"), _("Learners who reported"), _("Peers taught")),
        tuple(
            (_("All") if one.region is None else names.get(one.region, one.region), *cells(one))
            for one in (*reached[1:], total)
        ),
    )
    return Card(finding, (grid,) if total.learners is not None else ())
