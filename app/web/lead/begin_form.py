"""The form by which a facilitator begins a group, with what stands in it before anything is typed."""

from datetime import date, timedelta
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, StringField
from wtforms.validators import Optional, ValidationError

from app.services.cohorts import today_of, today_of_house
from app.services.people import SignedInStaff
from app.store import Session
from app.store.programmes import programmes
from app.store.programmes.cohorts import Cohort
from app.store.programmes.last_led import last_led
from app.web.clock import now
from app.web.forms import DayField
from app.web.lead.forms import CohortForm, offer
from app.web.lead.outline_values import values_like

WEEKS = 12
"""From the first day to the last where nobody says otherwise. Too many cost nothing, for joining closes with the first
test; too few would keep late ones out."""


class BeginForm(CohortForm):
    """A BeginForm asks for a cohort's outline, and whether the consent is in place: then learners can join at once."""

    is_there = BooleanField(_l("The consent of guardians or of the institution is in place"))
    consent_on = DayField(_l("In place since"), [Optional()], render_kw={"type": "date"})
    first_day = StringField(default="")
    """the first day of a group on paper only with which the form came back, to ask whether the consent is as old"""
    today: date | None = None
    """with which the field of the consent's day began"""

    def validate_consent_on(self, field: DateField) -> None:
        """Asks once about a consent that is younger than the first day of a group on paper only.

        Where the field still holds the day of today, with which it began, the form comes back with the first day in
        it; what somebody has typed stays.
        """
        if self.is_there.data and not field.data:
            raise ValidationError(_l("Give the day."))
        first = self.starts_on.data
        is_younger = self.is_there.data and first is not None and first < field.data
        if self.way.data != "paper" or not is_younger or self.first_day.data == str(first):
            return
        self.first_day.data = str(first)
        if field.data != self.today:
            raise ValidationError(
                _l(
                    "No sheet from before the consent is taken, and the group’s first day is before it. If both days "
                    "are right, make the group."
                )
            )
        field.data, field.raw_data = first, None
        raise ValidationError(
            _l(
                "No sheet from before the consent is taken. We have put the first day of the group here: if the "
                "consent came later, change it. Then make the group."
            )
        )

    @property
    def noted_consent(self) -> date | None:
        """The day since which the consent is in place; None where the box is not ticked."""
        return self.consent_on.data if self.is_there.data else None


def begin_form(
    session: Session, person: SignedInStaff, sent: Any = None, *, like: Cohort | None = None
) -> tuple[BeginForm, bool]:
    """Returns the form and whether there is a partner and a course to choose.

    A form that nobody has sent begins with a number as the group's name, the partner, language and way of this
    facilitator's last group, today, and a last day some weeks on. The region is chosen by itself only for somebody all
    of whose groups are in one. like: a cohort whose outline the form begins with instead, without its days: they have
    to be thought of.
    """
    led = last_led(session, person.staff_id)
    data: dict[str, Any] = {"label": _("Group %(number)d", number=led.count + 1 if led else 1)}
    if led is not None:
        last = led.cohort
        data |= {"partner": last.partner_id, "language": last.language, "way": last.way}
        data |= {"region": last.region_code} if led.has_one_region else {}
    form = BeginForm(sent, data=data if like is None else values_like(like))
    has_choice = offer(form, session, person)
    form.today = _today(session, form) if has_choice else None
    if not sent and form.today is not None and like is None:
        form.starts_on.data = form.consent_on.data = form.today
        form.ends_on.data = form.today + timedelta(weeks=WEEKS)
    return form, has_choice


def _today(session: Session, form: BeginForm) -> date:
    """By the clocks of the programme whose course stands in the form."""
    offered = [choice[0] for choice in form.course.choices]
    course = form.course.data if form.course.data in offered else offered[0]
    programme = programmes.of_release(session, course)
    return today_of(programme, now()) if programme is not None else today_of_house(session, now())
