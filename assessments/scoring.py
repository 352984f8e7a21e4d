"""How many items of a form are right, and what was left open."""

from collections.abc import Mapping
from dataclasses import dataclass

from assessments.instrument import UNSURE, Instrument


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


def score(instrument: Instrument, form: str, responses: Mapping[str, str | None]) -> Score:
    """Returns the score of one attempt on a form.

    responses: option id by item id; None or absent: blank. Raises ValueError, which names it, for a form, item or
    option that the instrument does not have.
    """
    forms = {item.id: item.form(form) for item in instrument.items}
    for item_id, option in responses.items():
        if item_id not in forms:
            raise ValueError(f"there is no item '{item_id}' in the instrument '{instrument.slug}'")
        if option not in (None, UNSURE, *forms[item_id].options):
            raise ValueError(f"item '{item_id}' has no option '{option}' in form {form}")
    answers = {item_id: option for item_id, option in responses.items() if option is not None}
    return Score(
        right=sum(option == forms[item_id].key for item_id, option in answers.items()),
        out_of=len(forms),
        answered=len(answers),
        unsure=sum(option == UNSURE for option in answers.values()),
        blank=len(forms) - len(answers),
        # At least 80 %, in integers so that no rounding decides.
        is_complete=5 * len(answers) >= 4 * len(forms),
    )
