"""A report as a page shows it: pictures, sentences, and rows in the order in which they are read."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from flask import current_app
from markupsafe import Markup

from analytics import GainReport, GroupReport, Key, Note, NoteCode
from app.charts import (
    before_after,
    before_after_key,
    countries_of,
    flow_bars,
    forest,
    forest_key,
    headline_scale,
    tile_map,
)
from app.exports import (
    Cover,
    Grid,
    Section,
    finding_grids,
    grids,
    note_sentences,
    particulars,
    reception_grids,
    sections,
)
from app.services.figures import reporting
from app.services.figures.coverage import coverage_of
from app.services.figures.reporting import Part
from app.web.results.question import Question
from app.web.transaction import db
from app.wording import (
    Words,
    between_sentences,
    beyond_error_sentences,
    came_sentences,
    chance_sentences,
    chosen_sentences,
    circumstance_sentences,
    comparison_summary,
    data_mark,
    figure_text,
    findings,
    gain_sentences,
    headline_sentences,
    interval_text,
    late_sentence,
    late_sentences,
    leavers_sentences,
    level_name,
    missing_sentences,
    note_sentence,
    notes_by_group,
    one_by_one_sentences,
    passed_and_beyond_sentences,
    reception_findings,
    share_text,
    value_name,
    what_would_make_it_false,
    why_hidden,
)
from courses import GRACE

WIDE, NARROW, HEADLINE = 640, 328, 440
CARDS = ("comparison", "items", "forms", "follow_up", "statements", "dose", "power", "authors")


@dataclass(frozen=True)
class Shown:
    """A Shown is one instrument's part of a page of figures. Pictures are SVG of ours, every text escaped."""

    part: Part
    title: str
    rows: tuple["ShownRow", ...]
    total: "ShownRow"
    headline: tuple[str, ...]
    sentences: tuple[str, ...]
    comparison: tuple[str, ...]
    """the difference from those without the course, or that there are none"""
    missing: tuple[str, ...]
    between: tuple[str, ...]
    cards: tuple[Section, ...]
    """findings besides scores: comparison group, items, forms, follow-up, statements, lessons done, the next round; and
    what was said of the course"""
    places: Grid | None
    """how alike the groups are"""
    rounding: str
    """sentence beside the counts of subgroups; "" if they are exact"""
    facts: tuple[tuple[str, str], ...]
    """(label, value): programme, period, places, people, what improved means"""
    passed: tuple[str, ...]
    """who passed before and after, and who gained beyond the error of the test"""
    tests: tuple[Grid, ...]
    """the gain in figures, who passed, whether it can be chance, how large it is"""
    flow: tuple[Grid, ...]
    """who took which test, by group"""
    by_chance: tuple[str, ...]
    """sentences on subgroups whose share chance alone could have given"""
    notes: tuple[str, ...]
    group_notes: tuple[tuple[str, str], ...]
    """(groups, sentence)"""
    dangers: tuple[tuple[str, str], ...]
    method: tuple[str, ...]
    maps: tuple["Map", ...]
    scale_wide: Markup
    scale_narrow: Markup
    forest_wide: Markup
    forest_narrow: Markup
    flow_wide: Markup
    flow_narrow: Markup


@dataclass(frozen=True)
class Map:
    """A Map is the map of one country, by name, as SVG for wide and for narrow screens."""

    country: str
    wide: Markup
    narrow: Markup


@dataclass(frozen=True)
class ShownRow:
    """A ShownRow is one row of a table: a group, or all groups together."""

    name: str
    report: GroupReport
    picture: Markup
    hidden: str = ""
    """why it is hidden; "" if it is shown"""


