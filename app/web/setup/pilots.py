"""How the questions of each course did in the groups that try it out, and what their author may change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from analytics.items.review import FormReview, ItemReview
from app.services.figures import reporting
from app.services.figures.parts import called as called_in
from app.services.figures.pilots import Pilot, pilots_of
from app.services.figures.reporting import Scope
from app.services.people import Role
from app.web.access import audience, staff
from app.web.language import language
from app.web.transaction import reading
from app.wording import (
    Called,
    Words,
    drawn_text,
    pilot_flow_sentence,
    pilot_groups_sentence,
    pilot_notes,
    remark_sentences,
    rest_text,
    right_text,
    too_few_for_items,
)


@dataclass(frozen=True)
class OptionShown:
    """An OptionShown is one answer with what it drew, as the page's language writes it."""

    words: str
    drew: str
    is_key: bool


@dataclass(frozen=True)
class ItemShown:
    """An ItemShown is one question with its figures as text, its answers, and what to do, the most urgent first."""

    words: str
    right: tuple[str, str]
    rest: tuple[str, str]
    """of both: the figure and its interval"""
    options: tuple[OptionShown, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class FormShown:
    """A FormShown holds the questions of one form; too_few says why there are none."""

    name: str
    n: str
    too_few: str
    items: tuple[ItemShown, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PilotShown:
    """A PilotShown is one test that is tried out. groups: how many groups and learners are counted."""

    title: str
    released_at: datetime
    groups: str
    forms: tuple[FormShown, ...]


@audience("administrator", "me_officer")
def pilots() -> ResponseReturnValue:
    """Shows the questions of every test that settled pilot groups tried out, what needs a look first.

    An M&E officer sees the groups of the own programmes, an administrator all.
    """
    words, person = Words(language()), staff()
    scope = Scope(is_whole=True) if person.has(Role.ADMINISTRATOR) else reporting.scope_of(person.grants)
    shown = [_pilot(pilot, words) for pilot in pilots_of(reading(), scope)]
    return render_template("setup/pilots.html", pilots=shown, may_set_up=person.has(Role.ADMINISTRATOR))


def _pilot(pilot: Pilot, words: Words) -> PilotShown:
    called = called_in(pilot.instrument, pilot.words, words)
    return PilotShown(
        pilot.title.get(words.language) or next(iter(pilot.title.values()), pilot.course),
        pilot.released_at,
        _groups(pilot, words),
        tuple(_form(form, called, words) for form in pilot.forms),
    )


def _groups(pilot: Pilot, words: Words) -> str:
    groups = pilot_groups_sentence(words, pilot.settled, pilot.unsettled)
    return f"{groups} {pilot_flow_sentence(words, pilot.flow)}" if pilot.settled else groups


def _form(form: FormReview, called: Called, words: Words) -> FormShown:
    return FormShown(
        form.form,
        f"n = {words.number(form.n)}",
        "" if form.items else too_few_for_items(words, form),
        tuple(_item(item, called, words) for item in form.items),
        tuple(pilot_notes(words, form)) if form.items else (),
    )


def _item(item: ItemReview, called: Called, words: Words) -> ItemShown:
    return ItemShown(
        called.item(item.options.item),
        right_text(words, item),
        rest_text(words, item),
        tuple(_options(item, called, words)),
        tuple(remark_sentences(words, item, called)),
    )


def _options(item: ItemReview, called: Called, words: Words) -> Iterator[OptionShown]:
    for one, share in zip(item.options.options, item.drew, strict=True):
        count, of_n, span = drawn_text(words, share)
        yield OptionShown(called.option(item.options.item, one.option), f"{count} ({of_n}; {span})", one.is_key)
