"""How the course was received, as tables beside those on what was learned."""

from collections.abc import Iterator

from app.exports.grid import NOT_GIVEN, Grid
from app.wording import Reacted, Reception, Taught, Words, withheld


def reception_grids(reception: Reception, words: Words) -> list[Grid]:
    """By section of `reception_findings`."""
    found = []
    if reception.reactions:
        found.append(_reactions(reception, words))
    if reception.taught and reception.taught[0].learners is not None:
        found.append(_taught(reception, words))
    return found


def _reactions(reception: Reception, words: Words) -> Grid:
    _ = words.gettext

    def cells(one: Reacted) -> Iterator[str]:
        if one.n is None:
            yield from (_("hidden"), NOT_GIVEN, NOT_GIVEN)
        elif one.share is None or one.mean is None:
            yield from (words.number(one.n), withheld(words), NOT_GIVEN)
        else:
            yield from (words.number(one.n), words.percent(one.share, 0), words.number(one.mean, 1))

    return Grid(
        "reactions",
        _("Reactions, from 1 (not at all) to 5 (very much)"),
        (_("What was asked"), "n", _("4 or 5"), _("Mean")),
        tuple((reception.called.get(one.reaction, one.reaction), *cells(one)) for one in reception.reactions),
    )


def _taught(reception: Reception, words: Words) -> Grid:
    _ = words.gettext

    def cells(one: Taught) -> tuple[str, str]:
        if one.learners is None or one.peers is None:
            return _("hidden"), NOT_GIVEN
        return words.number(one.learners), words.number(one.peers)

    total, *regions = reception.taught
    return Grid(
        "taught",
        _("Peers taught, as learners report"),
        (_("Region"), _("Learners who reported"), _("Peers taught")),
        tuple((reception.called.get(one.region or "", one.region or ""), *cells(one)) for one in regions),
        (_("All"), *cells(total)),
    )
