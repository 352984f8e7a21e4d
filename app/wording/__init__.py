"""Codes and figures of analytics as sentences and numbers in the reader's language; works without a web page."""

from app.wording.called import Called
from app.wording.came import came_sentences, ways_sentences
from app.wording.circumstances import circumstance_sentences, extra_time_sentences
from app.wording.comparisons import between_sentences, chance_sentences, one_by_one_sentences
from app.wording.contrast import about_comparison, comparison_summary
from app.wording.disclosure import disclosure_sentences, rounding_mark, subtraction, why_hidden
from app.wording.figure_text import figure_text, interval_text, plain_text, range_text, share_text
from app.wording.figures import figure_label, unit_name
from app.wording.findings import Finding, findings
from app.wording.items import wave_name
from app.wording.labels import (
    chosen_sentences,
    data_mark,
    dimension_name,
    outcome_name,
    value_name,
)
from app.wording.late_arrivals import late_group_sentences, late_sentences
from app.wording.leavers import leavers_sentences
from app.wording.method import (
    danger_sentence,
    definition_of_improved,
    late_sentence,
    level_name,
    method_lines,
    method_sentence,
    scoring_sentence,
    what_would_make_it_false,
)
from app.wording.notes import note_sentence, notes_by_group, of_one_kind_together
from app.wording.outlook import beyond_error_sentences
from app.wording.pilots import ItemText, OptionText, item_text, pilot_groups_sentence, pilot_notes, too_few_for_items
from app.wording.reception import Reception, Taught, reception_findings
from app.wording.retest import retest_in_short, retest_sentence, retest_share
from app.wording.sentences import (
    gain_sentences,
    headline_sentences,
    missing_sentences,
    plain_sentences,
)
from app.wording.settling import retyped_sentence, too_few_sentence, waiting_sentence
from app.wording.summary import passed_and_beyond_sentences, summary_sentences
from app.wording.words import LANGUAGES, NO_BREAK, WORD_JOINER, Words

__all__ = [
    "LANGUAGES",
    "NO_BREAK",
    "WORD_JOINER",
    "Called",
    "Finding",
    "ItemText",
    "OptionText",
    "Reception",
    "Taught",
    "Words",
    "about_comparison",
    "between_sentences",
    "beyond_error_sentences",
    "came_sentences",
    "chance_sentences",
    "chosen_sentences",
    "circumstance_sentences",
    "comparison_summary",
    "danger_sentence",
    "data_mark",
    "definition_of_improved",
    "dimension_name",
    "disclosure_sentences",
    "extra_time_sentences",
    "figure_label",
    "figure_text",
    "findings",
    "gain_sentences",
    "headline_sentences",
    "interval_text",
    "item_text",
    "late_group_sentences",
    "late_sentence",
    "late_sentences",
    "leavers_sentences",
    "level_name",
    "method_lines",
    "method_sentence",
    "missing_sentences",
    "note_sentence",
    "notes_by_group",
    "of_one_kind_together",
    "one_by_one_sentences",
    "outcome_name",
    "passed_and_beyond_sentences",
    "pilot_groups_sentence",
    "pilot_notes",
    "plain_sentences",
    "plain_text",
    "range_text",
    "reception_findings",
    "retest_in_short",
    "retest_sentence",
    "retest_share",
    "retyped_sentence",
    "rounding_mark",
    "scoring_sentence",
    "share_text",
    "subtraction",
    "summary_sentences",
    "too_few_for_items",
    "too_few_sentence",
    "unit_name",
    "value_name",
    "waiting_sentence",
    "wave_name",
    "ways_sentences",
    "what_would_make_it_false",
    "why_hidden",
]