def shown(part: Part, cover: Cover, words: Words, more: Sequence[Section] = ()) -> Shown:
    """Returns one instrument's part of a report as the templates of figures show it.

    more: cards that stand behind the others.
    """
    gains, names = part.gains, cover.names
    tables, of_groups = finding_grids(gains, cover, words), grids(gains, cover, words)
    card_findings = [finding for finding in findings(words, gains, cover.called) if finding.name in CARDS]
    return Shown(
        part=part,
        title=part.title.get(words.language) or next(iter(part.title.values()), part.course),
        rows=tuple(_row(group, part, names, words) for group in _in_order(gains.groups, cover)),
        total=_row(gains.total, part, {}, words),
        headline=_headline(gains, words),
        sentences=(*gain_sentences(words, gains.total, gains.method), *beyond_error_sentences(words, gains.total)),
        comparison=tuple(comparison_summary(words, gains)) or (_no_comparison(words),),
        missing=(
            *leavers_sentences(words, gains.total),
            *missing_sentences(words, gains.total),
            *circumstance_sentences(words, gains),
            *came_sentences(words, gains),
        ),
        between=(
            *between_sentences(words, gains.between),
            *one_by_one_sentences(words, gains.between, names),
        ),
        cards=(
            *sections(card_findings, tables),
            *sections(reception_findings(words, cover.reception), reception_grids(gains, cover, words)),
            *more,
        ),
        places=next((grid for grid in tables if grid.section == "groups"), None),
        rounding=cover.published.rounding if cover.published else "",
        facts=tuple(particulars(gains, cover, words)),
        passed=tuple(passed_and_beyond_sentences(words, gains)),
        tests=tuple(grid for grid in of_groups if grid.section == "gain"),
        flow=tuple(grid for grid in of_groups if grid.section == "missing" and grid.total),
        by_chance=tuple(chance_sentences(words, gains.groups, names, gains.method)),
        notes=tuple(note_sentences(gains, words)),
        group_notes=tuple(notes_by_group(words, gains.groups, names)),
        dangers=tuple(what_would_make_it_false(words)),
        method=cover.method(gains.method, words),
        maps=_maps(gains, words) if cover.disaggregates == ("region",) else (),
        scale_wide=Markup(headline_scale(gains.total, words, width=HEADLINE)),  # noqa: S704
        scale_narrow=Markup(headline_scale(gains.total, words, width=NARROW)),  # noqa: S704
        forest_wide=_forest(gains, cover, words, WIDE),
        forest_narrow=_forest(gains, cover, words, NARROW),
        flow_wide=Markup(flow_bars(gains.total, words, width=WIDE)),  # noqa: S704
        flow_narrow=Markup(flow_bars(gains.total, words, width=NARROW)),  # noqa: S704
    )


def writing(words: Words) -> dict[str, Any]:
    """Returns the template variables with which pages of figures write numbers and the keys of pictures."""
    return {
        "words": words,
        "figure_text": figure_text,
        "interval_text": interval_text,
        "share_text": share_text,
        "level_name": level_name,
        "forest_key": forest_key,
        "before_after_key": before_after_key,
    }


def cover_of(part: Part, question: Question, names: Mapping[Key, str], words: Words, *, made_on: date) -> Cover:
    """Returns the cover of one instrument's part, for page and files; asks the database what the part covers."""
    called = reporting.called(part, names, words)
    return Cover(
        source=part.title.get(words.language) or part.course,
        made_on=made_on,
        disaggregates=(question.by,),
        names=names,
        taken=tuple(chosen_sentences(words, question.chosen)),
        rules=(late_sentence(words, GRACE.days),),
        data=data_mark(words, str(current_app.jinja_env.globals["instance_kind"])),
        items=called.items,
        options=called.options,
        statements=called.statements,
        course=part.course,
        **asdict(coverage_of(db(), question.filters, part.structure, words)),
    )


def _maps(gains: GainReport, words: Words) -> tuple[Map, ...]:
    """Empty where the whole is suppressed or has no figures."""
    if gains.total.improved is None:
        return ()
    return tuple(
        Map(
            value_name(words, "country", country),
            Markup(tile_map(gains, country, words, width=HEADLINE)),  # noqa: S704
            Markup(tile_map(gains, country, words, width=NARROW)),  # noqa: S704
        )
        for country in countries_of(gains)
    )


def _forest(gains: GainReport, cover: Cover, words: Words, width: int) -> Markup:
    svg = forest(gains, cover.names, words, width=width, in_order=cover.is_in_time)
    return Markup(svg)  # noqa: S704


def _headline(gains: GainReport, words: Words) -> tuple[str, ...]:
    """What stands under the figure, without the first sentence, since it says the same."""
    sentences = headline_sentences(words, gains.total, gains.method)
    return (*(sentences[1:] if gains.total.improved is not None else sentences), *late_sentences(words, gains))


def _no_comparison(words: Words) -> str:
    return note_sentence(words, Note(NoteCode.NO_COMPARISON_GROUP))


def _in_order(groups: Sequence[GroupReport], cover: Cover) -> list[GroupReport]:
    """By share improved, the highest first; then those without figures, then the suppressed, as they came. Months in
    the order of time."""
    if cover.is_in_time:
        return list(groups)
    return sorted(groups, key=lambda group: (group.suppressed, group.improved is None, -_share(group)))


def _share(group: GroupReport) -> float:
    return (group.improved.share if group.improved else None) or 0


def _row(group: GroupReport, part: Part, names: Mapping[Key, str], words: Words) -> ShownRow:
    gain, most = group.gain, part.gains.method.max_score
    picture = Markup(before_after(gain.pre_mean, gain.post_mean, most, words)) if gain and most else Markup()  # noqa: S704
    name = words.gettext("All") if group.key is None else names[group.key]
    return ShownRow(name, group, picture, why_hidden(words, group, part.gains) if group.suppressed else "")
