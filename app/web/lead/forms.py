"""What a facilitator types about a cohort."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectChoice, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, ValidationError

from app.services.cohorts import MOST_EXPECTED, USUAL_SIZE, WAYS, Outline
from app.services.names import OF_COHORT
from app.services.people import AGE_BANDS, SEXES, SignedInStaff
from app.services.scopes import scope_to_lead
from app.store import Session
from app.store.programmes import cohorts, partners, programmes, regions, releases
from app.web.course_words import course_name
from app.web.forms import AGE_LABELS, ChoiceField, DayField, Form, at_most, labelled, trimmed
from app.web.language import NAMES
from app.web.regional import country_name, region_name
from app.web.staff_words import way_name

CHOOSE = SelectChoice("", _l("Choose"))
SEXES_READ_OUT = {"female": _l("Girl or woman"), "male": _l("Boy or man"), "unsaid": _l("Rather not say")}
"""As a facilitator says it to somebody."""
MOST_CARDS = 60
"""Cards at once: a hash of each PIN costs time."""


class CohortForm(Form):
    """A CohortForm asks for a cohort's outline. Call `offer` first: it sets what may be chosen."""

    label = StringField(
        _l("Name of the group"),
        [DataRequired(_l("Give the group a name.")), at_most(OF_COHORT.most)],
        filters=[trimmed],
    )
    partner = ChoiceField(_l("Partner"), [DataRequired(_l("Choose the partner."))], coerce=int)
    region = ChoiceField(_l("Region"), [DataRequired(_l("Choose the region."))])
    course = ChoiceField(_l("Course"), [DataRequired(_l("Choose the course."))], coerce=int)
    language = ChoiceField(_l("Language of the poster"), [DataRequired(_l("Choose the language."))])
    way = ChoiceField(_l("How you meet"), [DataRequired(_l("Choose how you meet."))])
    starts_on = DayField(_l("First day"), [InputRequired(_l("Give the first day."))], render_kw={"type": "date"})
    ends_on = DayField(_l("Last day"), [InputRequired(_l("Give the last day."))], render_kw={"type": "date"})
    expected_count = IntegerField(
        _l("How many learners are expected"),
        [
            InputRequired(_l("Say how many, about.")),
            NumberRange(1, MOST_EXPECTED, _l("A number from 1 to 1000, please.")),
        ],
        default=USUAL_SIZE,
        render_kw={"type": "number", "min": 1, "max": MOST_EXPECTED},
    )
    is_waiting = BooleanField(_l("This group waits first"))
    lessons_on = DayField(_l("Lessons begin on"), [Optional()], render_kw={"type": "date"})
    is_pilot = BooleanField(_l("This group is a pilot"))

    def validate_ends_on(self, field: DateField) -> None:
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(_l("The last day is before the first."))

    def validate_lessons_on(self, field: DateField) -> None:
        first, last = self.starts_on.data, self.ends_on.data
        if field.data and first and last and not first <= field.data <= last:
            raise ValidationError(_l("That is not between the first day and the last."))

    def outline(
        self,
        course_release_id: int | None = None,
        *,
        place: cohorts.Cohort | None = None,
        is_waiting: bool | None = None,
        is_pilot: bool | None = None,
    ) -> Outline:
        """Returns what was typed in a form that has been validated.

        The arguments are the present values, for fields that the form no longer has; place: the cohort that has them.
        Raises ValueError if a day is missing.
        """
        waits = bool(self.is_waiting.data) if is_waiting is None else is_waiting
        return Outline(
            partner_id=place.partner_id if place else self.partner.data,
            region_code=place.region_code if place else self.region.data,
            course_release_id=course_release_id or self.course.data,
            label=self.label.data or "",
            language=self.language.data,
            way=place.way if place else self.way.data,
            starts_on=_date(self.starts_on),
            ends_on=_date(self.ends_on),
            expected_count=self.expected_count.data,
            is_waiting=waits,
            lessons_on=self.lessons_on.data if waits and self.lessons_on else None,
            is_pilot=bool(self.is_pilot.data) if is_pilot is None else is_pilot,
        )


