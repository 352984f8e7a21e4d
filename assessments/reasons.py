"""What a learner may read of each item, once nobody in the cohort still has the test to take."""

from collections.abc import Mapping

from assessments.instrument import UNSURE, Instrument, Item, ItemForm
from assessments.marked_lines import Answer
from assessments.values import Value
from assessments.words import InstrumentWords, ItemWords


class LineReason(Value):
    """Holds one line of an item whose lines are marked, with the reason why it is, or is not, one to mark."""

    text: str
    reason: str
    is_key: bool
    is_marked: bool


class Reason(Value):
    """Holds one item with the option that was chosen, the right one, and the reasons of both.

    It must not be shown before the cohort's post-test has closed.
    """

    item_id: str
    objective: str
    stem: str
    chosen: Answer | None
    """the option's id, or those of the marked lines; None: left blank"""
    chosen_text: str
    """"" for a blank, for "I am not sure", whose words are the interface's, and for lines"""
    chosen_reason: str
    """"" for a blank, for "I am not sure" and for lines"""
    key: Answer
    key_text: str
    key_reason: str
    """key_text and key_reason: "" for lines, whose words are in `lines`"""
    is_right: bool
    lines: tuple[LineReason, ...] = ()
    """of an item whose lines are marked, all of them in their order"""


def reasons(
    instrument: Instrument, words: InstrumentWords, form: str, responses: Mapping[str, Answer | None]
) -> tuple[Reason, ...]:
    """Lists the reason for every item of the form, in the instrument's order.

    responses: option id by item id, or the marked lines; None, absent or no line: blank. Raises ValueError for an
    unknown form.
    """
    form_words = words.form(form)
    return tuple(_reason(item, form, form_words[item.id], responses.get(item.id) or None) for item in instrument.items)


def _reason(item: Item, form: str, words: ItemWords, chosen: Answer | None) -> Reason:
    key = item.form(form).key
    if not isinstance(key, str):
        return _of_lines(item, item.form(form), words, chosen)
    chosen = chosen if isinstance(chosen, str) else None
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


def _of_lines(item: Item, of: ItemForm, words: ItemWords, chosen: Answer | None) -> Reason:
    marked = () if chosen is None or chosen == UNSURE else chosen
    lines = [
        LineReason(text=words.options[it], reason=words.reasons[it], is_key=it in of.keys, is_marked=it in marked)
        for it in of.options
    ]
    return Reason(
        item_id=item.id,
        objective=item.objective,
        stem=words.stem,
        chosen=chosen,
        chosen_text="",
        chosen_reason="",
        key=of.key,
        key_text="",
        key_reason="",
        is_right=chosen == of.key,
        lines=tuple(lines),
    )
