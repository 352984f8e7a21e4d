"""The forms that people fill in, and what is said when something cannot be used.

A form of one field or one button needs no form here. What is tapped in a lesson has the fields of its activity's kind,
`learn.answered` reads it, and nothing of it is kept.
"""

from collections.abc import Mapping
from typing import Any

import wtforms
from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import DateField, PasswordField, RadioField, SelectChoice, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.services import people
from app.services.names import Letters
from app.store.paging import Place

CODE = {"class": "in code", "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}

SEX_LABELS = {"female": _l("Female"), "male": _l("Male"), "unsaid": _l("Rather not say")}
AGE_LABELS = {"25-plus": _l("25+"), "unsaid": _l("Rather not say")}


def labelled(values: tuple[str, ...], labels: Mapping[str, Any]) -> list[SelectChoice]:
    """Makes choices of a form out of values; a value without a label is its own, with en dashes for hyphens."""
    return [SelectChoice(value, labels.get(value) or value.replace("-", "–")) for value in values]


def trimmed(value: str | None) -> str:
    """Returns a text without blanks around it and with single ones within; "" for None."""
    return " ".join((value or "").split())


def at_most(most: int) -> Length:
    """Returns a validator that refuses texts of more characters than this."""
    return Length(max=most, message=_l("At most %(max)d characters, please."))


def between(letters: Letters) -> Length:
    """Returns a validator that refuses names of fewer or more characters than this."""
    return Length(*letters, message=_l("Between %(min)d and %(max)d characters, please."))


class Form(wtforms.Form):
    """Is the base of all forms: one that nobody has sent yet begins with its data, ticks among them."""

    class Meta:
        def wrap_formdata(self, _form: wtforms.Form, formdata: Any) -> Any:
            """Returns what was sent, or None: of an empty request WTForms would read that nothing is ticked."""
            return formdata or None


class ChoiceField(SelectField):
    """A ChoiceField is a select field that refuses, with a plain sentence, what is no longer on offer."""

    def pre_validate(self, form: Form) -> None:
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_l("That cannot be chosen any more. Choose again.")) from None


class DayField(DateField):
    """A DayField reads a day as the browser's calendar writes it: 2026-03-02. It asks for that if it cannot."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_l("Write the day like 2026-03-02, please.")) from None


class GroupCode(Form):
    """A GroupCode is the form for the code of a poster."""

    code = StringField(
        _l("Group code"),
        [InputRequired(_l("Type the code of your group.")), Length(max=40, message=_l("The code has 8 characters."))],
        render_kw={**CODE, "maxlength": 12},
    )


def _join_key(value: str | None) -> str:
    """One that a page of ours may have made; "" for any other."""
    return value if value and 20 <= len(value) <= 64 else ""


class Me(Form):
    """A Me asks for the only two things that learners are asked about themselves: sex and age band."""

    sex = RadioField(
        _l("Sex"),
        [InputRequired(_l("Choose one. “Rather not say” is fine."))],
        choices=labelled(people.SEXES, SEX_LABELS),
    )
    age_band = RadioField(
        _l("Age"),
        [InputRequired(_l("Choose one. “Rather not say” is fine."))],
        choices=labelled(people.AGE_BANDS, AGE_LABELS),
    )
    join_key = StringField(filters=[_join_key])
    """made by the page that asks: asking twice is asking once"""


class CardSignIn(Form):
    """A CardSignIn is the form for code and PIN of a learner's card."""

    OFF_COOKIE = "code"
    """The field whose text comes back from this process's memory, and not by a cookie."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Type the code from your card.")), Length(max=40, message=_l("The code has 8 characters."))],
        render_kw={**CODE, "maxlength": 12},
    )
    pin = StringField(
        _l("PIN"),
        [InputRequired(_l("Type the PIN from your card.")), Length(max=20, message=_l("The PIN has 6 digits."))],
        render_kw={"class": "in code", "autocomplete": "off", "inputmode": "numeric", "maxlength": 10},
    )


class Pin(Form):
    """A Pin asks a learner who is signed in for the PIN of their card once more."""

    pin = StringField(
        _l("PIN"),
        [InputRequired(_l("Type the PIN from your card.")), Length(max=20, message=_l("The PIN has 6 digits."))],
        render_kw={"class": "in code", "autocomplete": "off", "inputmode": "numeric", "maxlength": 10},
    )


class StaffSignIn(Form):
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Type your name.")), Length(max=60, message=_l("That name is too long."))],
        render_kw={"class": "in", "autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    passphrase = PasswordField(
        _l("Passphrase"),
        [InputRequired(_l("Type your passphrase.")), Length(max=200, message=_l("That passphrase is too long."))],
        render_kw={"class": "in", "autocomplete": "current-password"},
    )


def _behind_the_sign(value: str | None) -> str:
    """What stands behind the # of an address; a text without one is that already."""
    return trimmed(value).rpartition("#")[2]


class OneTimeLink(Form):
    """A OneTimeLink is the form for a one-time link: its address, or what stands behind its #."""

    token = StringField(
        _l("Your one-time link"),
        [InputRequired(_l("Paste the link that you got, all of it.")), at_most(200)],
        filters=[_behind_the_sign],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


class NewPassphrase(Form):
    passphrase = PasswordField(
        _l("Passphrase"),
        [InputRequired(_l("Type a passphrase.")), Length(max=200, message=_l("At most 200 signs, please."))],
        render_kw={"class": "in", "autocomplete": "new-password", "data-show": _l("Show what I type")},
    )


def _present(label: Any) -> PasswordField:
    """A field for the passphrase that somebody has."""
    return PasswordField(
        label,
        [InputRequired(_l("Type your passphrase.")), Length(max=200, message=_l("That passphrase is too long."))],
        render_kw={"class": "in", "autocomplete": "current-password"},
    )


class ChangePassphrase(NewPassphrase):
    """A ChangePassphrase is the form for another passphrase, which also asks for the present one."""

    current = _present(_l("Passphrase until now"))


class PresentPassphrase(Form):
    """A PresentPassphrase is the form of a deed that asks for the passphrase once more."""

    current = _present(_l("Your passphrase"))


class CodeForm(Form):
    """A CodeForm is the form for a code of an authenticator app, or a recovery code."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Type the code.")), Length(max=40, message=_l("This is too long for a code."))],
        render_kw={"class": "in code", "autocomplete": "one-time-code", "spellcheck": "false", "maxlength": 40},
    )


def place_in_list() -> Place:
    """Returns the search words and the page number, from 1, that the address of a list names."""
    return Place(request.args.get("search", ""), request.args.get("page", 1, type=int))
