"""How the questions of each course did in the groups that try it out, and what their author may change."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue

from analytics.items.review import FormReview
from app.services.figures import reporting
from app.services.figures.parts import called as called_in
from app.services.figures.pilots import Pilot, pilots_of
from app.services.figures.reporting import Scope
from app.services.people import Role
from app.store.programmes.programmes import zone_of_house
from app.web.access import audience, staff
from app.web.language import language
from app.web.transaction import reading
from app.wording import Called, ItemText, Words, item_text, pilot_groups_sentence, pilot_notes, too_few_for_items


@dataclass(frozen=True)
class FormShown:
    """A FormShown holds the questions of one form; too_few says why there are none."""

    name: str
    n: str
    too_few: str
    items: tuple[ItemText, ...]
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
    return render_template(
        "setup/pilots.html", pilots=shown, zone=zone_of_house(reading()), may_set_up=person.has(Role.ADMINISTRATOR)
    )


def _pilot(pilot: Pilot, words: Words) -> PilotShown:
    called = called_in(pilot.instrument, pilot.words, words)
    return PilotShown(
        pilot.title.get(words.language) or next(iter(pilot.title.values()), pilot.course),
        pilot.released_at,
        pilot_groups_sentence(words, pilot.settled, pilot.unsettled, pilot.flow),
        tuple(_form(form, called, words) for form in pilot.forms),
    )


def _form(form: FormReview, called: Called, words: Words) -> FormShown:
    return FormShown(
        form.form,
        f"n = {words.number(form.n)}",
        "" if form.items else too_few_for_items(words, form),
        tuple(item_text(words, item, called) for item in form.items),
        tuple(pilot_notes(words, form)) if form.items else (),
    )
