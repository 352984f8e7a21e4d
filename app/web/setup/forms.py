"""What an administrator types, and what is said when it cannot be used."""

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, Regexp, ValidationError

from app.services.administrator.programme import LANGUAGES
from app.services.administrator.staff import Reach, kept_name, reach_of
from app.services.names import OF_PARTNER, OF_PROGRAMME, OF_STAFF
from app.services.people import Grant, Role
from app.services.retention_months import MOST_MONTHS
from app.store import Session
from app.store.programmes import partners as partner_rows
from app.store.programmes import programmes as programme_rows
from app.store.programmes.helplines import EMERGENCY, EVERYWHERE, HELPLINE, PICTURES, Helpline, Line, is_chat
from app.store.programmes.programmes import Programme
from app.web.clock import now
from app.web.forms import ChoiceField, DayField, Form, at_most, between, trimmed
from app.web.language import NAMES
from app.web.refused_forms import refuse
from app.web.regional import HOME, ROADS, country_choices, country_name, today_in, zone_choices
from app.web.staff_words import role_name

LONG = {"class": "in wide"}


class ProgrammeForm(Form):
    name = StringField(
        _l("Name of the programme"),
        [DataRequired(_l("Give the programme a name.")), at_most(OF_PROGRAMME.most)],
        filters=[trimmed],
    )
    main_country = ChoiceField(_l("Main country"), [DataRequired(_l("Choose the country."))])
    other_countries = SelectMultipleField(_l("Other countries"))
    time_zone = ChoiceField(_l("Time zone"), [DataRequired(_l("Choose the time zone."))])
    first_language = ChoiceField(_l("First language"), [DataRequired(_l("Choose the language."))])
    second_language = ChoiceField(_l("Second language"))
    third_language = ChoiceField(_l("Third language"))
    consent_kept_at = StringField(
        _l("Where the consent of guardians is kept"),
        [DataRequired(_l("Say where the signed papers are.")), at_most(200)],
        filters=[trimmed],
    )
    retention_months = IntegerField(
        _l("Months until answers are erased"),
        [
            InputRequired(_l("Say after how many months.")),
            NumberRange(1, MOST_MONTHS, _l("A number from 1 to 120, please.")),
        ],
        render_kw={"type": "number", "min": 1, "max": MOST_MONTHS},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.main_country.choices = [(code, country_name(code)) for code in HOME]
        self.other_countries.choices = [(code, country_name(code)) for code in (*HOME, *ROADS)]
        self.time_zone.choices = zone_choices(now(), self.time_zone.object_data or "")
        spoken = [(code, NAMES[code]) for code in LANGUAGES]
        self.first_language.choices = spoken
        self.second_language.choices = self.third_language.choices = [("", _("none")), *spoken]

    @staticmethod
    def data_of(programme: Programme) -> dict[str, Any]:
        """Returns the values of the form's fields for an existing programme."""
        languages = [*programme.languages, "", ""]
        return {
            "name": programme.name,
            "main_country": programme.countries[0],
            "other_countries": programme.countries[1:],
            "time_zone": programme.time_zone,
            "first_language": languages[0],
            "second_language": languages[1],
            "third_language": languages[2],
            "consent_kept_at": programme.consent_kept_at,
            "retention_months": programme.retention_months,
        }

    def validate_third_language(self, field: SelectField) -> None:
        chosen = [code for code in (self.first_language.data, self.second_language.data, field.data) if code]
        if len(set(chosen)) < len(chosen):
            raise ValidationError(_("Each language once, please."))

    @property
    def values(self) -> dict[str, Any]:
        """The typed arguments of `add_programme` and `edit_programme`, but the months; the main country is first."""
        others = [code for code in self.other_countries.data or [] if code != self.main_country.data]
        languages = (self.first_language.data, self.second_language.data, self.third_language.data)
        return {
            "name": self.name.data,
            "countries": [self.main_country.data, *others],
            "languages": [code for code in languages if code],
            "time_zone": self.time_zone.data,
            "consent_kept_at": self.consent_kept_at.data,
        }


class PartnerForm(Form):
    programme = ChoiceField(_l("Programme"), [DataRequired(_l("Choose the programme."))], coerce=int)
    name = StringField(
        _l("Name of the partner"),
        [DataRequired(_l("Give the partner a name.")), at_most(OF_PARTNER.most)],
        filters=[trimmed],
    )


class RoleForm(Form):
    """A RoleForm asks for a role and where it is held: `p7` is programme 7, `o7` partner 7, "" the whole instance."""

    role = RadioField(_l("Role"), [DataRequired(_l("Choose the role."))])
    place = ChoiceField(_l("Place"), validate_choice=False)

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, role_name(role)) for role in Role]
        at_work = programme_rows.list_programmes(session)
        partners = partner_rows.list_partners(session)
        names = {programme.programme_id: programme.name for programme in at_work}
        self._programmes = [(f"p{programme.programme_id}", programme.name) for programme in at_work]
        self._partners = [
            (f"o{partner.partner_id}", _with_programme(partner.name, names, partner.programme_id))
            for partner in partners
            if partner.programme_id in names
        ]
        self.place.choices = {
            "": [("", _("choose; an administrator needs none"))],
            _("Programmes"): self._programmes,
            _("Partners"): self._partners,
        }

    def validate_place(self, field: SelectField) -> None:
        """Raises ValidationError for a place of the wrong kind for the role.

        If none was chosen and there is only one place of that kind, it is chosen.
        """
        if not self.role.data or self.role.data not in list(Role):
            return
        reach = reach_of(Role(self.role.data))
        if reach is Reach.INSTANCE:
            if field.data:
                raise ValidationError(_("An administrator sets up everything: choose no place, or another role."))
            return
        fitting = [value for value, _name in (self._programmes if reach is Reach.PROGRAMME else self._partners)]
        if field.data not in fitting and len(fitting) == 1 and not field.data:
            field.data = fitting[0]
        if field.data not in fitting:
            raise ValidationError(
                _("This role is held in a programme: choose one.")
                if reach is Reach.PROGRAMME
                else _("This role is held with a partner: choose one.")
            )

    @property
    def grant(self) -> Grant:
        role, place = Role(self.role.data), self.place.data or ""
        number = int(place[1:]) if place else None
        return Grant(
            role,
            programme_id=number if place.startswith("p") else None,
            partner_id=number if place.startswith("o") else None,
        )


