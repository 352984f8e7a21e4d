"""How the course was received, as tables."""

from analytics import GainReport, GroupReport, ReactionFigures, ReactionReport
from app.exports.cover import Cover
from app.exports.grid import NOT_GIVEN, Grid, cell_figure, cell_of, cell_share, cell_span, without_dashes
from app.wording import Taught, Words, dimension_name

Row = tuple[str, ...]


def reception_grids(report: GainReport, cover: Cover, words: Words) -> list[Grid]:
    """Returns the tables on reactions and peers taught; their sections are those of `reception_findings`.

    Tables, rows and columns without a figure are left out.
    """
    tables, reception = [], cover.reception
    if reception.reactions:
        tables.append(_reactions(report, cover, words))
        tables += [
            _reaction(one, report, cover, words)
            for one in reception.reactions
            if sum(bool(group.n) for group in one.groups) > 1
        ]
    if reception.taught and reception.taught[0].learners is not None:
        tables.append(_taught(report, cover, words))
    return [one for grid in tables for one in without_dashes(grid, words)]


def _reactions(report: GainReport, cover: Cover, words: Words) -> Grid:
    _ = words.gettext
    reactions = cover.reception.reactions
    rows = tuple(
        (cover.reception.question(one.reaction), *_reaction_row(one.total, report.total, words)) for one in reactions
    )
    title = _("Reactions, from 1 (not at all) to 5 (very much)")
    return Grid("reactions", title, (_("What was asked"), *_said_head(words)), rows, is_annex=True)


def _reaction(one: ReactionReport, report: GainReport, cover: Cover, words: Words) -> Grid:
    """One of them by group."""
    groups = {group.key: group for group in report.groups}
    return Grid(
        "reactions",
        cover.reception.question(one.reaction),
        (_by(cover, words), *_said_head(words)),
        tuple(
            (cover.names[group.key], *_reaction_row(group, groups[group.key], words))
            for group in one.groups
            if group.key is not None
        ),
        (words.gettext("All"), *_reaction_row(one.total, report.total, words)),
        is_annex=True,
    )


def _said_head(words: Words) -> Row:
    _ = words.gettext
    return (_("Answered"), _("4 or 5"), _("Mean"), _("Interval"))


def _reaction_row(one: ReactionFigures, group: GroupReport, words: Words) -> Row:
    return (
        cell_of(words, one.n, group.flow.paired if group.flow else None),
        cell_share(words, "reactions.satisfied", one.satisfied),
        cell_figure(words, "reactions.mean", one.mean),
        cell_span(words, "reactions.low", one.low, one.high),
    )


def _taught(report: GainReport, cover: Cover, words: Words) -> Grid:
    _ = words.gettext
    flows = {group.key: group.flow for group in (*report.groups, report.total)}

    def cells(one: Taught) -> Row:
        flow = flows.get(one.key)
        peers = NOT_GIVEN if one.peers is None else words.number(one.peers)
        return cell_of(words, one.learners, flow.enrolled if flow else None), peers

    total, *groups = cover.reception.taught
    return Grid(
        "taught",
        _("Peers taught, as learners report"),
        (_by(cover, words), _("Learners who reported"), _("Peers taught")),
        tuple((cover.names.get(one.key, str(one.key)), *cells(one)) for one in groups if one.key is not None),
        (_("All"), *cells(total)),
        is_annex=True,
    )


def _by(cover: Cover, words: Words) -> str:
    return " / ".join(dimension_name(words, name) for name in cover.disaggregates)
