"""What a facilitator sends of a test on paper: which test, on which day, a row of letters for each sheet, or a file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Self

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import CombinedMultiDict, FileStorage
from wtforms import DateField, Field, FileField, SelectChoice, SelectField, StringField
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.validators import AnyOf, DataRequired, InputRequired, Optional, ValidationError

from app.services.cohorts import today_of
from app.services.facilitator.paper import Paper
from app.services.facilitator.paper_marks import NotOnPaper
from app.services.facilitator.paper_only import day_of_class
from app.services.facilitator.without_phones import Person
from app.services.intake import Code
from app.services.people import AGE_BANDS, SEXES
from app.services.submission import Reason
from app.services.waves import waves_of
from app.store.people.prepared import PreparedCard
from app.store.programmes.cohorts import Cohort
from app.web.clock import now
from app.web.forms import AGE_LABELS, DayField, Form, labelled, trimmed
from app.web.lead.forms import SEXES_READ_OUT
from app.web.lead.paper.words import Mend, code_sentence, mark_sentence
from app.web.reason_words import OF_SHEETS
from app.web.transaction import reading
from assessments import POINTS, Answer

CELL = re.compile(r"[ms]-(\d{1,9})-\d+", re.ASCII)
"""The name of one field of a row: a mark or a statement, the handle, its number on the sheet."""


def printed_in() -> str:
    """Returns the language in which this request says that sheets are printed; "" if it does not say."""
    return request.values.get("paper_language", "")


def _as_printed(sheet: Paper) -> Paper:
    """With the letters of the language that was named; of none, with those of the group and of the learner."""
    return replace(sheet, languages=(printed_in(),)) if printed_in() else sheet


class SittingForm(Form):
    """A SittingForm asks which test was sat on paper, and on which day."""

    wave = StringField(default="")
    """by its name, which the page looks up; "" for the first that the cohort sits"""
    reason = SelectField(
        _l("Why you change a sheet that is saved already"),
        choices=[SelectChoice("", _l("nothing is changed")), *labelled(tuple(Reason), OF_SHEETS)],
        validate_choice=False,
    )
    sat_on = DateField(
        _l("Day on which the test was sat"), [DataRequired(_l("Give the day on which the test was sat."))]
    )

    day_before = StringField(default="")
    """the day of the class under which sheets were saved last, or with which the page came; "" if there is none"""

    @property
    def why(self) -> Reason | None:
        """The reason that was chosen; None if none was, or one that is not in the list."""
        return Reason(self.reason.data) if self.reason.data in {*Reason} else None

    def moves_days(self) -> bool:
        """Returns whether sheets that are in get the day of the class: it was wrong, and a new one was typed."""
        return self.why is Reason.WRONG_DAY and self.day_before.data not in ("", str(self.sat_on.data))

    def remember_day(self, rows: Iterable["SheetForm"]) -> None:
        """Notes the day of the class if sheets were saved under it now, for the page that comes back with the rest."""
        saved = [row for row in rows if row.is_kept and not row.is_unchanged]
        if self.why is not Reason.WRONG_DAY and any(row.sat_on(self) == self.sat_on.data for row in saved):
            self.day_before.data = str(self.sat_on.data)

    @classmethod
    def of_request(cls, cohort: Cohort) -> Self:
        """Returns the form filled by a POST; for any other request by the address, with the day of the class.

        That is the last day on which the test was sat so far. Before the first it is today in the cohort's time zone,
        and of a group on paper only none: its test was sat when it was sat.
        """
        if request.method == "POST":
            return cls(CombinedMultiDict([request.files, request.form]))
        form = cls(request.args)
        if form.sat_on.data is None:
            wave = next((it for it in waves_of(cohort) if it == form.wave.data), waves_of(cohort)[0])
            today = None if cohort.is_on_paper else today_of(cohort, now())
            form.sat_on.data = day_of_class(reading(), cohort, wave) or today
        form.day_before.data = str(form.sat_on.data or "")
        return form


class FileForm(SittingForm):
    """A FileForm asks for a table with the answers of many sheets, besides the test and the day."""

    table = FileField(_l("File"), [InputRequired(_l("Choose the file."))])

    def validate_table(self, field: Field) -> None:
        """Raises ValidationError if text was sent in place of a file, which a browser never does."""
        if not isinstance(field.data, FileStorage):
            raise ValidationError(_("Choose the file."))


class MarkField(StringField):
    """A MarkField is the letter that a sheet has as the answer to one question, such as B.

    number: of the question on the sheet, from 1. item: its id on that sheet.
    """

    def __init__(self, *args: Any, number: int, sheet: Paper, item: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number, self.sheet, self.item = number, sheet, item

    @property
    def longest(self) -> int:
        """How many signs may be typed: a letter, or those of all lines and a blank after each."""
        return 2 * len(self.sheet.items[self.item]) if self.item in self.sheet.lines else 1

    def answer(self) -> Answer | None:
        """Returns the id of the option that the letter means, or those of the lines; None for a blank.

        Raises NotOnPaper for a letter that the paper does not have, and ValueError for lines and none at once.
        """
        return self.sheet.read(self.item, self.data or "")


def is_an_answer(_form: BaseForm, mark: MarkField) -> None:
    """Validates a MarkField: raises ValidationError for a letter that the question does not have."""
    try:
        mark.answer()
    except NotOnPaper as fault:
        why = mark_sentence(fault.mark, fault.letters, is_ambiguous=fault.is_ambiguous)
        raise ValidationError(_("Question %(number)d: %(why)s", number=mark.number, why=why)) from None
    except ValueError:
        message = _("Question %(number)d has no answer “%(mark)s”.", number=mark.number, mark=mark.data)
        raise ValidationError(message) from None


def _is_point(number: int) -> AnyOf:
    """number: of the statement on the sheet, where it stands behind the questions."""
    why = _("Question %(number)d: a statement is answered with 1 to 5, or left empty.", number=number)
    return AnyOf(["", *map(str, POINTS)], why)


class SheetForm(BaseForm):
    """A SheetForm is one row of the grid: a letter for each question of a sheet, a point for each statement.

    card: of a row that stands for an unused printed card; the row then asks for sex and age of whoever holds it.
    """

    def __init__(self, handle: int, sheet: Paper, card: PreparedCard | None = None) -> None:
        self.handle, self.sheet, self.card = handle, sheet, card
        self.message = ""
        """what became of it: "saved", or what is wrong"""
        self.mend: Mend | None = None
        """where else it may be mended, if it is at odds with a day that stands on another page"""
        self.is_kept = False
        self.is_unchanged = False
        """saved before just as it was sent now"""
        self.on_phone = ""
        """how far the learner is with the same test on a phone; "" if nowhere"""
        marks = {
            f"m-{handle}-{n}": MarkField(number=n, sheet=sheet, item=it, filters=[trimmed], validators=[is_an_answer])
            for n, it in enumerate(sheet.items, start=1)
        }
        points = {
            f"s-{handle}-{n}": StringField(filters=[trimmed], validators=[_is_point(len(sheet.items) + n)])
            for n in range(1, len(sheet.statements) + 1)
        }
        super().__init__({**marks, **points, **self._beside()})
        self.day: DateField = self[f"d-{handle}"]
        self.marks: list[MarkField] = [self[name] for name in marks]
        self.points: list[Field] = [self[name] for name in points]

    def _beside(self) -> dict[str, UnboundField]:
        """The day of this sheet alone, empty where it is that of the class; of a printed card also who holds it."""
        day: dict[str, UnboundField] = {
            f"d-{self.handle}": DayField(validators=[Optional()], render_kw={"type": "date"})
        }
        if self.card is None:
            return day
        sexes, ages = labelled(SEXES, SEXES_READ_OUT), labelled(AGE_BANDS, AGE_LABELS)
        sex = SelectField(choices=sexes, default="unsaid")
        return {**day, f"x-{self.handle}": sex, f"a-{self.handle}": SelectField(choices=ages, default="unsaid")}

    def sat_on(self, sitting: SittingForm) -> date | None:
        """Returns the day on which this sheet was sat: its own where nobody touched that, else the one now typed.

        Whoever says that the day was wrong gives the sheets that are in the day of the class, see `moves_days`.
        """
        own, has_field = self.sheet.sat_on, self.day.name in request.form
        is_untouched = own is not None and (not has_field or self.day.data == own)
        if is_untouched and not sitting.moves_days():
            return own
        typed: date | None = self.day.data if not is_untouched else None
        return typed or sitting.sat_on.data

    def changes_its_day(self) -> bool:
        """Returns whether another day was typed for this sheet alone, and nothing else is other than it is stored."""
        own, sheet = self.day.data, self.sheet
        if not sheet.is_typed or own is None or own == sheet.sat_on:
            return False
        answers = {item: sheet.answers.get(item) for item in sheet.items}
        return (self.answers(), self.statements()) == (answers, {it: sheet.points.get(it) for it in sheet.statements})

    @property
    def who(self) -> list[Field]:
        """The fields that ask for sex and age; [] unless the row stands for a printed card."""
        return [self[f"x-{self.handle}"], self[f"a-{self.handle}"]] if self.card is not None else []

    def person(self) -> Person:
        """Returns who holds the printed card of this row, as far as it was said."""
        return Person(*(field.data for field in self.who))

    @property
    def filled(self) -> int:
        """The number of questions that have a letter."""
        return sum(bool(mark.data) for mark in self.marks)

    def answers(self) -> dict[str, Answer | None]:
        """Returns the option id, or the marked lines, by item id, None for a blank.

        Raises ValueError for a letter that the question does not have, if the form was not validated before.
        """
        return {mark.item: mark.answer() for mark in self.marks}

    def statements(self) -> dict[str, int | None]:
        """Returns the point from 1 to 5 by statement id, None if it was left empty.

        Raises ValueError for anything but a number, if the form was not validated before.
        """
        return {
            statement: int(point.data) if point.data else None
            for statement, point in zip(self.sheet.statements, self.points, strict=True)
        }


def typed_row(handle: int, sheet: Paper, card: PreparedCard | None = None) -> SheetForm:
    """Returns a learner's row of the grid filled with what this request sends; it is not validated yet."""
    row = SheetForm(handle, _as_printed(sheet), card)
    row.process(request.form)
    return row


def stored_row(handle: int, sheet: Paper, cohort: Cohort, card: PreparedCard | None = None) -> SheetForm:
    """Returns a learner's row of the grid as it is stored; an empty one if nothing has been typed in."""
    sheet = _as_printed(sheet)
    row = SheetForm(handle, sheet, card)
    typed: dict[str, Any] = {}
    if sheet.is_typed:
        marks = map(sheet.mark, sheet.items)
        points = (str(sheet.points.get(statement) or "") for statement in sheet.statements)
        typed = {field.name: value for field, value in zip([*row.marks, *row.points], [*marks, *points], strict=True)}
        typed[row.day.name] = sheet.sat_on
        row.message = code_sentence(Code.WAITING if sheet.is_waiting else Code.ALREADY, cohort, sheet.void)
        row.is_kept = True
    row.process(data=typed)
    return row


def typed_handles() -> list[int]:
    """Returns the handles, in rising order, of the rows in which this request sends any text.

    They are read from the names of the form's fields.
    """
    cells: Mapping[str, str] = request.form
    return sorted({int(cell[1]) for name, value in cells.items() if (cell := CELL.fullmatch(name)) and value.strip()})
