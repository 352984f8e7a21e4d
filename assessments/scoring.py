"""How many items of a form are right, and what was left open."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.instrument import UNSURE, Instrument
from assessments.marked_lines import Answer


@dataclass(frozen=True)
class Score:
    """Counts the items of one form that are right, answered, unsure and blank in one attempt.

    answered includes unsure; answered + blank = out_of; neither blank nor unsure is right. is_complete: at least 80 %
    of the items are answered.
    """

    right: int
    out_of: int
    answered: int
    unsure: int
    blank: int
    is_complete: bool


def score(instrument: Instrument, form: str, responses: Mapping[str, Answer | None]) -> Score:
    """Returns the score of one attempt on a form.

    responses: option id by item id, or the marked lines in the order of `marks`; None, absent or no line: blank. Lines
    are right if they are all of the key's and no other. Raises ValueError, which names it, for a form, item or option
    that the instrument does not have.
    """
    forms = {item.id: item.form(form) for item in instrument.items}
    for item_id, answer in responses.items():
        if item_id not in forms:
            raise ValueError(f"there is no item '{item_id}' in the instrument '{instrument.slug}'")
        if not forms[item_id].has(answer):
            raise ValueError(f"item '{item_id}' has no option '{answer}' in form {form}")
    answers = {item_id: answer for item_id, answer in responses.items() if answer}
    return Score(
        right=sum(answer == forms[item_id].key for item_id, answer in answers.items()),
        out_of=len(forms),
        answered=len(answers),
        unsure=sum(answer == UNSURE for answer in answers.values()),
        blank=len(forms) - len(answers),
        # At least 80 %, in integers so that no rounding decides.
        is_complete=5 * len(answers) >= 4 * len(forms),
    )