def _with_programme(name: str, names: dict[int, str], programme_id: int) -> str:
    return name if len(names) == 1 else f"{name} ({names[programme_id]})"


class PersonForm(RoleForm):
    """A PersonForm asks for the name, the language and the first role of a new member of staff."""

    name = StringField(
        _l("Name to sign in with"),
        [DataRequired(_l("Give a name.")), between(OF_STAFF)],
        filters=[lambda typed: kept_name(typed or "")],
    )
    language = ChoiceField(_l("Language of the pages"), [DataRequired(_l("Choose the language."))])

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, session=session, **kwargs)
        self.language.choices = list(NAMES.items())


FOR_EVERY_NEED = frozenset({"112", "911"})
"""Emergency numbers in every country that has them."""
FREE = {"yes": True, "no": False, "": None}


class HelplineForm(Form):
    country = ChoiceField(_l("Country"), [DataRequired(_l("Choose the country."))])
    kind = RadioField(_l("Kind"), [DataRequired(_l("Choose the kind."))])
    service = StringField(_l("What it is"), [DataRequired(_l("Say what it is.")), at_most(160)], filters=[trimmed])
    number = StringField(
        _l("Number, or address of a chat"),
        [
            DataRequired(_l("Give the number.")),
            at_most(40),
            Regexp(
                r"^(\+?[0-9][0-9 ()\-]*|https://[^\s/@?#]+\.[^\s]+)$",
                message=_l("Digits, blanks, dashes and brackets only; or the address of a chat, from https:// on."),
            ),
        ],
        filters=[trimmed],
    )
    audience = StringField(_l("For whom"), [at_most(160)], filters=[trimmed])
    hours = StringField(_l("When it answers"), [at_most(40)], filters=[trimmed])
    is_free = RadioField(_l("Is the call free?"))
    source = StringField(
        _l("Where you read it"), [DataRequired(_l("Name the source.")), at_most(300)], filters=[trimmed]
    )
    source_url = StringField(
        _l("Its address"),
        [at_most(500), Optional(), Regexp(r"^https?://", message=_l("It begins with https:// or http://."))],
        filters=[trimmed],
        render_kw={"inputmode": "url"},
    )
    sourced_on = DayField(_l("Date of the source"), [Optional()], render_kw={"type": "date"})
    is_official = BooleanField(_l("The source is the service itself or the state"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country.choices = [*country_choices(), (EVERYWHERE, country_name(EVERYWHERE))]
        self.kind.choices = [
            (
                EMERGENCY,
                _("Emergency number: police, fire, doctors. It stands first in Help; nobody test-calls it"),
            ),
            (HELPLINE, _("Helpline: learners see it when somebody of you has called it")),
            (PICTURES, _("Service on the web that keeps a picture from spreading")),
        ]
        self.is_free.choices = [("yes", _("Yes")), ("no", _("No")), ("", _("Not known"))]
        if self.is_free.data is None:
            self.is_free.data = ""

    def validate_sourced_on(self, field: DateField) -> None:
        if field.data and field.data > max(now().date(), today_in(self.country.data or "")):
            raise ValidationError(_("That day has not come yet."))

    def validate(self, *args: Any, **kwargs: Any) -> bool:
        """Checks each field, then the rules of its kind.

        An emergency number has 2 to 4 digits, a country and a date, a service against pictures an address.
        """
        if not super().validate(*args, **kwargs):
            return False
        number = self.number.data or ""
        digits = re.sub(r"\D", "", number)
        if self.kind.data == EMERGENCY:
            if number.startswith(("+", "https://")) or not 2 <= len(digits) <= 4:
                refuse(self.number, _("An emergency number has two to four digits. A longer one is a helpline."))
            if self.country.data == EVERYWHERE:
                refuse(self.country, _("An emergency number is one country’s: choose it."))
            if self.sourced_on.data is None:
                refuse(
                    self.sourced_on, _("Learners see an emergency number with its date: give the date of the source.")
                )
        elif self.kind.data == PICTURES and not is_chat(number):
            refuse(self.number, _("Give the address of its page, from https:// on."))
        elif digits in FOR_EVERY_NEED:
            refuse(self.kind, _("%(number)s is an emergency number: choose that kind.", number=number))
        return not self.errors

    @staticmethod
    def data_of(helpline: Helpline) -> dict[str, Any]:
        """Returns the values of the form's fields for an existing helpline."""
        words = {True: "yes", False: "no", None: ""}
        names = (
            "country",
            "kind",
            "service",
            "number",
            "audience",
            "hours",
            "source",
            "source_url",
            "sourced_on",
            "is_official",
        )
        return {**{name: getattr(helpline, name) for name in names}, "is_free": words[helpline.is_free]}

    @property
    def line(self) -> Line:
        return Line(
            country=self.country.data,
            kind=self.kind.data,
            service=self.service.data or "",
            number=self.number.data or "",
            audience=self.audience.data or "",
            hours=self.hours.data or "",
            is_free=FREE[self.is_free.data or ""],
            source=self.source.data or "",
            source_url=self.source_url.data or "",
            sourced_on=self.sourced_on.data,
            is_official=bool(self.is_official.data),
        )


class ReleaseForm(Form):
    """A ReleaseForm sends the slug of a course and the public id of the programme to release it to."""

    programme = StringField(default="")
    course = StringField(default="")
