"""Days and times that a facilitator types, as clocks show them where the group is."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, TimeField
from wtforms.validators import InputRequired, Optional

from app.web.forms import DayField, Form

DAY, TIME = {"type": "date"}, {"type": "time"}


class HourField(TimeField):
    """An HourField reads a time of day as the browser's clock writes it: 09:30. It asks for that if it cannot."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write the time like 09:30, please.")) from None


class DatesForm(Form):
    """A DatesForm asks when a test opens and closes by itself; each may be left empty.

    The view deletes `opens_on` and `opens` for a test that has opened.
    """

    opens_on = DayField(_l("Opens on"), [Optional()], render_kw=DAY)
    opens = HourField(_l("At"), [Optional()], render_kw=TIME)
    closes_on = DayField(_l("Closes on"), [Optional()], render_kw=DAY)
    closes = HourField(_l("At"), [Optional()], render_kw=TIME)

    def validate(self, extra_validators: Any = None) -> bool:
        """Returns whether each moment is whole, a day with a time, or left empty; else its fields say what lacks."""
        is_good = super().validate(extra_validators)
        for day, time in ((self.opens_on, self.opens), (self.closes_on, self.closes)):
            if day and (day.data is None) != (time.data is None) and not (day.errors or time.errors):
                lacking, message = (time, _("Give the time.")) if day.data else (day, _("Give the day."))
                lacking.errors = [message]
                is_good = False
        return is_good

    def opens_at(self, zone: str) -> datetime | None:
        """Returns when the test opens, in this time zone; None if that is left empty or was deleted."""
        return _moment(self.opens_on, self.opens, zone) if self.opens_on else None

    def closes_at(self, zone: str) -> datetime | None:
        return _moment(self.closes_on, self.closes, zone)


class ExtensionForm(Form):
    """An ExtensionForm asks until when one learner may sit a test. The view sets the tests to choose."""

    wave = RadioField(_l("Which test"), [InputRequired(_l("Choose the test."))])
    until_on = DayField(_l("Until"), [InputRequired(_l("Give the day."))], render_kw=DAY)
    until = HourField(_l("At"), [InputRequired(_l("Give the time."))], render_kw=TIME)

    def until_at(self, zone: str) -> datetime:
        """Returns the moment that was typed, in this time zone, of a form that has been validated."""
        moment = _moment(self.until_on, self.until, zone)
        if moment is None:
            raise ValueError("the form was not checked")
        return moment


def _moment(day: Field, time: Field, zone: str) -> datetime | None:
    return datetime.combine(day.data, time.data, ZoneInfo(zone)) if day.data and time.data else None
