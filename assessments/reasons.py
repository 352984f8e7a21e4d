"""What a learner may read of each item, once nobody in the cohort still has the test to take."""

from collections.abc import Mapping

from assessments.instrument import Instrument, Item
from assessments.values import Value
from assessments.words import InstrumentWords, ItemWords


class Reason(Value):
    """Holds one item with the option that was chosen, the right one, and the reasons of both.

    It must not be shown before the cohort's post-test has closed.
    """

    item_id: str
    objective: str
    stem: str
    chosen: str | None
    """the option's id; None: left blank"""
    chosen_text: str
    """"" for a blank and for "I am not sure", whose words are the interface's"""
    chosen_reason: str
    """"" for a blank and for "I am not sure" """
    key: str
    key_text: str
    key_reason: str
    is_right: bool


def reasons(
    instrument: Instrument, words: InstrumentWords, form: str, responses: Mapping[str, str | None]
) -> tuple[Reason, ...]:
    """Lists the reason for every item of the form, in the instrument's order.

    responses: option id by item id; None or absent: blank. Raises ValueError for an unknown form.
    """
    form_words = words.form(form)
    return tuple(_reason(item, form, form_words[item.id], responses.get(item.id)) for item in instrument.items)


def _reason(item: Item, form: str, words: ItemWords, chosen: str | None) -> Reason:
    key = item.form(form).key
    return Reason(
        item_id=item.id,
        objective=item.objective,
        stem=words.stem,
        chosen=chosen,
        chosen_text=words.options.get(chosen or "", ""),
        chosen_reason=words.reasons.get(chosen or "", ""),
        key=key,
        key_text=words.options[key],
        key_reason=words.reasons[key],
        is_right=chosen == key,
    )
