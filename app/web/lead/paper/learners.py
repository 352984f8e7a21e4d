"""Several learners without a phone, added by one form; their cards and sheets are shown once, to be printed."""

import secrets
from collections.abc import Sequence

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, FieldList, FormField, SelectField, StringField
from wtforms.validators import AnyOf, DataRequired, InputRequired, Length, Optional

from app.services.admission import GroupFull, places_of
from app.services.facilitator import paper as sheets
from app.services.facilitator import without_phones
from app.services.facilitator.cards import MadeBefore
from app.services.facilitator.without_phones import NoConsent, Person
from app.services.people import AGE_BANDS, SEXES, Card, new_card
from app.services.secret_hashes import hash_secret
from app.store.answers import seats
from app.store.people import learners
from app.store.people.learner import Learner
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.web.access import audience, staff
from app.web.clock import now
from app.web.forms import AGE_LABELS, Form, labelled
from app.web.hashing import hashes
from app.web.language import NAMES
from app.web.lead.cards_page import cards_page
from app.web.lead.forms import CHOOSE, MOST_CARDS, SEXES_READ_OUT
from app.web.lead.led import led, led_to_read
from app.web.lead.paper.printing import NumberedSheet, SheetsWanted, choice_of_sheets, sheets_wanted, to_print
from app.web.transaction import db, reading

USUAL_ROWS = 10
_SEX_CHOICES = [CHOOSE, *labelled(SEXES, SEXES_READ_OUT)]
_AGE_CHOICES = [CHOOSE, *labelled(AGE_BANDS, AGE_LABELS)]


class PersonRow(Form):
    """A PersonRow asks for the sex and the age of one learner; a row with neither is of nobody."""

    sex = SelectField(_l("Sex"), [Optional(), AnyOf(SEXES)], choices=_SEX_CHOICES)
    age_band = SelectField(_l("Age"), [Optional(), AnyOf(AGE_BANDS)], choices=_AGE_CHOICES)


class PeopleForm(Form):
    """A PeopleForm adds several learners without a phone who said yes. The view sets the languages to choose."""

    language = SelectField(_l("Language"), [InputRequired()])
    people = FieldList(FormField(PersonRow), max_entries=MOST_CARDS)
    sex_of_all = SelectField(_l("Sex of everybody"), [Optional(), AnyOf(SEXES)], choices=_SEX_CHOICES)
    age_of_all = SelectField(_l("Age of everybody"), [Optional(), AnyOf(AGE_BANDS)], choices=_AGE_CHOICES)
    said_yes = BooleanField(_l("All of them have said yes, on paper or aloud before me"), [DataRequired()])
    batch = StringField(validators=[InputRequired(), Length(max=40)])
    """made by the page that asks: asking twice is asking once"""

    def persons(self) -> list[Person]:
        """Returns the people of the filled rows, and of all rows where sex and age are given for everybody.

        Raises ValueError for a row that is half filled.
        """
        sex_of_all, age_of_all = self.sex_of_all.data or "", self.age_of_all.data or ""
        rows = [(row.form.sex.data or "", row.form.age_band.data or "") for row in self.people]
        are_all = bool(sex_of_all and age_of_all)
        return [Person(sex or sex_of_all, age or age_of_all) for sex, age in rows if sex or age or are_all]


@audience("facilitator")
@hashes
def paper_learners(ref: str) -> ResponseReturnValue:
    """Adds several learners without a phone; shows their cards and the sheets that are ticked once, to be printed.

    `rows` in the address: how many rows the form has. The same form sent twice adds nobody again. Answers 422 if a row
    is half filled, none is filled, nobody said yes, there are too few places or no consent; 404 to a form for an
    archived cohort.
    """
    cohort = led_to_read(ref)
    form = PeopleForm(request.form, data={"language": cohort.language})
    programme = programmes.get_by_id(reading(), cohort.programme_id)
    languages = programme.languages if programme is not None else (cohort.language,)
    form.language.choices = labelled(languages, NAMES)
    if request.method != "POST":
        return _page(cohort, form)
    if cohort.archived_at is not None:
        abort(404)
    wanted = sheets_wanted(cohort)
    people = _people(form)
    if not people:
        return _page(cohort, form, _("Choose sex and age in each row that you fill, and tick that all said yes.")), 422
    fresh = [(card, hash_secret(card.pin)) for card in (new_card() for _person in people)]  # slow: before the turn
    cohort = led(ref)
    try:
        made = without_phones.add_several(
            db(),
            cohort,
            people,
            fresh,
            batch=form.batch.data or "",
            languages=tuple(languages),
            language=form.language.data,
            by=staff().staff_id,
            now=now(),
        )
    except MadeBefore:
        return _page(cohort, form, _made_before(cohort)), 422
    except GroupFull:
        room = places_of(db(), cohort).room
        full = _("There are places for %(room)d more. Say on the group’s page how many come.", room=room)
        return _page(cohort, form, full), 422
    except NoConsent:
        return _page(cohort, form, _("Nobody can be added before the consent is in place.")), 422
    return _cards_and_sheets(cohort, made, wanted)


def _people(form: PeopleForm) -> list[Person]:
    """Of a form without faults; [] of any other."""
    try:
        return form.persons() if form.validate() else []
    except ValueError:
        return []


def _made_before(cohort: Cohort) -> str:
    handles = seats.list_handles(db(), cohort.cohort_id).values()
    return _(
        "These learners were added already; the group has numbers up to %(number)d. Their cards are not shown again: "
        "whoever lost one gets a new card on the page of their number.",
        number=max(handles, default=0),
    )


def _cards_and_sheets(cohort: Cohort, made: Sequence[tuple[int, Card]], wanted: SheetsWanted) -> str:
    ids = {learner.handle: learner.learner_id for handle, _card in made if (learner := _learner(cohort, handle))}
    numbered = {}
    for wave in wanted.waves:
        papers = sheets.papers_of(db(), list(ids.values()), wave)
        numbered[wave] = [NumberedSheet(handle, papers[ids[handle]].form, card.learner_code) for handle, card in made]
    return cards_page(cohort, made, to_print(cohort, numbered, wanted.language), is_of_people=True)


def _learner(cohort: Cohort, handle: int) -> Learner | None:
    return learners.by_handle(db(), cohort.cohort_id, handle)


def _rows_at_first(cohort: Cohort) -> int:
    """As many as are expected and not there yet, in a group on paper only: they are all added in one go."""
    missing = cohort.expected_count - places_of(reading(), cohort).taken if cohort.is_on_paper else 0
    return missing if missing > 0 else USUAL_ROWS


def _page(cohort: Cohort, form: PeopleForm, wrong: str = "") -> str:
    rows = min(max(request.args.get("rows", type=int) or _rows_at_first(cohort), 1), MOST_CARDS)
    while len(form.people) < rows:
        form.people.append_entry()
    form.batch.data = form.batch.data or secrets.token_urlsafe(16)
    shown = choice_of_sheets(cohort)
    return render_template("lead/paper_learners.html", cohort=cohort, form=form, wrong=wrong, most=MOST_CARDS, **shown)
