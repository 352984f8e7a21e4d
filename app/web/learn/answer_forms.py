"""What the screens of a test send."""

from collections.abc import Sequence

from flask import abort
from wtforms import RadioField, SelectMultipleField, StringField

from app.web.forms import Form
from assessments import marks


class ScreenForm(Form):
    """A ScreenForm is what one screen of a test sends besides the answer: the button pressed."""

    go = StringField()

    @property
    def is_back(self) -> bool:
        return bool(self.go.data == "back")


class AnswerForm(ScreenForm):
    """An AnswerForm is what a screen of a test sends of which one option is chosen, if one was."""

    answer = RadioField()

    def chosen_of(self, choices: Sequence[str]) -> str | None:
        """Returns which of these choices was sent; None if none was. Answers 400 for anything else."""
        self.answer.choices = list(choices)
        if self.answer.data is not None and not self.validate():
            abort(400)
        chosen: str | None = self.answer.data
        return chosen


class MarksForm(ScreenForm):
    """A MarksForm is what a screen of a test sends whose lines are marked: any number of them, or "not sure"."""

    answer = SelectMultipleField()

    def marked_of(self, choices: Sequence[str]) -> tuple[str, ...]:
        """Returns which of these choices were marked, in one order. Answers 400 for anything else."""
        self.answer.choices = list(choices)
        if not self.validate():
            abort(400)
        return marks(self.answer.data or ())
