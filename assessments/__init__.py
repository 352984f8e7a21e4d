"""What is asked: instruments in two parallel forms, their scoring and shuffling; knows no other package of ours."""

from assessments.instrument import FORMS, UNSURE, Instrument, Item, ItemForm, other_form, structure_digest
from assessments.marked_lines import MOST_LINES, Answer, marks
from assessments.open_form import OpenForm, OpenItem, OpenOption, OpenStatement, open_form, shuffled
from assessments.reasons import LineReason, Reason, reasons
from assessments.scoring import Score, score
from assessments.statements import POINTS, Reaction, Statement
from assessments.words import InstrumentWords, ItemWords, wording_digest

__all__ = [
    "FORMS",
    "MOST_LINES",
    "POINTS",
    "UNSURE",
    "Answer",
    "Instrument",
    "InstrumentWords",
    "Item",
    "ItemForm",
    "ItemWords",
    "LineReason",
    "OpenForm",
    "OpenItem",
    "OpenOption",
    "OpenStatement",
    "Reaction",
    "Reason",
    "Score",
    "Statement",
    "marks",
    "open_form",
    "other_form",
    "reasons",
    "score",
    "shuffled",
    "structure_digest",
    "wording_digest",
]