class ConsentForm(Form):
    consent_on = DayField(_l("In place since"), [InputRequired(_l("Give the day."))], render_kw={"type": "date"})

    is_there = BooleanField(validators=[DataRequired()])


class CardOrNumber(Form):
    """A CardOrNumber asks for a learner by the code on their card or by their number in the group (the handle)."""

    card = StringField(
        _l("Code on the card, or number in the group"),
        [DataRequired(_l("Type the code or the number.")), at_most(20)],
        filters=[trimmed],
        render_kw={"autocomplete": "off"},
    )


class MergeForm(Form):
    """A MergeForm sends the second of two handles (`other`) and which of the two stays (`keep`)."""

    keep = IntegerField()
    other = IntegerField()


class CardsForm(Form):
    """A CardsForm asks how many cards to print: 1 to 60."""

    count = IntegerField(validators=[InputRequired(), NumberRange(1, MOST_CARDS)])
    batch = StringField(validators=[InputRequired(), Length(max=64)])
    """made by the page that asks: asking twice is asking once"""


class PaperLearnerForm(Form):
    """A PaperLearnerForm adds a learner without a phone who said yes. The view sets the languages to choose."""

    language = SelectField(_l("Language"), [InputRequired()])
    sex = SelectField(_l("Sex"), [InputRequired()], choices=[CHOOSE, *labelled(SEXES, SEXES_READ_OUT)])
    age_band = SelectField(_l("Age"), [InputRequired()], choices=[CHOOSE, *labelled(AGE_BANDS, AGE_LABELS)])
    said_yes = BooleanField(_l("The learner has said yes, on paper or aloud before me"), [DataRequired()])
    join_key = StringField(validators=[InputRequired(), Length(max=64)])
    """made by the page that asks: asking twice is asking once"""


def _date(field: DateField) -> date:
    if field.data is None:
        raise ValueError("the form was not checked")
    value: date = field.data
    return value


def offer(form: CohortForm, session: Session, person: SignedInStaff, *, current: cohorts.Cohort | None = None) -> bool:
    """Sets what may be chosen in a cohort's form, by the person's roles.

    Returns False if there is no partner or no course to choose. current: the cohort that is being changed, whose
    partner and release stay on offer also if they were archived or withdrawn; None for a new cohort.
    """
    scope = scope_to_lead(person)
    places = partners.list_places(
        session,
        programme_ids=None if scope.everywhere else scope.programme_ids,
        partner_ids=scope.partner_ids,
        also=current.partner_id if current else None,
    )
    at_work = list({programme.programme_id: programme for _partner, programme in places}.values())
    form.partner.choices = [(partner.partner_id, partner.name) for partner, _programme in places]
    form.region.choices = {_("Region"): [("", _("choose"))], **_regions(session, at_work)}
    form.course.choices = _courses(session, at_work, current)
    codes = dict.fromkeys(code for programme in at_work for code in programme.languages)
    form.language.choices = [(code, NAMES.get(code, code)) for code in codes]
    form.way.choices = [(way, way_name(way)) for way in WAYS]
    return bool(form.partner.choices and form.course.choices)


def _regions(session: Session, at_work: list[programmes.Programme]) -> dict[str, list[tuple[str, str]]]:
    """By country, the programmes' main ones first, each by name."""
    countries = list(dict.fromkeys(code for programme in at_work for code in programme.countries))
    rows = regions.list_regions(session, countries)
    groups = {
        country_name(country): sorted(
            ((region.code, region_name(region)) for region in rows if region.country == country),
            key=lambda choice: choice[1],
        )
        for country in countries
    }
    return {country: choices for country, choices in groups.items() if choices}


def _courses(
    session: Session, at_work: list[programmes.Programme], current: cohorts.Cohort | None
) -> list[tuple[int, str]]:
    choices = []
    for programme in at_work:
        for row in releases.list_releases(session, programme.programme_id):
            is_kept = current is not None and row.course_release_id == current.course_release_id
            if row.withdrawn_at is None or is_kept:
                choices.append((row.course_release_id, course_name(session, row, programme)))
    return choices
